import Dictionary
import Journal
import Storage

/// What of a case can be chosen to go to a partner, as whoever chooses may see it.
struct SharedChoice: Sendable {
    struct Record: Sendable {
        var view: RecordView
        /// Of a person or party.
        var role: String?
        /// Fields that can cross and have an answer, in the order of the dictionary.
        var fields: [RecordView.Entry]
    }

    var records: [Record]
    /// Answers that an agreement keeps here.
    var leftOut = 0
    /// Papers of the case that are not marked as those that may be shared.
    var unmarkedPapers = 0

    /// Fields that are ticked when the form is first shown: what somebody needs to take a case on. Everything else is ticked by hand.
    static let usual: [String: Set<String>] = [
        "case": ["origin-country", "destination-country", "sector", "priority", "stage", "summary", "wishes", "safe-contact"],
        "person": ["names", "sex", "nationality", "mobile-phones", "primary-language", "other-languages", "date-of-birth"],
        "violation": ["type", "since", "country", "description"],
    ]

    /// The record whose field a box of the form is for.
    static func record(of name: String) -> String { name.split(separator: "/").first.map(String.init) ?? "" }

    /// Reads what can be chosen. What is confidential, what is no worker's and papers that may not be shared are not offered.
    /// - Parameter reader: who chooses, as the case's access gives it.
    init(of caseRecord: String, as reader: Reader, _ node: Node, _ connection: any Connection) throws {
        let group = try CaseGroup(connection: connection, organisation: node.organisation.number).records(ofCase: caseRecord)
        var roles: [String: String] = [:]
        for item in group where item.state.kind == "relation" && CaseFacts.openText(item.state, "to") == caseRecord {
            guard let from = CaseFacts.openText(item.state, "from"), let role = CaseFacts.openText(item.state, "role") else { continue }
            if roles[from] == nil || role == "worker" { roles[from] = role }
        }
        var gate = Gate(reader: reader, node: node, connection: connection)
        unmarkedPapers = group.count {
            $0.state.kind == "document" && !$0.state.isErased && !$0.state.isRetracted && CaseFacts.openText($0.state, "confidential") != "yes"
                && CaseFacts.openText($0.state, "share-allowed") == nil
        }
        records = try group.compactMap { item in
            guard SharedPart.kinds.contains(item.state.kind), !item.state.isErased, !item.state.isRetracted else { return nil }
            let role = roles[item.record]
            let isMain = item.record == caseRecord
            guard isMain || AccessPolicy.isShownToPartners(item.state, role: role) else { return nil }
            let view = try gate.view(item.state, of: item.record)
            let fields = view.fields.filter { $0.answer != nil && SharedPart.crosses($0.field) }
            guard !fields.isEmpty else { return nil }
            return Record(view: view, role: role, fields: fields)
        }
    }

    /// Without what is more sensitive than an agreement lets go. A clarifying note counts as identity.
    func limited(to clearance: Sensitivity) -> SharedChoice {
        guard clearance < .identity else { return self }
        var limited = self
        limited.records = records.compactMap { record in
            var record = record
            let fields = record.fields.filter { $0.field.sensitivity <= clearance && $0.answer?.note == nil }
            limited.leftOut += record.fields.count - fields.count
            record.fields = fields
            return fields.isEmpty ? nil : record
        }
        return limited
    }

    /// The name of a field's box in the form.
    static func name(_ record: String, _ field: String) -> String { "\(record)/\(field)" }

    /// What is ticked at first.
    var usual: Set<String> {
        Set(
            records.flatMap { record in
                record.fields.filter { Self.usual[record.view.kind]?.contains($0.field.name) == true }.map { Self.name(record.view.record, $0.field.name) }
            })
    }

    /// The part that the chosen fields make. A name that is none of ``records`` chooses nothing.
    /// - Parameter shared: gives a record's identifier in the conversation.
    func part(_ chosen: Set<String>, shared: (String) -> String) -> SharedPart {
        SharedPart(
            items: records.compactMap { record in
                let fields = record.fields.filter { chosen.contains(Self.name(record.view.record, $0.field.name)) }.compactMap { entry in
                    entry.answer.map { (name: entry.field.name, answer: $0) }
                }
                guard !fields.isEmpty else { return nil }
                return SharedPart.Item(
                    shared: shared(record.view.record), kind: record.view.kind, role: record.role, fields: fields.sorted { $0.name < $1.name })
            })
    }

    /// The records behind the identifiers of the conversation.
    func origins(shared: (String) -> String) -> [String: String] {
        [String: String](records.map { (shared($0.view.record), $0.view.record) }, uniquingKeysWith: { first, _ in first })
    }
}
