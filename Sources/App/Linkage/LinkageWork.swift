import Dictionary
import Exchange
import Matching
import Storage
import Vault

/// What encoded linkage does by itself: makes encodings, compares them, and withdraws what takes part no more.
struct LinkageWork: Sendable {
    let node: Node

    /// Begins a round: asks the partner for its half of the secret.
    /// - Throws: ``LinkageError``, `ExchangeError`.
    @discardableResult
    func begin(with partner: String, by account: String) throws -> String {
        try node.database.write { connection in
            let terms = try LinkageAgreements(node, connection).require(partner).terms
            let rounds = LinkageRounds(node, connection)
            let now = Int64(node.now())
            guard try !rounds.latest(of: partner, limit: 100).contains(where: { $0.isAsking && $0.isRunning }) else { throw LinkageError(.running) }
            guard try rounds.count(of: partner, since: now - LinkageTerms.window) < terms.rounds else { throw LinkageError(.tooOften) }
            guard let other = try Partners.find(partner, node, connection) else { throw LinkageError(.notAgreed) }
            let half = OneTimeAgreement()
            let round = LinkageRound(
                round: ExchangeMessage.newConversation(), partner: partner, isAsking: true, state: .opened, started: now, changed: now, account: account)
            try rounds.put(round, sealing: half.kept, key: try rounds.key(for: other))
            try LinkageSending(node, connection).send(.open(round: round.round, key: half.publicPart), to: partner)
            return round.round
        }
    }

    /// Does what waits, and withdraws what takes part no more.
    func run() throws {
        try runRounds()
        try sweep()
    }

    /// Does what waits. Every round stands by itself: one that fails is refused and does not hold up others.
    func runRounds() throws {
        for state in [LinkageRound.State.ready, .received, .released] {
            for round in try node.database.read({ try LinkageRounds(node, $0).all(in: state) }) {
                do {
                    if round.isAsking { try sendEncodings(of: round) } else { try compare(round) }
                } catch is EncodingError {
                    try refuse(round, .malformed)
                }
            }
        }
        try endLateRounds()
    }

    /// A person here decides about a list that was held.
    func decide(_ round: String, answers: Bool, by account: String) throws {
        guard var held = try node.database.read({ try LinkageRounds(node, $0).find(round) }), held.state == .held else { throw LinkageError(.notPossible) }
        guard answers else { return try refuse(held, .doubtful) }
        (held.state, held.account) = (.released, account)
        let released = held
        try node.database.write { try LinkageRounds(node, $0).put(released) }
        try run()
    }

    private func refuse(_ round: LinkageRound, _ code: LinkageRefusal) throws {
        try node.database.write { connection in
            var round = round
            (round.state, round.code) = (.refused, code.rawValue)
            try LinkageRounds(node, connection).put(round)
            do { try LinkageSending(node, connection).send(.no(round: round.round, code: code.rawValue), to: round.partner) } catch is ExchangeError {}
        }
    }

    private func content(_ round: LinkageRound, _ connection: any Connection) throws -> [UInt8]? {
        guard let partner = try Partners.find(round.partner, node, connection), partner.trust.isTrusted, partner.changedKeys == nil else { return nil }
        let rounds = LinkageRounds(node, connection)
        return try rounds.content(of: round, key: try rounds.key(for: partner))
    }

    // MARK: Asking

    private func sendEncodings(of round: LinkageRound) throws {
        let read = try node.database.read { connection -> (secret: [UInt8], candidates: [LinkageCandidate])? in
            guard let agreement = try LinkageAgreements(node, connection).find(round.partner), agreement.isInForce(at: Int64(node.now())),
                let secret = try content(round, connection)
            else { return nil }
            var candidates = LinkageCandidates(node, connection)
            return (secret, try candidates.forAsking(most: agreement.terms.records))
        }
        guard let read else { return try refuse(round, .notAgreed) }
        guard !read.candidates.isEmpty else { return try refuse(round, .nothing) }
        let encodings = try LinkageEncoding.encode(read.candidates, secret: read.secret)
        try node.database.write { connection in
            let rounds = LinkageRounds(node, connection)
            guard var current = try rounds.find(round.round), current.state == .ready else { return }
            (current.state, current.encodings) = (.sent, encodings.count)
            // The secret is not needed here any more.
            guard let partner = try Partners.find(round.partner, node, connection) else { return }
            try rounds.put(current, sealing: [], key: try rounds.key(for: partner))
            try rounds.setNumbers(encodings.parts.flatMap { part in part.candidates.map { read.candidates[$0].record } }, of: round.round)
            let sizes = encodings.parts.map { LinkageMessage.SetSize(set: $0.set, count: $0.candidates.count, notices: $0.notices) }
            let files = encodings.parts.map {
                ExchangeMessage.Attachment(name: $0.set.rawValue, mediaType: "application/octet-stream", bytes: $0.encodings.bytes())
            }
            try LinkageSending(node, connection).send(.encodings(round: round.round, sets: sizes), to: round.partner, attachments: files)
        }
    }

    // MARK: Asked

    private func compare(_ round: LinkageRound) throws {
        let read = try node.database.read { connection -> (parcel: LinkageParcel, candidates: [LinkageCandidate])? in
            guard let agreement = try LinkageAgreements(node, connection).find(round.partner), agreement.isInForce(at: Int64(node.now())),
                let bytes = try content(round, connection)
            else { return nil }
            var candidates = LinkageCandidates(node, connection)
            return (try LinkageParcel(bytes: bytes), try candidates.forAnswering())
        }
        guard let read else { return try refuse(round, .notAgreed) }
        let found = try LinkageComparison.matches(read.parcel, read.candidates)
        let doubts = LinkageBrakes.doubts(read.parcel.parts, matches: found.count)
        try node.database.write { connection in
            let rounds = LinkageRounds(node, connection)
            guard var current = try rounds.find(round.round), current.state == round.state else { return }
            current.matches = found.count
            current.code = doubts.map(\.rawValue).joined(separator: " ")
            if !doubts.isEmpty, round.state != .released {
                current.state = .held
                return try rounds.put(current)
            }
            let matches = try found.prefix(LinkageMessage.matchLimit).map { match in
                LinkageMessage.Match(number: match.number, token: try token(of: read.candidates[match.candidate].record, match, round.partner, connection))
            }
            current.state = .done
            try rounds.put(current)
            try LinkageSending(node, connection).send(.answer(round: round.round, matches: matches), to: round.partner)
        }
    }

    /// The name of the pair of our record with the partner: the one that is known, or a new one.
    private func token(of record: String, _ match: LinkageComparison.Match, _ partner: String, _ connection: any Connection) throws -> String {
        let pairs = LinkagePairs(node, connection)
        if let known = try pairs.living(record, with: partner) { return known.token }
        let now = Int64(node.now())
        let pair = LinkagePair(
            token: ExchangeMessage.newConversation(), partner: partner, record: record, state: .found,
            likeness: Int((match.similarity * 100).rounded()), found: now, changed: now)
        try pairs.put(pair)
        return pair.token
    }

    // MARK: What ends

    private func endLateRounds() throws {
        let now = Int64(node.now())
        for state in LinkageRound.State.allCases where state != .done && state != .refused {
            for round in try node.database.read({ try LinkageRounds(node, $0).all(in: state) }) where round.changed + LinkageRound.patience < now {
                try refuse(round, .late)
            }
        }
    }

    /// Withdraws pairs whose record was closed, ran out or was taken back, whose people agree no more, or about which nobody asked.
    func sweep() throws {
        let now = Int64(node.now())
        let ending = try node.database.read { connection in
            var candidates = LinkageCandidates(node, connection)
            let pairs = LinkagePairs(node, connection)
            return try LinkagePair.State.inForce.flatMap { state in
                try pairs.all(in: state, limit: 5_000).filter { pair in
                    if state == .found, pair.found + LinkagePair.patience < now { return true }
                    return try !candidates.takesPart(pair.record)
                }
            }
        }
        guard !ending.isEmpty else { return }
        try node.change(by: Reader.keyHolder.account) { transaction in
            for pair in ending {
                guard let current = try LinkagePairs(node, transaction.connection).find(pair.token), current.state == pair.state else { continue }
                try LinkageSending(node, transaction.connection).withdraw(current)
                try LinkageEnding.endOwn(current, transaction)
            }
        }
    }
}
