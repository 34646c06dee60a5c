import Storage

/// What an operator does with a whole node.
public struct NodeMaintenance: Sendable {
    private let node: Node

    public init(_ node: Node) {
        self.node = node
    }

    /// Proves that nothing was altered.
    /// - Parameter progress: called now and then with the number of entries checked.
    public func verify(progress: @escaping (Int) -> Void = { _ in }) throws -> VerificationReport {
        try node.database.read { connection in
            var verification = Verification(connection: connection, node: node, progress: progress)
            return try verification.run()
        }
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
