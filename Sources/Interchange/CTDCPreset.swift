import Dictionary
import Foundation

extension ImportPlan {
    /// The mapping whose columns the file has. Of several, the one that takes most columns.
    static func ctdc(
        _ file: URL, name: String, fileDigest: String, dictionary: DataDictionary, limits: ImportLimits
    ) throws(ImportError) -> ImportPlan {
        var candidates: [Mapping] = []
        for preset in EmbeddedFiles.all(in: "Interchange/Resources/ctdc/") {
            candidates.append(try MappingReader.read(preset.bytes, file: preset.path, limits: limits))
        }
        guard let first = candidates.first else {
            throw ImportError(place: name, problem: "this program was built without the CTDC preset", remedy: "Use a mapping file.")
        }
        let table = try open(file, name: name, mapping: first)
        let columns = Set(table.columns)
        let ranked = candidates.map { (mapping: $0, missing: $0.requiredColumns.filter { !columns.contains($0) }) }
            .sorted { ($0.missing.count, -$0.mapping.requiredColumns.count) < ($1.missing.count, -$1.mapping.requiredColumns.count) }
        guard let best = ranked.first, best.missing.isEmpty else {
            let missing = ranked.first?.missing.prefix(8).map { "“\($0)”" }.joined(separator: ", ") ?? ""
            throw ImportError(
                place: name,
                problem:
                    "the columns are not those of a CTDC dataset that is known; the nearest is “\(ranked.first?.mapping.title ?? "")”, which has also \(missing)",
                remedy: "Import the file as it was downloaded, or write a mapping for it (Docs/import.md).")
        }
        let converter = try MappingCompiler.compile(
            best.mapping, dictionary: dictionary, columns: table.columns, table: name, fileDigest: fileDigest, limits: limits)
        return ImportPlan(source: best.mapping.source, title: best.mapping.title ?? best.mapping.source, parts: [MappedPart(table, converter)])
    }
}
