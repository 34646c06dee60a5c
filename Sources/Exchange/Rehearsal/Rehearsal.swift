import Vault

/// What came of one schedule.
public struct RehearsalOutcome: Sendable {
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
    /// Secrets that were taken back, and looked for at the partner.
    public var secrets = 0
    /// Simulated hours until both sides were quiet.
    public var hours = 0.0

    public init(seed: UInt64) { self.seed = seed }
}

/// Two organisations that exchange over a network that loses, delays, repeats, reorders, cuts short and alters what it carries, is down for hours, while either side is
/// killed at any step, now and then restored from a backup, and has its clock set. What happens follows from the seed, on a simulated clock.
public struct Rehearsal<Application: RehearsedApplication>: Sendable {
    private enum Event: Sendable {
        case arrival(side: Int, bytes: [UInt8])
        case attempt(side: Int)
        case act(side: Int)
        case crash(side: Int)
        case backup(side: Int, number: Int)
        case restore(side: Int, number: Int)
        case clock(side: Int, offset: Int64)
        case compare(side: Int)
    }

    private var random: RehearsalGenerator
    private let schedule: RehearsalSchedule
    private var sides: [RehearsalSide<Application>]
    private var backups: [Int: RehearsalSide<Application>.Disk] = [:]
    private var queue = EventQueue<Event>()
    private var time: Int64 = 0
    private var outcome: RehearsalOutcome
    private var conversations: [[ExchangeIdentifier]] = [[], []]
    private let wire: RehearsalWire

    /// Runs a schedule.
    /// - Parameters:
    ///   - applications: what the two sides tell each other about.
    ///   - sealed: with these keys every envelope is really sealed and signed; without, it carries a checksum in their place, which is much faster.
    public static func run(
        seed: UInt64, _ applications: (Application, Application), sealed: (OrganisationKeys, OrganisationKeys)? = nil
    ) -> RehearsalOutcome {
        var rehearsal = Rehearsal(seed: seed, applications, sealed: sealed)
        do { try rehearsal.run() } catch { rehearsal.outcome.faults.append("an error was thrown: \(error)") }
        return rehearsal.outcome
    }

    private init(seed: UInt64, _ applications: (Application, Application), sealed: (OrganisationKeys, OrganisationKeys)?) {
        random = RehearsalGenerator(seed: seed)
        outcome = RehearsalOutcome(seed: seed)
        wire = RehearsalWire(sealed)
        schedule = RehearsalSchedule(&random)
        sides = [RehearsalSide(applications.0), RehearsalSide(applications.1)]
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
        outcome.hours = Double(time) / Double(RehearsalSchedule.hour)
        try check()
    }

    private mutating func prepare() {
        for side in 0...1 {
            conversations[side] = (0..<random.number(1...4)).map { _ in .random(using: &random) }
            for _ in 0..<random.number(1...15) { add(.act(side: side)) }
            for _ in 0..<random.number(0...3) where schedule.crash > 0 { add(.crash(side: side)) }
        }
        for (number, restore) in schedule.restores.enumerated() {
            queue.add(.backup(side: restore.side, number: number), at: restore.made)
            queue.add(.restore(side: restore.side, number: number), at: restore.restored)
        }
        for clock in schedule.clocks { queue.add(.clock(side: clock.side, offset: clock.offset), at: clock.at) }
        // A clock that was set back on the day of a restore hides that something older arrived after it: only the daily question brings that to light.
        if !schedule.restores.isEmpty, !schedule.clocks.isEmpty {
            for side in 0...1 { queue.add(.compare(side: side), at: RehearsalSchedule.daily) }
        }
    }

    private mutating func add(_ event: Event) { queue.add(event, at: Int64(random.number(0...Int(RehearsalSchedule.rough)))) }

    private var isRough: Bool { time < RehearsalSchedule.rough }

    private mutating func isKilled() -> Bool { isRough && random.happens(perMille: schedule.crash) }

    private mutating func handle(_ event: Event) throws {
        switch event {
        case .act(let side): try act(side)
        case .attempt(let side):
            guard sides[side].planned == time else { return }
            sides[side].planned = nil
            try attempt(side)
        case .arrival(let side, let bytes): try arrive(bytes, at: side)
        case .crash(let side): restart(side)
        case .backup(let side, let number): backups[number] = sides[side].disk
        case .restore(let side, let number):
            guard let backup = backups[number] else { return }
            sides[side].disk = backup
            outcome.restores += 1
            // A node asks its partners when it starts.
            compare(side)
            restart(side)
        case .clock(let side, let offset): sides[side].offset = offset
        case .compare(let side):
            compare(side)
            plan(side, in: 0)
        }
    }

    private mutating func compare(_ side: Int) {
        var channel = sides[side].disk.channel()
        channel.compare(.random(using: &random))
        sides[side].disk.save(channel)
    }

    /// Something is done in a conversation that this side began, or that the partner did.
    private mutating func act(_ side: Int) throws {
        if isKilled() { return restart(side) }
        let heard = conversations[1 - side].filter { sides[side].disk.told[$0] != nil }
        let choice = conversations[side] + heard
        let conversation = choice[random.number(0...choice.count - 1)]
        let hasAttachment = schedule.hasAttachments && random.happens(perMille: 300)
        let isOwn = conversations[side].contains(conversation)
        guard try sides[side].act(in: conversation, isOwn: isOwn, hasAttachment: hasAttachment, at: time, &random) else { return }
        outcome.messages += 1
        plan(side, in: 0)
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
        if isKilled() { return restart(side) }
        try sides[side].tell(at: time, &random)
        if isKilled() { return restart(side) }
        try send(side)
        sides[side].attempts += 1
        plan(side, in: min(30_000 << Int64(min(sides[side].attempts - 1, 10)), 900_000))
    }

    private mutating func send(_ side: Int) throws {
        guard let parcel = try sides[side].parcel(limit: 400, &random) else { return }
        for numbered in parcel.items where sides[side].disk.application.isTakenBack(numbered.item.content, in: numbered.item.conversation) {
            outcome.faults.append("side \(side) sends what it has taken back")
        }
        // Killed after the commit and before anything left.
        if isKilled() { return restart(side) }
        carry(try wire.pack(parcel, from: side, at: time + sides[side].offset), to: 1 - side)
    }

    private mutating func carry(_ bytes: [UInt8], to side: Int) {
        for arrival in schedule.carried(bytes, at: time, &random, noting: &outcome) { queue.add(.arrival(side: side, bytes: arrival.bytes), at: arrival.at) }
    }

    private mutating func arrive(_ bytes: [UInt8], at side: Int) throws {
        guard let (parcel, made) = wire.unpack(bytes, at: side) else { return }
        // Killed before the commit: nothing of it happened.
        if isKilled() { return restart(side) }
        let change = try sides[side].take(parcel, made: made, &random)
        outcome.repeated += change.repeated
        // Killed between taking and telling.
        if isKilled() { return restart(side) }
        try sides[side].tell(at: time, &random)
        if isKilled() { return restart(side) }
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
            for (conversation, sent) in here.sent { check(sent, told: there.told[conversation] ?? [], side) }
            for (conversation, told) in there.told where outcome.restores == 0 && here.sent[conversation] == nil {
                outcome.faults.append("side \(1 - side) was told \(told.count) messages of a conversation that was never begun")
            }
            checkSecrets(of: here, at: there, side)
        }
        if outcome.restores == 0 { outcome.faults += sides[0].disk.application.faults(with: sides[1].disk.application) }
    }

    private mutating func check(_ sent: [ExchangeIdentifier], told: [ExchangeIdentifier], _ side: Int) {
        if Set(told).count != told.count { outcome.faults.append("a message of side \(side) took effect twice") }
        // After a restore the other side may know messages that this one has forgotten.
        let common = outcome.restores == 0 ? told : told.filter(Set(sent).contains)
        if common != sent {
            outcome.faults.append("side \(side) sent \(sent.count) messages of a conversation, \(common.count) took effect, or in another order")
        }
    }

    private mutating func checkSecrets(of here: RehearsalSide<Application>.Disk, at there: RehearsalSide<Application>.Disk, _ side: Int) {
        let contents = there.contents
        for secret in here.application.secrets {
            outcome.secrets += 1
            if contents.contains(where: { $0.firstRange(of: secret) != nil }) {
                outcome.faults.append("what side \(side) took back can still be read on the other's disk")
            }
        }
    }
}
