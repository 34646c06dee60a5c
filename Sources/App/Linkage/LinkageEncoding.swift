import Matching

/// What is encoded together. Each set has its own fields and its own measure of likeness.
enum LinkageSet: String, Sendable, Hashable, CaseIterable {
    /// The sounds of a name, year of birth, sex.
    case names
    /// A number of a paper or telephone by itself.
    case numbers

    var meanings: [ColumnMeaning] {
        switch self {
        case .names: [.fullName, .birthYear, .sex]
        case .numbers: [.document]
        }
    }

    /// From this likeness on two encodings are probably of one person. For names the one that two strangers of 50,000 reach (`Docs/encoded-linkage.md`); numbers have to be the same, since
    /// those of one office differ in their last digits only.
    var threshold: Double {
        switch self {
        case .names: 0.735
        case .numbers: 0.97
        }
    }

    /// How many bits an encoding of ours can have set at most: those that its fields may set. One with more was not made from a record.
    var mostBits: Int {
        switch self {
        case .names: 331
        case .numbers: 140
        }
    }
}

/// One of our records that takes part, with what is encoded of it.
struct LinkageCandidate: Sendable {
    var record: String
    var kind: TraceProfile.Kind
    /// Of each set a text for each of its meanings.
    var names: [[String]] = []
    var numbers: [[String]] = []

    func rows(_ set: LinkageSet) -> [[String]] { set == .names ? names : numbers }
    var count: Int { names.count + numbers.count }

    /// Nil if nothing of it can be compared.
    init?(_ profile: TraceProfile) {
        (record, kind) = (profile.record, profile.kind)
        let year = profile.born?.year.map { "\($0)" } ?? ""
        let sex = profile.sex.map { String($0.prefix(1)) } ?? ""
        names = profile.names.prefix(3).filter { !NameKey($0).isEmpty }.map { [$0, year, sex] }
        var forms: [String] = []
        for number in profile.numbers.prefix(6).flatMap(LinkageEncoding.forms(ofNumber:)) where !forms.contains(number) { forms.append(number) }
        numbers = forms.prefix(6).map { [$0] }
        guard count > 0 else { return nil }
    }
}

/// The encodings of one side for one round.
struct LinkageEncodings: Sendable {
    struct Part: Sendable {
        var set: LinkageSet
        var encodings: EncodedRecords
        /// Of each encoding the candidate that it is of.
        var candidates: [Int]
        /// How many of them, from the first on, are of notices.
        var notices: Int
    }

    var parts: [Part]

    var count: Int { parts.reduce(0) { $0 + $1.candidates.count } }
}

enum LinkageEncoding {
    /// Encodes candidates in an order that says nothing, notices first.
    /// - Throws: `EncodingError`.
    static func encode(_ candidates: [LinkageCandidate], secret: [UInt8]) throws -> LinkageEncodings {
        var random = SystemRandomNumberGenerator()
        let order = candidates.indices.shuffled(using: &random)
        let parts = try LinkageSet.allCases.compactMap { set -> LinkageEncodings.Part? in
            var rows: [(candidate: Int, row: [String])] = []
            for isNotice in [true, false] {
                var ofKind: [(candidate: Int, row: [String])] = []
                for index in order where (candidates[index].kind == .notice) == isNotice {
                    for row in candidates[index].rows(set) { ofKind.append((candidate: index, row: row)) }
                }
                // Several names of one record do not stand side by side.
                ofKind.shuffle(using: &random)
                rows += ofKind
            }
            guard !rows.isEmpty else { return nil }
            return LinkageEncodings.Part(
                set: set, encodings: try EncodedRecords.encode(rows.map(\.row), of: set.meanings, secret: secret), candidates: rows.map(\.candidate),
                notices: rows.filter { candidates[$0.candidate].kind == .notice }.count)
        }
        return LinkageEncodings(parts: parts)
    }

    /// A number without signs, as it may be written on the other side: with its letters, and its digits alone where they are enough.
    static func forms(ofNumber number: String) -> [String] {
        var (letters, digits) = ("", "")
        for scalar in number.uppercased().unicodeScalars {
            if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
                letters += String(Int(value))
                digits += String(Int(value))
            } else if scalar.isASCII, scalar.properties.isAlphabetic {
                letters.unicodeScalars.append(scalar)
            }
        }
        // Of a telephone the last nine digits: what comes before is written or not.
        if digits == letters { return digits.utf8.count >= 7 ? [String(digits.suffix(9))] : [] }
        return (letters.utf8.count >= 6 ? [letters] : []) + (digits.utf8.count >= 7 ? [String(digits.suffix(9))] : [])
    }
}
