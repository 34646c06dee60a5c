import Dictionary
import Formats
import Foundation
import HTTPTypes
import Interchange
import Journal
import Storage

/// The directory for programs, read as the HSDS 3.0 API describes it (openapi.json of the specification, github.com/openreferral/specification, version 3.0): what it is,
/// pages of organisations, services, services at locations, taxonomies and their terms, and one of each.
struct DirectoryAPI: Sendable {
    static let pageSizes: ClosedRange<Int64> = 1...100
    /// The version of HSDS that is spoken.
    static let version = "3.0"
    /// The specification whose members and addresses these are.
    static let profile = "https://github.com/openreferral/specification/tree/3.0"

    /// The kinds of things that are listed.
    private enum Resource: String, CaseIterable {
        case organizations, services, taxonomies
        case placedServices = "service_at_locations"
        case terms = "taxonomy_terms"

        var one: String {
            switch self {
            case .organizations: "Organization"
            case .services: "Service"
            case .placedServices: "ServiceAtLocation"
            case .taxonomies: "Taxonomy"
            case .terms: "TaxonomyTerm"
            }
        }

        var many: String { self == .taxonomies ? "Taxonomies" : one + "s" }

        var words: (one: String, many: String) {
            switch self {
            case .organizations: ("An organisation", "Organisations")
            case .services: ("A service", "Services")
            case .placedServices: ("A service at a location", "Services at locations")
            case .taxonomies: ("A taxonomy", "Taxonomies")
            case .terms: ("A term of a taxonomy", "Terms of taxonomies")
            }
        }

        /// The filters that the published API has for it, and `modified_after` for organisations as well.
        var filters: [String] {
            switch self {
            case .organizations: ["search", "modified_after", "full", "full_service"]
            case .services: ["search", "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "minimal", "full"]
            case .placedServices: ["search", "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "full"]
            case .taxonomies: ["search"]
            case .terms: ["search", "taxonomy_id", "parent_id", "top_only"]
            }
        }
    }

    private static let parameters: [String: APIOperation.Parameter] = {
        let identifier = APISchema.token(allowed: "-", lengths: 1...64)
        let flag = APISchema.choice(["true", "false"])
        let all = [
            APIOperation.Parameter(name: "search", place: .query, schema: .string(1...200), description: "Words of names and descriptions, or parts of them; all must be there."),
            .init(name: "taxonomy_term_id", place: .query, schema: identifier, description: "Only what has an attribute with this term."),
            .init(name: "taxonomy_id", place: .query, schema: identifier, description: "Only what has an attribute with a term of this taxonomy."),
            .init(name: "organization_id", place: .query, schema: identifier, description: "Only services of this organisation."),
            .init(
                name: "modified_after", place: .query, schema: .string(4...40),
                description: "Only what was changed in this directory at or after this moment (RFC 3339), or on or after this day."),
            .init(name: "minimal", place: .query, schema: flag, description: "Of each only `id` and `modified_date`, a thousand on a page."),
            .init(name: "full", place: .query, schema: flag, description: "With the lists in each; otherwise only what there is one of."),
            .init(name: "full_service", place: .query, schema: flag, description: "With the services of each, with all that is in them."),
            .init(name: "parent_id", place: .query, schema: identifier, description: "Only terms below this one."),
            .init(name: "top_only", place: .query, schema: flag, description: "Only terms that have no term above them."),
        ]
        return Dictionary(all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }()

    private static let entry = APISchema.object([], others: true)

    private static let list = APISchema.object([
        .required("total_items", .integer(0...Int64.max)), .required("total_pages", .integer(1...Int64.max)),
        .required("page_number", .integer(1...Int64.max)), .required("size", .integer(0...1_000)), .required("first_page", .boolean),
        .required("last_page", .boolean), .required("empty", .boolean), .required("contents", .array(entry, 0...1_000)),
    ])

    var operations: [APIOperation] {
        let start = APIOperation(
            method: .get, pattern: "/hsds", name: "describeDirectory", summary: "Which version of HSDS this is, and where it is described.",
            scope: .readDirectory,
            answer: .object([.required("version", .string(1...20)), .required("profile", .string(1...400)), .required("openapi_url", .string(1...400))])
        ) { call in
            .object([
                "version": .string(Self.version), "profile": .string(Self.profile),
                "openapi_url": .string("\(call.services.settings.publicAddress)/api/v1/openapi.json"),
            ])
        }
        return [start] + Resource.allCases.flatMap { [pages(of: $0), one(of: $0)] }
    }

    private func pages(of resource: Resource) -> APIOperation {
        let page = [
            APIOperation.Parameter(name: "page", place: .query, schema: .integer(1...1_000_000), description: "The page, from 1."),
            APIOperation.Parameter(
                name: "per_page", place: .query, schema: .integer(Self.pageSizes), description: "How many there are on a page; 25 unless told."),
        ]
        return APIOperation(
            method: .get, pattern: "/hsds/\(resource.rawValue)", name: "list\(resource.many)",
            summary: "\(resource.words.many) of the directory as HSDS 3.0, a page at a time.", scope: .readDirectory,
            parameters: page + resource.filters.compactMap { Self.parameters[$0] }, answer: Self.list
        ) { call in try await list(resource, call) }
    }

    private func one(of resource: Resource) -> APIOperation {
        let identifier = APIOperation.Parameter(
            name: "record", place: .path, schema: .token(allowed: "-", lengths: 1...64), description: "The HSDS identifier.")
        return APIOperation(
            method: .get, pattern: "/hsds/\(resource.rawValue)/{record}", name: "read\(resource.one)",
            summary: "\(resource.words.one) as HSDS 3.0 with all that is in it.", scope: .readDirectory, parameters: [identifier], answer: Self.entry
        ) { call in
            let reading = try await read(call)
            let wanted = try call.request.parameter("record")
            guard let found = reading.objects(resource).first(where: { $0["id"]?.string == wanted }) else { throw WebError.notFound }
            return .object(reading.whole(found, resource, withServices: true))
        }
    }

    // MARK: Reading

    /// The directory as it goes to programs, with when each entry was changed here.
    private struct Reading {
        var document: HSDSDocument
        var resources: HSDSResources
        /// Milliseconds since 1970, by the HSDS identifier of an organisation or service.
        var modified: [String: UInt64]

        func objects(_ resource: Resource) -> [JSONObject] {
            switch resource {
            case .organizations: document.organizations
            case .services: document.services.map(dated)
            case .placedServices: resources.servicesAtLocations
            case .taxonomies: resources.taxonomies
            case .terms: resources.terms
            }
        }

        func dated(_ service: JSONObject) -> JSONObject {
            var service = service
            if let moment = modified[service["id"]?.string ?? ""] { service["last_modified"] = APIRecord.moment(moment) }
            return service
        }

        /// When something was changed; of a service at a location, the service.
        func changed(_ object: JSONObject) -> UInt64 { modified[object["service_id"]?.string ?? object["id"]?.string ?? ""] ?? 0 }

        /// With what there is one of beside it.
        func whole(_ object: JSONObject, _ resource: Resource, withServices: Bool) -> JSONObject {
            var object = object
            if resource == .organizations {
                let own = document.services.filter { $0["organization_id"] == object["id"] }.map(dated)
                if withServices, !own.isEmpty { object["services"] = .array(own.map(JSONValue.object)) }
            }
            if resource == .services, let organisation = document.organizations.first(where: { $0["id"] == object["organization_id"] }) {
                object["organization"] = .object(organisation)
            }
            return object
        }
    }

    /// The directory as far as it goes to a program: addresses and numbers, no contact persons, no notes, no secret places.
    private func read(_ call: APICall) async throws -> Reading {
        let access = try DirectoryRoutes.access(call.request, call.services)
        let reader = Reader(account: access.session.account, clearance: min(access.reader.clearance, .sensitive))
        return try await call.services.work {
            let (document, modified) = try DirectoryExchange(access.node).dated(for: reader)
            return Reading(document: document, resources: HSDSResources(document, dictionary: access.node.dictionary), modified: modified)
        }
    }

    private func list(_ resource: Resource, _ call: APICall) async throws -> JSONValue {
        let after = try call.text("modified_after").map(Self.moment)
        let reading = try await read(call)
        func isAsked(_ name: String) -> Bool { call.text(name) == "true" }
        let objects = reading.objects(resource).filter { object in
            if let after, reading.changed(object) < after { return false }
            if let organisation = call.text("organization_id"),
                (object["service"]?["organization_id"] ?? object["organization_id"])?.string != organisation
            { return false }
            if let text = call.text("search"), !HSDSResources.isFound(text, in: object) { return false }
            if resource == .terms {
                if let taxonomy = call.text("taxonomy_id"), object["taxonomy_id"]?.string != taxonomy { return false }
                if let parent = call.text("parent_id"), object["parent_id"]?.string != parent { return false }
                return !isAsked("top_only") || object["parent_id"] == nil
            }
            let (term, taxonomy) = (call.text("taxonomy_term_id"), call.text("taxonomy_id"))
            guard term != nil || taxonomy != nil else { return true }
            let marked = resource == .placedServices ? reading.document.services.first { $0["id"] == object["service_id"] } : object
            return marked.map { HSDSResources.isMarked($0, term: term, taxonomy: taxonomy) } ?? false
        }
        let isMinimal = isAsked("minimal")
        let (number, size) = (call.number("page") ?? 1, call.number("per_page") ?? (isMinimal ? 1_000 : 25))
        let start = min(objects.count, (number - 1) * size)
        let shown = objects[start..<min(objects.count, start + size)].map { object -> JSONValue in
            if isMinimal {
                var least: JSONObject = [:]
                least["id"] = object["id"]
                least["modified_date"] = object["last_modified"]
                return .object(least)
            }
            let whole = reading.whole(object, resource, withServices: isAsked("full_service"))
            guard !isAsked("full") else { return .object(whole) }
            var simple = HSDSResources.simple(whole)
            if isAsked("full_service") { simple["services"] = whole["services"] }
            return .object(simple)
        }
        return HSDSDocument.page(shown, number: number, size: size, total: objects.count)
    }

    /// - Throws: ``APIError`` for what is neither a moment nor a day.
    private static func moment(_ text: String) throws -> UInt64 {
        for style in [Date.ISO8601FormatStyle(includingFractionalSeconds: false), Date.ISO8601FormatStyle(includingFractionalSeconds: true)] {
            if let date = try? Date(text, strategy: style), date.timeIntervalSince1970 >= 0 { return UInt64(date.timeIntervalSince1970 * 1000) }
        }
        guard let day = try? PartialDate(edtf: text), let first = day.earliest, first.daysSinceEpoch >= 0 else {
            throw APIError.invalid([APIProblem(parameter: "modified_after", problem: "must be a moment such as 2026-11-25T08:30:00Z, or a day such as 2026-11-25")])
        }
        return UInt64(first.daysSinceEpoch) * 86_400_000
    }
}
