/// A number of a document, a permit or a telephone as evidence.
public struct ComparedNumber: Hashable, Sendable {
    /// Capital letters and digits of any script, without anything between.
    public let characters: [UInt8]

    /// Nil for text with fewer than four letters and digits.
    public init?(_ text: String) {
        var characters: [UInt8] = []
        for scalar in text.unicodeScalars {
            if scalar.value >= 0x30, scalar.value <= 0x39 {
                characters.append(UInt8(scalar.value))
            } else if scalar.value < 0x80 {
                if scalar.properties.isAlphabetic { characters.append(UInt8(scalar.value) & 0xDF) }
            } else if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
                characters.append(UInt8(ascii: "0") + UInt8(value))
            }
        }
        guard characters.count >= 4, characters.count <= 40 else { return nil }
        self.characters = characters
    }

    /// The number with letters that are mistaken for digits as digits (O, Q and D as 0; I and L as 1; Z as 2; S as 5; B as 8), for lookup.
    public var withoutLookalikes: [UInt8] {
        characters.map { character in
            switch character {
            case UInt8(ascii: "O"), UInt8(ascii: "Q"), UInt8(ascii: "D"): UInt8(ascii: "0")
            case UInt8(ascii: "I"), UInt8(ascii: "L"): UInt8(ascii: "1")
            case UInt8(ascii: "Z"): UInt8(ascii: "2")
            case UInt8(ascii: "S"): UInt8(ascii: "5")
            case UInt8(ascii: "B"): UInt8(ascii: "8")
            default: character
            }
        }
    }

    /// The last eight digits of a telephone number, which stay the same however country and trunk codes are written; nil where there are fewer.
    public var lastDigits: [UInt8]? {
        let digits = characters.filter { $0 < 0x3A }
        return digits.count >= 8 ? digits.suffix(8) : nil
    }

    /// A telephone number without the 00 that stands for the + of an international one (ITU-T E.123).
    private var internationalDigits: ArraySlice<UInt8> {
        characters.count > 9 && characters.prefix(2).elementsEqual([UInt8(ascii: "0"), UInt8(ascii: "0")]) ? characters.dropFirst(2) : characters[...]
    }

    /// The fewest last digits by which a number is found.
    public static let shortestEnding = 4

    /// Whether the digits asked for, at least ``shortestEnding``, are the last of this longer number.
    public func ends(with asked: ComparedNumber) -> Bool {
        asked.characters.count < characters.count && asked.characters.allSatisfy { $0 < 0x3A } && characters.suffix(asked.characters.count).elementsEqual(asked.characters)
    }

    public enum Agreement: Int, Hashable, Sendable, CaseIterable, Comparable {
        case different
        /// Looking for somebody only: what is asked for are the last digits of the number.
        case ending
        /// One character wrong, missing or too many, or two neighbours swapped.
        case oneSlip
        /// The same but for characters that look alike.
        case lookalike
        /// Telephones only: the same but for country or trunk code.
        case sameEnding
        case same

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// - Parameter isTelephone: whether leading codes may be missing on one side.
    /// - Complexity: O(length · length).
    public func agreement(with other: ComparedNumber, isTelephone: Bool = false) -> Agreement {
        if characters == other.characters || isTelephone && internationalDigits == other.internationalDigits { return .same }
        if isTelephone, let ending = lastDigits, ending == other.lastDigits { return .sameEnding }
        let (left, right) = (withoutLookalikes, other.withoutLookalikes)
        if left == right { return .lookalike }
        guard min(left.count, right.count) >= 5, abs(left.count - right.count) <= 1 else { return .different }
        let slips = left.withUnsafeBufferPointer { left in right.withUnsafeBufferPointer { EditDistance.between(left, $0) } }
        return slips == 1 ? .oneSlip : .different
    }
}
