import Dictionary
import Formats
import HTTPTypes
import Interchange
import Storage

/// The directory for programs, read as the HSDS 3.0 API describes it (openapi.json of the specification): pages of organisations and services, and one of each.
struct DirectoryAPI: Sendable {
    static let pageSizes: ClosedRange<Int64> = 1...100

    var operations: [APIOperation] {
        let page = [
            APIOperation.Parameter(name: "page", place: .query, schema: .integer(1...1_000_000), description: "The page, from 1."),
            APIOperation.Parameter(
                name: "per_page", place: .query, schema: .integer(Self.pageSizes), description: "How many there are on a page; 25 unless told."),
        ]
        let search = APIOperation.Parameter(name: "search", place: .query, schema: .string(1...200), description: "A part of the name.")
        let identifier = APIOperation.Parameter(
            name: "record", place: .path, schema: .token(allowed: "-", lengths: 1...64), description: "The HSDS identifier of the entry.")
        let entry = APISchema.object([], others: true)
        let list = APISchema.object([
            .required("total_items", .integer(0...Int64.max)), .required("total_pages", .integer(1...Int64.max)),
            .required("page_number", .integer(1...Int64.max)), .required("size", .integer(0...100)), .required("first_page", .boolean),
            .required("last_page", .boolean), .required("empty", .boolean), .required("contents", .array(entry, 0...100)),
        ])
        return [
            APIOperation(
                method: .get, pattern: "/hsds/organizations", name: "listOrganizations",
                summary: "Organisations of the directory as HSDS 3.0, a page at a time.",
                scope: .readDirectory, parameters: page + [search], answer: list
            ) { call in
                try await self.page(call) { document, _ in document.organizations }
            },
            APIOperation(
                method: .get, pattern: "/hsds/organizations/{record}", name: "readOrganization", summary: "An organisation as HSDS 3.0 with its services.",
                scope: .readDirectory, parameters: [identifier], answer: entry
            ) { call in
                let document = try await self.document(call)
                guard var found = Self.find(document.organizations, try call.request.parameter("record")) else { throw WebError.notFound }
                let own = document.services.filter { $0["organization_id"] == found["id"] }
                if !own.isEmpty { found["services"] = .array(own.map(JSONValue.object)) }
                return .object(found)
            },
            APIOperation(
                method: .get, pattern: "/hsds/services", name: "listServices", summary: "Services of the directory as HSDS 3.0, a page at a time.",
                scope: .readDirectory,
                parameters: page + [
                    search,
                    .init(
                        name: "organization_id", place: .query, schema: .token(allowed: "-", lengths: 1...64),
                        description: "Only services of this organisation."),
                ], answer: list
            ) { call in
                try await self.page(call) { document, call in
                    guard let organisation = call.text("organization_id") else { return document.services }
                    return document.services.filter { $0["organization_id"]?.string == organisation }
                }
            },
            APIOperation(
                method: .get, pattern: "/hsds/services/{record}", name: "readService", summary: "A service as HSDS 3.0 with its organisation.",
                scope: .readDirectory, parameters: [identifier], answer: entry
            ) { call in
                let document = try await self.document(call)
                guard var found = Self.find(document.services, try call.request.parameter("record")) else { throw WebError.notFound }
                if let organisation = found["organization_id"]?.string.flatMap({ Self.find(document.organizations, $0) }) {
                    found["organization"] = .object(organisation)
                }
                return .object(found)
            },
        ]
    }

    private static func find(_ objects: [JSONObject], _ identifier: String) -> JSONObject? { objects.first { $0["id"]?.string == identifier } }

    private func page(_ call: APICall, _ choose: @Sendable (HSDSDocument, APICall) -> [JSONObject]) async throws -> JSONValue {
        var objects = choose(try await document(call), call)
        if let text = call.text("search")?.lowercased() { objects = objects.filter { $0["name"]?.string?.lowercased().contains(text) == true } }
        let (number, size) = (call.number("page") ?? 1, call.number("per_page") ?? 25)
        let start = min(objects.count, (number - 1) * size)
        let shown = objects[start..<min(objects.count, start + size)]
        return HSDSDocument.page(shown.map(JSONValue.object), number: number, size: size, total: objects.count)
    }

    /// The directory as far as it goes to a program: addresses and numbers, no contact persons, no notes, no secret places.
    private func document(_ call: APICall) async throws -> HSDSDocument {
        let access = try DirectoryRoutes.access(call.request, call.services)
        let reader = Reader(account: access.session.account, clearance: min(access.reader.clearance, .sensitive))
        return try await call.services.work { try DirectoryExchange(access.node).document(for: reader) }
    }
}
