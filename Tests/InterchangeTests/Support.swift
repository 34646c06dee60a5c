import Dictionary
import Formats
import Foundation
import Interchange

/// What the tests of this target share.
enum Support {
    static let dictionary = Result { try DataDictionary.standard() }

    /// A file with these bytes in a folder of its own, removed after the body.
    static func withFile<T>(_ bytes: [UInt8], name: String = "table.csv", _ body: (URL) throws -> T) throws -> T {
        try withFiles([name: bytes]) { folder in try body(folder.appending(path: name)) }
    }

    static func withFiles<T>(_ files: [String: [UInt8]], _ body: (URL) throws -> T) throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "interchange-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, bytes) in files { try Data(bytes).write(to: folder.appending(path: name)) }
        return try body(folder)
    }

    static func reader(_ file: URL, mapping: String) throws -> ImportReader {
        try ImportReader(
            file: file, instructions: .mapping(bytes: Array(mapping.utf8), name: "mapping.yaml"), fileDigest: "d1", dictionary: dictionary.get())
    }

    static func rows(_ reader: ImportReader) throws -> [ImportedRow] {
        var reader = reader
        var rows: [ImportedRow] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    static func read(_ table: String, mapping: String) throws -> [ImportedRow] {
        try withFile(Array(table.utf8)) { try rows(reader($0, mapping: mapping)) }
    }

    static func read(_ file: URL, preset: ImportPreset) throws -> [ImportedRow] {
        try rows(ImportReader(file: file, instructions: .preset(preset), fileDigest: "d1", dictionary: dictionary.get()))
    }

    /// The rows as cases for an exporter, with source keys as identifiers.
    static func cases(_ rows: [ImportedRow]) -> [ExportCase] {
        rows.compactMap { row in
            guard case .drafts(_, let drafts) = row else { return nil }
            return ExportCase(records: drafts.map(record))
        }
    }

    static func record(_ draft: RecordDraft) -> ExportRecord {
        var answers: [String: Answer] = [:]
        for answer in draft.answers { answers[answer.field] = answer.answer }
        for link in draft.links {
            answers[link.field] = Answer(link.targets.count == 1 ? .link(link.targets[0]) : .list(link.targets.map(FieldValue.link)))
        }
        return ExportRecord(identifier: draft.sourceKey, kind: draft.kind, answers: answers)
    }

    static func export(_ cases: [ExportCase], _ format: ExportFormat) throws -> [UInt8] {
        var exporter = try format.exporter(dictionary: dictionary.get())
        var bytes = try exporter.start()
        for one in cases { bytes += try exporter.add(one) }
        return try bytes + exporter.finish()
    }
}

extension ImportedRow {
    var drafts: [RecordDraft] { if case .drafts(_, let drafts) = self { drafts } else { [] } }
    var reasons: [String] { if case .rejected(let row) = self { row.reasons.map(\.description) } else { [] } }
    func draft(_ name: String) -> RecordDraft? { drafts.first { $0.localName == name } }
}
