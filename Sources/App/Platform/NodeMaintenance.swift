import Storage

/// What an operator does with a whole node.
public struct NodeMaintenance: Sendable {
    private let node: Node

    public init(_ node: Node) {
        self.node = node
    }

    /// Proves that nothing was altered: the journal and all that is computed from it, then the files of documents.
    /// - Parameters:
    ///   - progress: called now and then with the number of entries checked.
    ///   - fileProgress: called with the number of files checked.
    public func verify(progress: @escaping (Int) -> Void = { _ in }, fileProgress: (Int) -> Void = { _ in }) throws -> VerificationReport {
        let (verified, members) = try node.database.read { connection -> (VerificationReport, [Node]) in
            var verification = Verification(connection: connection, node: node, progress: progress)
            let report = try verification.run()
            return (report, verification.members)
        }
        var report = verified
        // What a journal names that is not what was written would only repeat the same fault. Files are read outside of that transaction: they may be many and large.
        guard report.faults.isEmpty else { return report }
        for member in members {
            let checked = report.files
            let outcome = try DocumentVerification(node: member).run { fileProgress(checked + $0) }
            report.files += outcome.files
            report.fileBytes += outcome.bytes
            report.faults += outcome.damaged.map { .init(part: .documents, sequence: nil, record: $0.record, table: "document_piece", sentence: $0.sentence) }
        }
        return report
    }

    /// Drops the projections and fills them anew from the journal.
    /// - Returns: the numbers of records and of entries.
    public func rebuild(progress: (Int) -> Void = { _ in }) throws -> (records: Int, entries: Int) {
        let result = try node.database.write { connection in
            try Rebuild(connection: connection, dictionary: node.dictionary).run(progress: progress)
        }
        node.terms.remember(result.freshTerms)
        return (result.records, result.entries)
    }
}
