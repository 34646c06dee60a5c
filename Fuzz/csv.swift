@testable import Formats

/// The first byte chooses the dialect. Pieces of any size give the same as the whole, and what was read is written and read back unchanged.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    let bytes = Array(UnsafeBufferPointer(start: data + 1, count: count - 1))
    let choice = Int(data[0])
    let dialect = CSVDialect(
        delimiter: choice & 8 == 0 ? nil : CSVDialect.Delimiter.allCases[choice >> 4 & 3],
        encoding: choice & 4 == 0 ? nil : CSVDialect.Encoding.allCases[choice & 3], strayQuotes: choice & 64 == 0 ? .refused : .literal,
        blankLines: choice & 128 == 0 ? .bySingleColumn : .kept)
    let limits = CSVLimits(fieldBytes: 2_000, columns: 100, recordBytes: 4_000)
    let (whole, error) = read(bytes, dialect, limits, pieceBytes: nil)
    // What is found out depends on the first piece, so that it must be told for small ones.
    if dialect.delimiter != nil, dialect.blankLines == .kept, bytes.count > 4 {
        let (parts, partsError) = read(bytes, dialect, limits, pieceBytes: 4 + choice % 13)
        precondition(parts == whole, "pieces give other records")
        precondition((partsError == nil) == (error == nil), "pieces give another error")
    }
    var writer = CSVWriter(guardsFormulas: true)
    for record in whole { writer.write(record.fields) }
    let delimiter: CSVDialect.Delimiter? = whole.first.map { $0.fields.count > 1 } == true ? nil : .comma
    let (again, failure) = read(
        writer.bytes, CSVDialect(delimiter: delimiter, blankLines: .kept, removesFormulaGuard: true), CSVLimits(), pieceBytes: nil)
    precondition(failure == nil, "what was written cannot be read")
    precondition(
        again.map { $0.fields.map { Array($0.utf8) } } == whole.map { $0.fields.map { Array($0.utf8) } }, "what was written is read otherwise")
    return 0
}

private func read(_ bytes: [UInt8], _ dialect: CSVDialect, _ limits: CSVLimits, pieceBytes: Int?) -> ([CSVRecord], CSVError?) {
    var records: [CSVRecord] = []
    do throws(CSVError) {
        let source = CSVSource(bytes: bytes, inPieces: pieceBytes != nil)
        var reader = try CSVReader(source, dialect: dialect, limits: limits, pieceBytes: pieceBytes ?? 0)
        while let record = try reader.next() { records.append(record) }
        return (records, nil)
    } catch {
        precondition(!error.description.isEmpty)
        return (records, error)
    }
}
