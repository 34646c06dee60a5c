import Dictionary
import Foundation
import Journal
import Storage

/// Erases people: destroys the keys of the records that say who somebody is.
///
/// What remains are entries whose sealed parts nobody can read, and open facts, so that the journal still verifies and statistics still count the case.
public struct Erasure: Sendable {
    private let node: Node
    private let author: String

    public init(_ node: Node, author: String = Reader.keyHolder.account) {
        self.node = node
        self.author = author
    }

    /// Erases a record and those that only belong to it: of a case everything recorded in it, and the people who are in no other case; of a person
    /// also the cases that are about nobody else, since their narratives tell whom they are about.
    /// - Returns: the identifiers of all erased records.
    public func erase(_ record: String, reason: String) throws -> [String] {
        guard !reason.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty else {
            throw AppError("Say why the record is erased, without naming the person: --reason TEXT")
        }
        let erased = try node.change(by: author) { transaction in
            guard let state = try transaction.state(of: record) else { throw AppError("There is no record \(record).") }
            guard state.kind != "import" else { throw AppError("\(record) is an import, not a record of a person. To take the import back: corridor undo \(record)") }
            let scope = try Scope(transaction.connection).records(erasedWith: record, kind: state.kind)
            let living = try scope.filter { try transaction.state(of: $0)?.isErased == false }
            guard !living.isEmpty else { throw AppError("The record \(record) was erased already.") }
            for record in living { try transaction.erase(record: record, ground: reason) }
            return living
        }
        try node.database.purgeDeletedContent()
        return erased
    }

    /// Finds what has to go together.
    private struct Scope {
        private let rows: RecordRows
        private let connection: any Connection

        init(_ connection: any Connection) {
            self.connection = connection
            rows = RecordRows(connection: connection)
        }

        func records(erasedWith record: String, kind: String) throws -> [String] {
            switch kind {
            case "case": return try caseRecords(record, leaving: nil)
            case "person": return try personRecords(record)
            default: return [record]
            }
        }

        private func personRecords(_ person: String) throws -> [String] {
            var records = [person]
            for relation in try rows.linking(to: person) where relation.row.state.kind == "relation" {
                records.append(relation.row.record)
                guard let target = CaseFacts.openText(relation.row.state, "to"), try rows.state(of: target)?.kind == "case" else { continue }
                let others = try workers(of: target).filter { $0 != person }
                if others.isEmpty { records += try caseRecords(target, leaving: person) }
            }
            for linked in try rows.linking(to: person) where linked.row.state.kind != "relation" { records.append(linked.row.record) }
            return Array(Set(records)).sorted()
        }

        /// The case, everything recorded in it, and the people and parties who are in no other case.
        private func caseRecords(_ record: String, leaving person: String?) throws -> [String] {
            var records = [record]
            for linked in try rows.linking(to: record) where linked.field == "case" || linked.field == "to" {
                records.append(linked.row.record)
                guard linked.row.state.kind == "relation", let from = CaseFacts.openText(linked.row.state, "from"), from != person else { continue }
                let cases = try rows.linking(to: from).compactMap { CaseFacts.openText($0.row.state, "to") }
                if Set(cases) == [record] { records.append(from) }
            }
            return Array(Set(records)).sorted()
        }

        private func workers(of record: String) throws -> [String] {
            try rows.linking(to: record)
                .filter { $0.row.state.kind == "relation" && CaseFacts.countedPersonRoles.contains(CaseFacts.openText($0.row.state, "role") ?? "") }
                .compactMap { CaseFacts.openText($0.row.state, "from") }
        }
    }
}
