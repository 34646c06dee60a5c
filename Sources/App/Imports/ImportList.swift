import Formats
import Journal
import Storage

/// An import in a list.
public struct ImportSummary: Sendable {
    public var batch: String
    /// Milliseconds since 1970.
    public var begun: UInt64
    public var status: String
    public var source: String
    public var title: String
    /// SHA-256 of the file.
    public var digest: String
    public var rowsRead: Int?
    public var rowsRejected: Int?
}

/// Lists the imports of a node, the newest first.
public struct ImportList: Sendable {
    private let node: Node

    public init(_ node: Node) {
        self.node = node
    }

    public func imports() throws -> [ImportSummary] {
        try node.database.read { connection in
            try connection.all(
                "SELECT record, state FROM record_state WHERE organisation = ? AND kind = 'import' ORDER BY created DESC, record DESC",
                [.integer(node.organisation.number)]
            ) { row in
                let state = try RecordState(canonicalBytes: row.blob(1))
                return ImportSummary(
                    batch: row.text(0), begun: state.created.milliseconds, status: text(state, "status") ?? "", source: text(state, "source") ?? "",
                    title: text(state, "title") ?? "", digest: text(state, "file-digest") ?? "",
                    rowsRead: text(state, "rows-read").flatMap { Int($0) }, rowsRejected: text(state, "rows-rejected").flatMap { Int($0) })
            }
        }
    }

    /// Imports that are running, or broke off: reading the same file again goes on with them and adds nothing twice. One that was finished with other settings is over.
    public func unfinished(from sources: (String) -> Bool) throws -> [ImportSummary] {
        let all = try imports().filter { sources($0.source) }
        let finished = Set(all.filter { $0.status != "running" }.map(\.digest))
        return all.filter { $0.status == "running" && !finished.contains($0.digest) }
    }

    private func text(_ state: RecordState, _ field: String) -> String? {
        guard case .open(let content, _)? = state.fields[field]?.answer else { return nil }
        return CaseFacts.texts(content).first
    }
}
