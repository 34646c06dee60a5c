extension RehearsalSchedule {
    /// What a line as bad as this makes of one envelope: nothing, or one or two arrivals, perhaps damaged or cut off. Once the rough time is over it carries everything.
    /// - Parameters:
    ///   - time: when it is sent, in milliseconds.
    ///   - outcome: counts what happens.
    /// - Returns: the bytes and when they arrive.
    public func carried(
        _ bytes: [UInt8], at time: Int64, _ random: inout RehearsalGenerator, noting outcome: inout RehearsalOutcome
    ) -> [(bytes: [UInt8], at: Int64)] {
        outcome.envelopes += 1
        guard time < Self.rough else { return [(bytes, time + 100)] }
        var arrivals: [(bytes: [UInt8], at: Int64)] = []
        for _ in 0..<(random.happens(perMille: repetition) ? 2 : 1) {
            if isCut(time) || random.happens(perMille: loss) {
                outcome.lost += 1
                continue
            }
            var carried = bytes
            if random.happens(perMille: damage) {
                outcome.damaged += 1
                if random.happens(perMille: 500) {
                    carried = Array(carried.prefix(random.number(0...carried.count - 1)))
                } else {
                    carried[random.number(0...carried.count - 1)] ^= UInt8(1 << random.number(0...7))
                }
            }
            arrivals.append((carried, time + Int64(random.number(1...slowest))))
        }
        return arrivals
    }
}
