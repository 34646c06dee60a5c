/// What is known of an employment, as far as it is known; nil is not known. `Docs/facts.schema.json` documents the file it is read from.
public struct EmploymentFacts: Sendable, Hashable {
    /// ISO 3166-1 alpha-2.
    public var country: String
    public var category: WorkerCategory
    /// Of the amounts, if the file names it.
    public var currency: Currency?
    /// Shown in joint schedules.
    public var worker: String = ""
    public var employer: String = ""
    public var start: KnownDate?
    public var end: KnownDate?
    /// Given in place of dates.
    public var service: ServiceLength?
    public var ending: Ending?
    public var contract: ContractKind?
    /// When a contract for a fixed term would have ended.
    public var contractUntil: Day?
    public var wage = Wage()
    /// A span of the basic wage where it is not known exactly.
    public var basicSpan: ClosedRange<Fraction>?
    public var monthlySpan: ClosedRange<Fraction>?
    public var payBasis: PayBasis = .monthly
    public var daysPerWeek: Int?
    public var hoursPerWeek: Fraction?
    public var hoursPerDay: Fraction?
    public var unpaidDays: Fraction = 0
    public var unpaidPeriods: [UnpaidPeriod] = []
    /// Wages that were not paid, or paid short, of which no days are known.
    public var undatedWages: [UndatedWages] = []
    public var overtime: [WorkItem] = []
    public var restDaysWorked: [WorkItem] = []
    public var holidaysWorked: [WorkItem] = []
    public var leaveTaken: Fraction?
    public var leaveBalance: Fraction?
    public var noticeGiven: Fraction?
    public var deductions: [Payment] = []
    public var feesPaid: [Payment] = []
    public var foodProvided: Bool?
    public var housingProvided: Bool?
    public var ticketCost: Fraction?
    public var ticketPaidByEmployer: Bool?
    public var latePayments: [UnpaidPeriod] = []
    public var unfairDismissal: Bool?
    public var socialSecurity: Bool?
    public var events: [ClaimEvent] = []
    public var agreed: [AgreedTerms] = []
    /// What was borrowed to pay for recruitment, as interest paid in all.
    public var interestPaid: Fraction?
    /// What was sent home.
    public var remittances: [Payment] = []
    /// Of the worker in whole years when the injury happened or the employment ended.
    public var age: Fraction?
    /// How many people the employer employs; some minimum wages begin later for small employers.
    public var employees: Fraction?
    public var injury: Injury?
    /// Whether the employer or an agency keeps the worker's passport.
    public var passportKept: Bool?
    /// The day on which the claim is reckoned where nothing else says so.
    public var asOf: Day?

    public init(country: String, category: WorkerCategory = .privateSector) {
        self.country = country
        self.category = category
    }
}
