import Dictionary
import Formats

/// An organisation or a service of an HSDS file as a record of the dictionary.
public struct HSDSEntry: Sendable {
    /// `organisation` or `service`.
    public var kind: String
    /// The identifier in the file.
    public var identifier: String
    /// Of a service: the identifier of its organisation in the file.
    public var organisation: String?
    /// By field of the dictionary, without the link to the organisation.
    public var answers: [String: Answer]
    /// Sentences about what a field could not hold; all of it is kept in the field `source-details`.
    public var findings: [String]
}

/// Between HSDS objects and records of the dictionary.
public struct HSDSConversion: Sendable {
    /// The field that keeps the object as it came.
    static let details = "source-details"

    private let dictionary: DataDictionary

    public init(dictionary: DataDictionary) { self.dictionary = dictionary }

    /// All entries, organisations first. Nothing is refused: what cannot be held is told and kept aside. An object without an identifier gets one from its name.
    public func entries(_ document: HSDSDocument) -> [HSDSEntry] {
        let known = Set(document.organizations.compactMap { $0["id"]?.string })
        return document.organizations.map { entry($0, "organisation") }
            + document.services.map { object in
                var entry = entry(object, "service")
                if let organisation = entry.organisation, !known.contains(organisation) {
                    entry.findings.append("organization_id: “\(organisation)” is no organisation of this file. It must be in the directory, or the service stands alone.")
                }
                return entry
            }
    }

    func entry(_ object: JSONObject, _ kind: String) -> HSDSEntry {
        let identifier = object["id"]?.string ?? HSDSIdentifier.derived(from: "\(kind)/\(object["name"]?.string ?? "")")
        var entry = HSDSEntry(kind: kind, identifier: identifier, organisation: object["organization_id"]?.string, answers: [:], findings: [])
        let table = kind == "service" ? "service" : "organization"
        for member in HSDSStandard.required[table] ?? [] where object[member] == nil {
            entry.findings.append("The member “\(member)”, which HSDS 3.0 requires, is missing.")
        }
        if object["id"] != nil, !HSDSIdentifier.isUUID(identifier) { entry.findings.append("The identifier “\(identifier)” is no UUID.") }
        if kind == "service", let status = object["status"]?.string, !HSDSStandard.serviceStatuses.contains(status) {
            entry.findings.append("The status “\(status)” is none of \(HSDSStandard.serviceStatuses.joined(separator: ", ")).")
        }
        entry.findings += Self.wrongTypes(object) + Self.unknownAttributes(object, kind, dictionary) + Self.unheldAddresses(object, kind)
        for member in members(kind) {
            let (value, findings, _) = read(member, object, for: kind)
            entry.findings += findings.filter { !entry.findings.contains($0) }
            if let value { entry.answers[member.field] = Answer(value) }
        }
        let held = Set(members(kind).flatMap(\.members) + ["id", "organization_id", "attributes", "services", "organization"])
        let aside = object.members.filter { !held.contains($0.name) && !Self.isEmpty($0.value) }.map(\.name)
        if !aside.isEmpty { entry.findings.append("Kept aside, as no field holds it: \(aside.sorted().joined(separator: ", ")).") }
        entry.answers["source-identifier"] = (try? FieldValue(text: identifier)).map { Answer($0) }
        let source = String(decoding: JSONValue.object(object).canonicalBytes(), as: UTF8.self)
        entry.answers[Self.details] = (try? FieldValue(text: source, limit: NormalText.narrativeLimit)).map { Answer($0) }
        return entry
    }

    private static let texts: Set<String> = [
        "id", "organization_id", "name", "alternate_name", "description", "email", "website", "url", "legal_status", "status", "application_process",
        "fees_description", "assured_date", "assurer_email",
    ]
    private static let lists: Set<String> = [
        "phones", "languages", "schedules", "service_areas", "required_documents", "service_at_locations", "locations", "contacts", "attributes",
    ]

    private static func isEmpty(_ value: JSONValue) -> Bool {
        switch value {
        case .null: true
        case .string(let text): text.trimmed.isEmpty
        case .array(let items): items.isEmpty
        default: false
        }
    }

    /// Members that hold something else than the standard says, of which nothing is read.
    private static func wrongTypes(_ object: JSONObject) -> [String] {
        object.members.compactMap { member in
            guard !isEmpty(member.value) else { return nil }
            if texts.contains(member.name), member.value.string == nil { return "\(member.name): What stands there is no text. It is kept aside. Write it between quotation marks." }
            if lists.contains(member.name), member.value.array == nil { return "\(member.name): What stands there is no list. It is kept aside. Write it as a list." }
            return nil
        }
    }

    /// Attributes of our own taxonomy that name no field, and attributes without a term.
    private static func unknownAttributes(_ object: JSONObject, _ kind: String, _ dictionary: DataDictionary) -> [String] {
        let attributes = object["attributes"]?.array ?? []
        let nameless = attributes.count { $0["taxonomy_term"] == nil }
        let unknown = HSDSMember.attributes(object, taxonomy: HSDSMember.taxonomy).map(\.code).filter { code in
            !code.hasPrefix("\(kind).") || dictionary.field(code) == nil
        }
        return unknown.map { "attributes: “\($0)” is no field of this kind of record. It is kept aside. The command corridor dictionary show \(kind) lists them." }
            + (nameless > 0 ? ["attributes: \(nameless) have no taxonomy_term, so nothing says what they are. They are kept aside."] : [])
    }

    /// Of a service, addresses that no field holds and that nobody could use.
    private static func unheldAddresses(_ object: JSONObject, _ kind: String) -> [String] {
        guard kind == "service" else { return [] }
        var findings: [String] = []
        if let text = object["email"]?.string?.trimmed, !text.isEmpty, !DirectoryValues.isMailbox(text) {
            findings.append("email: “\(text)” is no address of e-mail. Write one such as desk@example.org.")
        }
        if let text = object["url"]?.string?.trimmed, !text.isEmpty, !DirectoryValues.isPage(text) {
            findings.append("url: “\(text)” is no address of a page. Write one such as https://example.org.")
        }
        return findings
    }

    /// The HSDS object of a record.
    /// - Parameters:
    ///   - organisation: of a service, the HSDS identifier of its organisation.
    ///   - name: what an organisation is called whose name this reader may not see.
    public func object(_ record: ExportRecord, organisation: String? = nil) -> JSONObject {
        var object = source(record) ?? JSONObject()
        let identifier = Self.identifier(of: record)
        object["id"] = .string(identifier)
        if let organisation { object["organization_id"] = .string(organisation) }
        let writing = HSDSMember.Writing(dictionary: dictionary, identifier: identifier)
        for member in members(record.kind) {
            let present = record.answers[member.field]?.value
            let source = read(member, object)
            // What nobody could use goes to nobody: the member is written from what the record says.
            if source.value != present || source.isUnusable { member.write(&object, present, writing) }
        }
        Self.removeUnusable(&object, record.kind)
        if record.kind == "organisation" {
            object["name"] = object["name"] ?? .string("")
            object["description"] = object["description"] ?? .string("")
        } else {
            object["name"] = object["name"] ?? .string("")
            object["status"] = object["status"] ?? .string("active")
            if record.answers["place-secret"]?.value == .code("yes") { object["service_at_locations"] = nil }
        }
        return object
    }

    /// Takes out what came from elsewhere and would not pass the schemas, or could not be used: what is no text or list where one belongs, addresses that are none.
    private static func removeUnusable(_ object: inout JSONObject, _ kind: String) {
        for member in object.members where !isEmpty(member.value) {
            if texts.contains(member.name), member.value.string == nil { object[member.name] = nil }
            if lists.contains(member.name), member.value.array == nil { object[member.name] = nil }
        }
        guard kind == "service" else { return }
        if let text = object["email"]?.string?.trimmed, !text.isEmpty, !DirectoryValues.isMailbox(text) { object["email"] = nil }
        if let text = object["url"]?.string?.trimmed, !text.isEmpty, !DirectoryValues.isPage(text) { object["url"] = nil }
        if let status = object["status"]?.string, !HSDSStandard.serviceStatuses.contains(status) { object["status"] = nil }
    }

    /// The identifier under which a record goes out: that of its source, or one made from its own.
    public static func identifier(of record: ExportRecord) -> String {
        if let source = record.answers["source-identifier"]?.value?.displayText, HSDSIdentifier.isUUID(source) { return source }
        return HSDSIdentifier.uuid(record: record.identifier) ?? HSDSIdentifier.derived(from: record.identifier)
    }

    private func members(_ kind: String) -> [HSDSMember] { kind == "service" ? HSDSMember.service : HSDSMember.organisation }

    private func source(_ record: ExportRecord) -> JSONObject? {
        guard let text = record.answers[Self.details]?.value?.displayText else { return nil }
        return (try? JSONValue.parse(Array(text.utf8)))?.object
    }

    /// - Parameter record: the kind of record whose field the value must fit; nil where it is only compared.
    private func read(_ member: HSDSMember, _ object: JSONObject, for record: String? = nil) -> (value: FieldValue?, findings: [String], isUnusable: Bool) {
        var reading = HSDSMember.Reading(dictionary: dictionary)
        do throws(ValueError) {
            let value = try member.read(object, &reading)
            // Units and the like are no matter of reading.
            if let value, let record { try dictionary.validate(record: record, field: member.field, answer: Answer(value)) }
            return (value, reading.findings, reading.isUnusable)
        } catch {
            return (nil, reading.findings + ["\(member.field): \(error.description) It is kept aside."], reading.isUnusable)
        }
    }
}
