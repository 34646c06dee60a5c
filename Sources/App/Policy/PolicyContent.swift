import Dictionary
import Entitlements
import Formats
import Journal
import Storage

/// A proposed change as JSON, in the form of the register's own documents.
enum PolicyContent {
    static func json(_ change: RegisterChange) -> JSONValue {
        switch change {
        case .entry(let entry): .object(["entry": RegisterDocument.json([entry], withProvisions: false)])
        case .version(let version): .object(["version": .object(RegisterDocument.json(version, withProvisions: false))])
        case .correction(let version): .object(["correction": .object(RegisterDocument.json(version, withProvisions: false))])
        case .withdrawal(let version): .object(["withdrawal": .string(version)])
        case .translation(let version, let language, let text):
            .object(["translation": .object(["version": .string(version), "language": .string(language), "text": .string(text)])])
        }
    }

    static func change(_ value: JSONValue) throws -> RegisterChange? {
        if let document = value["entry"] { return try RegisterDocument.read(document).first.map { .entry($0) } }
        if let version = value["version"] { return .version(try RegisterDocument.version(version, place: "version")) }
        if let version = value["correction"] { return .correction(try RegisterDocument.version(version, place: "correction")) }
        if let version = value["withdrawal"]?.string { return .withdrawal(version: version) }
        guard let translation = value["translation"], let version = translation["version"]?.string, let language = translation["language"]?.string,
            let text = translation["text"]?.string
        else { return nil }
        return .translation(version: version, language: language, text: text)
    }
}

extension PolicyReading {
    /// A proposal; nil if there is none of that identifier here.
    mutating func change(_ record: String) throws -> ProposedChange? {
        guard let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: record), state.kind == PolicyKinds.change,
            !state.isRetracted, !state.isErased
        else { return nil }
        return try proposed(record, state)
    }

    /// All proposals, the latest first. O(proposals).
    mutating func changes() throws -> [ProposedChange] {
        let rows = try connection.all(
            "SELECT record, state FROM record_state WHERE organisation = ? AND kind = ? AND retracted = 0 ORDER BY created DESC, record DESC LIMIT 2000",
            [.integer(node.organisation.number), .text(PolicyKinds.change)]
        ) { ($0.text(0), try RecordState(canonicalBytes: $0.blob(1))) }
        return try rows.compactMap { try proposed($0.0, $0.1) }
    }

    private mutating func proposed(_ record: String, _ state: RecordState) throws -> ProposedChange? {
        let view = try view(state, of: record)
        guard let content = view.text("content"), let change = try PolicyContent.change(try JSONValue.parse(Array(content.utf8))) else { return nil }
        return ProposedChange(
            record: record, entry: view.text("entry") ?? "", change: change, reason: view.text("reason") ?? "",
            proposer: view.links("proposed-by").first ?? "", state: view.code("decision").flatMap(ProposalState.init(rawValue:)) ?? .waiting,
            decidedBy: view.links("decided-by").first, remark: view.text("remark"), moment: state.fields["decision"]?.clock.milliseconds ?? 0)
    }
}
