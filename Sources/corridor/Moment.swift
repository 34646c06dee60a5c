import App
import Foundation

/// Moments as people read and type them, in UTC.
enum Moment {
    static func text(_ milliseconds: UInt64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(
            .iso8601.dateTimeSeparator(.space).timeZone(separator: .omitted).year().month().day().time(includingFractionalSeconds: false))
    }

    static func isoText(_ milliseconds: UInt64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }

    /// The last millisecond of a day `2026-11-23`, or a moment `2026-11-23T10:00:00Z`.
    static func endOf(_ text: String) throws -> UInt64 {
        if let day = try? Date.ISO8601FormatStyle().year().month().day().parse(text), text.utf8.count == 10 {
            return UInt64(max(0, day.timeIntervalSince1970 + 86_400) * 1000) - 1
        }
        for style in [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)] {
            if let moment = try? style.parse(text) { return UInt64(max(0, moment.timeIntervalSince1970) * 1000) }
        }
        throw AppError("«\(text)» is not a date. Write 2026-11-23, or a moment as 2026-11-23T10:00:00Z: --as-of DATE", isWrongUse: true)
    }
}
