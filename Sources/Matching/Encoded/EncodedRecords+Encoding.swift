import Foundation

extension EncodedRecords {
    /// Encodes a CSV file.
    /// - Parameters:
    ///   - secret: of a file that people made; what both organisations share, at least sixteen bytes that nobody can guess.
    ///   - wanted: the fields that are encoded, by their names (``fieldNames``); nil for all that the file has. A whole name is put together and a year of birth taken where they are asked for.
    ///   - hardens: whether filters are folded; leave it on unless another program that does not fold is to compare.
    /// - Throws: ``EncodingError``, ``LinkageError``, ``TableFileError``.
    public static func encode(_ file: URL, secret: [UInt8], settings: LinkageSettings = LinkageSettings(), fields wanted: [String]? = nil, hardens: Bool = true) throws -> (
        records: EncodedRecords, columns: LinkageColumns
    ) {
        let keys = try EncodingKeys(secret: secret)
        guard EncodingKeys.mayBeRandom(secret) else { throw EncodingError.secretGuessable }
        var tables = [try RecordTableReader.read(file, encoding: settings.encoding(ofFile: 0))]
        if tables[0].recordCount == 0 { throw LinkageError.noRecords(file: file.lastPathComponent) }
        if let unknown = wanted?.first(where: { !fieldNames.contains($0) }) { throw EncodingError.noField(unknown, known: fieldNames) }
        var settings = settings
        settings.wantedMeanings = Set(EncodedField.all.filter { wanted?.contains($0.name) ?? false }.flatMap(\.meanings))
        let columns = try LinkageColumns(&tables, settings, files: [file.lastPathComponent])
        let table = tables[0]
        let present = EncodedField.all.filter { field in columns.columns.contains { field.meanings.contains($0.meaning) } }
        if let missing = wanted?.first(where: { name in !present.contains { $0.name == name } }) {
            throw EncodingError.fieldNotInFile(missing, file: file.lastPathComponent, found: present.map(\.name))
        }
        let fields = present.filter { wanted?.contains($0.name) ?? true }
        if fields.isEmpty { throw EncodingError.nothingToEncode }
        let hardening: RecordEncoder.Hardening = hardens ? .fold : .none
        let forms = fields.map { field in columns.columns.filter { field.meanings.contains($0.meaning) }.map { ColumnForms(table, $0, field) } }
        let pieces = max(1, min(Parallel.width, table.recordCount / 1_000))
        let parts = Parallel.map(pieces) { part in
            var encoder = RecordEncoder(keys: keys, fields: fields, hardening: hardening)
            var words: [UInt64] = []
            for record in part * table.recordCount / pieces..<(part + 1) * table.recordCount / pieces {
                words += encoder.encode(forms.map { columns in columns.map { $0.form(record) } })
            }
            return words
        }
        let names = RecordNames([table], columns, files: [file.lastPathComponent])
        let records = EncodedRecords(
            settings: described(fields, hardening), checkValue: keys.checkValue, names: (0..<table.recordCount).map(names.name), words: parts.flatMap { $0 })
        return (records, columns)
    }

    /// The fields that can be encoded.
    public static var fieldNames: [String] { EncodedField.all.map(\.name) }

    /// The compared forms of a column's texts.
    private struct ColumnForms: Sendable {
        let forms: [[UInt8]]
        let numbers: [UInt32]

        init(_ table: RecordTable, _ column: PreparedColumn, _ field: EncodedField) {
            let source = table.columns[column.sources[0]]
            let form = ValueForm.of(source.pool, column.kind, column.meaning)
            forms = (0..<source.pool.count).map { field.cut(of: source.pool.text(UInt32($0)), form) }
            numbers = source.numbers
        }

        func form(_ record: Int) -> [UInt8] { forms[Int(numbers[record])] }
    }
}
