import Dictionary
import Foundation

/// Years that a date of a case can have. Others are slips of the keyboard: 1019 for 2019, 2919 for 2019.
public enum PlausibleDate {
    static let firstYear = 1900
    /// How many years ahead dates are planned at most: the end of a ban, of a visa, of a contract.
    public static let yearsAhead = 20

    /// The current year by the clock, in UTC.
    static let currentYear: Int = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.component(.year, from: Date())
    }()

    /// Why the date is refused; nil if its year can be right. An open end is as good as any.
    static func fault(_ date: PartialDate, currentYear: Int = currentYear) -> ValueError? {
        let years = firstYear...(currentYear + yearsAhead)
        let given = [date.earliest?.year, date.latest?.year].compactMap(\.self)
        guard let wrong = given.first(where: { !years.contains($0) }) else { return nil }
        return ValueError(
            .outOfRange, offered: date.edtf, "is in the year \(wrong)",
            remedy: "Mend the year; dates from \(years.lowerBound) to \(years.upperBound) are imported.")
    }
}
