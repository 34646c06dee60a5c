import Formats
import Foundation
import Synchronization

/// Reads a CSV file of any size into a ``RecordTable``: one piece at a time, so that memory holds the distinct texts and four bytes a cell.
struct RecordTableReader {
    /// Records that are handed over at once; large enough that handing over costs nothing, small enough that both pieces stay in the processor's cache.
    private static let pieceRecords = 4_096

    /// - Parameters:
    ///   - encoding: how a file without a byte order mark is written; nil for UTF-8.
    ///   - progress: told how many records have been read.
    /// - Throws: ``TableFileError``, with the line.
    static func read(_ file: URL, encoding: CSVDialect.Encoding? = nil, progress: (Int) -> Void = { _ in }) throws(TableFileError) -> RecordTable {
        let (reader, header) = try TableFile.open(file, encoding: encoding, removesFormulaGuard: true)
        var builder = Builder(header: header)
        let pieces = PieceReader(reader)
        do throws(CSVError) {
            var piece = try pieces.next().get()
            while !piece.isEmpty {
                // Cutting fields and numbering texts take about the same time: the next piece is cut while this one is numbered.
                let (next, _) = Parallel.both({ pieces.next() }, and: { builder.append(piece) })
                piece = try next.get()
                progress(builder.recordCount)
            }
        } catch {
            throw TableFileError(file: file.lastPathComponent, reason: error)
        }
        return builder.finished()
    }

    /// The reader, so held that it is never copied when the work changes threads.
    private final class PieceReader: Sendable {
        private let reader: Mutex<CSVReader>

        init(_ reader: sending CSVReader) { self.reader = Mutex(reader) }

        func next() -> Result<[CSVRecord], CSVError> {
            reader.withLock { reader in
                Result { () throws(CSVError) in
                    var piece: [CSVRecord] = []
                    piece.reserveCapacity(pieceRecords)
                    while piece.count < pieceRecords, let record = try reader.next() { if !record.isBlank { piece.append(record) } }
                    return piece
                }
            }
        }
    }

    /// Collects records column by column.
    private struct Builder {
        let header: [String]
        var columns: [RecordTable.Column]
        var recordCount = 0

        init(header: [String]) {
            self.header = header
            columns = header.map { _ in RecordTable.Column() }
        }

        mutating func append(_ records: [CSVRecord]) {
            for index in columns.indices {
                for record in records {
                    var field = record.fields[index]
                    let number = field.withUTF8 { columns[index].pool.number(of: Self.trimmed($0)) }
                    columns[index].numbers.append(number)
                }
            }
            recordCount += records.count
        }

        func finished() -> RecordTable { RecordTable(header: header, columns: columns, recordCount: recordCount) }

        private static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
            var low = 0
            var high = text.count
            while low < high, text[low] <= 0x20 { low += 1 }
            while high > low, text[high - 1] <= 0x20 { high -= 1 }
            return UnsafeBufferPointer(rebasing: text[low..<high])
        }
    }
}
