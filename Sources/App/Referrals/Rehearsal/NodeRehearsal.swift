import Exchange
import Foundation
import Referral
import Storage
import Vault

/// Two real nodes that exchange referrals over a network that loses, delays, repeats, reorders, cuts short and alters what it carries and is down for hours, while the
/// process of either is killed at any statement, now and then restored from a backup, and has its clock set. What happens follows from the seed, on a simulated clock; only
/// keys and identifiers are made anew each time.
public struct NodeRehearsal {
    private enum Event: Sendable {
        case arrival(side: Int, bytes: [UInt8])
        case attempt(side: Int)
        case act(side: Int)
        case crash(side: Int)
        case backup(side: Int, number: Int)
        case restore(side: Int, number: Int)
        case clock(side: Int, offset: Int64)
        /// Once an hour: deadlines are looked at, and what could not be told is tried again.
        case hour(side: Int)
    }

    /// Statements of the longest things that a node does in one go; somewhere among them the process is killed.
    private static let longest = 160

    private var random: RehearsalGenerator
    private let schedule: RehearsalSchedule
    private let sides: [RehearsedNode]
    private let cases: [[String]]
    private var queue = EventQueue<Event>()
    private var time: Int64 = 0
    /// When an attempt is planned, in milliseconds; nil for none.
    private var planned: [Int64?] = [nil, nil]
    private var outcome: RehearsalOutcome

    /// Runs a schedule.
    /// - Returns: what came of it. An error of the nodes is a fault.
    public static func run(seed: UInt64, at place: RehearsedPlace) -> RehearsalOutcome {
        let folder = place.folder.appending(path: "seed-\(seed)")
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            var rehearsal = try NodeRehearsal(seed: seed, place, folder)
            do { try rehearsal.run() } catch { rehearsal.outcome.faults.append("an error was thrown: \(error)") }
            return rehearsal.outcome
        } catch {
            var outcome = RehearsalOutcome(seed: seed)
            outcome.faults = ["the nodes could not be set up: \(error)"]
            return outcome
        }
    }

    private init(seed: UInt64, _ place: RehearsedPlace, _ folder: URL) throws {
        random = RehearsalGenerator(seed: seed)
        schedule = RehearsalSchedule(&random)
        outcome = RehearsalOutcome(seed: seed)
        cases = place.cases
        sides = try (0...1).map { try RehearsedNode(place, side: $0, folder: folder) }
    }

    private mutating func run() throws {
        prepare()
        var steps = 0
        while let (next, event) = queue.next() {
            time = next
            steps += 1
            guard steps < 20_000 else {
                outcome.faults.append("the two sides are still talking after \(steps) steps")
                return
            }
            for side in sides { side.set(time) }
            try handle(event)
        }
        outcome.hours = Double(time) / Double(RehearsalSchedule.hour)
        try check()
    }

    private mutating func prepare() {
        for side in 0...1 {
            for _ in 0..<random.number(1...8) { add(.act(side: side)) }
            for _ in 0..<random.number(0...3) where schedule.crash > 0 { add(.crash(side: side)) }
            for hour in 1...Int64(30) { queue.add(.hour(side: side), at: hour * RehearsalSchedule.hour) }
        }
        for (number, restore) in schedule.restores.enumerated() {
            queue.add(.backup(side: restore.side, number: number), at: restore.made)
            queue.add(.restore(side: restore.side, number: number), at: restore.restored)
        }
        for clock in schedule.clocks { queue.add(.clock(side: clock.side, offset: clock.offset), at: clock.at) }
    }

    private mutating func add(_ event: Event) { queue.add(event, at: Int64(random.number(0...Int(RehearsalSchedule.rough)))) }

    private var isRough: Bool { time < RehearsalSchedule.rough }

    private mutating func handle(_ event: Event) throws {
        switch event {
        case .act(let side): try act(side)
        case .attempt(let side):
            guard planned[side] == time else { return }
            planned[side] = nil
            try attempt(side)
        case .arrival(let side, let bytes): try arrive(bytes, at: side)
        case .crash(let side): try restart(side)
        case .backup(let side, let number): try sides[side].backUp(number)
        case .restore(let side, let number):
            guard try sides[side].restore(number) else { return }
            outcome.restores += 1
            try plan(side)
        case .clock(let side, let offset):
            // Right again when the network is, so that what was planned by the wrong clock comes to its time.
            if offset != 0 { queue.add(.clock(side: side, offset: 0), at: RehearsalSchedule.rough) }
            sides[side].offset = offset
            sides[side].set(time)
            try plan(side)
        case .hour(let side): try hour(side)
        }
    }

    /// Runs what a process does, which may be killed in it and then starts anew.
    /// - Returns: nil where it was killed.
    private mutating func run<Result>(_ side: Int, _ body: (Node) throws -> Result) throws -> Result? {
        let crash = isRough && random.happens(perMille: schedule.crash) ? random.number(0...Self.longest) : nil
        do {
            return try sides[side].run(crashAfter: crash, body)
        } catch is RehearsedCrash {
            try restart(side)
            return nil
        }
    }

    private mutating func restart(_ side: Int) throws {
        outcome.crashes += 1
        try sides[side].restart()
        try plan(side)
    }

    /// Looks when the exchange has something to do next.
    private mutating func plan(_ side: Int) throws {
        guard let due = try sides[side].due() else {
            planned[side] = nil
            return
        }
        let next = max(due, time + 500)
        if let before = planned[side], before <= next, before > time { return }
        planned[side] = next
        queue.add(.attempt(side: side), at: next)
    }

    // MARK: What happens

    private mutating func act(_ side: Int) throws {
        let (rows, cases, partner) = (try sides[side].rows(), cases[side], sides[side].partner)
        var choosing = random
        let done = try run(side) { try RehearsedActs(node: $0, cases: cases, partner: partner).act(among: rows, &choosing) }
        random = choosing
        if let done = done ?? nil {
            outcome.messages += 1
            sides[side].secrets[done.referral, default: []] += done.texts
        }
        try plan(side)
    }

    private mutating func hour(_ side: Int) throws {
        let partner = sides[side].partner
        _ = try run(side) { node in
            try ReferralClockwork(node: node).run()
            try ExchangeDelivery(node: node).tell(from: partner)
        }
        try plan(side)
    }

    private mutating func attempt(_ side: Int) throws {
        let partner = sides[side].partner
        let envelope = try run(side) { node -> [UInt8]? in
            let delivery = ExchangeDelivery(node: node)
            try delivery.tell(from: partner)
            var cursor = Channel<DatabaseChannelStore>.Cursor()
            guard let envelope = try delivery.envelope(for: partner, after: &cursor) else {
                try delivery.rest(partner)
                return nil
            }
            try delivery.handedOver(partner)
            return envelope
        }
        if let envelope = envelope ?? nil { carry(envelope, to: 1 - side) }
        try plan(side)
    }

    private mutating func carry(_ bytes: [UInt8], to side: Int) {
        for arrival in schedule.carried(bytes, at: time, &random, noting: &outcome) { queue.add(.arrival(side: side, bytes: arrival.bytes), at: arrival.at) }
    }

    private mutating func arrive(_ bytes: [UInt8], at side: Int) throws {
        let partner = sides[side].partner
        let repeated = try run(side) { node in
            let delivery = ExchangeDelivery(node: node)
            let repeated: Int
            do {
                repeated = try delivery.take(bytes).outcome.repeated
            } catch is VaultError {
                return 0
            } catch is ExchangeError {
                return 0
            }
            try delivery.tell(from: partner)
            return repeated
        }
        outcome.repeated += repeated ?? 0
        try plan(side)
    }

    // MARK: What must hold at the end

    private mutating func check() throws {
        let states = try sides.map { try $0.state().state }
        for side in 0...1 {
            let (here, there) = (states[side], states[1 - side])
            if here.unconfirmed > 0 || here.isReportOwed || here.question != nil || here.owedAnswer != nil {
                outcome.faults.append("side \(side) still has something to tell")
            }
            if here.sent != there.received || here.sentLink != there.receivedLink {
                outcome.faults.append("side \(side) has sent up to \(here.sent), the other has received up to \(there.received)")
            }
            if let fault = try NodeMaintenance(sides[side].node).verify().firstFault { outcome.faults.append("side \(side): \(fault.sentence)") }
        }
        for side in 0...1 { try checkReferrals(sentBy: side) }
    }

    private mutating func checkReferrals(sentBy side: Int) throws {
        let (here, there) = (sides[side], sides[1 - side])
        let known = [String: ReferralRow](try there.rows().map { ($0.conversation, $0) }, uniquingKeysWith: { first, _ in first })
        let rows = try here.rows().filter { $0.direction == .outgoing }
        for row in rows {
            let received = known[row.conversation]
            try checkSecrets(row, received, there, texts: here.secrets[row.referral] ?? [])
            // After a restore a side has forgotten what it did.
            guard outcome.restores == 0 else { continue }
            guard let received else {
                if row.state != .withdrawn { outcome.faults.append("a referral in the state \(row.state) never arrived") }
                continue
            }
            if row.state != received.state { outcome.faults.append("the sender sees \(row.state), the receiver \(received.state)") }
            try compare(row, received, here, there)
        }
        let sent = Set(rows.map(\.conversation))
        for row in known.values where outcome.restores == 0 && row.direction == .incoming && !sent.contains(row.conversation) {
            outcome.faults.append("side \(1 - side) has a referral that was never sent")
        }
    }

    /// Each step of either took effect once at the other, in its order.
    private mutating func compare(_ sent: ReferralRow, _ received: ReferralRow, _ here: RehearsedNode, _ there: RehearsedNode) throws {
        let steps = (sender: try here.steps(sent.referral), receiver: try there.steps(received.referral))
        for side in ReferralSide.allCases {
            let (own, heard) = side == .sender ? (steps.sender, steps.receiver) : (steps.receiver, steps.sender)
            let told = own.filter { $0.side == side }.map(\.event)
            let arrived = heard.filter { $0.side == side }.map(\.event)
            // What was taken back on its way never arrives.
            let isPart = sent.state == .withdrawn || sent.state == .declined || sent.state == .closed
            guard isPart ? Self.isSubsequence(arrived, of: told) : arrived == told else {
                outcome.faults.append("of the \(side) \(told.count) steps, \(arrived.count) took effect in the state \(sent.state), or in another order")
                continue
            }
        }
    }

    private static func isSubsequence(_ part: [ReferralEvent?], of whole: [ReferralEvent?]) -> Bool {
        var rest = whole[...]
        for event in part {
            guard let place = rest.firstIndex(of: event) else { return false }
            rest = rest[(place + 1)...]
        }
        return true
    }

    /// What was withdrawn or declined can be read at the receiver no more.
    private mutating func checkSecrets(_ row: ReferralRow, _ received: ReferralRow?, _ there: RehearsedNode, texts: [String]) throws {
        guard let received, received.state == .withdrawn || received.state == .declined, !texts.isEmpty else { return }
        let readable = try there.readable(received)
        for text in texts {
            outcome.secrets += 1
            if readable.contains(text) { outcome.faults.append("what was \(received.state) can still be read at the receiver") }
        }
    }
}
