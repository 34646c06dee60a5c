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
        let report = try parcel(try channel()).report
        func arrive(_ number: Int64, _ item: ExchangeItem) throws {
            _ = try receiver.take(Parcel(report: report, items: [.init(number: number, item: item)]), made: 0, question: question)
        }
        try arrive(2, item(2, after: 1))
        try arrive(3, item(3, conversation: 7))
        let other = receiver.store.tell().map(\.identifier.low)
        #expect(other == [3])
        #expect(receiver.state.received == 0)
        try arrive(1, item(1))
        let ordered = receiver.store.tell().map(\.identifier.low)
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
        let after = receiver.store.tell().map(\.identifier.low)
        #expect(after == [4])
        #expect(sender.state.sent == receiver.state.received && sender.state.sentLink == receiver.state.receivedLink)
        #expect(sender.state.unconfirmed == 0)
    }

    @Test("No more than a partner's share waits here")
    func flooding() throws {
        var receiver = try channel()
        let report = try parcel(try channel()).report
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
        let report = try parcel(try channel()).report
        var message = item(1)
        message.attachments = [.init(digest: [UInt8](repeating: 1, count: 32), size: 3, name: "a", mediaType: "b")]
        let piece = Parcel.Piece(message: message.identifier, attachment: 0, index: 0, bytes: [1, 2, 3])
        _ = try receiver.take(Parcel(report: report, items: [.init(number: 1, item: message)], pieces: [piece]), made: 0, question: question)
        let told = receiver.store.tell()
        #expect(told.isEmpty)
        #expect(try parcel(receiver).report.lacking == [.init(message: message.identifier, attachment: 0, held: 0)])
    }
}
