import Testing
import Vault

@testable import Exchange

/// What a partner who means harm, or whose backup was restored, can send; a row each.
@Suite("A stream of messages with a partner")
struct ChannelTests {
    private func item(_ number: UInt64, conversation: UInt64 = 1, after: UInt64 = 0) -> ExchangeItem {
        ExchangeItem(
            identifier: ExchangeIdentifier(high: 1, low: number), conversation: ExchangeIdentifier(high: 2, low: conversation),
            after: after == 0 ? .none : ExchangeIdentifier(high: 1, low: after), made: 0, kind: "k", content: [0x7B, 0x7D])
    }

    private func channel(sending count: UInt64 = 0) throws -> Channel<MemoryChannelStore> {
        var channel = Channel(state: ChannelState(), store: MemoryChannelStore())
        for number in 0..<count { try channel.put(item(number + 1, after: number)) }
        return channel
    }

    private func parcel(_ channel: Channel<MemoryChannelStore>) throws -> Parcel {
        var cursor = Channel<MemoryChannelStore>.Cursor()
        return try channel.parcel(after: &cursor)
    }

    /// The report of a partner who says to have sent so much.
    private func saying(_ sent: Int64) throws -> Parcel.Report {
        var report = try parcel(try channel()).report
        report.sent = sent
        return report
    }

    private let question = ExchangeIdentifier(high: 9, low: 9)

    @Test("A parcel taken twice changes nothing the second time")
    func replay() throws {
        let sender = try channel(sending: 3)
        var receiver = try channel()
        let sent = try parcel(sender)
        let arrived = try receiver.take(sent, made: 1, question: question)
        #expect(arrived.new == 3)
        let before = receiver.state
        let again = try receiver.take(sent, made: 1, question: question)
        #expect(again.new == 0 && again.repeated == 3)
        #expect(receiver.state == before)
        let (told, toldAgain) = (receiver.store.tell(), receiver.store.tell())
        #expect(told.count == 3 && toldAgain.isEmpty)
    }

    @Test("A confirmation of what was never sent is not believed")
    func inventedConfirmation() throws {
        var sender = try channel(sending: 2)
        var lie = try parcel(try channel())
        lie.report.received = 9
        let outcome = try sender.take(lie, made: 1, question: question)
        #expect(sender.state.acknowledged == 0)
        #expect(outcome.isDisagreeing && sender.state.question == question)
    }

    @Test("An old report does not take back what was confirmed")
    func oldReport() throws {
        var sender = try channel(sending: 2)
        var receiver = try channel()
        let early = try parcel(receiver)
        _ = try receiver.take(try parcel(sender), made: 5, question: question)
        _ = try sender.take(try parcel(receiver), made: 6, question: question)
        #expect(sender.state.acknowledged == 2)
        _ = try sender.take(early, made: 1, question: question)
        #expect(sender.state.acknowledged == 2 && sender.state.question == nil)
    }

    @Test("An answer that nobody asked for mends nothing")
    func uninvitedAnswer() throws {
        var sender = try channel(sending: 2)
        var receiver = try channel()
        _ = try receiver.take(try parcel(sender), made: 5, question: question)
        _ = try sender.take(try parcel(receiver), made: 6, question: question)
        var lie = try parcel(try channel())
        lie.answer = question
        let outcome = try sender.take(lie, made: 7, question: question)
        #expect(!outcome.isMended)
        #expect(sender.state.acknowledged == 2)
    }

    @Test("Messages that overtake each other are told in the order of their conversation, and others do not wait")
    func order() throws {
        var receiver = try channel()
        let report = try saying(100)
        func arrive(_ number: Int64, _ item: ExchangeItem) throws {
            _ = try receiver.take(Parcel(report: report, items: [.init(number: number, item: item)]), made: 0, question: question)
        }
        try arrive(2, item(2, after: 1))
        try arrive(3, item(3, conversation: 7))
        let other = receiver.store.tell().map(\.item.identifier.low)
        #expect(other == [3])
        #expect(receiver.state.received == 0)
        try arrive(1, item(1))
        let ordered = receiver.store.tell().map(\.item.identifier.low)
        #expect(ordered == [1, 2])
        #expect(receiver.state.received == 3)
    }

    @Test("A partner who was restored from a backup gets what it lost, and what it sends anew follows on")
    func restored() throws {
        var sender = try channel(sending: 2)
        var receiver = try channel()
        let backup = (sender, receiver)
        _ = try receiver.take(try parcel(sender), made: 1, question: question)
        try sender.put(item(3, after: 2))
        _ = try receiver.take(try parcel(sender), made: 2, question: question)
        let before = receiver.store.tell()
        #expect(before.count == 3)
        // The sender forgets its third message, and numbers another one as the third.
        sender = backup.0
        try sender.put(item(4, after: 2))
        for time in Int64(3)...8 {
            _ = try receiver.take(try parcel(sender), made: time, question: question)
            _ = try sender.take(try parcel(receiver), made: time, question: ExchangeIdentifier(high: 9, low: UInt64(time)))
            var answered = receiver
            answered.handedOver(try parcel(receiver))
            receiver = answered
        }
        let after = receiver.store.tell().map(\.item.identifier.low)
        #expect(after == [4])
        #expect(sender.state.sent == receiver.state.received && sender.state.sentLink == receiver.state.receivedLink)
        #expect(sender.state.unconfirmed == 0)
    }

    @Test("No more than a partner's share waits here")
    func flooding() throws {
        var receiver = try channel()
        let report = try saying(100)
        // Attachments that are announced and never come.
        let attachment = ExchangeItem.Attachment(digest: [UInt8](repeating: 1, count: 32), size: ExchangeLimits.attachment, name: "a", mediaType: "b")
        for number in Int64(1)...40 {
            var heavy = item(UInt64(number), conversation: UInt64(number))
            heavy.attachments = [attachment]
            _ = try receiver.take(Parcel(report: report, items: [.init(number: number, item: heavy)]), made: 0, question: question)
        }
        #expect(try receiver.store.waiting().bytes == ExchangeLimits.waitingBytes)
        #expect(receiver.state.received == 16)
        #expect(try parcel(receiver).report.isFull)
    }

    @Test("An attachment with other bytes than announced is not told")
    func otherAttachment() throws {
        var receiver = try channel()
        let report = try saying(100)
        var message = item(1)
        message.attachments = [.init(digest: [UInt8](repeating: 1, count: 32), size: 3, name: "a", mediaType: "b")]
        let piece = Parcel.Piece(message: message.identifier, attachment: 0, index: 0, bytes: [1, 2, 3])
        _ = try receiver.take(Parcel(report: report, items: [.init(number: 1, item: message)], pieces: [piece]), made: 0, question: question)
        let told = receiver.store.tell().map(\.item.identifier)
        #expect(told.isEmpty)
        #expect(try parcel(receiver).report.lacking == [.init(message: message.identifier, attachment: 0, held: 0)])
    }

    @Test("What a partner had sent before it was restored and arrives after that is left alone, and brings the two together again")
    func arrivesAfterRestore() throws {
        var sender = try channel(sending: 2)
        var receiver = try channel()
        let forgotten = try {
            var later = sender
            try later.put(item(3, after: 2))
            return try parcel(later)
        }()
        // Restored, the sender numbers another message as the third; then what it has forgotten arrives.
        try sender.put(item(4, after: 2))
        _ = try receiver.take(try parcel(sender), made: 5, question: question)
        try sender.put(item(5, after: 4))
        var older = forgotten
        older.items.append(.init(number: 4, item: item(6, after: 3)))
        older.report.sent = 4
        let outcome = try receiver.take(older, made: 1, question: question)
        #expect(outcome.isDisagreeing && receiver.state.question == question)
        #expect(receiver.state.received == 3)
        // The question goes until it is answered, by what the sender says now.
        let asked = try parcel(receiver)
        #expect(asked.question == question)
        _ = try sender.take(asked, made: 6, question: ExchangeIdentifier(high: 9, low: 1))
        _ = try receiver.take(try parcel(sender), made: 6, question: question)
        #expect(receiver.state.question == nil && receiver.state.received == 4)
        let told = receiver.store.tell().map(\.item.identifier.low)
        #expect(told == [1, 2, 4, 5])
    }

    @Test("A partner whose clock was set back is asked, and what it says then counts")
    func clockSetBack() throws {
        var sender = try channel(sending: 1)
        var receiver = try channel()
        _ = try receiver.take(try parcel(sender), made: 1_000, question: question)
        try sender.put(item(2, after: 1))
        let early = try receiver.take(try parcel(sender), made: 10, question: question)
        #expect(early.isDisagreeing && receiver.state.received == 1)
        _ = try sender.take(try parcel(receiver), made: 1, question: ExchangeIdentifier(high: 9, low: 1))
        _ = try receiver.take(try parcel(sender), made: 11, question: question)
        #expect(receiver.state.received == 2 && receiver.state.heard == 11)
    }

    @Test("What is taken back while its attachment is on the way is not waited for, and nothing of it stays")
    func takenBack() throws {
        var sender = try channel()
        var receiver = try channel()
        let bytes = [UInt8](repeating: 7, count: ExchangeLimits.piece + 5)
        var message = item(1)
        message.content = Array("a secret".utf8)
        message.attachments = [.init(digest: [UInt8](repeating: 1, count: 32), size: Int64(bytes.count), name: "a", mediaType: "b")]
        try sender.put(message)
        sender.store.setPieces([Array(bytes.prefix(ExchangeLimits.piece)), Array(bytes.suffix(5))], ofAttachment: 0, message: message.identifier)
        var cursor = Channel<MemoryChannelStore>.Cursor()
        _ = try receiver.take(try sender.parcel(after: &cursor, bytes: 100), made: 1, question: question)
        _ = try sender.take(try parcel(receiver), made: 1, question: question)
        #expect(sender.state.acknowledged == 1 && receiver.store.contents.contains { $0.count == ExchangeLimits.piece })
        sender.store.takeBack(message.conversation)
        try sender.put(item(2, after: 1))
        for time in Int64(2)...3 {
            _ = try receiver.take(try parcel(sender), made: time, question: question)
            _ = try sender.take(try parcel(receiver), made: time, question: question)
        }
        #expect(receiver.store.contents.allSatisfy { $0.count <= 2 })
        let told = receiver.store.tell().map(\.item.kind)
        #expect(told == [ExchangeItem.removedKind, "k"])
        #expect(try sender.store.unfinishedAttachments(upTo: 2, limit: 9).isEmpty)
    }

    @Test("Links that differ after restores of both sides make everything go again, so that nothing is taken for arrived that is not")
    func bothRestored() throws {
        var sender = try channel(sending: 1)
        var receiver = try channel()
        let start = sender
        for number in UInt64(2)...3 { try sender.put(item(number, after: number - 1)) }
        _ = try receiver.take(try parcel(sender), made: 1, question: question)
        let (old, empty) = (receiver, try channel())
        // Both go back to before, other messages cross, and then the receiver goes back to the first line of events.
        (sender, receiver) = (start, empty)
        for number in UInt64(12)...13 { try sender.put(item(number, after: number == 12 ? 1 : 12)) }
        _ = try receiver.take(try parcel(sender), made: 2, question: question)
        _ = try sender.take(try parcel(receiver), made: 2, question: question)
        #expect(sender.state.unconfirmed == 0)
        receiver = old
        for time in Int64(3)...8 {
            _ = try receiver.take(try parcel(sender), made: time, question: question)
            _ = try sender.take(try parcel(receiver), made: time, question: ExchangeIdentifier(high: 9, low: UInt64(time)))
            receiver.handedOver(try parcel(receiver))
        }
        let told = receiver.store.tell().map(\.item.identifier.low)
        #expect(Set(told).isSuperset(of: [12, 13]) && sender.state.sentLink == receiver.state.receivedLink && sender.state.unconfirmed == 0)
    }
}
