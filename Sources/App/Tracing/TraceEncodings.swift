import Dictionary
import Formats
import Foundation
import Journal
import Matching
import Storage
import Vault

/// What two organisations compare without showing each other a name: the encodings of those records whose people agreed to be compared.
///
/// Records are called by numbers that mean something only here; what the other side sends is the same. Each side compares both sets by itself and learns which of its own records
/// probably have a counterpart, and the other's number for it — with which it asks, as people do. What an insider could learn all the same is in `Docs/encoded-linkage.md`.
struct TraceEncodings: Sendable {
    /// From this likeness on two encodings are probably of one person. Judgement; the figures of FEBRL in `Docs/performance.md` are for full records.
    static let threshold = 0.72
    /// More encodings than any two organisations compare at once.
    static let limit = 200_000

    let node: Node

    /// Own records in the order of their encodings.
    struct Own: Sendable {
        var records: [String]
        var encodings: EncodedRecords
    }

    /// One of our records that probably has a counterpart.
    struct Found: Sendable, Hashable {
        var record: String
        /// Which of the other side's encodings it is: 0 for the first.
        var number: Int
        /// From 0 to 1.
        var similarity: Double
    }

    /// Encodes the notices and sightings in force, of cases whose people agreed to the comparison.
    /// - Parameter secret: what both organisations share; at least sixteen bytes.
    /// - Returns: nil if there is nothing to be compared.
    func encode(secret: [UInt8], _ connection: any Connection) throws -> Own? {
        guard let today = CalendarDay(daysSinceEpoch: Int(node.now() / 86_400_000)) else { return nil }
        var writer = CSVWriter()
        // The same columns on both sides, or the encodings cannot be compared.
        writer.write(["id", "name", "year_of_birth", "sex"])
        var records: [String] = []
        var reader = TraceProfileReader(node, connection)
        for record in try candidates(connection) where records.count < Self.limit {
            guard try isAgreed(record, today, connection), let profile = try reader.profile(of: record), profile.isOpen, !profile.names.isEmpty else {
                continue
            }
            for name in profile.names.prefix(3) {
                writer.write([
                    "\(records.count)", Self.comparable(name), profile.born?.year.map { "\($0)" } ?? "", profile.sex.map { String($0.prefix(1)) } ?? "",
                ])
                records.append(record)
            }
        }
        guard !records.isEmpty else { return nil }
        let folder = FileManager.default.temporaryDirectory.appending(path: "corridor-" + RecordIdentifier.random())
        try PrivateFile.makeFolder(folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "records.csv")
        try PrivateFile.write(Data(writer.takeBytes()), to: file)
        // Said, not found out: what is found out depends on the values, and both sides must do the same.
        var settings = LinkageSettings()
        for (column, meaning) in [("id", ColumnMeaning.recordIdentifier), ("name", .fullName), ("year_of_birth", .birthYear), ("sex", .sex)] {
            settings.columns[column] = .init(meaning: meaning)
        }
        return Own(records: records, encodings: try EncodedRecords.encode(file, secret: secret, settings: settings).records)
    }

    /// Which of our records probably have a counterpart among the other side's encodings; each has one at most.
    func compare(_ own: Own, _ theirs: EncodedRecords) throws -> [Found] {
        let pairs = try EncodedComparison(own.encodings, theirs).pairs(from: Self.threshold).pairs
        var best: [String: Found] = [:]
        for pair in EncodedComparison.oneToOne(pairs) {
            let found = Found(record: own.records[pair.left], number: pair.right, similarity: pair.similarity)
            if best[found.record].map({ $0.similarity < found.similarity }) ?? true { best[found.record] = found }
        }
        return best.values.sorted { ($1.similarity, $0.record) < ($0.similarity, $1.record) }
    }

    private func candidates(_ connection: any Connection) throws -> [String] {
        try connection.all(
            """
            SELECT record FROM record_state WHERE organisation = ? AND kind IN ('notice', 'sighting') AND retracted = 0 ORDER BY record
            """, [.integer(node.organisation.number)]
        ) { $0.text(0) }
    }

    /// Notices need the agreement of their case's people; a sighting has no case, and nobody who could be asked.
    private func isAgreed(_ record: String, _ today: CalendarDay, _ connection: any Connection) throws -> Bool {
        guard let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: record) else { return false }
        guard state.kind == "notice" else { return true }
        guard let caseRecord = CaseFacts.openText(state, "case") else { return false }
        return try Consents(node: node, connection: connection).effective(for: caseRecord, on: today)?.allows("matching") ?? false
    }

    /// A name as its sounds in small letters, so that the encodings of two scripts meet: Md. and Mohammad, রফিক and Rafeek.
    static func comparable(_ name: String) -> String {
        let parts = NameKey(name).parts
        let telling = parts.filter(\.isSubstantial)
        let sounds = (telling.isEmpty ? parts : telling).map { Sound.notation($0.sounds).lowercased().replacing("@", with: "a").replacing("'", with: "") }
        // In the order of the alphabet, since families and officers order the parts differently.
        return sounds.sorted().joined(separator: " ")
    }
}
