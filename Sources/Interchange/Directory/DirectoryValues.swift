import Dictionary
import Foundation

/// What the values of entries must be so that somebody can act on them: a number that can be called, an address that can be written to, a day that has been, places
/// that there are. The forms, the imports and the feeds ask the same.
public enum DirectoryValues {
    /// From three digits, as emergency numbers have (112), to the fifteen of ITU-T E.164 and an extension; no more letters than digits.
    public static func isDialled(_ text: String) -> Bool {
        let digits = text.unicodeScalars.count { $0.properties.numericType == .decimal }
        return (3...20).contains(digits) && text.unicodeScalars.count { $0.properties.isAlphabetic } <= digits
    }

    /// One mailbox at a domain with a dot, which is less than RFC 5321 lets and all that is in use.
    public static func isMailbox(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !text.contains(where: \.isWhitespace) else { return false }
        return isDomain(String(parts[1]))
    }

    /// An address of a page, with or without its scheme.
    public static func isPage(_ text: String) -> Bool {
        let address = text.contains("://") ? text : "https://\(text)"
        guard !text.contains(where: \.isWhitespace), let parts = URLComponents(string: address), let host = parts.host else { return false }
        return ["http", "https"].contains(parts.scheme?.lowercased() ?? "") && isDomain(host)
    }

    private static func isDomain(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count > 1 && labels.allSatisfy { !$0.isEmpty && $0.unicodeScalars.count <= 63 }
    }

    // MARK: Days and places

    /// Fields that say on what day something was so.
    public static let days = ["confirmed-on", "capacity-on"]

    /// Whether a day has been, or is today somewhere on the earth: partners are in other time zones.
    public static func hasBeen(_ day: CalendarDay, today: CalendarDay) -> Bool { day.daysSinceEpoch <= today.daysSinceEpoch + 1 }

    /// A number of places; nil unless it is a whole one from 0.
    public static func places(_ value: FieldValue?) -> Int? {
        guard case .quantity(let quantity)? = value, let count = Int(quantity.amount.description), count >= 0 else { return nil }
        return count
    }

    /// The entry without what cannot be: confirmations to come, places below none, more free places than there are. Each is told.
    public static func possible(_ entry: HSDSEntry, today: CalendarDay) -> HSDSEntry {
        var entry = entry
        func leaveOut(_ field: String, _ problem: String, _ remedy: String) {
            let written = entry.answers[field]?.value?.displayText ?? ""
            entry.answers[field] = nil
            entry.findings.append("\(field): “\(written)” \(problem) It is left out. \(remedy)")
        }
        for field in days {
            guard case .date(let date)? = entry.answers[field]?.value, let day = date.earliest, !hasBeen(day, today: today) else { continue }
            leaveOut(field, "is a day to come.", "Write the day on which somebody checked it.")
        }
        for field in ["capacity", "places-free"] where entry.answers[field]?.value != nil && places(entry.answers[field]?.value) == nil {
            leaveOut(field, "is no number of places.", "Write a whole number from 0.")
        }
        if let free = places(entry.answers["places-free"]?.value), let all = places(entry.answers["capacity"]?.value), free > all {
            leaveOut("places-free", "is more than the \(all) places that there are in all.", "Write how many of them are free.")
        }
        return entry
    }
}
