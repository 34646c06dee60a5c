import Crypto

/// Secret bytes as groups of five letters that a person can write down: four letters of data and one that checks the group and its place, so that
/// reading back says which group is mistyped.
///
/// The check letter is `αd₃ + α²d₂ + α³d₁ + α⁴d₀ + n` over GF(32) with α⁵ = α² + 1, for letters d₀…d₃ and group number n counted from 1. All
/// weights differ and none is zero, so every single wrong letter and every exchange of two letters of a group is found; n finds exchanged groups.
enum GroupedText {
    private static let dataLetters = 4

    /// The groups of the bytes, whose number must be a multiple of five, so that groups come out even (2.5 bytes each).
    static func groups(_ bytes: [UInt8]) -> [String] {
        let quintets = Crockford32.quintets(bytes)
        return stride(from: 0, to: quintets.count, by: dataLetters).enumerated().map { number, start in
            let data = quintets[start..<min(start + dataLetters, quintets.count)]
            let letters = data.map(Crockford32.letter) + [Crockford32.letter(check(data, number: number + 1))]
            return String(decoding: letters, as: UTF8.self)
        }
    }

    /// The bytes of groups as typed, separated by white space or hyphens. `subject` names the thing in errors; the letters are never repeated there.
    static func bytes(_ text: some Sequence<UInt8>, groups expected: Int, subject: String) throws(VaultError) -> [UInt8] {
        let groups = split(text)
        var quintets: [UInt8] = []
        quintets.reserveCapacity(expected * dataLetters)
        for (index, group) in groups.prefix(expected).enumerated() {
            let number = index + 1
            guard group.count == dataLetters + 1 else {
                throw VaultError(
                    .damaged,
                    """
                    Group \(number) of \(subject) has \(group.count) letters, each group has \(dataLetters + 1). Compare group \
                    \(number) with the paper.
                    """)
            }
            var values: [UInt8] = []
            for letter in group {
                guard let value = Crockford32.value(letter) else {
                    throw VaultError(
                        .damaged,
                        """
                        Group \(number) of \(subject) has a character that does not occur (digits and letters without U are used). \
                        Compare group \(number) with the paper.
                        """)
                }
                values.append(value)
            }
            guard check(values.prefix(dataLetters), number: number) == values[dataLetters] else {
                throw VaultError(.damaged, "Group \(number) of \(subject) is mistyped. Compare group \(number) of \(expected) with the paper.")
            }
            quintets.append(contentsOf: values.prefix(dataLetters))
        }
        guard groups.count == expected, let bytes = Crockford32.bytes(quintets: quintets) else {
            throw VaultError(
                groups.count < expected ? .truncated : .damaged,
                "\(subject) has \(expected) groups; \(groups.count) were given. Compare the number of groups with the paper.")
        }
        return bytes
    }

    private static func split(_ text: some Sequence<UInt8>) -> [[UInt8]] {
        let separators: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, 0x2D]
        return Array(text).split { separators.contains($0) }.map { Array($0) }
    }

    private static func check(_ data: some BidirectionalCollection<UInt8>, number: Int) -> UInt8 {
        var sum = UInt8(truncatingIfNeeded: number) & 31
        var weighted: UInt8 = 0
        // Horner's rule from the first letter on, so that the last one has weight α.
        for value in data { weighted = double(weighted ^ value) }
        sum ^= weighted
        return sum
    }

    /// Multiplication by α in GF(32), reduced by x⁵ + x² + 1.
    private static func double(_ value: UInt8) -> UInt8 {
        let shifted = value << 1
        return (shifted ^ (shifted & 32 != 0 ? 0b100101 : 0)) & 31
    }
}
