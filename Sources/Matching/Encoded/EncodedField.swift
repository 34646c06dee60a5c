/// A field of a person as it goes into the encoding: into which pieces a value is cut, and how many bits it may set.
struct EncodedField: Sendable, Hashable {
    /// How a value is cut.
    enum Pieces: String, Sendable {
        /// Pairs of neighbouring letters, the ends marked: a slip changes at most three of them.
        case letterPairs = "letter-pairs"
        /// Each digit with its place: a slip changes one, a transposition two.
        case placedDigits = "placed-digits"
        case whole
    }

    let name: String
    let meanings: Set<ColumnMeaning>
    let pieces: Pieces
    /// Bits that a value sets together, before any fall on each other; short and long values set the same, so that neither counts more and the length
    /// of a name does not show.
    let bits: Int

    /// Fixed, because both sides must do the same without seeing each other's data. Fields that tell more about who somebody is set more bits; sex and town few, because
    /// values that many people share are what frequency attacks begin with.
    static let all: [EncodedField] = [
        EncodedField(name: "given-name", meanings: [.givenName], pieces: .letterPairs, bits: 120),
        EncodedField(name: "surname", meanings: [.surname], pieces: .letterPairs, bits: 120),
        EncodedField(name: "full-name", meanings: [.fullName], pieces: .letterPairs, bits: 220),
        EncodedField(name: "middle-name", meanings: [.middleName], pieces: .letterPairs, bits: 40),
        EncodedField(name: "birth-date", meanings: [.birthDate], pieces: .placedDigits, bits: 160),
        EncodedField(name: "birth-year", meanings: [.birthYear], pieces: .placedDigits, bits: 60),
        EncodedField(name: "sex", meanings: [.sex], pieces: .whole, bits: 16),
        EncodedField(name: "phone", meanings: [.phone], pieces: .placedDigits, bits: 120),
        EncodedField(name: "document", meanings: [.document], pieces: .placedDigits, bits: 140),
        EncodedField(name: "house-number", meanings: [.houseNumber], pieces: .placedDigits, bits: 40),
        EncodedField(name: "address", meanings: [.address], pieces: .letterPairs, bits: 80),
        EncodedField(name: "place", meanings: [.place], pieces: .letterPairs, bits: 60),
        EncodedField(name: "postcode", meanings: [.postcode], pieces: .placedDigits, bits: 50),
        EncodedField(name: "email", meanings: [.email], pieces: .letterPairs, bits: 100),
    ]

    /// The pieces of a compared form.
    func pieces(of form: [UInt8]) -> [[UInt8]] {
        switch pieces {
        case .whole: return [form]
        case .placedDigits: return form.enumerated().map { [UInt8(truncatingIfNeeded: $0.offset), $0.element] }
        case .letterPairs:
            let padded = [UInt8(ascii: "_")] + form.filter { $0 != 0x20 } + [UInt8(ascii: "_")]
            var seen: [[UInt8]: UInt8] = [:]
            return (0..<padded.count - 1).map { index in
                let pair = [padded[index], padded[index + 1]]
                // A pair that occurs again counts as another piece.
                seen[pair, default: 0] += seen[pair] == .max ? 0 : 1
                return pair + [seen[pair] ?? 1]
            }
        }
    }
}
