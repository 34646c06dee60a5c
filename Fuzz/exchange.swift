import Vault

@testable import Exchange

/// What comes from a peer, a relay or a file. The first byte chooses the reader; what is read is written in the same bytes, and a channel that takes it stays whole.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: data + 1, count: count - 1))
    switch data[0] % 7 {
    case 0:
        if let item = try? ExchangeItem(encoded: bytes) { precondition(item.encoded() == bytes, "a message is written otherwise than it was read") }
    case 1:
        var reader = ByteReader(bytes, subject: "The parcel")
        guard let parcel = try? Parcel(from: &reader) else { return 0 }
        // An answer to the very question that the first taking asks may mend something the second time.
        if parcel.answer == nil { take(parcel) }
    case 2: if let envelopes = try? ExchangeFile.read(bytes) { precondition(ExchangeFile.write(envelopes) == bytes, "a file is written otherwise") }
    case 3: if let request = try? FetchRequest(encoded: bytes) { precondition(request.encoded() == bytes, "a request is written otherwise") }
    case 4:
        for collection in ExchangeCodes.read(String(decoding: bytes, as: UTF8.self)).collections {
            if let file = collection.file { precondition(file.count <= ExchangeCodes.bytes, "a sequence holds more than it may") }
        }
    case 5: if let kept = try? RelayAnswer.read(bytes) { precondition(RelayAnswer.write(kept) == bytes, "a relay's answer is written otherwise") }
    default: _ = try? Envelope.read(bytes)
    }
    return 0
}

private func take(_ parcel: Parcel) {
    var channel = Channel(state: ChannelState(), store: MemoryChannelStore())
    let own = ExchangeItem(
        identifier: .init(high: 1, low: 1), conversation: .init(high: 1, low: 2), after: .none, made: 0, kind: "k", content: Array("{}".utf8))
    guard (try? channel.put(own)) != nil, (try? channel.take(parcel, made: 1, question: .init(high: 5, low: 5))) != nil else { return }
    let before = channel.state
    let again = try? channel.take(parcel, made: 1, question: .init(high: 5, low: 5))
    precondition(again?.new == 0, "a parcel has an effect twice")
    precondition(channel.state.received == before.received && channel.state.acknowledged == before.acknowledged, "a parcel has an effect twice")
    precondition(channel.state.acknowledged <= channel.state.sent, "more is confirmed than was sent")
    var cursor = Channel<MemoryChannelStore>.Cursor()
    precondition((try? channel.parcel(after: &cursor)) != nil)
}
