import Formats
import HTTPTypes

/// One thing that a program can ask for. Routes and the OpenAPI document are both made from these, so that neither has what the other lacks.
struct APIOperation: Sendable {
    struct Parameter: Sendable {
        enum Place: String, Sendable {
            case query, path, header
        }

        var name: String
        var place: Place
        var schema: APISchema
        var description: String
        var isRequired: Bool { place == .path }
    }

    /// Bytes of a body.
    static let bodyLimit = 1 << 20

    var method: HTTPRequest.Method
    /// Below `/api/v1`.
    var pattern: String
    var name: String
    var summary: String
    var scope: APIScope
    var parameters: [Parameter] = []
    /// The form of the body; nil if there is none.
    var body: APISchema?
    var status: HTTPResponse.Status = .ok
    var answer: APISchema
    var handler: @Sendable (APICall) async throws -> JSONValue

    var path: String { "/api/v1" + pattern }

    var route: Route {
        Route(
            method: method, pattern: path, access: .scope(scope), input: body == nil ? .none : .bytes(limit: Self.bodyLimit),
            handler: { request, services in try await self.respond(to: request, services) })
    }

    private func respond(to request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let call = try checked(request, services)
        var response = WebResponse.json(try await handler(call), status: status)
        if status == .created, let location = await call.location.path { response.headers[.location] = location }
        return response
    }

    /// - Throws: ``APIError`` that says which parameter or part of the body is wrong.
    private func checked(_ request: WebRequest, _ services: AppServices) throws -> APICall {
        var values: [String: JSONValue] = [:]
        // A filter that is misspelt and left out would give an answer to another question.
        let known = Set(parameters.lazy.filter { $0.place == .query }.map(\.name))
        // Clients of the published directory API send parameters of it that are optional for a server.
        if !pattern.hasPrefix("/hsds"), let unknown = request.query.items.first(where: { !known.contains($0.name) }) {
            throw APIError.invalid([APIProblem(parameter: String(unknown.name.prefix(100)), problem: "is not a parameter of this operation")])
        }
        for parameter in parameters where parameter.place != .path {
            let given = parameter.place == .query ? request.query.all(parameter.name) : HTTPField.Name(parameter.name).map { request.headers[values: $0] } ?? []
            guard given.count <= 1 else { throw APIError.invalid([APIProblem(parameter: parameter.name, problem: "is given twice")]) }
            guard let text = given.first else { continue }
            let value: JSONValue
            if case .integer = parameter.schema { value = Self.integer(text).map { .integer($0) } ?? .string(text) } else { value = .string(text) }
            if let problem = parameter.schema.problem(value, at: parameter.name) {
                throw APIError.invalid([APIProblem(parameter: parameter.name, problem: problem.problem)])
            }
            values[parameter.name] = value
        }
        guard let schema = body else { return APICall(request: request, services: services, values: values, body: .null) }
        let type = request.headers[.contentType]?.utf8.split(separator: UInt8(ascii: ";")).first.map {
            String(decoding: $0, as: UTF8.self).trimmingSpaces.lowercased()
        }
        guard type == "application/json" else { throw WebError.unsupportedMediaType }
        guard let value = try? JSONValue.parse(request.body) else { throw APIError.malformed }
        if let problem = schema.problem(value) { throw APIError.invalid([problem]) }
        return APICall(request: request, services: services, values: values, body: value)
    }

    /// Digits with perhaps a minus, as JSON writes a whole number; `+5`, ` 5` and `05` are none.
    private static func integer(_ text: String) -> Int64? {
        guard let number = Int64(text), String(number) == text else { return nil }
        return number
    }
}

/// Parameters that several operations have.
extension APIOperation.Parameter {
    static let caseIdentifier = Self(name: "case", place: .path, schema: APIRecord.identifier, description: "The identifier of a case.")
    static let record = Self(name: "record", place: .path, schema: APIRecord.identifier, description: "The identifier of a record of the case.")
    static let idempotencyKey = Self(
        name: "Idempotency-Key", place: .header, schema: .token(allowed: "-_", lengths: 8...64),
        description: "Chosen by the program. The same request with the same key is carried out once, also when it is sent again.")
    static let limit = Self(name: "limit", place: .query, schema: .integer(1...100), description: "How many at once; 25 if it is not given.")
    static let after = Self(name: "after", place: .query, schema: .token(allowed: ".-", lengths: 1...128), description: "`next` of the page before.")
}

/// A request whose parameters and body have the form that the operation says.
struct APICall: Sendable {
    var request: WebRequest
    var services: AppServices
    var values: [String: JSONValue]
    var body: JSONValue
    let location = APILocation()

    func text(_ name: String) -> String? { values[name]?.string }
    func number(_ name: String) -> Int? { values[name]?.integer.map { Int($0) } }
}

/// Where what was made can be found.
actor APILocation {
    private(set) var path: String?

    func set(_ path: String) { self.path = path }
}

/// What is wrong with a request of a program.
enum APIError: Error, Sendable {
    /// The body is no JSON.
    case malformed
    /// Parameters or parts of the body are not what they should be.
    case invalid([APIProblem])
    /// The record was changed since the version that the program has seen.
    case stale
    /// The same key came with another request.
    case keyReused
}
