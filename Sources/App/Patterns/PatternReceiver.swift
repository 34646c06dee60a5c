import Exchange
import Journal
import Matching
import Storage
import Vault

/// Takes what coordinators and fellow members say about counts.
struct PatternReceiver: MessageReceiver {
    let kinds: Set<String> = [PatternMessage.kind]
    private static let notAvailable = MessageRefusal(code: "not-available")

    func receive(_ message: ReceivedMessage, node: Node, in transaction: RecordTransaction) throws {
        let rows = PatternRows(node, transaction.connection)
        switch try PatternMessage(message.content) {
        case .invite(let round, let members, let threshold): try invited(round, members, threshold, by: message.sender, rows)
        case .secret(let round, let coordinator, let secret): try keyed(round, coordinator, secret, by: message.sender, rows)
        case .encodings(let round, let count): try listed(round, count, message, rows)
        case .no(let round): try declined(round, by: message.sender, rows)
        case .counts(let round, let results): try counted(round, results, by: message.sender, rows)
        }
    }

    // MARK: A member

    private func invited(_ round: String, _ members: [String], _ threshold: Int, by coordinator: String, _ rows: PatternRows) throws {
        let node = rows.node
        let own = node.organisation.identifier
        var count =
            try rows.find(round)
            ?? PatternCount(
                round: round, coordinator: coordinator, state: .invited, members: [], threshold: threshold, started: Int64(node.now()))
        guard [.invited, .keyed].contains(count.state), count.members.isEmpty, count.coordinator == coordinator else { throw Self.notAvailable }
        // The coordinator counts and is not counted: it must not have the secret. Fewer members than are to be told could never be told.
        guard members.contains(own), !members.contains(coordinator), members.count >= threshold, try rows.isMember(of: coordinator) else {
            count.state = .refused
            try rows.put(count)
            return try PatternSending(node, rows.connection).send(.no(round: round), to: coordinator)
        }
        (count.members, count.threshold) = (members, threshold)
        guard PatternCounting.keeper(round, members) == own else {
            count.state = count.state == .keyed ? .ready : .invited
            return try rows.put(count)
        }
        // We make the secret and give it to the others, each in an envelope of its own.
        let secret = [UInt8](repeating: 0, count: 32).map { _ in UInt8.random(in: 0...255) }
        count.state = .ready
        try rows.put(count, secret: secret)
        for member in members where member != own {
            do {
                try PatternSending(node, rows.connection).send(.secret(round: round, coordinator: coordinator, secret: secret), to: member)
            } catch is ExchangeError {
                // Who is no partner of ours cannot be given it, and is not counted.
                continue
            }
        }
    }

    private func keyed(_ round: String, _ coordinator: String, _ secret: [UInt8], by sender: String, _ rows: PatternRows) throws {
        guard try rows.isMember(of: coordinator), sender != coordinator else { throw Self.notAvailable }
        guard var count = try rows.find(round) else {
            return try rows.put(
                PatternCount(
                    round: round, coordinator: coordinator, state: .keyed, members: [], threshold: PatternCounting.usualThreshold,
                    started: Int64(rows.node.now())), secret: secret)
        }
        // Only from whom it has to come, and once.
        guard count.state == .invited, count.coordinator == coordinator, PatternCounting.keeper(round, count.members) == sender else { throw Self.notAvailable }
        count.state = .ready
        try rows.put(count, secret: secret)
    }

    private func counted(_ round: String, _ results: [Int: Int], by coordinator: String, _ rows: PatternRows) throws {
        guard var count = try rows.find(round), count.coordinator == coordinator, count.state == .sent else { throw Self.notAvailable }
        let parties = try rows.parties(of: round)
        var told: [String: Int] = [:]
        for (number, members) in results {
            // A number below what was agreed, or more members than there are, is none that an honest coordinator tells.
            guard let party = parties[number], members >= max(PatternCounting.leastThreshold, count.threshold), members <= count.members.count else {
                throw MessageRefusal(code: "malformed")
            }
            told[party] = max(told[party] ?? 0, members)
        }
        try rows.setResults(told, of: coordinator)
        (count.state, count.results) = (.done, told.count)
        try rows.put(count)
    }

    // MARK: The coordinator

    private func listed(_ round: String, _ size: Int, _ message: ReceivedMessage, _ rows: PatternRows) throws {
        guard let count = try rows.find(round), count.state == .collecting, count.members.contains(message.sender) else { throw Self.notAvailable }
        guard let file = message.attachments.first(where: { $0.name == "names" }),
            let encodings = try? EncodedRecords(bytes: file.bytes, name: "names"), encodings.count == size, PatternCounting.arePossible(encodings)
        else {
            // Whoever sends what cannot be compared is not counted, and holds nobody up.
            return try rows.keepList([], count: 0, of: message.sender, round: round)
        }
        try rows.keepList(file.bytes, count: size, of: message.sender, round: round)
    }

    private func declined(_ round: String, by sender: String, _ rows: PatternRows) throws {
        guard let count = try rows.find(round), count.state == .collecting, count.members.contains(sender) else { throw Self.notAvailable }
        try rows.keepList([], count: 0, of: sender, round: round)
    }
}

/// Speaks to coordinators and members.
struct PatternSending {
    let node: Node
    let connection: any Connection

    init(_ node: Node, _ connection: any Connection) {
        self.node = node
        self.connection = connection
    }

    /// - Throws: `ExchangeError` if nothing crosses to the partner.
    func send(_ message: PatternMessage, to partner: String, attachments: [ExchangeMessage.Attachment] = []) throws {
        try Outbox.put(
            ExchangeMessage(
                conversation: PatternMessage.conversation(node.organisation.identifier, partner), kind: PatternMessage.kind,
                content: message.canonicalBytes, attachments: attachments),
            to: partner, node: node, connection)
    }
}
