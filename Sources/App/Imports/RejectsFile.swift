import Foundation
import Interchange

/// The file of rows that were not imported, as they stood in theirs, with their reasons. Of an import that fails nothing remains, since the rows say who people are.
struct RejectsFile {
    private let output: OutputFile
    private var writer: RejectsWriter

    init(_ target: URL, columns: [String], keeping: [URL]) throws {
        output = try OutputFile(target, option: "--rejects FILE.csv", keeping: keeping)
        writer = RejectsWriter(columns: columns)
    }

    mutating func add(_ row: RejectedRow) throws {
        writer.add(row)
        try output.write(writer.takeBytes())
    }

    mutating func finish() throws {
        try output.write(writer.takeBytes())
        try output.finish()
    }
}
