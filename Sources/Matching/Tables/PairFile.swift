import Formats
import Foundation

/// The names of records, and the way back from a name to the record.
public struct RecordNames: Sendable {
    private let pools: [TextPool?]
    private let numbers: [[UInt32]]
    private let counts: [Int]
    let files: [String]
    /// For each file why its records are called by their rows though a column should name them.
    let repeated: [RepeatedIdentifier?]

    init(_ tables: [RecordTable], _ columns: LinkageColumns, files: [String]) {
        let identifiers = columns.identifiers
        repeated = columns.repeated
        pools = zip(tables, identifiers).map { table, identifier in identifier.map { table.columns[$0].pool } }
        numbers = zip(tables, identifiers).map { table, identifier in identifier.map { table.columns[$0].numbers } ?? [] }
        counts = tables.map(\.recordCount)
        self.files = files
    }

    /// The name of a record; where no column names them, its number in the file from 1, and where one should and does not, “row” and that number.
    public func name(_ record: Int) -> String {
        let (file, index) = record < counts[0] ? (0, record) : (1, record - counts[0])
        guard let pool = pools[file] else { return repeated[file] == nil ? String(index + 1) : RepeatedIdentifier.name(ofRow: index + 1) }
        return pool.string(numbers[file][index])
    }

    /// For each file the records by name.
    func records() -> [[String: Int]] {
        var first = 0
        return counts.indices.map { file in
            defer { first += counts[file] }
            var byName: [String: Int] = Dictionary(minimumCapacity: counts[file])
            for index in 0..<counts[file] { byName[name(first + index)] = first + index }
            return byName
        }
    }
}

/// A file with a pair of names of records a line: known matches, or decisions of people.
struct PairFile {
    struct Pair {
        let left: String
        let right: String
        let isMatch: Bool
        let line: Int
    }

    /// A pair as numbers of records.
    struct Numbered: Hashable, Sendable {
        let left: Int
        let right: Int
        let isMatch: Bool
    }

    let name: String
    let pairs: [Pair]

    /// The first two columns are the records, unless columns are called `left` and `right`; a column `match` or `label` says whether they are the same.
    static func read(_ file: URL) throws -> PairFile {
        let (opened, names) = try TableFile.open(file)
        var reader = opened
        let header = names.map { ColumnRecognition.folded($0) }
        guard header.count >= 2 else { throw LinkageError.pairColumns(file: file.lastPathComponent, found: header) }
        let left = header.firstIndex(of: "left") ?? 0
        let right = header.firstIndex(of: "right") ?? (left == 1 ? 0 : 1)
        let decision = header.firstIndex { ["match", "label", "is_match", "same", "decision"].contains($0) }
        var pairs: [Pair] = []
        while let record = try TableFile.next(&reader, of: file) {
            let isMatch = try decision.map { try self.decision(record.fields[$0], file: file.lastPathComponent, line: record.line) } ?? true
            // The names of records are kept without spaces around them.
            let (first, second) = (record.fields[left].trimmingCharacters(in: .whitespaces), record.fields[right].trimmingCharacters(in: .whitespaces))
            pairs.append(Pair(left: first, right: second, isMatch: isMatch, line: record.line))
        }
        return PairFile(name: file.lastPathComponent, pairs: pairs)
    }

    /// - Throws: ``LinkageError`` for a word that is neither yes nor no: taken for either it would teach something wrong.
    private static func decision(_ text: String, file: String, line: Int) throws(LinkageError) -> Bool {
        switch text.trimmingCharacters(in: .whitespaces).lowercased() {
        case "1", "true", "yes", "match", "same", "y", "1.0", "t": return true
        case "0", "false", "no", "no-match", "nonmatch", "non-match", "not-same", "different", "distinct", "n", "0.0", "f": return false
        default: throw .noDecision(text: text, file: file, line: line)
        }
    }

    /// The pairs as numbers, the smaller first. In a link of two files either name may stand first.
    func numbers(in names: RecordNames) throws(LinkageError) -> [Numbered] {
        let records = names.records()
        var numbered: [Numbered] = []
        numbered.reserveCapacity(pairs.count)
        for pair in pairs {
            guard let found = Self.find(pair, records) else {
                let unknown = records.contains { $0[pair.left] != nil } ? pair.right : pair.left
                if let repeated = names.repeated.compactMap(\.self).first { throw .recordsByRow(repeated, identifier: unknown, pairs: name, line: pair.line) }
                throw .unknownRecord(identifier: unknown, file: name, line: pair.line)
            }
            // Lists of clusters joined with themselves pair each record with itself.
            if found.0 == found.1 { continue }
            numbered.append(Numbered(left: min(found.0, found.1), right: max(found.0, found.1), isMatch: pair.isMatch))
        }
        return numbered
    }

    /// The pairs whose two records are there, as ``numbers(in:)``; how many are not. A truth may be of more records than a sample has.
    /// - Throws: ``LinkageError`` if none is there: then the names are meant otherwise.
    func known(in names: RecordNames) throws(LinkageError) -> (pairs: [Numbered], absent: Int) {
        let records = names.records()
        var numbered: [Numbered] = []
        var (absent, first): (Int, Pair?) = (0, nil)
        for pair in pairs {
            guard let found = Self.find(pair, records) else {
                absent += 1
                first = first ?? pair
                continue
            }
            // Lists of clusters joined with themselves pair each record with itself.
            if found.0 == found.1 { continue }
            numbered.append(Numbered(left: min(found.0, found.1), right: max(found.0, found.1), isMatch: pair.isMatch))
        }
        if numbered.isEmpty, let first {
            let unknown = records.contains { $0[first.left] != nil } ? first.right : first.left
            if let repeated = names.repeated.compactMap(\.self).first { throw .recordsByRow(repeated, identifier: unknown, pairs: name, line: first.line) }
            throw .onlyUnknownRecords(identifier: unknown, file: name)
        }
        return (numbered, absent)
    }

    private static func find(_ pair: Pair, _ records: [[String: Int]]) -> (Int, Int)? {
        guard let first = records.first, let last = records.last else { return nil }
        if let left = first[pair.left], let right = last[pair.right] { return (left, right) }
        if let left = first[pair.right], let right = last[pair.left] { return (left, right) }
        return nil
    }
}
