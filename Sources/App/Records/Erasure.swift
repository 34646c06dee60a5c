import Dictionary
import Foundation
import Journal
import Storage

/// What an erasure did.
public struct ErasureOutcome: Sendable {
    /// The records whose keys were destroyed.
    public var erased: [String]
    /// Records that stay because others are in them too, and that may still speak of the person: a group's case, a document about several people, an employer.
    public var mayStillName: [String]
}

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

    /// Erases a record and those that are only about the same people (``ErasureScope``).
    /// - Parameter also: further records that are erased with it, such as those that an earlier erasure named as left.
    public func erase(_ record: String, also: [String] = [], reason: String) throws -> ErasureOutcome {
        guard !reason.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty else {
            throw AppError("Say why the record is erased, without naming the person: --reason TEXT", isWrongUse: true)
        }
        let outcome = try node.change(by: author) { transaction in
            var scope = ErasureScope(transaction)
            for record in [record] + also {
                guard let state = try transaction.state(of: record) else { throw AppError("There is no record \(record).") }
                guard state.kind != "import" else {
                    throw AppError("\(record) is an import, not a record of a person. To take the import back: corridor undo \(record)")
                }
                try scope.add(record, kind: state.kind)
            }
            let living = try scope.erased.sorted().filter { try transaction.state(of: $0)?.isErased == false }
            guard !living.isEmpty else { throw AppError("The record \(record) was erased already.") }
            for record in living { try transaction.erase(record: record, ground: reason) }
            try SearchSnapshotFile.destroyKey(of: node.organisation.number, transaction.connection)
            let left = try scope.mayName.subtracting(scope.erased).sorted().filter { try transaction.state(of: $0)?.isErased == false }
            return ErasureOutcome(erased: living, mayStillName: left)
        }
        SearchSnapshotFile(node: node).remove()
        try node.database.purgeDeletedContent()
        return outcome
    }
}
