import Dictionary
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL

/// Serves a node's web application until the process is asked to end (SIGTERM, SIGINT); requests under way are finished first.
public struct WebServer: Sendable {
    private let settings: ServerSettings
    private let pipeline: WebPipeline
    private let logger: Logger

    /// - Parameter nodes: the organisations of the node.
    public init(settings: ServerSettings, nodes: [Node], logger: Logger) throws {
        let pipeline = try WebPipeline.standard(settings: settings, nodes: nodes, logger: logger, threads: .singleton)
        self.init(settings: settings, pipeline: pipeline, logger: logger)
    }

    init(settings: ServerSettings, pipeline: WebPipeline, logger: Logger) {
        self.settings = settings
        self.pipeline = pipeline
        self.logger = logger
    }

    /// - Parameter started: called with the port once connections are taken.
    public func run(started: @escaping @Sendable (Int) -> Void = { _ in }) async throws {
        let pipeline = pipeline
        let seconds = settings.requestSeconds
        let responder = CallbackResponder<ConnectionContext> { request, context in
            try await Self.answer(request, context, pipeline, seconds)
        }
        let configuration = ApplicationConfiguration(address: .hostname(settings.host, port: settings.port), serverName: nil)
        let application = Application(
            responder: responder, server: try server(), configuration: configuration,
            onServerRunning: { channel in started(channel.localAddress?.port ?? 0) }, logger: Self.quiet(logger))
        // What is due is made ready apart from the requests; the day view says so while it is not.
        let services = pipeline.services
        let preparing = Task { try await services.work { try services.due.prepare() } }
        defer { preparing.cancel() }
        let mail = settings.mail.map { settings in
            let sender = NotificationSender(services, settings, logger: logger, now: pipeline.now)
            return Task { await sender.run() }
        }
        defer { mail?.cancel() }
        let exchanging = Task { await ExchangeWorker(services).run() }
        defer { exchanging.cancel() }
        let clockwork = Task { await Self.keepDeadlines(services, logger) }
        defer { clockwork.cancel() }
        let linkage = Task { await LinkageKeeping(services, logger).run() }
        defer { linkage.cancel() }
        pipeline.services.lists.start(pipeline.services.organisations)
        pipeline.services.claims.start(pipeline.services.organisations)
        pipeline.services.search.start()
        try await application.runService()
        pipeline.services.search.end()
    }

    /// Reminds partners of referrals, and asks the next when a deadline has passed: looked at every half minute, the shortest deadline being an hour.
    private static func keepDeadlines(_ services: AppServices, _ logger: Logger) async {
        while !Task.isCancelled {
            do {
                try await services.work { for node in services.organisations.all { try ReferralClockwork(node: node).run() } }
            } catch {
                logger.error("The deadlines of referrals were not looked at: \(error)")
            }
            try? await Task.sleep(for: .seconds(30))
        }
    }

    private func server() throws -> HTTPServerBuilder {
        let http = HTTPServerBuilder.http1(configuration: .init(idleTimeout: .seconds(30)))
        guard let certificate = settings.certificate, let key = settings.certificateKey else { return http }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain, privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
            configuration.minimumTLSVersion = .tlsv12
            return try .tls(http, tlsConfiguration: configuration)
        } catch {
            throw AppError("The certificate \(certificate) with the key \(key) cannot be used: \(error)", isWrongUse: true)
        }
    }

    /// The library's own lines say addresses; only its warnings are kept.
    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = .warning
        return logger
    }

    private static func answer(_ request: Request, _ context: ConnectionContext, _ pipeline: WebPipeline, _ seconds: Int) async throws -> Response {
        let body = BodySource(request.body)
        let raw = RawRequest(
            method: request.method, target: request.uri.string, headers: request.headers, peer: context.peer,
            nextPiece: { try await body.next() })
        // Whoever sends slowly is cut off, so that nobody holds all connections.
        let answer = await withTaskGroup(of: WebResponse?.self) { group in
            group.addTask { await pipeline.answer(raw) }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        guard let answer else { return Response(status: .requestTimeout, headers: [.connection: "close"]) }
        return Response(status: answer.status, headers: answer.headers, body: Self.body(answer.body))
    }

    private static func body(_ body: WebResponse.Body) -> ResponseBody {
        switch body {
        case .bytes(let bytes): return ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        case .stream(let next):
            return ResponseBody { writer in
                while let piece = try await next() { try await writer.write(ByteBuffer(bytes: piece)) }
                try await writer.finish(nil)
            }
        }
    }
}

/// Takes a request's body piece by piece.
private actor BodySource {
    private var iterator: RequestBody.AsyncIterator

    init(_ body: RequestBody) {
        iterator = body.makeAsyncIterator()
    }

    func next() async throws -> [UInt8]? {
        var iterator = iterator
        let piece = try await iterator.next(isolation: self)
        self.iterator = iterator
        return piece.map { Array($0.readableBytesView) }
    }
}

/// What is known of the connection: where it comes from.
struct ConnectionContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let peer: String

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? "local"
    }
}

extension WebPipeline {
    /// The pipeline as the product runs it.
    static func standard(
        settings: ServerSettings, nodes: [Node], logger: Logger, threads: NIOThreadPool, now: @escaping @Sendable () -> UInt64 = Node.systemClock
    ) throws -> WebPipeline {
        let directory = OrganisationDirectory(nodes)
        let accounts = try AccountService(directory)
        let metrics = WebMetrics()
        let services = AppServices(
            organisations: directory, settings: settings, languages: try LanguageCatalogue.standard(), calendars: try CalendarTables.standard(),
            metrics: metrics,
            accounts: accounts, readings: ReadingLog(), lists: CaseLists(directory), claims: ClaimLists(directory), due: DueBooks(directory),
            search: SearchService(directory),
            forms: FormCache(), threads: threads)
        return WebPipeline(
            services: services, table: try RouteTable(RouteTable.product), sessions: accounts, tokens: FormTokens(),
            limiter: RateLimiter(capacity: settings.requestsPerSecond * 6, perSecond: Double(settings.requestsPerSecond)), metrics: metrics, logger: logger,
            now: now)
    }
}
