/// Whole names in one column, whose parts stand in any order and number.
extension PairComparer {
    /// Whole names: each part of the one with fewer parts beside the part of the other that is most like it.
    func fullNameLevel(_ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>) -> UInt8 {
        var agreed = 0.0
        var length = 0.0
        let counts = meet(first, second) { _, _, best, letters, _ in
            agreed += (best < Self.leastWord ? 0 : best) * Double(letters)
            length += Double(letters)
        }
        let similarity = length > 0 ? agreed / length : 0
        // A single common word says less when the other name has more of them.
        if counts.fewer == 1, counts.more > 1 { return similarity >= 0.85 ? AgreementLevel.partial : AgreementLevel.different }
        if similarity >= 0.9 { return AgreementLevel.close }
        if similarity >= 0.8 { return AgreementLevel.similar }
        return similarity >= 0.6 ? AgreementLevel.remote : AgreementLevel.different
    }

    /// Words of whole names that are less alike do not answer to each other.
    static var leastWord: Double { 0.5 }

    /// Words that are so much alike are one word with a slip, and tell as much.
    static var sameWord: Double { 0.8 }

    /// Tells for each part of the one name with fewer parts which part of the other is most like it.
    ///
    /// - Parameter body: told the places of both in the first and in the second name (the other's is -1 where none is left), their likeness, the letters of the one with fewer parts, and whether
    ///   one of them is an initial.
    /// - Returns: how many parts the names have.
    @inline(__always)
    func meet(
        _ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>,
        _ body: (_ first: Int, _ second: Int, _ similarity: Double, _ letters: Int, _ isInitial: Bool) -> Void
    ) -> (fewer: Int, more: Int) {
        let (leftParts, rightParts) = (NameParts(first), NameParts(second))
        let isSwapped = leftParts.count > rightParts.count
        let (fewer, more) = isSwapped ? (rightParts, leftParts) : (leftParts, rightParts)
        let (fewerText, moreText) = isSwapped ? (second, first) : (first, second)
        var taken: UInt32 = 0
        for index in 0..<fewer.count {
            let part = fewer.part(index, of: fewerText)
            var best = 0.0
            var bestIndex = -1
            var isInitial = false
            for other in 0..<more.count where taken & (1 << UInt32(other)) == 0 {
                let counterpart = more.part(other, of: moreText)
                let longer = Double(max(part.count, counterpart.count))
                var similarity = 1 - Double(editDistance.between(part, counterpart)) / longer
                if similarity < 0.8, part.count == 1 || counterpart.count == 1, part.first == counterpart.first { similarity = 0.8 }
                if similarity > best { (best, bestIndex, isInitial) = (similarity, other, part.count == 1 || counterpart.count == 1) }
            }
            if bestIndex >= 0 { taken |= 1 << UInt32(bestIndex) }
            body(isSwapped ? bestIndex : index, isSwapped ? index : bestIndex, best, part.count, isInitial)
        }
        return (fewer.count, more.count)
    }

    /// Where the parts of a name begin and end, at most eight of them.
    private struct NameParts {
        private var bounds: SIMD16<UInt8> = .zero
        private(set) var count = 0

        init(_ text: UnsafeBufferPointer<UInt8>) {
            var start = 0
            for index in 0...min(text.count, 250) where index == min(text.count, 250) || text[index] == 0x20 {
                if index > start, count < 8 {
                    bounds[count * 2] = UInt8(start)
                    bounds[count * 2 + 1] = UInt8(index)
                    count += 1
                }
                start = index + 1
            }
        }

        func part(_ index: Int, of text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(rebasing: text[Int(bounds[index * 2])..<Int(bounds[index * 2 + 1])])
        }
    }
}
