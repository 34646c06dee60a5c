import Foundation
import HTTPTypes
import Logging
import Storage

/// A request as the server library hands it over.
struct RawRequest: Sendable {
    var method: HTTPRequest.Method
    /// Path and query as they came.
    var target: String
    var headers: HTTPFields
    /// The address of the other end of the connection.
    var peer: String
    /// The next piece of the body; nil at the end.
    var nextPiece: @Sendable () async throws -> [UInt8]?
}

/// Tells who a session's token belongs to.
protocol SessionAuthority: Sendable {
    /// Nil if there is no such session, or it has ended.
    func session(token: String, now: UInt64) throws -> SignedIn?
    /// Whose token of the API it is, and what it is for; nil if it is none, or not any more.
    func program(token: String, now: UInt64) throws -> (signedIn: SignedIn, scopes: Set<APIScope>)?
}

/// From a raw request to an answer: finds the route, reads the body within its limit, checks the form's token, finds who is signed in, runs the handler, and turns
/// whatever goes wrong into a page. The server and the tests use the same one.
struct WebPipeline: Sendable {
    let services: AppServices
    let table: RouteTable
    let sessions: any SessionAuthority
    let tokens: FormTokens
    let limiter: RateLimiter
    let metrics: WebMetrics
    let logger: Logger
    let now: @Sendable () -> UInt64

    var cookies: Cookies { Cookies(isSecure: services.settings.isSecure) }

    func answer(_ raw: RawRequest) async -> WebResponse {
        let started = ContinuousClock.now
        let identifier = String(RandomToken.make().prefix(12))
        var context = Context(raw: raw, identifier: identifier, now: now())
        var response: WebResponse
        do {
            response = try await run(&context)
        } catch {
            response = failure(error, context)
        }
        finish(&response, context)
        let elapsed = started.duration(to: .now)
        metrics.record(route: context.route?.pattern ?? "none", status: response.status.code, duration: elapsed)
        // The pattern, not the path: identifiers of records, names in queries and addresses of people stay out of the log.
        var line: Logger.Metadata = [
            "id": "\(identifier)", "method": "\(raw.method.rawValue)", "route": "\(context.route?.pattern ?? "none")", "status": "\(response.status.code)",
            "milliseconds": "\(elapsed.components.seconds * 1000 + elapsed.components.attoseconds / 1_000_000_000_000_000)",
        ]
        // Who asked for what they may not: the number of the account, which is no name (ASVS 5.0, 16.3.2).
        if response.status == .forbidden, let account = context.session?.account { line["account"] = "\(account)" }
        for (name, value) in response.logged { line[name] = "\(value)" }
        logger.info("request", metadata: line)
        return response
    }

    // MARK: Steps

    /// What is known of a request so far, so that an error page can be shown at any point.
    private struct Context {
        let raw: RawRequest
        let identifier: String
        let now: UInt64
        var route: Route?
        var session: SignedIn?
        var scopes: Set<APIScope> = []
        /// What form tokens are bound to: the session's token, or the visitor's number.
        var browser = ""
        var newVisitor: String?
        var query = FormFields()
    }

    private func run(_ context: inout Context) async throws -> WebResponse {
        let raw = context.raw
        let target = raw.target.utf8
        let question = target.firstIndex(of: UInt8(ascii: "?"))
        let segments = try FormReading.segments(ofPath: target[..<(question ?? target.endIndex)])
        context.query = try question.map { index throws(WebError) in try FormReading.urlencoded(target[target.index(after: index)...]) } ?? FormFields()
        let route: Route
        let parameters: [String: String]
        switch table.find(raw.method, segments) {
        case .route(let found, let values): (route, parameters) = (found, values)
        case .otherMethods(let methods):
            return methodNotAllowed(methods, context)
        case .nothing: throw WebError.notFound
        }
        context.route = route
        let address = clientAddress(raw)
        // Whoever watches over the server is told how it is, however busy its address.
        if !route.pattern.hasPrefix("/health/"), let wait = await limiter.take(address, now: context.now) { throw WebError.tooManyRequests(retryAfter: wait) }
        switch route.access {
        case .scope: try await identifyProgram(&context)
        // Cookies count for nothing here.
        case .envelope: break
        default: try identifyBrowser(&context)
        }
        let found = context
        let isSignedOut = try isRescued(route, from: .signInNeeded) { () throws(WebError) in try checkAccess(route, found) }
        var request = WebRequest(
            method: raw.method, path: "/" + segments.joined(separator: "/"), parameters: parameters, query: context.query, headers: raw.headers,
            session: context.session, scopes: context.scopes, translator: translator(context), identifier: context.identifier, clientAddress: address,
            formToken: tokens.token(for: context.browser), now: context.now)
        if let refused = try await route.admission?(request, services) { return refused }
        try await readBody(of: route, into: &request, raw)
        try checkSite(route, request)
        let checked = request
        let isOutdated = try isSignedOut || isRescued(route, from: .formExpired) { () throws(WebError) in try checkToken(route, checked, found) }
        if isOutdated, let rescue = route.rescue { return try await rescue(request, services) }
        return try await route.handler(request, services)
    }

    /// Whether a check failed in a way that the route has a rescue for. Other failures are thrown.
    private func isRescued(_ route: Route, from failure: WebError, _ check: () throws(WebError) -> Void) throws(WebError) -> Bool {
        do throws(WebError) {
            try check()
            return false
        } catch {
            guard error == failure, route.rescue != nil else { throw error }
            return true
        }
    }

    private func identifyBrowser(_ context: inout Context) throws {
        let headers = context.raw.headers
        if let token = cookies.value(cookies.sessionName, in: headers), !token.isEmpty, token.utf8.count <= 64 {
            context.session = try sessions.session(token: token, now: context.now)
            if context.session != nil { context.browser = "session\n" + token }
        }
        guard context.session == nil else { return }
        if let visitor = cookies.value(cookies.visitorName, in: headers), visitor.utf8.count == 43 {
            context.browser = "visitor\n" + visitor
        } else {
            let visitor = RandomToken.make()
            context.newVisitor = visitor
            context.browser = "visitor\n" + visitor
        }
    }

    /// A program has its token and nothing else: cookies count for nothing here, so that no page of another site can make a browser ask.
    private func identifyProgram(_ context: inout Context) async throws {
        let given = context.raw.headers[values: .authorization]
        guard given.count == 1, let header = given.first, header.utf8.count <= 200 else { return }
        let parts = header.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return }
        guard let program = try sessions.program(token: parts[1].trimmingSpaces, now: context.now) else { return }
        if let wait = await limiter.take(program.signedIn.session, now: context.now) { throw WebError.tooManyRequests(retryAfter: wait) }
        context.session = program.signedIn
        context.scopes = program.scopes
    }

    private func checkAccess(_ route: Route, _ context: Context) throws(WebError) {
        switch route.access {
        case .anyone, .envelope: return
        case .signedIn:
            guard let session = context.session else { throw .signInNeeded }
            guard !session.needsSecondFactor || route.isOpenWithoutSecondFactor else { throw .secondFactorNeeded }
        case .permission(let permission):
            guard let session = context.session else { throw .signInNeeded }
            guard !session.needsSecondFactor else { throw .secondFactorNeeded }
            guard session.may(permission) else { throw .notAllowed }
        case .scope(let scope):
            guard let session = context.session else { throw .signInNeeded }
            guard !session.needsSecondFactor else { throw .secondFactorNeeded }
            guard session.may(scope.permission) else { throw .notAllowed }
            guard context.scopes.contains(scope) else { throw .scopeNeeded(scope.rawValue) }
        }
    }

    private func readBody(of route: Route, into request: inout WebRequest, _ raw: RawRequest) async throws {
        switch route.input {
        case .none: return
        case .bytes(let limit): request.body = try await collect(raw, limit: limit)
        case .stream(let limit): request.stream = counted(raw, limit: limit)
        case .form(let limit):
            let type = raw.headers[.contentType] ?? ""
            let essence = type.utf8.split(separator: UInt8(ascii: ";")).first.map { String(decoding: $0, as: UTF8.self).trimmingSpaces.lowercased() } ?? ""
            switch essence {
            case "application/x-www-form-urlencoded": request.form = try FormReading.urlencoded(try await collect(raw, limit: limit))
            case "multipart/form-data":
                (request.form, request.files) = try MultipartReader.read(try await collect(raw, limit: limit), contentType: type)
            default: throw WebError.unsupportedMediaType
            }
        }
    }

    private func collect(_ raw: RawRequest, limit: Int) async throws -> [UInt8] {
        if let length = raw.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw WebError.tooLarge }
        var bytes: [UInt8] = []
        while let piece = try await raw.nextPiece() {
            guard bytes.count + piece.count <= limit else { throw WebError.tooLarge }
            bytes += piece
        }
        return bytes
    }

    private func counted(_ raw: RawRequest, limit: Int) -> BodyStream {
        let counter = ByteCounter()
        return BodyStream {
            guard let piece = try await raw.nextPiece() else { return nil }
            guard await counter.add(piece.count) <= limit else { throw WebError.tooLarge }
            return piece
        }
    }

    /// Only pages of ours may send forms: the browser says where a request comes from, and the form has its token.
    private func checkSite(_ route: Route, _ request: WebRequest) throws(WebError) {
        guard Self.needsToken(route) else { return }
        if let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name], site != "same-origin", site != "none" { throw .formExpired }
    }

    private static func needsToken(_ route: Route) -> Bool {
        if case .scope = route.access { return false }
        if case .envelope = route.access { return false }
        return route.method != .get && route.method != .head
    }

    private func checkToken(_ route: Route, _ request: WebRequest, _ context: Context) throws(WebError) {
        guard Self.needsToken(route) else { return }
        let sent = request.form["form-token"] ?? HTTPField.Name("X-Form-Token").flatMap { request.headers[$0] } ?? ""
        guard tokens.accepts(sent, for: context.browser) else { throw .formExpired }
    }

    // MARK: Answers

    private func failure(_ error: any Error, _ context: Context) -> WebResponse {
        let request = errorRequest(context)
        switch error {
        case let error as WebError: return ErrorPages.response(to: error, request)
        case let error as VisibleError: return ErrorPages.sentence(error, request)
        // The gate of records knows it wherever somebody tries.
        case let error as ReferralError: return ErrorPages.sentence(ReferralRoutes.visible(error, request), request)
        case let error as APIError: return ErrorPages.response(to: error, request)
        default:
            // The description could hold what somebody typed; the type tells where to look.
            logger.error("failure", metadata: ["id": "\(context.identifier)", "route": "\(context.route?.pattern ?? "none")", "error": "\(type(of: error))"])
            return ErrorPages.unexpected(request)
        }
    }

    private func methodNotAllowed(_ methods: [HTTPRequest.Method], _ context: Context) -> WebResponse {
        var response = ErrorPages.methodNotAllowed(errorRequest(context))
        response.headers[.allow] = methods.map(\.rawValue).joined(separator: ", ")
        return response
    }

    private func errorRequest(_ context: Context) -> WebRequest {
        WebRequest(
            method: context.raw.method, path: context.raw.target.hasPrefix("/api/") ? "/api/" : "/", headers: context.raw.headers, session: context.session,
            translator: translator(context),
            identifier: context.identifier, clientAddress: "", formToken: context.browser.isEmpty ? "" : tokens.token(for: context.browser), now: context.now)
    }

    private func finish(_ response: inout WebResponse, _ context: Context) {
        SecurityHeaders.add(to: &response.headers, isSecure: services.settings.isSecure)
        let id = HTTPField.Name("X-Request-Id")
        if let id { response.headers[id] = context.identifier }
        switch response.sessionChange {
        case .begin(let token): append(cookies.setting(cookies.sessionName, token), to: &response)
        case .end:
            append(cookies.clearing(cookies.sessionName), to: &response)
            if let name = HTTPField.Name("Clear-Site-Data") { response.headers[name] = "\"cache\", \"storage\"" }
        case nil: break
        }
        if let visitor = context.newVisitor, context.route != nil, response.headers[.cacheControl] == "no-store" {
            append(cookies.setting(cookies.visitorName, visitor), to: &response)
        }
        compress(&response, context)
        if context.raw.method == .head, case .bytes(let bytes) = response.body {
            response.headers[.contentLength] = "\(bytes.count)"
            response.body = .bytes([])
        }
    }

    private func append(_ cookie: String, to response: inout WebResponse) {
        response.headers.append(HTTPField(name: .setCookie, value: cookie))
    }

    private func compress(_ response: inout WebResponse, _ context: Context) {
        guard response.isCompressible, case .bytes(let bytes) = response.body, bytes.count > 512 else { return }
        response.headers[.vary] = "Accept-Encoding"
        guard AcceptedEncoding.gzip(context.raw.headers[.acceptEncoding] ?? ""), let smaller = Compression.gzip(bytes) else { return }
        response.headers[.contentEncoding] = "gzip"
        response.body = .bytes(smaller)
    }

    // MARK: Who and where from

    private func clientAddress(_ raw: RawRequest) -> String {
        guard services.settings.trustedProxies.contains(raw.peer), let name = HTTPField.Name("X-Forwarded-For"), let chain = raw.headers[name] else {
            return raw.peer
        }
        // The last entry that is not a proxy of ours; what stands before it, anybody can write.
        let addresses = chain.utf8.split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self).trimmingSpaces }
        return addresses.last { !services.settings.trustedProxies.contains($0) } ?? raw.peer
    }

    private func translator(_ context: Context) -> Translator {
        var translator = chosenTranslator(context)
        translator.clock = context.session.flatMap { services.organisations.node($0.organisation)?.clock }
        return translator
    }

    private func chosenTranslator(_ context: Context) -> Translator {
        let languages = services.languages
        if context.raw.target.hasPrefix("/api/") {
            return Translator(catalogue: languages, language: languages.best(forAccepted: context.raw.headers[.acceptLanguage] ?? ""))
        }
        let chosen = context.query["language"] ?? context.session?.language ?? cookies.value(cookies.languageName, in: context.raw.headers)
        if let chosen, languages.languages.contains(chosen) { return Translator(catalogue: languages, language: chosen) }
        return Translator(catalogue: languages, language: languages.best(forAccepted: context.raw.headers[.acceptLanguage] ?? ""))
    }
}

/// A sentence that may be shown to whoever asked, in English from an engine: what was wrong with the input and what would be right.
struct VisibleError: Error, Sendable {
    var sentence: String
}

/// Counts the bytes of a body that is taken piece by piece.
private actor ByteCounter {
    private var count = 0

    func add(_ bytes: Int) -> Int {
        count += bytes
        return count
    }
}

/// Whether a client takes gzip (RFC 9110, 12.5.3).
enum AcceptedEncoding {
    static func gzip(_ header: String) -> Bool {
        header.utf8.split(separator: UInt8(ascii: ",")).contains { part in
            let parts = part.split(separator: UInt8(ascii: ";")).map { String(decoding: $0, as: UTF8.self).trimmingSpaces.lowercased() }
            guard parts.first == "gzip" else { return false }
            return !parts.dropFirst().contains { $0 == "q=0" || $0 == "q=0.0" || $0 == "q=0.00" || $0 == "q=0.000" }
        }
    }
}
