import Dictionary
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix

/// Serves a node's web application until the process is asked to end (SIGTERM, SIGINT); requests under way are finished first.
public struct WebServer: Sendable {
    private let settings: ServerSettings
    private let pipeline: WebPipeline
    private let logger: Logger
    /// What waits for the disk or a converter keeps its thread: more than there are cores, so that others go on meanwhile.
    private let threads = NIOThreadPool(numberOfThreads: 6)

    /// - Parameter nodes: the organisations of the node.
    public init(settings: ServerSettings, nodes: [Node], logger: Logger) throws {
        self.settings = settings
        self.logger = logger
        pipeline = try WebPipeline.standard(settings: settings, nodes: nodes, logger: logger, threads: threads)
    }

    /// - Parameter started: called with the port once connections are taken.
    public func run(started: @escaping @Sendable (Int) -> Void = { _ in }) async throws {
        let pipeline = pipeline
        let seconds = settings.requestSeconds
        let responder = CallbackResponder<ConnectionContext> { request, context in
            try await Self.answer(request, context, pipeline, seconds)
        }
        let configuration = ApplicationConfiguration(address: .hostname(settings.host, port: settings.port), serverName: nil)
        let background = BackgroundWork(pipeline, settings, logger)
        let application = Application(
            responder: responder, server: try server(), configuration: configuration,
            onServerRunning: { channel in
                background.start()
                started(channel.localAddress?.port ?? 0)
            }, logger: Self.quiet(logger))
        threads.start()
        do {
            try await application.runService()
        } catch {
            await end(background)
            throw ListeningFault.explain(error, settings)
        }
        await end(background)
    }

    /// Nothing reads or writes any more when it returns.
    private func end(_ background: BackgroundWork) async {
        await background.end()
        try? await threads.shutdownGracefully()
    }

    private func server() throws -> HTTPServerBuilder {
        let http = HTTPServerBuilder.http1(configuration: .init(idleTimeout: .seconds(30)))
        guard let files = TLSFiles(settings) else { return http }
        let configuration = try files.configuration()
        if try files.end() < Double(pipeline.now()) / 1000 {
            logger.warning("The certificate \(files.certificate) has ended: browsers will refuse the server. Renew it and start the server again.")
        }
        return try .tls(http, tlsConfiguration: configuration)
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
        let languages = try LanguageCatalogue.standard().adding(nodes.first.map { try OwnLanguage.all(in: $0.folder) } ?? [])
        let services = AppServices(
            organisations: directory, settings: settings, languages: languages, calendars: try CalendarTables.own(in: nodes.first?.folder),
            metrics: metrics,
            accounts: accounts, readings: ReadingLog(), lists: CaseLists(directory), ties: CaseTieTables(directory), claims: ClaimLists(directory),
            due: DueBooks(directory), search: SearchService(directory),
            forms: FormCache(), threads: threads)
        return WebPipeline(
            services: services, table: try RouteTable(RouteTable.product), sessions: accounts, tokens: FormTokens(),
            limiter: RateLimiter(capacity: settings.requestsPerSecond * 6, perSecond: Double(settings.requestsPerSecond)), metrics: metrics, logger: logger,
            now: now)
    }
}
