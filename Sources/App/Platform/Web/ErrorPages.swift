import Formats
import HTTPTypes

/// What is answered when something is not there, not allowed or wrong: a page for people, a problem document (RFC 9457) for programs and for the scripts of pages, which
/// show its sentence beside the form that was sent. None says whether a thing exists.
enum ErrorPages {
    static func response(to error: WebError, _ request: WebRequest) -> WebResponse {
        var status = HTTPResponse.Status.badRequest
        var key = "platform.error.malformed"
        var values: [String: Translator.Argument] = [:]
        var headers = HTTPFields()
        switch error {
        case .notFound: (status, key) = (.notFound, "platform.error.not-found")
        case .linkEnded: (status, key) = (.notFound, "platform.error.link-ended")
        case .signInNeeded:
            if !isProgram(request), request.method == .get { return .seeOther("/sign-in") }
            (status, key) = (.unauthorized, isProgram(request) ? "api.error.token" : "platform.error.sign-in")
            if isProgram(request) { headers[.wwwAuthenticate] = "Bearer" }
        case .secondFactorNeeded:
            if !isProgram(request), request.method == .get { return .seeOther("/account") }
            (status, key) = (.forbidden, "platform.error.second-factor")
        case .notAllowed: (status, key) = (.forbidden, "platform.error.not-allowed")
        case .scopeNeeded(let scope): return document(.forbidden, request.translator("api.error.scope", ["scope": .text(scope)]), request)
        case .formExpired: (status, key) = (.forbidden, "platform.error.form-expired")
        case .tooLarge: (status, key) = (.contentTooLarge, "platform.error.too-large")
        case .unsupportedMediaType: (status, key) = (.unsupportedMediaType, "platform.error.media-type")
        case .tooManyRequests(let seconds):
            (status, key) = (.tooManyRequests, "platform.error.too-many")
            headers[.retryAfter] = "\(seconds)"
            // Whoever has to wait for longer than it takes to read is told how long.
            if seconds > 20 { (key, values) = ("platform.error.too-many.minutes", ["count": .number((seconds + 59) / 60)]) }
        case .beingPrepared:
            (status, key) = (.serviceUnavailable, "platform.error.preparing")
            headers[.retryAfter] = "20"
        case .badRequest(let own): key = own
        }
        var response = document(status, request.translator(key, values), request)
        for field in headers { response.headers.append(field) }
        return response
    }

    static func methodNotAllowed(_ request: WebRequest) -> WebResponse {
        document(.methodNotAllowed, request.translator("platform.error.method"), request)
    }

    /// What a program did wrong, with where in its request.
    static func response(to error: APIError, _ request: WebRequest) -> WebResponse {
        switch error {
        case .malformed: return document(.badRequest, request.translator("api.error.malformed"), request)
        case .invalid(let problems): return document(.unprocessableContent, request.translator("api.error.invalid"), request, problems: problems)
        case .stale: return document(.conflict, request.translator("api.error.stale"), request)
        case .keyReused: return document(.conflict, request.translator("api.error.key"), request)
        }
    }

    static func sentence(_ error: VisibleError, _ request: WebRequest) -> WebResponse { document(.unprocessableContent, error.sentence, request) }

    static func unexpected(_ request: WebRequest) -> WebResponse {
        document(.internalServerError, request.translator("platform.error.unexpected", ["id": .text(request.identifier)]), request)
    }

    private static func isProgram(_ request: WebRequest) -> Bool { request.path.hasPrefix("/api/") }

    private static func document(_ status: HTTPResponse.Status, _ sentence: String, _ request: WebRequest, problems: [APIProblem] = []) -> WebResponse {
        if isProgram(request) || request.isSentByScript {
            var object: JSONObject = ["type": .string("about:blank"), "title": .string(sentence), "status": .integer(Int64(status.code))]
            if !problems.isEmpty { object["errors"] = .array(problems.map(\.json)) }
            return .json(.object(object), status: status, mediaType: "application/problem+json")
        }
        let page = Page(request, title: "platform.error.title")
        return .page(
            page.html { html in
                html.element("p", [.class("lead")], text: sentence)
                if status == .unauthorized {
                    html.element("p", [.class("actions")]) {
                        $0.element("a", [.class("button"), .href("/sign-in")], text: request.translator("accounts.sign-in.button"))
                    }
                }
                html.element("p") { $0.element("a", [.href("/")], text: request.translator("platform.error.home")) }
                // Said of every address, whatever is there.
                if status == .notFound, request.session?.may(.writeCases) == true {
                    html.element("p") { $0.element("a", [.href("/openings/find")], text: request.translator("access.find.title")) }
                }
            }, status: status)
    }
}
