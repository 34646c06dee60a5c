/// How OpenEvSys says how exact a date is.
enum OpenEvSysDate {
    /// The date with its precision in EDTF, by the code of HURIDOCS list 48: 01 an estimate, 02 the day is not known, 03 the month is not known either.
    /// Days and months that are not known stand as 00 or as any number.
    static func edtf(_ date: String, kind: String) -> String {
        let bytes = Array(date.utf8)
        guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return date }
        var length = 10
        if kind.utf8.starts(with: "02".utf8) { length = 7 }
        if kind.utf8.starts(with: "03".utf8) { length = 4 }
        if bytes[5] == 48, bytes[6] == 48 { length = min(length, 4) }
        if bytes[8] == 48, bytes[9] == 48 { length = min(length, 7) }
        if bytes[..<4].elementsEqual("0000".utf8) { return "" }
        let text = String(decoding: bytes[..<length], as: UTF8.self)
        return kind.utf8.starts(with: "01".utf8) ? text + "~" : text
    }
}
