/// Values that stand in each other's place: a given name where the other record has the surname.
extension PairComparer {
    /// What columns can gain by being found in each other's place, where the letters of both together make that possible.
    @inline(__always)
    func exchangeBonus(_ left: UnsafePointer<Cell>, _ right: UnsafePointer<Cell>) -> Int32 {
        var bonus: Int32 = 0
        for exchange in exchanges {
            let (first, second) = (exchange.first, exchange.second)
            if left[first].value == right[first].value || left[second].value == right[second].value { continue }
            if !mayBeExchanged(exchange, left, right) { continue }
            let row = 2 &* AgreementLevel.count
            let gained = weights[first &* row &+ 6] &- min(0, weights[first &* row]) &+ weights[second &* row &+ 6] &- min(0, weights[second &* row])
            bonus &+= max(0, gained)
        }
        return bonus
    }

    /// Whether the letters of both columns together, or where a script is not Latin their sounds crosswise, leave it possible.
    @inline(__always)
    private func mayBeExchanged(_ exchange: Exchange, _ left: UnsafePointer<Cell>, _ right: UnsafePointer<Cell>) -> Bool {
        let (first, second) = (exchange.first, exchange.second)
        let difference = (left[first].mask | left[second].mask) ^ (right[first].mask | right[second].mask)
        if difference.nonzeroBitCount <= Self.mostOtherLetters { return true }
        let scripts = left[first].sounds | left[second].sounds | right[first].sounds | right[second].sounds
        return scripts & SoundMark.otherScript != 0 && SoundMark.mayAgree(left[first].sounds, right[second].sounds)
            && SoundMark.mayAgree(left[second].sounds, right[first].sounds)
    }

    /// Marks both columns if neither agrees by itself but both together do, in the one order or the other: the values stand in each other's place, the border between them
    /// was drawn elsewhere (`Md. Anwar | Islam`, `Md | Anwarislam`), or all was written into one.
    func markExchange(_ exchange: Exchange, _ left: UnsafePointer<Cell>, _ right: UnsafePointer<Cell>, _ pattern: inout Pattern) {
        let (first, second) = (exchange.first, exchange.second)
        let (firstShift, secondShift) = (UInt64(first &* 4), UInt64(second &* 4))
        guard pattern &>> firstShift & 15 <= 3, pattern &>> secondShift & 15 <= 3 else { return }
        guard mayBeExchanged(exchange, left, right) else { return }
        if !togetherAgree(exchange, left, right), !spokenCrosswise(exchange, left, right) { return }
        pattern &= ~(15 &<< firstShift | 15 &<< secondShift)
        pattern |= UInt64(AgreementLevel.exchanged &+ 1) &<< firstShift | UInt64(AgreementLevel.exchanged &+ 1) &<< secondShift
    }

    /// Whether each name is the other record's other name, spelt otherwise.
    private func spokenCrosswise(_ exchange: Exchange, _ left: UnsafePointer<Cell>, _ right: UnsafePointer<Cell>) -> Bool {
        guard kinds[exchange.first] == Self.nameKind else { return false }
        return isSpoken(left[exchange.first], right[exchange.second]) && isSpoken(left[exchange.second], right[exchange.first])
    }

    private func isSpoken(_ left: Cell, _ right: Cell) -> Bool {
        if left.value == 0 || right.value == 0 { return false }
        return left.value == right.value || SoundMark.mayAgree(left.sounds, right.sounds) && spoken.likeness(left.value, right.value) == .same
    }

    private func togetherAgree(_ exchange: Exchange, _ left: UnsafePointer<Cell>, _ right: UnsafePointer<Cell>) -> Bool {
        let (first, second) = (exchange.first, exchange.second)
        let straight = togetherDistance(left[first], left[second], right[first], right[second])
        let crossed = togetherDistance(left[first], left[second], right[second], right[first])
        let length = max(Int(left[first].length) &+ Int(left[second].length), Int(right[first].length) &+ Int(right[second].length))
        return length >= 5 && min(straight, crossed) &* 20 <= 3 &* length
    }

    /// Slips between two texts, each made of two values one behind the other.
    private func togetherDistance(_ first: Cell, _ second: Cell, _ otherFirst: Cell, _ otherSecond: Cell) -> Int {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4 * EditDistance.longest) { buffer in
            let length = write(first, second, to: buffer, at: 0)
            let otherLength = write(otherFirst, otherSecond, to: buffer, at: 2 * EditDistance.longest)
            return editDistance.between(
                UnsafeBufferPointer(rebasing: buffer[0..<length]),
                UnsafeBufferPointer(rebasing: buffer[2 * EditDistance.longest..<2 * EditDistance.longest + otherLength]))
        }
    }

    private func write(_ first: Cell, _ second: Cell, to buffer: UnsafeMutableBufferPointer<UInt8>, at start: Int) -> Int {
        let count = write(first, to: buffer, at: start)
        return count &+ write(second, to: buffer, at: start &+ count)
    }

    private func write(_ cell: Cell, to buffer: UnsafeMutableBufferPointer<UInt8>, at start: Int) -> Int {
        if cell.value == 0 { return 0 }
        let symbols = text(cell)
        for index in 0..<Int(cell.length) { buffer[start &+ index] = symbols[index] }
        return Int(cell.length)
    }

    /// What stands in each other's place weighs no more than the same words would in their own places, less how seldom they are exchanged.
    func boundExchange(_ exchange: Exchange, _ left: UnsafePointer<Cell>, _ right: UnsafePointer<Cell>, _ learned: inout SIMD16<Int32>) {
        let (first, second) = (exchange.first, exchange.second)
        // Both columns are marked where this exchange was found.
        guard learned[first] &+ learned[second] > 0 else { return }
        let isCrossed = left[first].value == right[second].value && left[second].value == right[first].value
        var most = min(Int32(left[first].exactWeight) &+ Int32(left[second].exactWeight), Int32(right[first].exactWeight) &+ Int32(right[second].exactWeight))
        if !isCrossed { most &-= 512 }
        most = most &+ exactGains[first] &+ exactGains[second] &- exchangeRarity
        if learned[first] &+ learned[second] > most {
            learned[first] = most / 2
            learned[second] = most &- most / 2
        }
    }

    /// Values in each other's place have the same letters, but for those of a slip or a title.
    private static var mostOtherLetters: Int { 5 }
}
