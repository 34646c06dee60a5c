import Formats

/// Cells with dates. Identifiers and versions are often dates by accident, and must come out as other converters write them: `2024-07-23 21:21:51.030000`.
enum CellDate {
    static func text(_ date: XLSXDate) -> String {
        let day = date.isTimeOnly ? "" : padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2) + " "
        let time = padded(date.hour, 2) + ":" + padded(date.minute, 2) + ":" + padded(date.second, 2)
        return day + time + (date.millisecond == 0 ? "" : "." + padded(date.millisecond, 3) + "000")
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    /// A default that was a date in its cell, as answers of the type have it: `2024-07-23`, or `2024-07-23T21:21:51`.
    static func value(_ text: String, of type: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.count >= 19, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[10] == 0x20, bytes[13] == UInt8(ascii: ":") else {
            return text
        }
        switch QuestionTypeNames.entry(type)?.type {
        case .date: return String(decoding: bytes[..<10], as: UTF8.self)
        case .dateTime: return String(decoding: bytes[..<10] + [UInt8(ascii: "T")] + bytes[11...].prefix(12), as: UTF8.self)
        default: return text
        }
    }
}
