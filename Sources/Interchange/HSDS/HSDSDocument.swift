import Formats

/// Organisations and services as HSDS 3.0 describes them, whichever way they were written.
public struct HSDSDocument: Sendable {
    /// Without the services that may have been nested in them.
    public private(set) var organizations: [JSONObject] = []
    /// Each with `organization_id` where its organisation is known.
    public private(set) var services: [JSONObject] = []
    /// What was passed over, each a sentence: things that are neither organisation nor service, files that are no table, rows that belong to nothing.
    public private(set) var leftOut: [String] = []
    private var positions: [String: Int] = [:]
    /// How many organisations and services have been met.
    private var met = 0

    public init() {}

    /// Reads a JSON document: an organisation, a service, a service at a location, a list of these, a page of the HSDS API, or tables in one object
    /// (`{"services.csv": […], …}`).
    /// - Throws: ``ImportError`` if it is no JSON or holds neither organisation nor service.
    public init(json bytes: [UInt8], file: String) throws(ImportError) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue.parse(bytes, limits: JSONLimits(depth: 64, bytes: 64 << 20))
        } catch {
            throw ImportError(place: file, problem: error.description, remedy: "Give a file of JSON in UTF-8.")
        }
        add(value)
        try requireContent(file)
    }

    /// Reads the files of the CSV form by their names, such as `services.csv`. Other files are passed over.
    public init(tables files: [(name: String, bytes: [UInt8])], place: String) throws(ImportError) {
        var rows: HSDSTables.Rows = [:]
        for table in HSDSStandard.tables {
            guard let file = files.first(where: { $0.name == "\(table.file).csv" || $0.name == "\(table.name).csv" }) else { continue }
            rows[table.name] = try HSDSTables.read(file.bytes, table: table, file: "\(place)/\(file.name)")
        }
        let known = Set(HSDSStandard.tables.flatMap { ["\($0.file).csv", "\($0.name).csv"] })
        for file in files where !known.contains(file.name) {
            leftOut.append("\(file.name): It is no table of HSDS 3.0 and was not read. Name it as the standard does, such as services.csv.")
        }
        add(rows)
        try requireContent(place)
    }

    /// The documents as CSV files by name.
    public var files: [(name: String, bytes: [UInt8])] {
        HSDSTables.files(HSDSTables.flatten(organizations.map { ("organization", $0) } + services.map { ("service", $0) }))
    }

    /// A page of the HSDS API with every organisation and the services nested in it; services without an organisation stand alone at the end.
    public var page: JSONValue {
        let known = Set(organizations.compactMap { $0["id"]?.string })
        let contents =
            organizations.map { organization -> JSONValue in
                var full = organization
                let own = services.filter { $0["organization_id"]?.string == organization["id"]?.string }
                if !own.isEmpty { full["services"] = .array(own.map(JSONValue.object)) }
                return .object(full)
            } + services.filter { !known.contains($0["organization_id"]?.string ?? "") }.map(JSONValue.object)
        return HSDSDocument.page(contents, number: 1, size: max(1, contents.count), total: contents.count)
    }

    /// A page as the HSDS API describes it.
    /// - Parameters:
    ///   - number: of the page, from 1.
    ///   - size: how many a page holds.
    ///   - total: how many there are in all.
    public static func page(_ contents: [JSONValue], number: Int, size: Int, total: Int) -> JSONValue {
        let pages = max(1, (total + size - 1) / size)
        return .object([
            "total_items": .integer(Int64(total)), "total_pages": .integer(Int64(pages)), "page_number": .integer(Int64(number)),
            "size": .integer(Int64(contents.count)), "first_page": .bool(number == 1), "last_page": .bool(number >= pages),
            "empty": .bool(contents.isEmpty), "contents": .array(contents),
        ])
    }

    // MARK: Taking in

    public mutating func add(organization: JSONObject) {
        var organization = organization
        for case .object(let service) in organization["services"]?.array ?? [] { add(service: service, of: organization["id"]?.string) }
        organization["services"] = nil
        insert(organization, "organization")
    }

    /// - Parameter owner: identifier of the organisation it was nested in.
    public mutating func add(service: JSONObject, of owner: String? = nil) {
        var service = service
        if let organization = service["organization"]?.object {
            add(organization: organization)
            service["organization_id"] = service["organization_id"] ?? organization["id"]
            service["organization"] = nil
        }
        if service["organization_id"] == nil, let owner { service["organization_id"] = .string(owner) }
        insert(service, "service")
    }

    /// Takes an object in; where one with its identifier is there, the members that it lacks are added.
    private mutating func insert(_ object: JSONObject, _ table: String) {
        met += 1
        let key = "\(table) \(object["id"]?.string ?? "")"
        let isOrganization = table == "organization"
        guard object["id"] != nil, let position = positions[key] else {
            positions[key] = isOrganization ? organizations.count : services.count
            if isOrganization { organizations.append(object) } else { services.append(object) }
            return
        }
        for member in object.members {
            let there = (isOrganization ? organizations[position] : services[position])[member.name]
            if let there, there != member.value, member.name != "services" {
                leftOut.append("\(object["id"]?.string ?? ""), \(member.name): It stands there twice and differs; the first counts. Give it once.")
            }
            if isOrganization {
                if organizations[position][member.name] == nil { organizations[position][member.name] = member.value }
            } else if services[position][member.name] == nil {
                services[position][member.name] = member.value
            }
        }
    }

    private mutating func add(_ rows: HSDSTables.Rows) {
        let nested = HSDSTables.nest(rows)
        leftOut += nested.leftOut
        for organization in nested.organizations { add(organization: organization) }
        for service in nested.services { add(service: service) }
    }

    private mutating func add(_ value: JSONValue) {
        if let list = value.array {
            for (index, item) in list.enumerated() {
                let before = met
                add(item)
                if met == before {
                    leftOut.append(
                        "Item \(index + 1)\(item["id"]?.string.map { " (\($0))" } ?? ""): It is neither an organisation nor a service and was not read. An organisation has an id and a name, a service an id, a name and a status."
                    )
                }
            }
            return
        }
        guard let object = value.object else { return }
        if let contents = object["contents"] { return add(contents) }
        if object.members.contains(where: { $0.name.hasSuffix(".csv") }) { return add(HSDSDocument.rows(object)) }
        for (member, isService) in [("organizations", false), ("services", true)] where object["id"] == nil {
            for case .object(let inner) in object[member]?.array ?? [] {
                if isService { add(service: inner) } else { add(organization: inner) }
            }
        }
        guard object["id"] != nil else { return }
        if let service = object["service"]?.object {
            add(service: HSDSDocument.service(service, at: object))
        } else {
            switch HSDSDocument.table(of: object) {
            case "service": add(service: object)
            case "organization": add(organization: object)
            default: return
            }
        }
    }

    /// Which table of the standard an object is of: an organisation or a service, unless another table, such as that of taxonomies, has more of its members.
    private static func table(of object: JSONObject) -> String? {
        func foreign(_ table: HSDSStandard.Table) -> Int {
            let known = Set(table.columns + table.lists.map(\.member) + table.singles.map(\.member))
            return object.members.count { !known.contains($0.name) }
        }
        let own = ["organization", "service"]
        let ours = HSDSStandard.tables.filter { own.contains($0.name) }.map(foreign).min() ?? 0
        let others = HSDSStandard.tables.filter { !own.contains($0.name) }.map(foreign).min() ?? 0
        guard ours <= others else { return nil }
        if object["status"] != nil || object["organization_id"] != nil || object["organization"] != nil { return "service" }
        return object["name"] == nil ? nil : "organization"
    }

    /// A service at a location is the service with that location.
    private static func service(_ service: JSONObject, at place: JSONObject) -> JSONObject {
        var (service, place) = (service, place)
        place["service"] = nil
        service["service_at_locations"] = .array((service["service_at_locations"]?.array ?? []) + [.object(place)])
        return service
    }

    private static func rows(_ object: JSONObject) -> HSDSTables.Rows {
        var rows: HSDSTables.Rows = [:]
        for table in HSDSStandard.tables {
            for name in [table.file, table.name] {
                rows[table.name, default: []] += (object["\(name).csv"]?.array ?? []).compactMap(\.object)
                if table.file == table.name { break }
            }
        }
        return rows
    }

    private func requireContent(_ place: String) throws(ImportError) {
        guard organizations.isEmpty, services.isEmpty else { return }
        throw ImportError(
            place: place, problem: "it holds no organisation and no service as HSDS 3.0 describes them",
            remedy: "Give an HSDS 3.0 export: organizations or services as JSON, or a folder with organizations.csv and services.csv.")
    }
}
