import Dictionary
import Exchange
import Journal
import Matching
import Storage

/// What counts do by themselves, and how one is begun.
struct PatternWork: Sendable {
    let node: Node

    /// Begins a count as coordinator.
    /// - Throws: ``PatternError`` if there are too few members or the last count is too near.
    @discardableResult
    func begin(with members: [String], threshold: Int) throws -> String {
        try node.database.write { connection in
            let rows = PatternRows(node, connection)
            let now = Int64(node.now())
            guard (PatternCounting.leastThreshold...PatternMessage.mostMembers).contains(threshold), Set(members).count >= threshold,
                members.count <= PatternMessage.mostMembers
            else { throw PatternError.tooFew }
            let earlier = try rows.latest(limit: 50).filter { $0.coordinator == node.organisation.identifier }
            guard !earlier.contains(where: { $0.isRunning || $0.started + PatternCount.interval > now }) else { throw PatternError.tooSoon }
            let count = PatternCount(
                round: ExchangeMessage.newConversation(), coordinator: node.organisation.identifier, state: .collecting, members: members.sorted(),
                threshold: threshold, started: now)
            try rows.put(count)
            for member in count.members {
                try PatternSending(node, connection).send(.invite(round: count.round, members: count.members, threshold: threshold), to: member)
            }
            return count.round
        }
    }

    /// Does what waits.
    func run() throws {
        let now = Int64(node.now())
        for count in try node.database.read({ try PatternRows(node, $0).all(in: .ready) }) { try sendList(count) }
        for count in try node.database.read({ try PatternRows(node, $0).all(in: .collecting) }) { try finish(count, now) }
        for state in [PatternCount.State.invited, .keyed, .ready, .sent] {
            for count in try node.database.read({ try PatternRows(node, $0).all(in: state) }) where count.started + PatternCount.longest < now {
                try end(count, as: .refused)
            }
        }
    }

    private func end(_ count: PatternCount, as state: PatternCount.State) throws {
        try node.database.write { connection in
            var count = count
            count.state = state
            try PatternRows(node, connection).put(count)
        }
    }

    // MARK: A member

    private func sendList(_ count: PatternCount) throws {
        try PartyCounts.catchUp(node)
        let read = try node.database.read { connection -> (parties: [PatternParty], secret: [UInt8])? in
            let rows = PatternRows(node, connection)
            guard try rows.isMember(of: count.coordinator), let secret = try rows.secret(of: count.round) else { return nil }
            return (try PatternParties(node, connection).all(), secret)
        }
        guard let read, !read.parties.isEmpty else {
            return try node.database.write { connection in
                var count = count
                count.state = .refused
                try PatternRows(node, connection).put(count)
                do { try PatternSending(node, connection).send(.no(round: count.round), to: count.coordinator) } catch is ExchangeError {}
            }
        }
        var rows: [(party: String, row: [String])] = []
        for party in read.parties { for name in party.names { rows.append((party: party.record, row: [name, party.country])) } }
        rows.shuffle()
        let sent = Array(rows.prefix(PatternCounting.mostEncodings))
        let encodings = try EncodedRecords.encode(sent.map(\.row), of: PatternCounting.meanings, secret: read.secret)
        try node.database.write { connection in
            let rows = PatternRows(node, connection)
            guard var current = try rows.find(count.round), current.state == .ready else { return }
            (current.state, current.encodings) = (.sent, sent.count)
            try rows.put(current, secret: [])
            try rows.setNumbers(sent.map(\.party), of: count.round)
            try PatternSending(node, connection).send(
                .encodings(round: count.round, count: sent.count), to: count.coordinator,
                attachments: [.init(name: "names", mediaType: "application/octet-stream", bytes: encodings.bytes())])
        }
    }

    // MARK: The coordinator

    /// Counts when everybody has answered, or a week has passed.
    private func finish(_ count: PatternCount, _ now: Int64) throws {
        let answered = try node.database.read { try PatternRows(node, $0).lists(of: count.round) }
        guard answered.count == count.members.count || count.started + PatternCount.patience < now else { return }
        var lists: [(member: String, encodings: EncodedRecords)] = []
        for answer in answered where !answer.bytes.isEmpty {
            lists.append((answer.member, try EncodedRecords(bytes: answer.bytes, name: answer.member)))
        }
        // Whoever encoded with another secret than most is left out.
        let results = try? PatternCounting.results(Self.comparable(lists), threshold: count.threshold)
        try node.database.write { connection in
            let rows = PatternRows(node, connection)
            guard var current = try rows.find(count.round), current.state == .collecting else { return }
            current.encodings = lists.reduce(0) { $0 + $1.encodings.count }
            current.results = results?.values.reduce(0) { $0 + $1.count } ?? 0
            current.state = .done
            try rows.put(current)
            for (member, ofMember) in results ?? [:] {
                do { try PatternSending(node, connection).send(.counts(round: count.round, results: ofMember), to: member) } catch is ExchangeError { continue }
            }
        }
    }

    /// The largest group of lists that were made with one secret.
    static func comparable(_ lists: [(member: String, encodings: EncodedRecords)]) -> [(member: String, encodings: EncodedRecords)] {
        var groups: [[(member: String, encodings: EncodedRecords)]] = []
        for list in lists {
            let place = groups.firstIndex { (try? EncodedComparison($0[0].encodings, list.encodings)) != nil }
            if let place { groups[place].append(list) } else { groups.append([list]) }
        }
        return groups.max { $0.count < $1.count } ?? []
    }
}

/// Why a count cannot be begun (`patterns.error.…`).
enum PatternError: String, Error, Sendable, Hashable, CaseIterable {
    case tooFew = "too-few"
    case tooSoon = "too-soon"
}

/// An employer or recruiter as it is counted.
struct PatternParty: Sendable, Hashable {
    var record: String
    /// Its names in the form that is encoded, three at most.
    var names: [String]
    /// A code of the list `country`, or empty.
    var country: String
}

/// The parties of an organisation that take part: those that a case names whose people agree to the comparison. Parties that somebody judged to be one are one.
struct PatternParties {
    let node: Node
    let connection: any Connection

    init(_ node: Node, _ connection: any Connection) {
        self.node = node
        self.connection = connection
    }

    func all() throws -> [PatternParty] {
        guard let today = node.today else { return [] }
        let counts = PartyCounts(node, connection)
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        var gate = Gate(reader: Reader(account: "patterns", clearance: .identity), node: node, connection: connection)
        var (found, seen, agreed): ([PatternParty], Set<String>, [String: Bool]) = ([], [], [:])
        for (record, _) in try counts.most(after: 0, limit: PatternCounting.mostEncodings) where !seen.contains(record) {
            let group = try counts.group(of: record)
            seen.formUnion(group)
            let cases = try group.reduce(into: Set<String>()) { $0.formUnion(try counts.cases(of: $1)) }
            let takesPart = try cases.contains { caseRecord in
                if let known = agreed[caseRecord] { return known }
                let allows = try Consents(node: node, connection: connection).effective(for: caseRecord, on: today)?.allows("matching") ?? false
                agreed[caseRecord] = allows
                return allows
            }
            guard takesPart else { continue }
            var party = PatternParty(record: record, names: [], country: "")
            for member in group {
                guard let state = try rows.state(of: member) else { continue }
                let view = try gate.view(state, of: member)
                if party.country.isEmpty { party.country = view.code("country") ?? "" }
                for name in ["names", "trade-names"].flatMap({ view.answer($0)?.value?.elements ?? [] }).map({ OrganisationComparison.telling($0.displayText) })
                where !name.isEmpty && party.names.count < 3 && !party.names.contains(name) { party.names.append(name) }
            }
            if !party.names.isEmpty { found.append(party) }
        }
        return found
    }
}
