import Dictionary
import Entitlements
import Storage

/// Who follows the rules of which corridors, and what is new to them. Rows say accounts and countries, nothing of any case.
struct PolicyFollowing {
    /// A corridor that somebody follows; an empty end stands for every country.
    struct Corridor: Sendable, Hashable {
        var origin: String
        var destination: String
        /// When its news were last looked at, in milliseconds since 1970.
        var seen: UInt64 = 0

        func concerns(_ entry: Instrument) -> Bool {
            entry.concerns(origin: origin.isEmpty ? nil : origin, destination: destination.isEmpty ? nil : destination)
        }
    }

    let node: Node
    let connection: any Connection

    private var organisation: Value { .integer(node.organisation.number) }

    func corridors(of account: String) throws -> [Corridor] {
        try connection.all(
            "SELECT origin, destination, seen FROM policy_follow WHERE organisation = ? AND account = ? ORDER BY origin, destination",
            [organisation, .text(account)]
        ) { Corridor(origin: $0.text(0), destination: $0.text(1), seen: UInt64(max(0, $0.integer(2)))) }
    }

    /// The accounts that follow a corridor in which an entry matters.
    func followers(of entry: Instrument) throws -> [String] {
        let rows = try connection.all(
            "SELECT account, origin, destination FROM policy_follow WHERE organisation = ? ORDER BY account", [organisation]
        ) { ($0.text(0), Corridor(origin: $0.text(1), destination: $0.text(2))) }
        return Set(rows.filter { $0.1.concerns(entry) }.map(\.0)).sorted()
    }

    func follow(_ corridor: Corridor, by account: String, now: UInt64) throws {
        try connection.execute(
            """
            INSERT INTO policy_follow (organisation, account, origin, destination, seen) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (organisation, account, origin, destination) DO NOTHING
            """, [organisation, .text(account), .text(corridor.origin), .text(corridor.destination), .integer(Int64(now))])
    }

    func unfollow(_ corridor: Corridor, by account: String) throws {
        try connection.execute(
            "DELETE FROM policy_follow WHERE organisation = ? AND account = ? AND origin = ? AND destination = ?",
            [organisation, .text(account), .text(corridor.origin), .text(corridor.destination)])
    }

    func markSeen(by account: String, now: UInt64) throws {
        try connection.execute(
            "UPDATE policy_follow SET seen = ? WHERE organisation = ? AND account = ?", [.integer(Int64(now)), organisation, .text(account)])
    }
}

/// What is new in the corridors that somebody follows, and what waits for them in the register.
struct PolicyNews: Sendable {
    /// Versions that began or ended since they last looked.
    var changes: [Register.Change] = []
    /// Changes that were approved since then.
    var approved: [ProposedChange] = []
    /// Proposals of others that wait for a second person.
    var waiting = 0
    /// Entries whose review they have taken on and that are overdue.
    var reviews = 0

    var count: Int { changes.count + approved.count }
    var isEmpty: Bool { count + waiting + reviews == 0 }

    static func read(_ access: CaseAccess, today: CalendarDay, _ connection: any Connection) throws -> PolicyNews {
        var news = PolicyNews()
        let account = access.session.account
        let corridors = try PolicyFollowing(node: access.node, connection: connection).corridors(of: account)
        var reading = PolicyReading(access, connection)
        let proposals = try reading.changes()
        if access.session.may(.writeCases) { news.waiting = proposals.count { $0.state == .waiting && $0.proposer != account } }
        // Most days there is nothing to lay over the program's register, and nobody to tell.
        guard try !corridors.isEmpty || !reading.views(PolicyKinds.entry).isEmpty else { return news }
        let register = try reading.register()
        news.reviews = register.due(today, reviewer: account).count
        guard let first = corridors.map(\.seen).min(), let since = access.node.clock.day(of: first) else { return news }
        news.changes = register.register.changes(since: since.lawDay.adding(days: 1), until: today.lawDay).filter { change in
            corridors.contains { $0.concerns(change.entry) && change.day.latest.number > Int($0.seen / 86_400_000) }
        }
        news.approved = proposals.filter { proposed in
            guard proposed.state == .approved, proposed.decidedBy != account, let entry = register[proposed.entry]?.instrument else { return false }
            return corridors.contains { $0.concerns(entry) && proposed.moment > $0.seen }
        }
        return news
    }
}
