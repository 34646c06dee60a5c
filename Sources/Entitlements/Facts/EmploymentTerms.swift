/// How employment ended.
public enum Ending: String, Sendable, Hashable, CaseIterable {
    /// The worker left.
    case resignation
    /// The employer ended it, for no grave fault of the worker.
    case termination
    /// The employer ended it because there was no more work.
    case retrenchment
    /// Ill health or injury.
    case medical
    /// The agreed time was over.
    case expiry
    case death
    /// The employer ended it for a grave fault of the worker, by the employer's account.
    case misconduct

    /// Those that are looked at where it is not known which it was.
    static let usual: [Ending] = [.resignation, .termination, .retrenchment, .medical, .expiry]
}

/// Whether the contract had an agreed end.
public enum ContractKind: String, Sendable, Hashable, CaseIterable {
    case indefinite
    case fixedTerm = "fixed-term"
}

/// For what time wages are agreed.
public enum PayBasis: String, Sendable, Hashable, CaseIterable {
    case monthly, weekly, daily, hourly, piece

    /// As laws divide it.
    public var payClass: PayClass { self == .monthly ? .monthly : .other }
}

/// Paid by the month, or by the day, week, hour or piece.
public enum PayClass: String, Sendable, Hashable, CaseIterable {
    case monthly, other
}

/// An amount of wages from a day until a day.
public struct WagePeriod: Sendable, Hashable {
    public var from: Day?
    public var until: Day?
    /// Basic wage a month.
    public var basic: Fraction?
    /// Whole wage a month, with allowances.
    public var monthly: Fraction?

    func covers(_ day: Day) -> Bool { (from.map { $0 <= day } ?? true) && (until.map { day <= $0 } ?? true) }
}

/// What was agreed to be paid, by the month unless it says otherwise.
public struct Wage: Sendable, Hashable {
    /// With allowances.
    public var monthly: Fraction?
    /// Without allowances.
    public var basic: Fraction?
    public var housing: Fraction?
    public var food: Fraction?
    public var social: Fraction?
    public var otherAllowances: Fraction?
    /// For those who are paid by the day.
    public var daily: Fraction?
    public var hourly: Fraction?
    /// For those who are paid by the week; ``daily`` is then its share for a working day.
    public var weekly: Fraction?
    /// What was really paid for the same time as the wage is agreed for, whenever nothing else is said of a period.
    public var paid: Fraction?
    /// Earlier wages; the last is the wage at the end.
    public var history: [WagePeriod] = []

    public init() {}

    /// Whether nothing is known but a wage a day or an hour.
    var isDailyOnly: Bool { monthly == nil && basic == nil && history.isEmpty && (daily != nil || hourly != nil) }
}

/// Hours, days, deductions and the like that happened on a day or in a period.
public struct WorkItem: Sendable, Hashable {
    public var from: Day?
    public var until: Day?
    public var hours: Fraction = 0
    public var days: Fraction = 0
    /// `day`, `night`, `rest-day`, `holiday`.
    public var kind: String = "day"
    /// What was paid for it.
    public var paid: Fraction = 0
    /// Whether a day off was given in its place.
    public var dayInLieu: Bool = false
    /// Whether the worker asked to work on a day of rest; nil if nobody said who did.
    public var atOwnRequest: Bool?
    /// Hours a week over the period, instead of hours in all.
    public var hoursPerWeek: Fraction?

    public init() {}
}

/// A period in which wages were not paid, or not in full, or in which the worker was on leave without pay.
public struct UnpaidPeriod: Sendable, Hashable {
    public var from: Day
    public var until: Day
    /// What was paid for the period.
    public var paid: Fraction = 0
    /// The worker did not work and had no right to wages.
    public var isLeave: Bool = false
    /// The worker was paid this much a month, less than was agreed.
    public var paidMonthly: Fraction?

    public init(from: Day, until: Day, paid: Fraction = 0, isLeave: Bool = false, paidMonthly: Fraction? = nil) {
        self.from = from
        self.until = until
        self.paid = paid
        self.isLeave = isLeave
        self.paidMonthly = paidMonthly
    }
}

/// Wages that were not paid, or paid short, where only a number of months or a sum is known and no days.
public struct UndatedWages: Sendable, Hashable {
    /// How many months; nil if only the sum is known.
    public var months: Fraction?
    /// What is missing, as somebody said it; nil if only the months are known.
    public var amount: Fraction?
    /// What was paid for all of it.
    public var paid: Fraction = 0
    /// What was paid each month, less than was agreed.
    public var paidMonthly: Fraction?
    /// Whether something was paid, so that it is an underpayment.
    public var isShort = false

    public init(months: Fraction? = nil, amount: Fraction? = nil, paid: Fraction = 0, paidMonthly: Fraction? = nil, isShort: Bool = false) {
        self.months = months
        self.amount = amount
        self.paid = paid
        self.paidMonthly = paidMonthly
        self.isShort = isShort
    }
}

/// Money that was taken from the wage or paid by the worker.
public struct Payment: Sendable, Hashable {
    public var amount: Fraction
    /// ISO 4217; the currency of the claim if none was given.
    public var currency: String?
    public var day: Day?
    public var to: String = ""
    public var purpose: String = ""
    /// Whether the worker agreed in writing or the law allows it; nil if not known.
    public var isLawful: Bool?
    /// How many units of the claim's currency one unit of this currency is; given with the facts, never made up.
    public var rate: Fraction?

    public init(
        amount: Fraction, currency: String? = nil, day: Day? = nil, to: String = "", purpose: String = "", isLawful: Bool? = nil, rate: Fraction? = nil
    ) {
        self.amount = amount
        self.currency = currency
        self.day = day
        self.to = to
        self.purpose = purpose
        self.isLawful = isLawful
        self.rate = rate
    }
}

/// Something that starts a limitation anew or stops it: a complaint, an acknowledgement, a payment on account.
public struct ClaimEvent: Sendable, Hashable {
    public var day: Day
    public var kind: String
}

/// What the contract, or the minimum of the country of origin, gives; set beside the statute.
public struct AgreedTerms: Sendable, Hashable {
    /// What it is: `contract`, `standard contract`, `bilateral agreement`.
    public var basis: String
    public var monthlyWage: Fraction?
    public var noticeDays: Fraction?
    public var leaveDaysPerYear: Fraction?
    /// Days of basic wage for each year of service.
    public var awardDaysPerYear: Fraction?
    public var overtimePercent: Fraction?
}
