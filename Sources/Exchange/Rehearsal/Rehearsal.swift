import Vault

/// Two organisations that exchange over a network that loses, delays, repeats, reorders, cuts short and alters what it carries, is down for hours, while either side is
/// killed at any step, and now and then restored from a backup. What happens follows from the seed, on a simulated clock.
public struct Rehearsal: Sendable {
    /// What came of one schedule.
    public struct Outcome: Sendable {
        public var seed: UInt64
        /// What is wrong at the end; empty if nothing is.
        public var faults: [String] = []
        public var messages = 0
        public var envelopes = 0
        public var lost = 0
        public var damaged = 0
        public var repeated = 0
        public var crashes = 0
        public var restores = 0
        /// Simulated hours until both sides were quiet.
        public var hours = 0.0
    }

    private enum Event: Sendable {
        case arrival(side: Int, bytes: [UInt8])
        case attempt(side: Int)
        case put(side: Int)
        case crash(side: Int)
        case backup(side: Int)
        case restore(side: Int)
    }

    private var random: RehearsalGenerator
    private var sides = [RehearsalSide(), RehearsalSide()]
    private var queue = EventQueue<Event>()
    private var time: Int64 = 0
    private var outcome: Outcome
    private var conversations: [[ExchangeIdentifier]] = [[], []]
    private var cuts: [ClosedRange<Int64>] = []
    private let wire: RehearsalWire
    private let (loss, repetition, damage, slowest, crash): (Int, Int, Int, Int, Int)
    private let hasAttachments: Bool
    private let restores: Bool

    private static let hour: Int64 = 3_600_000
    /// Until when the network is bad; afterwards it carries everything.
    private static let rough = 12 * hour

    /// Runs a schedule.
    /// - Parameter sealed: with these keys every envelope is really sealed and signed; without, it carries a checksum in their place, which is much faster.
    public static func run(seed: UInt64, sealed: (OrganisationKeys, OrganisationKeys)? = nil) -> Outcome {
        var rehearsal = Rehearsal(seed: seed, sealed: sealed)
        do { try rehearsal.run() } catch { rehearsal.outcome.faults.append("an error was thrown: \(error)") }
        return rehearsal.outcome
    }

    private init(seed: UInt64, sealed: (OrganisationKeys, OrganisationKeys)?) {
        random = RehearsalGenerator(seed: seed)
        outcome = Outcome(seed: seed)
        wire = RehearsalWire(sealed)
        loss = random.number(0...600)
        repetition = random.number(0...300)
        damage = random.number(0...150)
        slowest = [1_000, 60_000, 3_600_000][random.number(0...2)]
        crash = random.number(0...150)
        hasAttachments = random.happens(perMille: 50)
        restores = random.happens(perMille: 250)
    }

    private mutating func run() throws {
        prepare()
        var steps = 0
        while let (next, event) = queue.next() {
            time = next
            steps += 1
            guard steps < 200_000 else {
                outcome.faults.append("the two sides are still talking after \(steps) steps")
                return
            }
            try handle(event)
        }
        outcome.hours = Double(time) / Double(Self.hour)
        try check()
    }

    private mutating func prepare() {
        for side in 0...1 {
            conversations[side] = (0..<random.number(1...4)).map { _ in .random(using: &random) }
            for _ in 0..<random.number(1...15) { add(.put(side: side), within: Self.rough) }
            for _ in 0..<random.number(0...3) where crash > 0 { add(.crash(side: side), within: Self.rough) }
        }
        for _ in 0..<random.number(0...3) {
            let start = Int64(random.number(0...Int(Self.rough)))
            cuts.append(start...start + Int64(random.number(600_000...Int(5 * Self.hour))))
        }
        if restores {
            let side = random.number(0...1)
            let made = Int64(random.number(0...Int(Self.rough) - 1))
            queue.add(.backup(side: side), at: made)
            queue.add(.restore(side: side), at: made + Int64(random.number(1...Int(Self.rough - made))))
        }
    }

    private mutating func add(_ event: Event, within span: Int64) { queue.add(event, at: Int64(random.number(0...Int(span)))) }

    private var isRough: Bool { time < Self.rough }

    private mutating func handle(_ event: Event) throws {
        switch event {
        case .put(let side):
            if isRough, random.happens(perMille: crash) { return restart(side) }
            let conversation = conversations[side][random.number(0...conversations[side].count - 1)]
            try sides[side].put(in: conversation, &random, hasAttachment: hasAttachments && random.happens(perMille: 300), at: time)
            outcome.messages += 1
            plan(side, in: 0)
        case .attempt(let side):
            guard sides[side].planned == time else { return }
            sides[side].planned = nil
            try attempt(side)
        case .arrival(let side, let bytes): try arrive(bytes, at: side)
        case .crash(let side): restart(side)
        case .backup(let side): sides[side].backup = sides[side].disk
        case .restore(let side):
            guard let backup = sides[side].backup else { return }
            sides[side].disk = backup
            outcome.restores += 1
            // A node asks its partners when it starts.
            var channel = backup.channel()
            channel.compare(.random(using: &random))
            sides[side].disk.save(channel)
            restart(side)
        }
    }

    /// The process starts anew with what is on its disk, and looks at once whether there is something to send.
    private mutating func restart(_ side: Int) {
        outcome.crashes += 1
        (sides[side].attempts, sides[side].planned) = (0, nil)
        plan(side, in: 1_000)
    }

    private mutating func plan(_ side: Int, in wait: Int64) {
        let due = time + wait
        if let planned = sides[side].planned, planned <= due { return }
        sides[side].planned = due
        queue.add(.attempt(side: side), at: due)
    }

    private mutating func attempt(_ side: Int) throws {
        guard try !sides[side].isQuiet else { return }
        if isRough, random.happens(perMille: crash) { return restart(side) }
        try send(side)
        sides[side].attempts += 1
        plan(side, in: min(30_000 << Int64(min(sides[side].attempts - 1, 10)), 900_000))
    }

    private mutating func send(_ side: Int) throws {
        guard let parcel = try sides[side].parcel(limit: 400, &random) else { return }
        // Killed after the commit and before anything left.
        if isRough, random.happens(perMille: crash) { return restart(side) }
        carry(try wire.pack(parcel, from: side, at: time), to: 1 - side)
    }

    private mutating func carry(_ bytes: [UInt8], to side: Int) {
        outcome.envelopes += 1
        guard isRough else { return queue.add(.arrival(side: side, bytes: bytes), at: time + 100) }
        let isCut = cuts.contains { $0.contains(time) }
        for _ in 0..<(random.happens(perMille: repetition) ? 2 : 1) {
            if isCut || random.happens(perMille: loss) {
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
            queue.add(.arrival(side: side, bytes: carried), at: time + Int64(random.number(1...slowest)))
        }
    }

    private mutating func arrive(_ bytes: [UInt8], at side: Int) throws {
        guard let (parcel, made) = wire.unpack(bytes, at: side) else { return }
        // Killed before the commit: nothing of it happened.
        if isRough, random.happens(perMille: crash) { return restart(side) }
        let change = try sides[side].take(parcel, made: made, &random)
        outcome.repeated += change.repeated
        if isRough, random.happens(perMille: crash) { return restart(side) }
        if change.isConfirming || change.isMended { sides[side].attempts = 0 }
        if sides[side].disk.state.isReportOwed { try send(side) }
        if try !sides[side].isQuiet { plan(side, in: change.isConfirming || change.isMended ? 100 : 30_000) }
    }

    // MARK: What must hold at the end

    private mutating func check() throws {
        for side in 0...1 {
            let (here, there) = (sides[side].disk, sides[1 - side].disk)
            if try !sides[side].isQuiet { outcome.faults.append("side \(side) still has something to tell") }
            if here.state.sent != there.state.received || here.state.sentLink != there.state.receivedLink {
                outcome.faults.append("side \(side) has sent up to \(here.state.sent), the other has received up to \(there.state.received)")
            }
            if sides[side].damagedAttachments > 0 { outcome.faults.append("side \(side) was told an attachment with other bytes") }
            for (conversation, sent) in here.sent { check(sent, told: there.told[conversation] ?? [], side) }
            for (conversation, told) in there.told where outcome.restores == 0 && here.sent[conversation] == nil {
                outcome.faults.append("side \(1 - side) was told \(told.count) messages of a conversation that was never begun")
            }
        }
    }

    private mutating func check(_ sent: [ExchangeIdentifier], told: [ExchangeIdentifier], _ side: Int) {
        if Set(told).count != told.count { outcome.faults.append("a message of side \(side) took effect twice") }
        // After a restore the other side may know messages that this one has forgotten.
        let common = outcome.restores == 0 ? told : told.filter(Set(sent).contains)
        if common != sent {
            outcome.faults.append("side \(side) sent \(sent.count) messages of a conversation, \(common.count) took effect, or in another order")
        }
    }
}

/// Events by their time; those of one time in the order in which they were added.
struct EventQueue<Event: Sendable>: Sendable {
    private var heap: [(time: Int64, order: Int, event: Event)] = []
    private var count = 0

    /// O(log n).
    mutating func add(_ event: Event, at time: Int64) {
        heap.append((time, count, event))
        count += 1
        var index = heap.count - 1
        while index > 0, isBefore(index, (index - 1) / 2) {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    /// The earliest; nil if there is none. O(log n).
    mutating func next() -> (Int64, Event)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty {
            heap[0] = last
            var index = 0
            while true {
                var least = index
                for child in [2 * index + 1, 2 * index + 2] where child < heap.count && isBefore(child, least) { least = child }
                if least == index { break }
                heap.swapAt(index, least)
                index = least
            }
        }
        return (first.time, first.event)
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool { (heap[left].time, heap[left].order) < (heap[right].time, heap[right].order) }
}
