import Formats
import Foundation

/// Writes pairs as CSV, a piece at a time.
public enum LinkedPairWriter {
    private static let pieceBytes = 1 << 20

    /// Columns `left,right,probability,weight`; the weight in bits.
    /// - Throws: ``LinkageError/cannotWrite(file:why:)``.
    public static func write(_ pairs: [LinkedPair], names: RecordNames, to file: URL) throws(LinkageError) {
        try write(["left", "right", "probability", "weight"], to: file, pairs) { pair in
            [names.name(pair.left), names.name(pair.right), decimal(pair.probability, 6), decimal(pair.weight, 3)]
        }
    }

    /// Columns `left,right,similarity`.
    /// - Throws: ``LinkageError/cannotWrite(file:why:)``.
    public static func write(_ pairs: [EncodedComparison.Pair], _ left: [String], _ right: [String], to file: URL) throws(LinkageError) {
        try write(["left", "right", "similarity"], to: file, pairs) { pair in [left[pair.left], right[pair.right], decimal(pair.similarity, 6)] }
    }

    private static func write<Pair>(_ header: [String], to file: URL, _ pairs: [Pair], _ row: (Pair) -> [String]) throws(LinkageError) {
        do {
            try OutputFile.write(to: file) { handle in
                var writer = CSVWriter(lineEnd: .lineFeed)
                writer.write(header)
                for pair in pairs {
                    writer.write(row(pair))
                    if writer.byteCount > pieceBytes { try handle.write(contentsOf: writer.takeBytes()) }
                }
                try handle.write(contentsOf: writer.takeBytes())
            }
        } catch {
            throw .cannotWrite(file: file.lastPathComponent, why: error.why)
        }
    }

    /// A number with a fixed count of places; `String(format:)` would take longer than the comparison of the pair.
    static func decimal(_ value: Double, _ places: Int) -> String {
        let scale = (0..<places).reduce(1) { product, _ in product * 10 }
        let units = Int((abs(value) * Double(scale)).rounded())
        let fraction = String(units % scale)
        return (value < 0 && units > 0 ? "-" : "") + "\(units / scale)." + String(repeating: "0", count: places - fraction.utf8.count) + fraction
    }
}
