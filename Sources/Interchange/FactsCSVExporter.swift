import Dictionary
import Formats

/// Writes one row a case with its open facts, for a spreadsheet or a statistics program.
///
/// The columns are `case` and all fields of sensitivity `open`, named `record.field`. Several values, and the values of several records of a kind, are
/// joined by `;` in the order of the records. An answer without a value is written `(unknown)`, `(refused)` or `(not-applicable)`; a cell is empty where
/// nothing was answered. Notes are never written: they can name people.
public struct FactsCSVExporter: CaseExporter {
    private let columns: [Field]
    private var writer: CSVWriter

    /// - Parameter kinds: the kinds of record whose facts are written.
    public init(
        dictionary: DataDictionary, kinds: [String] = ["case", "person", "party", "violation", "claim", "action", "relation"]
    ) {
        columns = kinds.flatMap { kind in
            dictionary.fields(of: kind).filter { $0.sensitivity == .open && $0.type != .link && $0.type != .file }
        }
        writer = CSVWriter(guardsFormulas: true)
    }

    public mutating func start() -> [UInt8] {
        writer.write(["case"] + columns.map(\.fullName))
        return writer.takeBytes()
    }

    public mutating func add(_ group: ExportCase) throws(ExportError) -> [UInt8] {
        guard let identifier = group.caseRecord?.identifier else {
            throw ExportError(place: "Facts", problem: "a group of records has no case", remedy: "Export cases with the records that belong to them.")
        }
        let records = group.inOrder
        var row = [identifier]
        row.reserveCapacity(columns.count + 1)
        for column in columns {
            var texts: [String] = []
            for record in records where record.kind == column.record {
                guard let answer = record.answers[column.name] else { continue }
                texts += Self.texts(of: answer)
            }
            row.append(texts.joined(separator: ";"))
        }
        writer.write(row)
        return writer.takeBytes()
    }

    public mutating func finish() -> [UInt8] { [] }

    private static func texts(of answer: Answer) -> [String] {
        switch answer.content {
        case .absent(let absence): ["(\(absence.rawValue))"]
        case .value(.list(let values)): values.map(text)
        case .value(let value): [text(of: value)]
        }
    }

    private static func text(of value: FieldValue) -> String {
        switch value {
        case .text(let text), .code(let text), .link(let text): text
        case .date(let date): date.edtf
        case .money(let money): money.description
        case .quantity(let quantity): quantity.description
        case .name(let name): name.full
        case .place, .phone, .identifier, .file, .list: String(decoding: value.json.canonicalBytes(), as: UTF8.self)
        }
    }
}
