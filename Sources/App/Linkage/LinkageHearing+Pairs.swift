import Dictionary
import Journal
import Storage
import Vault

/// What a partner says about one pair.
extension LinkageHearing {
    private func pair(_ token: String) throws -> LinkagePair {
        guard let pair = try pairs.find(token, of: partner) else { throw Self.notAvailable }
        return pair
    }

    private func note(_ event: LinkageStep.Event, _ pair: LinkagePair, _ words: String) throws {
        try pairs.append(event, isOurs: false, to: pair, words: words, account: "", key: try transaction.key(of: pair.record))
    }

    /// Ends the pair if what it is about takes part no more, before anybody speaks about it.
    /// - Returns: whether it goes on.
    private func goesOn(_ pair: LinkagePair) throws -> Bool {
        var candidates = LinkageCandidates(node, connection)
        guard try !candidates.takesPart(pair.record) else { return true }
        try sending.withdraw(pair)
        try LinkageEnding.end(pair, as: .over, transaction)
        return false
    }

    func ask(_ token: String, _ words: String) throws {
        var pair = try pair(token)
        guard [.found, .asked].contains(pair.state) else { throw MessageRefusal(code: "not-possible") }
        guard try goesOn(pair) else { return }
        try note(.ask, pair, words)
        // Both asked before either heard of it: both want to speak.
        let hadAsked = pair.state == .asked
        (pair.state, pair.hasNews) = (hadAsked ? .agreed : .asking, true)
        try pairs.put(pair)
        if hadAsked { try LinkageShowing(node, connection).share(pair) }
    }

    func agree(_ token: String, _ words: String) throws {
        var pair = try pair(token)
        guard pair.state == .asked else {
            if pair.state == .agreed { return }
            throw MessageRefusal(code: "not-possible")
        }
        guard try goesOn(pair) else { return }
        try note(.agree, pair, words)
        (pair.state, pair.hasNews) = (.agreed, true)
        try pairs.put(pair)
        try LinkageShowing(node, connection).share(pair)
    }

    func refuse(_ token: String, _ words: String) throws {
        let pair = try pair(token)
        guard LinkagePair.State.inForce.contains(pair.state) else { return }
        try note(.refuse, pair, words)
        try LinkageEnding.end(pair, as: .refused, transaction)
    }

    func said(_ token: String, _ words: String) throws {
        var pair = try pair(token)
        guard [.asked, .asking, .agreed].contains(pair.state), !words.isEmpty else { throw MessageRefusal(code: "not-possible") }
        try note(.message, pair, words)
        pair.hasNews = true
        try pairs.put(pair)
    }

    /// What the partner shows becomes a record of ours, with the partner as author: tracing compares it like any other.
    func shown(_ token: String, _ part: SharedRecord) throws {
        var pair = try pair(token)
        guard pair.state == .agreed, pair.counterpart.isEmpty else { throw MessageRefusal(code: "not-possible") }
        guard let organisation = try Partners.find(partner, node, connection), let today = node.today else {
            throw Self.notAvailable
        }
        let record = RecordIdentifier.text(node.keys.recordIdentifier(for: "linkage\n\(partner)\n\(token)"))
        // Once withdrawn, it does not come back under the same name.
        guard try transaction.state(of: record)?.isErased != true else { throw MessageRefusal(code: "not-possible") }
        try transaction.save(part.change(record, from: organisation.name, today: today, node.dictionary))
        try note(.share, pair, "")
        (pair.counterpart, pair.hasNews) = (record, true)
        try pairs.put(pair)
    }

    func over(_ token: String) throws {
        guard let pair = try pairs.find(token, of: partner), pair.state != .over || !pair.counterpart.isEmpty else { return }
        try note(.over, pair, "")
        try LinkageEnding.end(pair, as: .over, transaction)
    }
}
