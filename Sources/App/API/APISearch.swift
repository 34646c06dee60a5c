import Dictionary
import Formats
import HTTPTypes
import Matching
import Storage

/// Finding cases by names in any script, numbers and words, with the reasons. What is looked for is sent in the body, so that it stands in no address and no log.
struct APISearch: Sendable {
    var operations: [APIOperation] {
        [
            APIOperation(
                method: .post, pattern: "/search", name: "searchCases",
                summary: "Finds cases by names in any script and spelling, numbers and words, each with why it was found; the best first.", scope: .search,
                body: .object([
                    .required("query", .string(1...SearchQuery.lengthLimit)), .optional("limit", .integer(1...50)),
                    .optional("after", .token(allowed: ".", lengths: 1...64)),
                ]),
                answer: .object([
                    .required("items", .array(Self.found, 0...50)), .required("total", .integer(0...Int64.max)), .required("next", APIRecord.cursor),
                    .required("index", .choice(["ready", "behind", "building"])),
                ]),
                handler: find)
        ]
    }

    private static let found = APISchema.named("FoundCase") {
        .object([.required("case", APIRecord.summary), .required("reasons", .array(reason, 1...50))])
    }

    private static let reason = APISchema.named("SearchReason") {
        .object([
            .required("kind", .choice(["identifier", "name", "number", "words"])), .optional("written", .string(0...20_000)),
            .optional("role", .string(1...64)), .optional("field", .string(1...200)), .optional("evidence", .array(.string(1...64), 0...20)),
            .optional("exact", .boolean), .optional("before", .string(0...1_000)), .optional("word", .string(0...20_000)),
            .optional("after", .string(0...1_000)),
        ])
    }

    private func find(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let query = SearchQuery(call.body["query"]?.string ?? "")
        let limit = call.body["limit"]?.integer.map { Int($0) } ?? SearchRoutes.pageSize
        let place = try call.body["after"]?.string.map { text in
            guard let place = CaseSearch.Place(cursor: text) else { throw APIError.invalid([APIProblem(pointer: "/after", problem: "is not `next` of a page")]) }
            return place
        }
        return try await call.services.work {
            let found = try access.node.database.read { try CaseSearch(access, call.services, $0).find(query, after: place ?? .start, limit: limit) }
            if access.mayReadPeople { try CaseListRoutes.logReading(of: found.results.map(\.line), access, call.services, call.request.now) }
            let next = found.next.flatMap { $0.count <= SearchRoutes.greatestSkip ? $0.cursor : nil }
            return [
                "items": .array(found.results.map { Self.json($0, access) }), "total": .integer(Int64(found.total)),
                "next": next.map { .string($0) } ?? .null, "index": .string(Self.state(found.progress)),
            ]
        }
    }

    private static func state(_ progress: SearchService.Progress) -> String {
        switch progress {
        case .ready: "ready"
        case .behind: "behind"
        case .building: "building"
        }
    }

    private static func json(_ result: SearchResult, _ access: CaseAccess) -> JSONValue {
        ["case": APIRecord.json(result.line, withNames: access.mayReadPeople), "reasons": .array(result.reasons.map { .object(json($0)) })]
    }

    private static func json(_ reason: SearchReason) -> JSONObject {
        switch reason {
        case .identifier: return ["kind": "identifier"]
        case .name(let written, let role, let kinds):
            var seen: Set<MatchEvidence.Kind> = []
            let evidence = kinds.filter { seen.insert($0).inserted }.map { JSONValue.string($0.rawValue) }
            var object: JSONObject = ["kind": "name", "written": .string(written), "evidence": .array(evidence)]
            if let role { object["role"] = .string(role) }
            return object
        case .number(let written, let field, let role, let isExact):
            var object: JSONObject = ["kind": "number", "written": .string(written), "field": .string(field.name), "exact": .bool(isExact)]
            if let role { object["role"] = .string(role) }
            return object
        case .words(let field, let before, let word, let after):
            return ["kind": "words", "field": .string(field.name), "before": .string(before), "word": .string(word), "after": .string(after)]
        }
    }
}
