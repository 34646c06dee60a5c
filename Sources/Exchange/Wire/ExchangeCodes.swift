import Crypto
import Vault

/// A file of envelopes as a sequence of short texts, each for one QR code, that can be read in any order and as often as one likes.
///
/// `CORRIDOR1/SERIES/NUMBER/COUNT/BYTES/CHECK`: the series is the first ten bytes of the whole file's SHA-256, numbers count from 1, the check is the first four bytes
/// of the SHA-256 of all before the last `/`. Bytes are written in Crockford's Base32, so that the mode of digits and capital letters serves and a wrong case, a space or
/// a line break does not harm.
public enum ExchangeCodes {
    private static let prefix = "CORRIDOR1/"
    /// Bytes of the file in one code: with them the code has about 81 modules on a side, which the camera of an old phone reads from a screen.
    static let share = 480
    /// Codes of one sequence at most.
    public static let limit = 300
    /// Bytes of a file that a sequence holds at most.
    public static let bytes = share * limit
    /// Characters of a text that a sequence is read from: each code a few times over.
    public static let characters = 4 * limit * 1_000

    /// The texts of a file in their order; empty if it is longer than ``bytes``. O(n).
    public static func texts(of file: [UInt8]) -> [String] {
        let count = (file.count + share - 1) / share
        guard count <= limit else { return [] }
        let series = Crockford32.text(digest(file).prefix(10))
        return (0..<count).map { index in
            let text = "\(prefix)\(series)/\(index + 1)/\(count)/\(Crockford32.text(file[index * share..<min((index + 1) * share, file.count)]))"
            return "\(text)/\(check(text))"
        }
    }

    private static func digest(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    private static func check(_ text: String) -> String { Crockford32.text(digest(Array(text.utf8)).prefix(4)) }

    /// What was read so far of one sequence.
    public struct Collection: Sendable, Hashable {
        public fileprivate(set) var count: Int
        fileprivate var shares: [Int: [UInt8]] = [:]
        fileprivate let series: String

        /// Numbers of the codes that were not read yet, ascending.
        public var missing: [Int] { (1...count).filter { shares[$0] == nil } }

        /// The file, once every code was read and all of it is what it was; nil before.
        public var file: [UInt8]? {
            guard missing.isEmpty else { return nil }
            let bytes = (1...count).flatMap { shares[$0] ?? [] }
            return Crockford32.text(digest(bytes).prefix(10)) == series ? bytes : nil
        }
    }

    /// Reads what a person has scanned: one code after the other, in any order, with anything between them, some of them more than once.
    /// - Returns: the sequences of which codes were found, and how many pieces began like a code and are damaged. O(n).
    public static func read(_ text: String) -> (collections: [Collection], damaged: Int) {
        guard text.utf8.count <= characters else { return ([], 1) }
        let compact = text.utf8.filter { $0 > 0x20 && $0 < 0x7F }.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        var (collections, damaged): ([Collection], Int) = ([], 0)
        for piece in pieces(compact) {
            guard let code = Code(piece) else {
                damaged += 1
                continue
            }
            if let index = collections.firstIndex(where: { $0.series == code.series && $0.count == code.count }) {
                collections[index].shares[code.number] = code.bytes
            } else {
                collections.append(Collection(count: code.count, shares: [code.number: code.bytes], series: code.series))
            }
        }
        return (collections, damaged)
    }

    /// What stands from each beginning of a code up to the next.
    private static func pieces(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
        let mark = Array(prefix.utf8)
        let starts = text.indices.filter { text[$0] == mark[0] && text[$0...].starts(with: mark) }
        return starts.enumerated().map { index, start in text[start..<(index + 1 < starts.count ? starts[index + 1] : text.endIndex)] }
    }

    private struct Code {
        var series: String
        var number: Int
        var count: Int
        var bytes: [UInt8]

        init?(_ piece: ArraySlice<UInt8>) {
            let fields = piece.split(separator: 0x2F, maxSplits: 6, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
            guard fields.count >= 6, let number = Int(fields[2]), let count = Int(fields[3]), (1...ExchangeCodes.limit).contains(count),
                (1...count).contains(number), let bytes = Crockford32.bytes(fields[4]), (1...ExchangeCodes.share).contains(bytes.count),
                // What a program adds behind a code does no harm.
                fields[5].hasPrefix(ExchangeCodes.check(fields[..<5].joined(separator: "/")))
            else { return nil }
            (series, self.number, self.count, self.bytes) = (fields[1], number, count, bytes)
        }
    }
}
