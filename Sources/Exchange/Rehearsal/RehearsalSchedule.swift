/// How bad the network and the machines of a rehearsal are; all of it follows from the seed.
public struct RehearsalSchedule: Sendable {
    /// In milliseconds.
    public static let hour: Int64 = 3_600_000
    /// Until when the network is bad; afterwards it carries everything.
    public static let rough = 12 * hour
    /// When both sides ask each other, as a node does once a day.
    public static let daily = 24 * hour

    /// Of a thousand envelopes so many are lost, repeated, damaged; of a thousand steps so many are where the process is killed.
    public let loss, repetition, damage, crash: Int
    /// Up to how many milliseconds an envelope takes.
    public let slowest: Int
    /// Whether files go along.
    public let hasAttachments: Bool
    /// While the line is down, nothing gets through.
    public var cuts: [ClosedRange<Int64>] = []
    /// Backups that are restored: which side, when it is made and when it is put back.
    public var restores: [(side: Int, made: Int64, restored: Int64)] = []
    /// Clocks that are set: which side, when, by how much it is wrong from then on.
    public var clocks: [(side: Int, at: Int64, offset: Int64)] = []

    public init(_ random: inout RehearsalGenerator) {
        loss = random.number(0...600)
        repetition = random.number(0...300)
        damage = random.number(0...150)
        slowest = [1_000, 60_000, 3_600_000][random.number(0...2)]
        crash = random.number(0...150)
        hasAttachments = random.happens(perMille: 50)
        for _ in 0..<random.number(0...3) {
            let start = Int64(random.number(0...Int(Self.rough)))
            cuts.append(start...start + Int64(random.number(600_000...Int(5 * Self.hour))))
        }
        if random.happens(perMille: 250) {
            for _ in 0..<random.number(1...3) {
                let made = Int64(random.number(0...Int(Self.rough) - 1))
                restores.append((random.number(0...1), made, made + Int64(random.number(1...Int(Self.rough - made)))))
            }
        }
        if random.happens(perMille: 200) {
            for _ in 0..<random.number(1...3) {
                let wrong = Int64(random.number(0...Int(16 * Self.hour))) - 8 * Self.hour
                clocks.append((random.number(0...1), Int64(random.number(0...Int(Self.rough))), wrong))
            }
        }
    }

    public func isCut(_ time: Int64) -> Bool { cuts.contains { $0.contains(time) } }
}
