import Dictionary

/// How single values are written in HTCDS.
enum HTCDSValue {
    static func checkbox(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "1": true
        case "false", "no", "0": false
        default: nil
        }
    }

    /// Whether the text is a day of the calendar, year-month-day.
    static func isDay(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return false }
        guard let year = Int(text.prefix(4)), let month = Int(text.dropFirst(5).prefix(2)), let day = Int(text.suffix(2)) else { return false }
        return CalendarDay(year: year, month: month, day: day) != nil
    }

    /// Our code for a value of the standard's list: by the value itself, by the value without regard to case, blanks and signs (so that a label does
    /// too), or by the ISO code where the standard takes the list from ISO.
    static func code(_ text: String, _ slot: HTCDSProfile.Slot, _ profile: HTCDSProfile) -> (position: Int, code: String)? {
        let name = slot.standard.name
        if let found = profile.codes(name, text).first { return found }
        let values = profile.values(of: name)
        if !values.isEmpty {
            let wanted = plain(text)
            guard let value = values.first(where: { plain($0) == wanted }) else { return nil }
            return profile.codes(name, value).first
        }
        guard let vocabulary = profile.dictionary.vocabulary(of: slot.fields[0]) else { return nil }
        return iso(text, vocabulary).map { (0, $0) }
    }

    static func country(_ text: String, _ dictionary: DataDictionary) -> String? {
        dictionary.vocabulary("country").flatMap { iso(text, $0) }
    }

    /// A code of a list of ISO: the code itself, another code of the same country or language, or its name.
    private static func iso(_ text: String, _ vocabulary: Vocabulary) -> String? {
        if vocabulary.contains(text) { return text }
        let matches = vocabulary.codes(writtenAs: text)
        return matches.count == 1 ? matches[0] : nil
    }

    private static func plain(_ text: String) -> [UInt8] {
        text.lowercased().utf8.filter { ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) }
    }
}
