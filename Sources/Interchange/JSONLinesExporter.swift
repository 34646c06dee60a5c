import Dictionary
import Formats

/// Writes everything it is given as JSON Lines: one record a line, in canonical JSON (RFC 8785).
///
/// A line is `{"answers":{field:answer,…},"case":identifier,"kind":…,"record":identifier}`; the forms of answers are those of the journal.
public struct JSONLinesExporter: CaseExporter {
    public init() {}

    public mutating func start() -> [UInt8] { [] }

    public mutating func add(_ group: ExportCase) throws(ExportError) -> [UInt8] {
        let caseIdentifier = group.caseRecord?.identifier
        var bytes: [UInt8] = []
        for record in group.inOrder {
            var answers = JSONObject()
            for (field, answer) in record.answers { answers.members.append(JSONObject.Member(field, answer.json)) }
            var line: JSONObject = ["record": .string(record.identifier), "kind": .string(record.kind), "answers": .object(answers)]
            if let caseIdentifier { line.members.append(JSONObject.Member("case", .string(caseIdentifier))) }
            bytes += JSONValue.object(line).canonicalBytes()
            bytes.append(0x0A)
        }
        return bytes
    }

    public mutating func finish() -> [UInt8] { [] }
}

extension ExportCase {
    /// The case first, then the others by kind and identifier, so that the same records always give the same bytes.
    var inOrder: [ExportRecord] {
        records.sorted { left, right in
            let leftIsCase = left.kind == "case"
            if leftIsCase != (right.kind == "case") { return leftIsCase }
            if left.kind != right.kind { return left.kind.utf8.lexicographicallyPrecedes(right.kind.utf8) }
            return left.identifier.utf8.lexicographicallyPrecedes(right.identifier.utf8)
        }
    }
}
