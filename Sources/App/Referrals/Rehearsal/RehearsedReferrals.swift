import Exchange
import Referral

/// Referrals as a rehearsal of the exchange acts them out: each conversation is one, everything that the rules permit is done at random, every offer and everything
/// shared holds a secret of its own, and what was refused or withdrawn must be nowhere afterwards but where it came from.
public struct RehearsedReferrals: RehearsedApplication {
    private struct Referral: Sendable {
        var rules: ReferralRules
        var side: ReferralSide
        var state = ReferralState.offered
        /// What this side has told and may still say.
        var told: [[UInt8]] = []
        /// What this side was told and may still read.
        var heard: [[UInt8]] = []
        /// What this side told and was then refused, or took back.
        var takenBack: [[UInt8]] = []
    }

    private var referrals: [ExchangeIdentifier: Referral] = [:]
    /// What is wrong already: something came that no honest side can have done.
    private var impossible: [String] = []

    public init() {}

    // MARK: Doing

    public mutating func act(in conversation: ExchangeIdentifier, isOwn: Bool, _ random: inout some RandomNumberGenerator) -> RehearsedAct? {
        guard var referral = referrals[conversation] else { return isOwn ? offer(conversation, &random) : nil }
        let permitted = referral.rules.permitted(to: referral.side, in: referral.state).filter { $0 != .seal }
        guard !permitted.isEmpty else { return nil }
        let event = permitted[Int(random.next() % UInt64(permitted.count))]
        let secret = event == .share ? Self.secret(&random) : []
        move(&referral, event, by: referral.side)
        let takesBack = event == .withdraw
        if takesBack { Self.takeBack(&referral) }
        // Whoever declines keeps nothing of what was shown.
        if event == .decline { referral.heard = [] }
        if event == .share { referral.told.append(secret) }
        referrals[conversation] = referral
        return RehearsedAct(Self.content(event.rawValue, secret), takesBack: takesBack)
    }

    private mutating func offer(_ conversation: ExchangeIdentifier, _ random: inout some RandomNumberGenerator) -> RehearsedAct {
        let rules = ReferralKind.Rules.allCases[Int(random.next() % UInt64(ReferralKind.Rules.allCases.count))]
        let secret = Self.secret(&random)
        referrals[conversation] = Referral(rules: ReferralRules(rules), side: .sender, told: [secret])
        return RehearsedAct(Self.content("offer-" + rules.rawValue, secret))
    }

    private static func takeBack(_ referral: inout Referral) {
        referral.takenBack += referral.told
        (referral.told, referral.heard) = ([], [])
    }

    private func move(_ referral: inout Referral, _ event: ReferralEvent, by side: ReferralSide) {
        if case .moves(let state) = referral.rules.effect(of: event, by: side, in: referral.state) { referral.state = state }
    }

    // MARK: Hearing

    public mutating func hear(_ content: [UInt8], in conversation: ExchangeIdentifier) -> RehearsedAct? {
        let (word, secret) = Self.read(content)
        guard var referral = referrals[conversation] else {
            begin(conversation, word, secret)
            return nil
        }
        // What cannot be is refused, as the node does; only after a restore may it come.
        guard let event = ReferralEvent(rawValue: word) else { return note("an offer came for what is there already") }
        let effect = referral.rules.effect(of: event, by: referral.side.other, in: referral.state)
        guard effect != .impossible else { return note("\(event) came in the state \(referral.state)") }
        guard effect != .overtaken else { return nil }
        move(&referral, event, by: referral.side.other)
        defer { referrals[conversation] = referral }
        switch event {
        case .withdraw:
            Self.takeBack(&referral)
            return RehearsedAct(Self.content(ReferralEvent.seal.rawValue, []), takesBack: true)
        case .decline:
            // The receiver has kept nothing of it; what has not crossed does not cross any more.
            referral.takenBack += referral.told
            return RehearsedAct([], takesBack: true, isTold: false)
        case .share: referral.heard.append(secret)
        default: break
        }
        return nil
    }

    private mutating func begin(_ conversation: ExchangeIdentifier, _ word: String, _ secret: [UInt8]) {
        // The offer was taken back before it crossed: what follows is about nothing.
        guard word.hasPrefix("offer-"), let rules = ReferralKind.Rules(rawValue: String(word.dropFirst(6))) else { return }
        referrals[conversation] = Referral(rules: ReferralRules(rules), side: .receiver, heard: [secret])
    }

    private mutating func note(_ fault: String) -> RehearsedAct? {
        impossible.append(fault)
        return nil
    }

    // MARK: Judging

    public func isTakenBack(_ content: [UInt8], in conversation: ExchangeIdentifier) -> Bool {
        let secret = Self.read(content).secret
        return !secret.isEmpty && referrals[conversation]?.takenBack.contains(secret) == true
    }

    /// Of withdrawn referrals.
    public var secrets: [[UInt8]] { referrals.values.filter { $0.state == .withdrawn && $0.side == .sender }.flatMap(\.takenBack) }

    public var readable: [[UInt8]] { referrals.values.flatMap { $0.heard + $0.told + ($0.side == .sender ? $0.takenBack : []) } }

    public func faults(with partner: RehearsedReferrals) -> [String] {
        var faults = impossible + partner.impossible
        for (conversation, here) in referrals where here.side == .sender { faults += compare(here, partner.referrals[conversation]) }
        for (conversation, there) in partner.referrals where there.side == .sender { faults += compare(there, referrals[conversation]) }
        return faults
    }

    private func compare(_ sender: Referral, _ receiver: Referral?) -> [String] {
        guard let receiver else { return sender.state == .withdrawn ? [] : ["a referral in the state \(sender.state) never arrived"] }
        guard sender.state == receiver.state else { return ["the sender sees \(sender.state), the receiver \(receiver.state)"] }
        switch sender.state {
        case .withdrawn: return receiver.heard.isEmpty ? [] : ["a withdrawn referral can still be read"]
        // Also one that was refused and then closed.
        case .declined, .closed: return sender.told.starts(with: receiver.heard) ? [] : ["a referral that has ended shows what was not shared"]
        default:
            let isWhole = sender.told == receiver.heard && receiver.told == sender.heard
            return isWhole ? [] : ["the shared part of a referral differs in the state \(sender.state)"]
        }
    }

    // MARK: What crosses

    private static func secret(_ random: inout some RandomNumberGenerator) -> [UInt8] { Array("secret-\(random.next())-\(random.next())".utf8) }

    private static func content(_ word: String, _ secret: [UInt8]) -> [UInt8] { Array(word.utf8) + [0x20] + secret }

    private static func read(_ content: [UInt8]) -> (word: String, secret: [UInt8]) {
        let parts = content.split(separator: 0x20, maxSplits: 1, omittingEmptySubsequences: false)
        return (String(decoding: parts.first ?? [], as: UTF8.self), parts.count > 1 ? Array(parts[1]) : [])
    }
}
