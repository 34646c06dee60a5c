import Dictionary
import Exchange
import Foundation
import Journal
import Referral
import Storage
import Testing
import Vault

@testable import App

/// Two nodes with a folder and a database each that have compared their keys, and every byte that crosses between them.
final class NodePair {
    let sender: World
    let receiver: World
    private(set) var crossed = Data()

    init(_ backend: Backend = .sqlite) throws {
        sender = try World(backend)
        receiver = try World(backend)
        try Partners.verifyEachOther(sender.node, receiver.node)
    }

    /// Lets so much time pass for both that the keys, which were made at the time of day, can be replaced.
    func passKeys() {
        let made = max(sender.node.keys.publicKeys.signing.last?.since ?? 0, receiver.node.keys.publicKeys.signing.last?.since ?? 0)
        for world in [sender, receiver] {
            let now = Int64(world.node.now())
            if made >= now { world.clock.advance(minutes: UInt64(made - now) / 60_000 + 1) }
        }
    }

    var senderIdentifier: String { sender.node.organisation.identifier }
    var receiverIdentifier: String { receiver.node.organisation.identifier }

    /// Carries until neither has anything to tell.
    func settle() throws {
        for _ in 0..<40 {
            let there = try carry(from: sender.node, to: receiver.node)
            let back = try carry(from: receiver.node, to: sender.node)
            if !there, !back { return }
        }
    }

    /// One envelope.
    @discardableResult
    func carry(from node: Node, to other: Node) throws -> Bool {
        guard let envelope = try envelope(from: node, to: other) else { return false }
        _ = try ExchangeDelivery(node: other).take(envelope)
        try ExchangeDelivery(node: other).tell(from: node.organisation.identifier)
        return true
    }

    func envelope(from node: Node, to other: Node, isAsked: Bool = false) throws -> [UInt8]? {
        var cursor = Channel<DatabaseChannelStore>.Cursor()
        let envelope = try ExchangeDelivery(node: node).envelope(for: other.organisation.identifier, after: &cursor, isAsked: isAsked)
        crossed.append(contentsOf: envelope ?? [])
        return envelope
    }

    func partner(_ identifier: String, of world: World) throws -> Partner {
        try world.node.database.read { try PartnerRows($0, organisation: world.node.organisation).require(identifier) }
    }

    /// Puts a message that says nothing.
    func put(_ number: Int = 1, attachments: [ExchangeMessage.Attachment] = []) throws {
        try sender.node.change(by: "test") { transaction in
            try Outbox.put(
                ExchangeMessage(
                    conversation: ExchangeMessage.newConversation(), kind: TestMessage.kind, content: TestMessage.content(number), attachments: attachments),
                to: receiverIdentifier, node: sender.node, in: transaction)
        }
    }

    // MARK: Referrals

    func work(_ world: World) -> ReferralWork { ReferralWork(node: world.node, account: "worker") }

    func agree(_ scopes: [String], _ caseRecord: String) throws {
        let answers: [String: Answer?] = [
            "given": Answer(.code("yes")), "scopes": Answer(try FieldValue(codes: scopes)), "manner": Answer(.code("spoken")),
            "given-on": Answer(.date(PartialDate(try #require(CalendarDay(year: 2026, month: 1, day: 3))))),
        ]
        try CaseWork(node: sender.node, account: "test").addConsent(answers, of: nil, to: caseRecord, submission: RecordIdentifier.random())
    }

    func choice(_ caseRecord: String) throws -> SharedChoice {
        try sender.node.database.read { try SharedChoice(of: caseRecord, as: .keyHolder, sender.node, $0) }
    }

    func draft(_ caseRecord: String, words: String? = nil) -> ReferralDraft {
        var draft = ReferralDraft(draft: RecordIdentifier.random(), caseRecord: caseRecord, account: "worker", made: sender.node.now())
        draft.partners = [receiverIdentifier]
        draft.words = words
        draft.offer = ReferralContent.Offer(kind: .referral, urgency: "same-day")
        return draft
    }

    /// The receiver's referral of the same conversation.
    func received(_ referral: String) throws -> ReferralRow? {
        guard let sent = try sender.node.database.read({ try ReferralRows(sender.node, $0).find(referral) }) else { return nil }
        return try receiver.node.database.read { try ReferralRows(receiver.node, $0).find(conversation: sent.conversation, partner: senderIdentifier) }
    }

    /// Everything that can be read of referrals at the receiver, in clear.
    func readable(_ row: ReferralRow) throws -> Data {
        try receiver.node.database.read { connection in
            let steps = ReferralSteps(receiver.node, connection)
            return try steps.all(of: row.referral).reduce(into: Data()) { data, step in
                data.append(contentsOf: try steps.bytes(step.number, of: row.referral) ?? [])
            }
        }
    }
}
