/// The topics of rules that are computed with, and the units in which their values may be given. All other topics are for reading.
public enum Topic {
    /// Values of rules that say that the law is silent: there is no article to name.
    static let silence: Set<String> = ["not explicitly prohibited", "not prohibited", "no statutory premium"]

    /// The awards for service: each has the same set of topics, such as `end-of-service-rate`.
    static let awards = ["end-of-service", "termination-benefit", "severance", "long-service"]

    /// Units of an award's rate: so much wage for each year of service.
    enum Rate {
        static let days = "days of wage a year"
        static let weeks = "weeks of wage a year"
        static let months = "months of wage a year"
        /// Of a compensation: words that ``AgeTable`` reads.
        static let byAge = "months of wage by age on the next birthday"
    }

    /// What wage an award or a premium is reckoned by.
    enum Basis {
        static let basic = "basic wage"
        static let whole = "whole wage"
        static let basicAndSocial = "basic wage and social allowance"
        /// As Singapore has it: with allowances, but without those for food and housing.
        static let gross = "gross rate of pay"
        /// Of overtime: the hour by the whole wage, the premium on it by the basic wage.
        static let wholeAndBasicPremium = "whole wage, premium on basic wage"
    }

    /// For topics that are computed by words, the words that are known; any other would silently count as the usual way.
    static func knownWords(_ topic: String) -> [String]? {
        if topic == "limitation-transition" { return ["open periods"] }
        if topic == "overtime-basis" { return [Basis.basic, Basis.whole, Basis.wholeAndBasicPremium] }
        if topic.utf8.reversed().starts(with: "-basis".utf8.reversed()) { return [Basis.basic, Basis.whole, Basis.basicAndSocial, Basis.gross] }
        if awards.contains(where: { topic == $0 + "-reckoning" }) { return AwardMethod.Reckoning.allCases.map(\.rawValue) }
        return nil
    }

    /// Of authorities; which weekdays they are not is the topic `official-weekend`.
    static let workingDays = "working days"
    static let workingDaysOfTheMonth = "working days of the month"

    static let money = ["money", "money a month", "money a day", "money an hour"]

    /// For each topic that is computed with, its units; an empty list allows words only.
    static let units: [String: [String]] = {
        var units: [String: [String]] = [
            "hours-day": ["hours a day"], "hours-week": ["hours a week"],
            "hour-divisor": ["hours a month", "days a month"], "day-divisor": ["days a month", "days a week"], "overtime-basis": [],
            "overtime-hour-cap": ["money an hour"],
            "overtime-threshold": ["money a month"], "rest-day-threshold": ["money a month"], "holiday-threshold": ["money a month"], "holiday-as-overtime": [],
            "rest-day-as-overtime": [],
            "overtime-premium": ["percent", "times"], "overtime-night-premium": ["percent", "times"],
            "rest-day-pay": ["percent of the day's wage", "days of wage", "times"], "holiday-pay": ["percent of the day's wage", "days of wage", "times"],
            "rest-day-pay-with-day-off": ["percent of the day's wage", "days of wage"],
            "holiday-pay-with-day-off": ["percent of the day's wage", "days of wage"],
            "annual-leave": ["days a year", "days a month", "weeks a year"], "leave-basis": [], "leave-divisor": ["days a month", "days a week"],
            "annual-leave-reckoning": [],
            "notice": ["days", "weeks", "months"], "notice-basis": [], "notice-reckoning": [], "part-month": [],
            "minimum-wage": money, "minimum-wage-food": money, "minimum-wage-housing": money, "minimum-wage-none": [], "minimum-wage-by-contract": ["years"],
            "late-wage-penalty": ["money a month"], "deduction-cap": ["percent"], "deduction-rule": [], "recruitment-fee": [],
            "recruitment-fee-cap": ["months of wage", "percent of a month's wage"],
            "return-ticket": [], "unfair-dismissal": ["days of wage a year", "days of wage a month", "months of wage a year", "months of wage", "money"],
            "unfair-dismissal-reckoning": [], "unfair-dismissal-back-wages": ["months of wage"],
            "unfair-dismissal-remaining-term": [], "unfair-dismissal-basis": [], "unfair-dismissal-floor": ["months of wage"],
            "unfair-dismissal-cap": ["months of wage"],
            "limitation": ["days", "months", "years", "Hijri months", "Hijri years"], "limitation-transition": [],
            "dispute-appeal": ["days", workingDays, "weeks", "months"], "official-weekend": [],
            "late-wage-interest": ["percent a year"], "late-wage-interest-free": ["months"], "late-wage-interest-rise": ["percent for each month"],
            "late-wage-interest-cap": ["percent a year"],
        ]
        for loss in ["injury", "death"] {
            units[loss + "-rate"] = ["months of wage", Rate.byAge]
            units[loss + "-basis"] = []
            units[loss + "-floor"] = ["money"]
            units[loss + "-cap"] = ["money"]
            units[loss + "-sum"] = ["money"]
            units[loss + "-wage-cap"] = ["money a month"]
            units[loss + "-not-insured"] = []
        }
        units["injury-pay-full"] = ["months", "days"]
        units["injury-pay-later"] = ["percent"]
        units["injury-pay-limit"] = ["months"]
        units["injury-total-extra"] = ["percent"]
        units["annual-leave-minimum-service"] = ["years", "months"]
        for award in awards {
            units[award + "-rate"] = [Rate.days, Rate.weeks, Rate.months]
            units[award + "-basis"] = []
            units[award + "-minimum-service"] = ["years", "months"]
            units[award + "-cap"] = ["months of wage", "money"]
            units[award + "-floor"] = ["months of wage"]
            units[award + "-wage-cap"] = ["money a month"]
            units[award + "-threshold"] = ["money a month"]
            units[award + "-divisor"] = ["days a month"]
            units[award + "-share"] = ["share of the award"]
            units[award + "-reckoning"] = []
            units[award + "-unpaid-days"] = []
            units[award + "-from-fund"] = []
            units[award + "-earlier-wage"] = []
            units[award + "-none"] = []
            units[award + "-each-law"] = []
            units[award + "-not-insured"] = []
            units[award + "-whole-service"] = []
            units[award + "-provident"] = []
        }
        return units
    }()

    /// Topics whose value may be words in place of a number: the law leaves the sum to something else, and that is said.
    static let mayBeWords: Set<String> = ["overtime-premium", "late-wage-interest", "injury-rate", "death-rate", "injury-pay-later"]

    /// What a law of labour is expected to say something about; `corridor law check` names what is missing.
    static let expected: [(topic: String, alternatives: [String])] = [
        ("hours of work", ["hours-day", "hours-week"]), ("overtime", ["overtime-premium"]),
        ("weekly rest", ["weekly-rest", "rest-day-pay", "rest-day-as-overtime"]),
        ("holidays", ["holiday-pay", "holiday-as-overtime", "public-holidays"]), ("annual leave", ["annual-leave"]), ("sick leave", ["sick-leave"]),
        ("minimum wage", ["minimum-wage", "minimum-wage-none"]), ("payment of wages", ["wage-payment"]), ("deductions", ["deduction-cap", "deduction-rule"]),
        ("notice", ["notice"]), ("award for service", awards.map { $0 + "-rate" } + awards.map { $0 + "-none" }), ("unfair dismissal", ["unfair-dismissal"]),
        ("return ticket", ["return-ticket", "repatriation"]), ("passports", ["passport"]), ("recruitment fees", ["recruitment-fee", "recruitment-fee-cap"]),
        ("limitation of claims", ["limitation"]), ("first step of a dispute", ["dispute-step-1", "dispute"]),
        ("repatriation of the body", ["repatriation-of-remains"]), ("death through the work", ["death-rate", "death-sum"]),
        ("injury through the work", ["injury-rate", "injury-sum", "injury-pay-full", "injury-pay-later"]),
    ]

    /// Whether rules of the topic hold beside each other for the same time and conditions, because each says another thing.
    static func mayRepeat(_ topic: String) -> Bool { units[topic] == nil }
}
