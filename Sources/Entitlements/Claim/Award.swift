/// How an award is reckoned where ways differ: the law's own way, and those in use beside it.
struct AwardMethod: Sendable {
    /// How service becomes years.
    enum Reckoning: String, Sendable, CaseIterable {
        /// Whole years, months as twelfths, days as 365ths.
        case monthsAndDays = "years, months and days"
        /// All days over 365.
        case days = "days of 365"
        /// A begun month counts if half of it was worked.
        case nearestMonth = "nearest month"
        case wholeYears = "whole years"
        /// Cut to two decimals: 22 years and 8 months are 22.66.
        case twoDecimalsCut = "years cut to two decimals"
        /// Rounded to two decimals: 22.67.
        case twoDecimals = "years rounded to two decimals"
        /// So much for each four years, and nothing for a part of them.
        case fullFourYears = "full periods of four years"

        /// Those that are tried beside the law's own: a period of four years is the way of one law only.
        static let inUse = allCases.filter { $0 != .fullFourYears }
    }

    /// Where a rounding comes before the end.
    enum Rounding: String, Sendable, CaseIterable {
        case atTheEnd = "at the end"
        /// The wage of a day to the coin first.
        case daily = "daily wage rounded"
        case dailyCut = "daily wage cut"
        /// To two decimals also where the coin has three.
        case dailyTwoDecimals = "daily wage to two decimals"
        case dailyCutTwoDecimals = "daily wage cut to two decimals"
        /// The months that the days make, to two decimals first: 75 days of 26 are 2.88 months.
        case months = "months rounded to two decimals"
        case monthsFine = "months rounded to three decimals"

        /// Those that differ for a currency of so many decimal places.
        static func inUse(places: Int) -> [Rounding] { places == 2 ? ofTwoPlaces : allCases }

        private static let ofTwoPlaces = allCases.filter { $0 != .dailyTwoDecimals && $0 != .dailyCutTwoDecimals }
    }

    var reckoning: Reckoning = .monthsAndDays
    var rounding: Rounding = .atTheEnd
    /// A second reading of the divisor.
    var divisor: Rule?
    /// Days of a month, where another number than the law's is tried.
    var days: Fraction?
}

extension ServiceLength {
    /// In years, reckoned one way. - Parameter days: all days, where dates are known.
    func years(_ reckoning: AwardMethod.Reckoning, days: Int?) -> Fraction {
        switch reckoning {
        case .monthsAndDays: inYears
        case .days: days.map { Fraction(Int128($0), over: 365) } ?? inYears
        case .nearestMonth: Fraction(Int128(years * 12 + months + (self.days >= 15 ? 1 : 0)), over: 12)
        case .wholeYears: Fraction(years)
        case .twoDecimalsCut: inYears.truncated(places: 2)
        case .twoDecimals: inYears.rounded(places: 2)
        case .fullFourYears: Fraction(years / 4 * 4)
        }
    }
}
