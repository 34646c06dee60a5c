extension ComparedDate {
    /// The date in EDTF.
    public var text: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        guard let year else { return "\(years.lowerBound)/\(years.upperBound)" }
        let padded = String(repeating: "0", count: max(0, 4 - "\(year)".count)) + "\(year)"
        return padded + (month.map { "-" + two($0) } ?? "") + (day.map { "-" + two($0) } ?? "")
    }
}

extension ComparedNumber {
    public var text: String { String(decoding: characters, as: UTF8.self) }
}

extension ComparedPlace {
    /// The words that are compared, in small letters.
    public var text: String {
        parts.map {
            ($0.name.parts.map { String(decoding: $0.text, as: UTF8.self) } + $0.numbers.map { String(decoding: $0, as: UTF8.self) }).joined(separator: " ")
        }.joined(separator: ", ")
    }
}
