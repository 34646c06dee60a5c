import Dictionary
import Journal
import Storage

/// Finds what has to be erased together, and what stays but may still speak of the person.
///
/// With a person go the relations to cases, what was recorded about nobody else, and the cases that are about nobody else, since their narratives tell whom they
/// are about. With a case goes everything recorded in it, and the people whom nothing else knows. Employers and agencies stay: other workers' cases rest on them.
struct ErasureScope {
    /// Fields that say whom a record is about. Other links to a person, such as that of a perpetrator, are no reason to erase the record.
    private static let fieldsAbout: Set<String> = ["victim", "claimant", "worker", "for-person", "person", "missing-person", "seeker", "about"]

    private let transaction: RecordTransaction
    private let rows: RecordRows
    private(set) var erased: Set<String> = []
    private(set) var mayName: Set<String> = []

    init(_ transaction: RecordTransaction) {
        self.transaction = transaction
        rows = RecordRows(connection: transaction.connection, organisation: transaction.node.organisation.number)
    }

    mutating func add(_ record: String, kind: String) throws {
        switch kind {
        case "case": try addCase(record)
        case "person": try addPerson(record)
        default: erased.insert(record)
        }
    }

    private mutating func addCase(_ record: String) throws {
        guard erased.insert(record).inserted else { return }
        var people: [String] = []
        for linked in try rows.linking(to: record) {
            if linked.row.state.kind == "relation", linked.field == "to" {
                erased.insert(linked.row.record)
                guard let from = CaseFacts.openText(linked.row.state, "from"), let state = try rows.state(of: from) else { continue }
                if state.kind == "person" { people.append(from) } else { mayName.insert(from) }
            } else if linked.field == "case" || linked.field == "opened-case" {
                try addIfOnly(linked.row.record, field: linked.field, in: erased)
            }
        }
        for document in try links(of: record, field: "documents") { try addIfOnly(document, field: "case", in: erased) }
        for person in people where !erased.contains(person) {
            // What somebody decided about the person knows nothing of them.
            let elsewhere = try rows.linking(to: person).contains { !erased.contains($0.row.record) && $0.row.state.kind != "judgement" }
            if elsewhere { mayName.insert(person) } else { try addPerson(person) }
        }
    }

    private mutating func addPerson(_ record: String) throws {
        guard erased.insert(record).inserted else { return }
        var cases: [String] = []
        for linked in try rows.linking(to: record) {
            if linked.row.state.kind == "relation" {
                erased.insert(linked.row.record)
                if let target = CaseFacts.openText(linked.row.state, "to"), try rows.state(of: target)?.kind == "case" { cases.append(target) }
            } else if linked.row.state.kind == "judgement" {
                // Why two records were taken for one person, or not, is told of both.
                erased.insert(linked.row.record)
            } else if Self.fieldsAbout.contains(linked.field) {
                try addIfOnly(linked.row.record, field: linked.field, in: [record])
            } else {
                mayName.insert(linked.row.record)
            }
        }
        for document in try links(of: record, field: "documents") { try addIfOnly(document, field: "about", in: [record]) }
        for target in cases {
            if try workers(of: target).isSubset(of: erased) {
                try addCase(target)
            } else {
                mayName.insert(target)
                try addDocuments(ofCase: target, about: record)
            }
        }
    }

    /// Documents in a case that goes on say in sealed links whom they are about.
    private mutating func addDocuments(ofCase record: String, about person: String) throws {
        for linked in try rows.linking(to: record) where linked.row.state.kind == "document" {
            let document = linked.row.record
            if try links(of: document, field: "about").contains(person) {
                try addIfOnly(document, field: "about", in: [person])
            } else if try links(of: document, field: "source").contains(person) {
                mayName.insert(document)
            }
        }
    }

    /// Erases a record if all that it links to through this field is in the set; otherwise it stays and may still speak of the person.
    private mutating func addIfOnly(_ record: String, field: String, in set: Set<String>) throws {
        if try Set(links(of: record, field: field)).isSubset(of: set) { erased.insert(record) } else { mayName.insert(record) }
    }

    /// The targets of a link field, also of a sealed one.
    private func links(of record: String, field: String) throws -> [String] {
        guard let state = try rows.state(of: record), let written = state.fields[field],
            let answer = try transaction.answer(written, field: field, kind: state.kind, record: record)
        else { return [] }
        return answer.value?.elements.compactMap { if case .link(let target) = $0 { target } else { nil } } ?? []
    }

    private func workers(of record: String) throws -> Set<String> {
        Set(
            try rows.linking(to: record)
                .filter { $0.row.state.kind == "relation" && CaseFacts.countedPersonRoles.contains(CaseFacts.openText($0.row.state, "role") ?? "") }
                .compactMap { CaseFacts.openText($0.row.state, "from") })
    }
}
