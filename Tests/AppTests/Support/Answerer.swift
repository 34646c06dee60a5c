import NIOCore
import Synchronization

/// What a server of a test was sent.
final class ReceivedBytes: Sendable {
    private let held = Mutex("")
    var text: String { held.withLock { $0 } }

    func add(_ more: String) { held.withLock { $0 += more } }
}

/// The plainest partner: keeps what it is sent, and says that it was taken once it has what it waits for.
final class Answerer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let received: ReceivedBytes
    private let isAnswered: @Sendable (String) -> Bool

    /// - Parameter isAnswered: whether what has come so far gets an answer.
    init(_ received: ReceivedBytes, when isAnswered: @escaping @Sendable (String) -> Bool) {
        (self.received, self.isAnswered) = (received, isAnswered)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received.add(String(buffer: unwrapInboundIn(data)))
        guard isAnswered(received.text) else { return }
        let answer = "HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
    }

    // A client that does not like the certificate, or does not wait, goes away: that is what is tested.
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
