import Formats
import HTTPTypes

/// The OpenAPI 3.1 document, made from the operations.
enum APIDocument {
    static let problem = APISchema.named("Problem") {
        .object([
            .required("type", .string(1...200)), .required("title", .string(1...1_000)), .required("status", .integer(400...599)),
            .optional("errors", .array(
                    .object([.optional("pointer", .string(1...1_000)), .optional("parameter", .string(1...100)), .required("problem", .string(1...1_000))]), 1...100)),
        ])
    }

    static func json(_ operations: [APIOperation]) -> JSONValue {
        var named: [String: JSONValue] = [:]
        problem.collect(into: &named)
        var paths: [(name: String, item: JSONObject)] = []
        for operation in operations {
            operation.body?.collect(into: &named)
            operation.answer.collect(into: &named)
            let index: Int
            if let present = paths.firstIndex(where: { $0.name == operation.path }) {
                index = present
            } else {
                index = paths.count
                paths.append((operation.path, [:]))
            }
            paths[index].item[operation.method.rawValue.lowercased()] = item(operation)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Corridor", "version": "1",
                "description":
                    "Cases, people, forms, search, tasks and exports of one organisation, through the same gate as the pages: a token sees what the person who made it sees, for the purposes that it was made for. Make one on the page of your account.",
            ],
            "security": [["token": []]],
            "paths": .object(JSONObject(paths.map { .init($0.name, .object($0.item)) })),
            "components": [
                "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
                "schemas": .object(JSONObject(named.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) })),
            ],
        ]
    }

    private static func item(_ operation: APIOperation) -> JSONValue {
        var item: JSONObject = [
            "operationId": .string(operation.name), "summary": .string(operation.summary),
            "description": .string("Needs a token with the scope \(operation.scope.rawValue)."),
        ]
        if !operation.parameters.isEmpty {
            item["parameters"] = .array(
                operation.parameters.map { parameter in
                    [
                        "name": .string(parameter.name), "in": .string(parameter.place.rawValue), "required": .bool(parameter.isRequired),
                        "schema": parameter.schema.json,
                        "description": .string(parameter.description),
                    ]
                })
        }
        if let body = operation.body { item["requestBody"] = ["required": .bool(true), "content": ["application/json": ["schema": body.json]]] }
        var responses: JSONObject = [
            "\(operation.status.code)": ["description": "What was asked for.", "content": ["application/json": ["schema": operation.answer.json]]]
        ]
        for (code, description) in failures(operation) {
            responses[code] = ["description": .string(description), "content": ["application/problem+json": ["schema": problem.json]]]
        }
        item["responses"] = .object(responses)
        return .object(item)
    }

    private static func failures(_ operation: APIOperation) -> [(String, String)] {
        var failures = [
            ("400", "The request cannot be read."), ("401", "There is no token, or it is not good any more."),
            ("403", "The token or the person's role does not include this."),
            ("404", "There is no such thing that this token can see."), ("422", "Something in the request is not what it should be; `errors` says what."),
            ("429", "That was too often; `Retry-After` says how many seconds to wait."), ("500", "Something went wrong here, and nothing was saved."),
        ]
        if operation.body != nil {
            failures += [
                ("409", "The record was changed meanwhile, or the idempotency key belongs to another request."), ("413", "The body is too large."),
                ("415", "The body is not application/json."),
            ]
        }
        return failures
    }
}
