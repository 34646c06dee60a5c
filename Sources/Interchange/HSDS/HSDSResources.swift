import Dictionary
import Formats

/// What the HSDS 3.0 API (openapi.json of the specification, github.com/openreferral/specification, version 3.0) gives beside organisations and services.
public struct HSDSResources: Sendable {
    /// The taxonomies whose terms are used, and that of the kinds of service, each with `id`, `name` and `description`.
    public private(set) var taxonomies: [JSONObject] = []
    /// Their terms, each with `taxonomy_id` and `taxonomy_detail`.
    public private(set) var terms: [JSONObject] = []
    /// Services at locations, each with its location and its service nested.
    public private(set) var servicesAtLocations: [JSONObject] = []
    private var known: Set<String> = []

    public init(_ document: HSDSDocument, dictionary: DataDictionary) {
        if let kinds = dictionary.vocabulary("service-type") {
            for term in kinds.terms where !term.isDeprecated {
                var object: JSONObject = [
                    "code": .string(term.code), "name": .string(kinds.label(of: term.code)),
                    "description": .string(term.definition.isEmpty ? kinds.label(of: term.code) : term.definition),
                ]
                object["parent_id"] = term.parent.map { .string(Self.identifier(HSDSMember.serviceTypes, $0)) }
                add(object, of: HSDSMember.serviceTypes, detail: kinds.definition)
            }
        }
        for object in document.organizations + document.services {
            for attribute in object["attributes"]?.array ?? [] {
                guard let term = attribute["taxonomy_term"]?.object, let taxonomy = term["taxonomy"]?.string, !taxonomy.isEmpty else { continue }
                add(term, of: taxonomy, detail: taxonomy == HSDSMember.taxonomy ? "Fields of the directory for which HSDS has no member; the code is the field's full name." : "")
            }
        }
        for service in document.services {
            let organisation = document.organizations.first { $0["id"] == service["organization_id"] }
            for case .object(var place) in service["service_at_locations"]?.array ?? [] where place["id"] != nil {
                var nested = Self.simple(service)
                if let organisation { nested["organization"] = .object(Self.simple(organisation)) }
                place["service_id"] = service["id"]
                place["service"] = .object(nested)
                servicesAtLocations.append(place)
            }
        }
    }

    private mutating func add(_ term: JSONObject, of taxonomy: String, detail: String) {
        let code = term["code"]?.string ?? term["name"]?.string ?? ""
        let identifier = term["id"]?.string.flatMap { HSDSIdentifier.isUUID($0) ? $0 : nil } ?? Self.identifier(taxonomy, code)
        guard !code.isEmpty, known.insert("\(taxonomy)/\(identifier)").inserted else { return }
        let place = HSDSIdentifier.derived(from: taxonomy)
        let own: JSONObject = ["id": .string(place), "name": .string(taxonomy), "description": .string(detail.isEmpty ? taxonomy : detail)]
        if known.insert(taxonomy).inserted { taxonomies.append(own) }
        var term = term
        term["id"] = .string(identifier)
        term["name"] = term["name"] ?? .string(code)
        term["description"] = term["description"] ?? term["name"]
        term["taxonomy"] = .string(taxonomy)
        term["taxonomy_id"] = .string(place)
        term["taxonomy_detail"] = .object(own)
        terms.append(term)
    }

    private static func identifier(_ taxonomy: String, _ code: String) -> String { HSDSIdentifier.derived(from: "\(taxonomy)/\(code)") }

    // MARK: Forms of one object

    /// An object with what there is one of: no lists, as the lists of the API give it.
    public static func simple(_ object: JSONObject) -> JSONObject {
        JSONObject(object.members.filter { $0.value.array == nil }.map { member in
            guard let inner = member.value.object else { return member }
            return .init(member.name, .object(simple(inner)))
        })
    }

    /// Whether an object, or the service or the location in it, has an attribute with a term.
    /// - Parameters:
    ///   - term: the identifier of a term; nil for any.
    ///   - taxonomy: the identifier of its taxonomy; nil for any.
    public static func isMarked(_ object: JSONObject, term: String?, taxonomy: String?) -> Bool {
        let own = (object["attributes"]?.array ?? []).contains { attribute in
            guard let marked = attribute["taxonomy_term"] else { return false }
            return (term == nil || marked["id"]?.string?.lowercased() == term?.lowercased())
                && (taxonomy == nil || marked["taxonomy"]?.string.map { HSDSIdentifier.derived(from: $0) } == taxonomy?.lowercased())
        }
        return own || ["service", "location"].contains { object[$0]?.object.map { isMarked($0, term: term, taxonomy: taxonomy) } ?? false }
    }

    /// Whether all words of a text stand somewhere in the names and descriptions of an object and of what is nested in it.
    public static func isFound(_ text: String, in object: JSONObject) -> Bool {
        let words = WordFolding.words(text)
        guard !words.isEmpty else { return true }
        var written: [String] = []
        func collect(_ object: JSONObject) {
            for name in ["name", "alternate_name", "description", "code"] { if let text = object[name]?.string { written += WordFolding.words(text) } }
            for name in ["organization", "service", "location"] { if let inner = object[name]?.object { collect(inner) } }
        }
        collect(object)
        return words.allSatisfy { word in written.contains { $0.contains(word) } }
    }
}
