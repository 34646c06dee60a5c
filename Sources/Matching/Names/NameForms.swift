/// Parts of names in flat memory, so that comparing two names allocates nothing and counts no references.
struct NameForms: Sendable {
    /// A part of a name: what of ``NamePart`` the comparison asks for.
    struct Form: Sendable {
        /// Where the sounds begin among the bytes; the letters follow them, then the text.
        fileprivate let first: UInt32
        private let counts: SIMD4<UInt16>
        /// See ``PartSimilarity/View/information``.
        let information: SIMD4<Int32>
        /// What the part counts in a name, see ``NamePart/weight``.
        let weight: Float
        let rarity: Float
        let role: NameRole
        let script: NameScript
        let writing: NameScript.Writing
        let isSubstantial: Bool
        let isAbbreviation: Bool

        fileprivate init(_ part: NamePart, start: Int) {
            first = UInt32(start)
            // No part is so long: of a text 400 letters are read at most.
            counts = SIMD4(UInt16(clamping: part.sounds.count), UInt16(clamping: part.letters.count), UInt16(clamping: part.text.count), 0)
            information = part.information
            weight = part.weight
            rarity = part.rarity
            role = part.role
            script = part.script
            writing = part.script.writing
            isSubstantial = part.isSubstantial
            isAbbreviation = part.isAbbreviation
        }

        fileprivate var start: Int { Int(first) }
        var soundCount: Int { Int(counts[0]) }
        var letterCount: Int { Int(counts[1]) }
        fileprivate var textCount: Int { Int(counts[2]) }
    }

    private(set) var forms: [Form] = []
    private(set) var bytes: [UInt8] = []

    mutating func append(_ part: NamePart) {
        let start = bytes.count
        bytes.append(contentsOf: part.sounds)
        bytes.append(contentsOf: part.letters)
        bytes.append(contentsOf: part.text)
        forms.append(Form(part, start: start))
    }

    /// The parts of one name, lent for the time of a comparison.
    struct Name {
        private let forms: UnsafeBufferPointer<Form>
        private let bytes: UnsafeBufferPointer<UInt8>

        init(_ forms: UnsafeBufferPointer<Form>, bytes: UnsafeBufferPointer<UInt8>) {
            self.forms = forms
            self.bytes = bytes
        }

        var count: Int { forms.count }
        var isEmpty: Bool { forms.isEmpty }

        @inline(__always)
        subscript(_ place: Int) -> Form {
            _read { yield forms[place] }
        }

        @inline(__always)
        func sounds(_ place: Int) -> UnsafeBufferPointer<UInt8> { piece(forms[place].start, forms[place].soundCount) }

        @inline(__always)
        func letters(_ place: Int) -> UnsafeBufferPointer<UInt8> { piece(forms[place].start &+ forms[place].soundCount, forms[place].letterCount) }

        @inline(__always)
        func text(_ place: Int) -> UnsafeBufferPointer<UInt8> {
            piece(forms[place].start &+ forms[place].soundCount &+ forms[place].letterCount, forms[place].textCount)
        }

        @inline(__always)
        private func piece(_ start: Int, _ count: Int) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: bytes[start..<start &+ count]) }

        @inline(__always)
        func view(_ place: Int) -> PartSimilarity.View {
            PartSimilarity.View(sounds: sounds(place), letters: letters(place), writing: forms[place].writing, information: forms[place].information)
        }

        /// Whether two parts are written the same.
        @inline(__always)
        func hasSameText(_ place: Int, _ other: Name, _ otherPlace: Int) -> Bool { Self.areEqual(text(place), other.text(otherPlace)) }

        /// Whether all parts are the same.
        func isSame(as other: Name) -> Bool {
            guard count == other.count else { return false }
            return (0..<count).allSatisfy { place in
                self[place].role == other[place].role && self[place].script == other[place].script && hasSameText(place, other, place)
                    && Self.areEqual(sounds(place), other.sounds(place)) && Self.areEqual(letters(place), other.letters(place))
            }
        }

        @inline(__always)
        private static func areEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
            guard left.count == right.count else { return false }
            for index in 0..<left.count where left[index] != right[index] { return false }
            return true
        }
    }

    /// Lends a run of parts.
    @inline(__always)
    func with<Result>(_ range: Range<Int>, _ body: (Name) -> Result) -> Result {
        forms.withUnsafeBufferPointer { forms in
            bytes.withUnsafeBufferPointer { body(Name(UnsafeBufferPointer(rebasing: forms[range]), bytes: $0)) }
        }
    }

    /// Lends the parts of two names.
    static func with<Result>(_ left: [NamePart], _ right: [NamePart], _ body: (Name, Name) -> Result) -> Result {
        var forms = NameForms()
        for part in left { forms.append(part) }
        for part in right { forms.append(part) }
        return forms.with(0..<left.count) { first in forms.with(left.count..<left.count + right.count) { body(first, $0) } }
    }
}
