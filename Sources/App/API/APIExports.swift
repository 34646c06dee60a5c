import Dictionary
import Formats
import HTTPTypes
import Interchange
import Journal
import Storage

/// Exports, a page of cases at a time, so that neither side holds a whole node in memory. The journal does not go this way: it holds everything, and is the operator's to give.
struct APIExports: Sendable {
    private let dictionary: DataDictionary
    private let cases: APICases

    init(_ dictionary: DataDictionary) {
        self.dictionary = dictionary
        cases = APICases(dictionary)
    }

    private static let formats: [NodeExportFormat] = [.jsonLines, .htcdsJSON, .htcdsCSV, .factsCSV]

    var operations: [APIOperation] {
        let purposes = ["own-use"] + (dictionary.vocabulary("consent-scope")?.terms.map(\.code) ?? [])
        return [
            APIOperation(
                method: .get, pattern: "/exports/cases", name: "exportCases",
                summary:
                    "The cases that the person may open, in a format of files, a page at a time: each page is a whole file. Who they are is in it with the scope people:read only; that it left the node is written down.",
                scope: .export,
                parameters: [
                    .init(
                        name: "format", place: .query, schema: .choice(Self.formats.map(\.rawValue)),
                        description: "jsonl (everything, one record a line) if it is not given; htcds-json, htcds-csv, facts-csv."),
                    .init(
                        name: "purpose", place: .query, schema: .choice(purposes),
                        description: "own-use if it is not given; else what people must have agreed to at this moment for their case to be in it."),
                    .limit, .after,
                ],
                answer: .object([
                    .required("format", .choice(Self.formats.map(\.rawValue))), .required("content", .string(0...100_000_000)),
                    .required("cases", .integer(0...100)), .required("records", .integer(0...Int64.max)), .required("withheld", .integer(0...100)),
                    .required("next", APIRecord.cursor),
                ]),
                handler: export)
        ]
    }

    private func export(_ call: APICall) async throws -> JSONValue {
        let access = try call.access()
        let format = call.text("format").flatMap(NodeExportFormat.init(rawValue:)) ?? .jsonLines
        let purpose = try ExportPurpose(call.text("purpose") ?? "own-use", dictionary: access.node.dictionary)
        return try await call.services.work {
            let page = try access.node.database.read { try read(call, access, format, purpose, $0) }
            if access.mayReadPeople, format != .factsCSV, !page.seen.isEmpty {
                try access.node.change(by: access.session.account) { transaction in
                    for record in page.seen { try transaction.logReading(of: record, kind: "case", ground: "export \(format.rawValue)") }
                }
            }
            return [
                "format": .string(format.rawValue), "content": .string(String(decoding: page.content, as: UTF8.self)),
                "cases": .integer(Int64(page.seen.count)),
                "records": .integer(Int64(page.records)), "withheld": .integer(Int64(page.withheld)), "next": page.next,
            ]
        }
    }

    private struct ExportedPage {
        var content: [UInt8] = []
        var seen: [String] = []
        var records = 0
        var withheld = 0
        var next = JSONValue.null
    }

    private func read(
        _ call: APICall, _ access: CaseAccess, _ format: NodeExportFormat, _ purpose: ExportPurpose, _ connection: any Connection
    ) throws -> ExportedPage {
        var page = ExportedPage()
        let found = try cases.page(call, access, connection).page
        page.next = found.next.map { .string($0.text) } ?? .null
        let file: ExportFormat? = Self.file(format)
        var exporter: any CaseExporter = file.map { $0.exporter(dictionary: access.node.dictionary) } ?? JSONLinesExporter()
        let reading = CaseExportReading(node: access.node, purpose: purpose)
        page.content += try exporter.start()
        for record in found.records {
            // Each case as this person reads it, now; facts need no key whoever asks.
            let reader = try access.requireCase(record, connection)
            let seen = format == .factsCSV ? Reader(account: reader.account, clearance: .open) : reader
            var gate = Gate(reader: seen, node: access.node, connection: connection)
            guard let group = try reading.group(of: record, namesLinkedRecords: file?.namesLinkedRecords ?? false, connection, &gate) else {
                page.withheld += 1
                continue
            }
            page.content += try exporter.add(group)
            page.seen.append(record)
            page.records += group.records.count
        }
        page.content += try exporter.finish()
        return page
    }

    private static func file(_ format: NodeExportFormat) -> ExportFormat? {
        switch format {
        case .htcdsJSON: .htcdsJSON
        case .htcdsCSV: .htcdsCSV
        case .factsCSV: .factsCSV
        case .jsonLines, .journal, .pfif: nil
        }
    }
}
