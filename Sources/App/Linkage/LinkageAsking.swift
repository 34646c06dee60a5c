import Dictionary
import Journal
import Storage
import Vault

/// What people do: agree with a partner on terms, and ask about one pair as people do.
struct LinkageAsking: Sendable {
    let node: Node
    let account: String

    // MARK: Terms

    /// Says on what terms we take part; with the partner's own this is the agreement.
    func say(_ terms: LinkageTerms, to partner: String) throws {
        guard terms.isPossible, LinkageTerms.recordRange.contains(terms.records) else { throw LinkageError(.terms) }
        try node.database.write { connection in
            let agreements = LinkageAgreements(node, connection)
            var agreement = try agreements.find(partner) ?? LinkageAgreement(partner: partner)
            (agreement.own, agreement.account) = (terms, account)
            try LinkageSending(node, connection).send(.terms(terms), to: partner)
            try agreements.put(agreement)
        }
    }

    /// Takes part no more.
    func end(with partner: String) throws { try node.change(by: account) { try LinkageEnding.agreement(with: partner, by: account, $0) } }

    // MARK: One pair

    /// Asks, agrees, refuses or writes.
    /// - Parameter fields: of our record, what the partner sees once both have agreed.
    /// - Throws: ``LinkageError`` if it is not the turn, or the people do not agree any more.
    func act(_ event: LinkageStep.Event, on token: String, words: String = "", fields: [String] = []) throws {
        guard words.unicodeScalars.count <= LinkageMessage.wordsLimit, event != .message || !words.isEmpty else { throw LinkageError(.words) }
        try node.change(by: account) { transaction in
            let connection = transaction.connection
            let (pairs, sending) = (LinkagePairs(node, connection), LinkageSending(node, connection))
            guard var pair = try pairs.find(token), Self.mayTake(event, pair.state) else { throw LinkageError(.notPossible) }
            if event != .refuse {
                var candidates = LinkageCandidates(node, connection)
                guard try candidates.takesPart(pair.record) else { throw LinkageError(.notConsented) }
            }
            guard try names(in: words, with: event, of: pair, connection).isEmpty else { throw LinkageError(.named) }
            try pairs.append(
                event, isOurs: true, to: pair, words: words, fields: fields, account: account, key: try transaction.key(of: pair.record))
            switch event {
            case .ask:
                pair.state = .asked
                try sending.send(.ask(token: token, words: words), to: pair.partner, about: pair.record)
            case .agree:
                pair.state = .agreed
                try sending.send(.agree(token: token, words: words), to: pair.partner, about: pair.record)
            case .refuse:
                try sending.send(.refuse(token: token, words: words), to: pair.partner, about: pair.record)
                return try LinkageEnding.end(pair, as: .refused, transaction)
            case .message: try sending.send(.message(token: token, words: words), to: pair.partner, about: pair.record)
            case .share, .over: throw LinkageError(.notPossible)
            }
            pair.hasNews = false
            try pairs.put(pair)
            if event == .agree { try LinkageShowing(node, connection).share(pair) }
        }
    }

    /// Names of our record in words that would leave before both have agreed.
    func names(in words: String, with event: LinkageStep.Event, of pair: LinkagePair, _ connection: any Connection) throws -> [String] {
        guard event != .agree, pair.state != .agreed, !words.isEmpty,
            let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: pair.record)
        else { return [] }
        var gate = Gate(reader: Reader(account: "linkage", clearance: .identity), node: node, connection: connection)
        return LinkageNames.found(in: words, of: try gate.view(state, of: pair.record))
    }

    static func mayTake(_ event: LinkageStep.Event, _ state: LinkagePair.State) -> Bool {
        switch event {
        case .ask: state == .found
        case .agree: state == .asking
        case .refuse: LinkagePair.State.inForce.contains(state)
        case .message: [.asked, .asking, .agreed].contains(state)
        case .share, .over: false
        }
    }

    /// Notes that somebody has looked at what is new.
    func noteSeen(_ token: String) throws {
        try node.database.write { connection in
            let pairs = LinkagePairs(node, connection)
            guard var pair = try pairs.find(token), pair.hasNews else { return }
            pair.hasNews = false
            try pairs.put(pair)
        }
    }
}
