import Dictionary
import Journal
import Matching
import Storage
import Vault

/// Takes what partners say about encoded linkage. What takes time, making and comparing encodings, is left to ``LinkageWork``.
struct LinkageReceiver: MessageReceiver {
    let kinds: Set<String> = [LinkageMessage.kind]

    func receive(_ message: ReceivedMessage, node: Node, in transaction: RecordTransaction) throws {
        let content = try LinkageMessage(message.content, SharedRecord.Reading(dictionary: node.dictionary))
        let hearing = LinkageHearing(partner: message.sender, node: node, transaction: transaction)
        switch content {
        case .terms(let terms): try hearing.terms(terms)
        case .end: try hearing.terms(.none)
        case .open(let round, let key): try hearing.open(round, key)
        case .ready(let round, let key): try hearing.ready(round, key)
        case .encodings(let round, let sets): try hearing.encodings(round, sets, message.attachments)
        case .answer(let round, let matches): try hearing.answer(round, matches)
        case .no(let round, let code): try hearing.refused(round, code)
        case .ask(let token, let words): try hearing.ask(token, words)
        case .agree(let token, let words): try hearing.agree(token, words)
        case .refuse(let token, let words): try hearing.refuse(token, words)
        case .message(let token, let words): try hearing.said(token, words)
        case .share(let token, let part): try hearing.shown(token, part)
        case .over(let token): try hearing.over(token)
        }
    }
}

/// One message of a partner taking effect: terms and rounds.
struct LinkageHearing {
    let partner: String
    let node: Node
    let transaction: RecordTransaction

    var connection: any Connection { transaction.connection }
    var rounds: LinkageRounds { LinkageRounds(node, connection) }
    var pairs: LinkagePairs { LinkagePairs(node, connection) }
    var sending: LinkageSending { LinkageSending(node, connection) }
    var now: Int64 { Int64(node.now()) }
    /// The same answer for what is not there and for what is somebody else's.
    static let notAvailable = MessageRefusal(code: "not-available")

    func terms(_ terms: LinkageTerms) throws {
        let agreements = LinkageAgreements(node, connection)
        var agreement = try agreements.find(partner) ?? LinkageAgreement(partner: partner)
        agreement.theirs = terms
        // No terms hold for longer than one may say.
        agreement.theirs.until = min(terms.until, now + Int64(LinkageTerms.dayRange.upperBound) * 86_400_000)
        try agreements.put(agreement)
        guard terms == .none else { return }
        for var round in try rounds.latest(of: partner, limit: 200) where round.isRunning {
            (round.state, round.code) = (.refused, LinkageRefusal.notAgreed.rawValue)
            try rounds.put(round)
        }
    }

    private func key() throws -> RecordKey {
        guard let partner = try Partners.find(partner, node, connection) else { throw Self.notAvailable }
        return try rounds.key(for: partner)
    }

    private func round(_ name: String, _ state: LinkageRound.State, isAsking: Bool) throws -> LinkageRound {
        guard let round = try rounds.find(name), round.partner == partner, round.isAsking == isAsking, round.state == state else { throw Self.notAvailable }
        return round
    }

    /// Ends a round and says why.
    func refuse(_ round: LinkageRound, _ code: LinkageRefusal) throws {
        var round = round
        (round.state, round.code) = (.refused, code.rawValue)
        try rounds.put(round)
        try sending.send(.no(round: round.round, code: code.rawValue), to: partner)
    }

    // MARK: Asked

    func open(_ name: String, _ theirs: [UInt8]) throws {
        guard try rounds.find(name) == nil else { throw Self.notAvailable }
        var round = LinkageRound(round: name, partner: partner, isAsking: false, state: .expected, started: now, changed: now)
        let already = try rounds.count(of: partner, since: now - LinkageTerms.window)
        // Whoever keeps asking does not fill our log.
        guard already <= 2 * LinkageTerms.roundRange.upperBound else {
            return try sending.send(.no(round: name, code: LinkageRefusal.tooOften.rawValue), to: partner)
        }
        guard let agreement = try LinkageAgreements(node, connection).find(partner), agreement.isInForce(at: now) else {
            return try refuse(round, .notAgreed)
        }
        guard already < agreement.terms.rounds else { return try refuse(round, .tooOften) }
        let half = OneTimeAgreement()
        let purpose = LinkageSending.purpose(
            name, asker: partner, asked: node.organisation.identifier, askerKey: theirs, askedKey: half.publicPart)
        guard let secret = try? half.secret(with: theirs, purpose: purpose) else { return try refuse(round, .malformed) }
        round.account = agreement.account
        try rounds.put(round, sealing: secret, key: try key())
        try sending.send(.ready(round: name, key: half.publicPart), to: partner)
    }

    func encodings(_ name: String, _ sets: [LinkageMessage.SetSize], _ attachments: [ExchangeMessage.Attachment]) throws {
        var round = try round(name, .expected, isAsking: false)
        guard let agreement = try LinkageAgreements(node, connection).find(partner), agreement.isInForce(at: now) else {
            return try refuse(round, .notAgreed)
        }
        round.encodings = sets.reduce(0) { $0 + $1.count }
        guard round.encodings <= agreement.terms.records else { return try refuse(round, .tooMany) }
        guard !sets.isEmpty else { return try refuse(round, .nothing) }
        let key = try key()
        guard let secret = try rounds.content(of: round, key: key) else { return try refuse(round, .malformed) }
        var parts: [LinkageParcel.Part] = []
        for size in sets {
            guard let file = attachments.first(where: { $0.name == size.set.rawValue }),
                let encodings = try? EncodedRecords(bytes: file.bytes, name: size.set.rawValue), encodings.count == size.count,
                LinkageBrakes.arePossible(encodings, size.set)
            else { return try refuse(round, .malformed) }
            parts.append(LinkageParcel.Part(size: size, encodings: encodings))
        }
        round.state = .received
        try rounds.put(round, sealing: LinkageParcel(secret: secret, parts: parts).bytes, key: key)
    }

    // MARK: Asking

    func ready(_ name: String, _ theirs: [UInt8]) throws {
        var round = try round(name, .opened, isAsking: true)
        let key = try key()
        guard let kept = try rounds.content(of: round, key: key) else { return try refuse(round, .malformed) }
        let half = try OneTimeAgreement(kept: kept)
        let purpose = LinkageSending.purpose(
            name, asker: node.organisation.identifier, asked: partner, askerKey: half.publicPart, askedKey: theirs)
        guard let secret = try? half.secret(with: theirs, purpose: purpose) else { return try refuse(round, .malformed) }
        round.state = .ready
        try rounds.put(round, sealing: secret, key: key)
    }

    func answer(_ name: String, _ matches: [LinkageMessage.Match]) throws {
        var round = try round(name, .sent, isAsking: true)
        var seen: Set<Int> = []
        for match in matches {
            guard seen.insert(match.number).inserted, let record = try rounds.record(match.number, of: name) else { throw MessageRefusal(code: "malformed") }
            if let known = try pairs.find(match.token) {
                // A name that stands for another pair already is not this partner's to give.
                guard known.partner == partner else { throw MessageRefusal(code: "malformed") }
                continue
            }
            try pairs.put(
                LinkagePair(token: match.token, partner: partner, record: record, state: .found, likeness: 0, found: now, changed: now))
        }
        (round.state, round.matches) = (.done, matches.count)
        if matches.count > LinkageBrakes.freeMatches, matches.count * LinkageBrakes.usualShare > round.encodings {
            round.code = LinkageRound.Doubt.manyMatches.rawValue
        }
        try rounds.put(round)
    }

    func refused(_ name: String, _ code: String) throws {
        guard var round = try rounds.find(name), round.partner == partner, round.isRunning else { throw Self.notAvailable }
        (round.state, round.code) = (.refused, code)
        try rounds.put(round)
    }
}
