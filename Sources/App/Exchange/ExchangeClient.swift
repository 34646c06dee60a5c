import Exchange
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Posts envelopes to other nodes: one request a connection, certificates always checked, no redirects, answers bounded in size and time.
struct ExchangeClient: Sendable {
    struct Answer: Sendable {
        var status: Int
        var body: [UInt8]
    }

    /// Seconds for a connection to be made, and for the whole answer to arrive: lines are slow.
    private static let connecting = TimeAmount.seconds(15)
    private static let answering = TimeAmount.seconds(120)

    /// A file of certificates in PEM that are trusted besides the system's; nil for none.
    var trustedCertificates: String?

    func post(_ body: [UInt8], to address: ExchangeAddress, path: String) async throws(ExchangeError) -> Answer {
        do {
            return try await send(body, to: address, path: path)
        } catch let error as ExchangeError {
            throw error
        } catch let error as NIOSSLError {
            if case .handshakeFailed = error { throw ExchangeError(.invalidCertificate) }
            if case .unableToValidateCertificate = error { throw ExchangeError(.invalidCertificate) }
            throw ExchangeError(.unreachable)
        } catch is NIOSSLExtraError {
            throw ExchangeError(.invalidCertificate)
        } catch {
            throw ExchangeError(.unreachable)
        }
    }

    private var tlsConfiguration: TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let trustedCertificates { configuration.additionalTrustRoots = [.file(trustedCertificates)] }
        return configuration
    }

    private func send(_ body: [UInt8], to address: ExchangeAddress, path: String) async throws -> Answer {
        let group = MultiThreadedEventLoopGroup.singleton
        let tls = address.isSecure ? try NIOSSLContext(configuration: tlsConfiguration) : nil
        let promise = group.next().makePromise(of: Answer.self)
        let request = HTTPRequestHead(
            version: .http1_1, method: .POST, uri: address.path + path,
            headers: [
                "host": address.port == (address.isSecure ? 443 : 80) ? address.host : "\(address.host):\(address.port)",
                "content-type": "application/octet-stream", "content-length": "\(body.count)", "connection": "close",
            ])
        do {
            let channel = try await ClientBootstrap(group: group).connectTimeout(Self.connecting).channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: address.isNumeric ? nil : address.host)) }
                    try pipeline.addHTTPClientHandlers()
                    try pipeline.addHandler(AnswerCollector(request, body: body, promise: promise, within: Self.answering))
                }
            }.connect(host: address.host, port: address.port).get()
            defer { channel.close(promise: nil) }
            // A server that ends does not wait for a partner who is silent.
            return try await withTaskCancellationHandler {
                try await promise.futureResult.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        } catch {
            // Fulfilling it twice does nothing; not at all would be a fault.
            promise.fail(error)
            throw error
        }
    }
}

/// Sends one request when the connection is there, and gathers its answer.
private final class AnswerCollector: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let request: HTTPRequestHead
    private let requestBody: [UInt8]
    private let promise: EventLoopPromise<ExchangeClient.Answer>
    private let limit: TimeAmount
    private var status = 0
    private var body: [UInt8] = []
    private var isDone = false
    private var timeout: Scheduled<Void>?

    init(_ request: HTTPRequestHead, body: [UInt8], promise: EventLoopPromise<ExchangeClient.Answer>, within limit: TimeAmount) {
        self.request = request
        requestBody = body
        self.promise = promise
        self.limit = limit
    }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        timeout = context.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
        context.write(wrapOutboundOut(.head(request)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: requestBody)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): status = Int(head.status.code)
        case .body(let part):
            guard body.count + part.readableBytes <= ExchangeLimits.envelope + 4096 else { return fail(ExchangeError(.unreachable), context) }
            body += part.readableBytesView
        case .end: finish(.success(ExchangeClient.Answer(status: status, body: body)))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.failure(ExchangeError(.unreachable)))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(error, context) }

    private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
        finish(.failure(error))
        context.close(promise: nil)
    }

    private func finish(_ result: Result<ExchangeClient.Answer, any Error>) {
        guard !isDone else { return }
        isDone = true
        timeout?.cancel()
        promise.completeWith(result)
    }
}
