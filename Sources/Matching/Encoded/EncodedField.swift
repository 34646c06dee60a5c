/// A field of a person as it goes into the encoding: into which pieces a value is cut, and how many bits it may set.
struct EncodedField: Sendable, Hashable {
    /// How a value is cut.
    enum Pieces: String, Sendable {
        /// What a name sounds like, so that its spellings and scripts come near each other; see ``SpokenPieces``.
        case sounds
        /// Pairs of neighbouring letters, the ends marked: a slip changes at most three of them.
        case letterPairs = "letter-pairs"
        /// Each digit with its place: a slip changes one, a transposition two.
        case placedDigits = "placed-digits"
        /// The three spans of three years that a year is in: of the next year two are the same, of the third none.
        case nearYears = "near-years"
        case whole
    }

    /// A piece, and what share of the field's bits it sets.
    struct Piece: Sendable, Hashable {
        let bytes: [UInt8]
        let share: Double
    }

    let name: String
    let meanings: Set<ColumnMeaning>
    let pieces: Pieces
    /// Bits that a value sets together, before any fall on each other; short and long values set the same, so that neither counts more and the length
    /// of a name does not show.
    let bits: Int
    /// How many words a name of this field usually has: one word of two sets half of the bits.
    var words = 1

    /// Fixed, because both sides must do the same without seeing each other's data. Fields that tell more about who somebody is set more bits; sex and town few, because
    /// values that many people share are what frequency attacks begin with.
    static let all: [EncodedField] = [
        EncodedField(name: "given-name", meanings: [.givenName], pieces: .sounds, bits: 120),
        EncodedField(name: "surname", meanings: [.surname], pieces: .sounds, bits: 120),
        EncodedField(name: "full-name", meanings: [.fullName], pieces: .sounds, bits: 240, words: 2),
        EncodedField(name: "middle-name", meanings: [.middleName], pieces: .sounds, bits: 40),
        EncodedField(name: "birth-date", meanings: [.birthDate], pieces: .placedDigits, bits: 160),
        EncodedField(name: "birth-year", meanings: [.birthYear], pieces: .nearYears, bits: 75),
        EncodedField(name: "sex", meanings: [.sex], pieces: .whole, bits: 16),
        EncodedField(name: "phone", meanings: [.phone], pieces: .placedDigits, bits: 120),
        EncodedField(name: "document", meanings: [.document], pieces: .placedDigits, bits: 140),
        EncodedField(name: "house-number", meanings: [.houseNumber], pieces: .placedDigits, bits: 40),
        EncodedField(name: "address", meanings: [.address], pieces: .letterPairs, bits: 80),
        EncodedField(name: "place", meanings: [.place], pieces: .letterPairs, bits: 60),
        EncodedField(name: "postcode", meanings: [.postcode], pieces: .placedDigits, bits: 50),
        EncodedField(name: "email", meanings: [.email], pieces: .letterPairs, bits: 100),
    ]

    /// What is cut of a text: the text itself where its sounds are, else its compared form.
    func cut(of text: ArraySlice<UInt8>, _ form: ValueForm) -> [UInt8] {
        let symbols = form.symbols(of: text)
        return pieces == .sounds && !symbols.isEmpty ? Array(text) : symbols
    }

    /// The pieces of what ``cut(of:_:)`` gives.
    func pieces(of value: [UInt8]) -> [Piece] {
        switch pieces {
        case .sounds: return SpokenPieces.pieces(of: value, words: words)
        case .whole: return Self.equal([value])
        case .placedDigits: return Self.equal(value.enumerated().map { [UInt8(truncatingIfNeeded: $0.offset), $0.element] })
        case .nearYears:
            guard let year = Int(String(decoding: value, as: UTF8.self)), (0...9_999).contains(year) else { return Self.equal([value]) }
            return Self.equal((0..<3).map { [UInt8($0)] + Array(String((year + $0) / 3).utf8) })
        case .letterPairs:
            let padded = [UInt8(ascii: "_")] + value.filter { $0 != 0x20 } + [UInt8(ascii: "_")]
            var seen: [[UInt8]: UInt8] = [:]
            return Self.equal(
                (0..<padded.count - 1).map { index in
                    let pair = [padded[index], padded[index + 1]]
                    // A pair that occurs again counts as another piece.
                    seen[pair, default: 0] += seen[pair] == .max ? 0 : 1
                    return pair + [seen[pair] ?? 1]
                })
        }
    }

    private static func equal(_ pieces: [[UInt8]]) -> [Piece] { pieces.map { Piece(bytes: $0, share: 1 / Double(pieces.count)) } }
}
