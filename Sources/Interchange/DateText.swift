/// Dates as people write them in spreadsheets, turned into EDTF (ISO 8601-2).
enum DateText {
    /// The EDTF text of a date written with the parts in a known order, or nil if it is not such a date (it may be EDTF already).
    ///
    /// Read are `13/4/2019`, `13.04.2019`, `13-4-2019`, `4/2019`, `13 April 2019`, `Apr 2019`, and ISO dates with a time of day, which is dropped.
    /// A year of two digits is not read: nobody can know its century.
    static func edtf(_ text: String, order: DateOrder) -> String? {
        var parts: [Part] = []
        var utf8 = Array(text.utf8)
        if let end = timeOfDay(utf8) { utf8.removeSubrange(end...) }
        var index = 0
        while index < utf8.count {
            let byte = utf8[index]
            if isDigit(byte) {
                let start = index
                while index < utf8.count, isDigit(utf8[index]) { index += 1 }
                guard index - start <= 4, let number = Int(String(decoding: utf8[start..<index], as: UTF8.self)) else { return nil }
                parts.append(.number(number, digits: index - start))
            } else if isLetter(byte) {
                let start = index
                while index < utf8.count, isLetter(utf8[index]) { index += 1 }
                guard let month = month(utf8[start..<index]) else { return nil }
                parts.append(.month(month))
            } else if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: " ")
                || byte == UInt8(ascii: ",")
            {
                index += 1
            } else {
                return nil
            }
            if parts.count > 3 { return nil }
        }
        return edtf(parts, order: order)
    }

    private enum Part {
        case number(Int, digits: Int)
        case month(Int)
    }

    private static func edtf(_ parts: [Part], order: DateOrder) -> String? {
        switch parts.count {
        case 3:
            if case .number(let year, 4) = parts[0] {
                guard case .number(let month, _) = parts[1], case .number(let day, _) = parts[2] else { return nil }
                return text(year, month, day)
            }
            guard case .number(let year, 4) = parts[2] else { return nil }
            switch (parts[0], parts[1]) {
            case (.number(let day, _), .month(let month)), (.month(let month), .number(let day, _)): return text(year, month, day)
            case (.number(let first, _), .number(let second, _)):
                switch order {
                case .dayMonthYear: return text(year, second, first)
                case .monthDayYear: return text(year, first, second)
                case .iso: return nil
                }
            default: return nil
            }
        case 2:
            switch (parts[0], parts[1]) {
            case (.month(let month), .number(let year, 4)), (.number(let month, 1...2), .number(let year, 4)), (.number(let year, 4), .month(let month)):
                return (1...12).contains(month) ? padded(year, 4) + "-" + padded(month, 2) : nil
            default: return nil
            }
        default: return nil
        }
    }

    private static func text(_ year: Int, _ month: Int, _ day: Int) -> String? {
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 32) >= 97 && (byte | 32) <= 122 }

    /// Where `T12:00:00` or ` 12:00` begins after an ISO date.
    private static func timeOfDay(_ utf8: [UInt8]) -> Int? {
        guard utf8.count > 12, utf8[10] == UInt8(ascii: "T") || utf8[10] == UInt8(ascii: " "), isDigit(utf8[11]) else { return nil }
        return utf8[11...].contains(UInt8(ascii: ":")) && utf8[4] == UInt8(ascii: "-") ? 10 : nil
    }

    private static let months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]

    private static func month(_ letters: ArraySlice<UInt8>) -> Int? {
        let name = String(decoding: letters.map { $0 | 32 }, as: UTF8.self)
        guard name.utf8.count >= 3 else { return nil }
        if name == "sept" { return 9 }
        return months.firstIndex { $0 == name || (name.utf8.count == 3 && $0.hasPrefix(name)) }.map { $0 + 1 }
    }
}
