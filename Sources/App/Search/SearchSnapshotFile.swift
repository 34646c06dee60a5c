import Dictionary
import Foundation
import Journal
import Matching
import Storage
import Vault

/// The index of one organisation on disk, sealed with a key of its own, so that a start need not read all records again.
///
/// The key is a row of the database, wrapped by the organisation's keys. Whoever erases a record destroys the row in the same transaction, and with it what every
/// copy of the file says; the next file is written without the erased record, under a new key. A file that does not open, or is of another dictionary or program, is
/// as if it were not there.
struct SearchSnapshotFile {
    /// To be raised when other content is read from the same records, or when the form of the file changes.
    private static let format = "3"
    private static let pieceSize = 1 << 20

    let node: Node

    private var url: URL { Self.folder(of: node).appending(path: "\(node.organisation.number).index") }

    static func folder(of node: Node) -> URL { node.folder.appending(path: "search") }

    /// Destroys the key with which the organisation's index on disk is sealed.
    static func destroyKey(of organisation: Int64, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM search_key WHERE organisation = ?", [.integer(organisation)])
    }

    /// The index that was written last; nil if there is none that can be used.
    func read() -> SearchIndex? {
        guard let key = try? node.database.read({ try storedKey($0) }), let file = (try? Data(contentsOf: url)).map([UInt8].init) else { return nil }
        do {
            var pieces = try SnapshotReader(file)
            let count: UInt32 = try pieces.value("the pieces")
            var content: [UInt8] = []
            content.reserveCapacity(file.count)
            for number in 0..<count { content += try key.open(try pieces.array("the pieces"), for: context(number, of: count)) }
            try pieces.end()
            var reader = try SnapshotReader(content)
            let index = try SearchIndex(from: &reader)
            try reader.end()
            let head = try node.database.read { try JournalTail(connection: $0, organisation: node.organisation.number).head() }
            // A journal that is shorter than what the index has seen is another one.
            return index.sequence <= head ? index : nil
        } catch {
            return nil
        }
    }

    /// The key for a file that is about to be written; made if there is none.
    func keyForWriting(_ connection: any Connection) throws -> RecordKey {
        if let key = try storedKey(connection) { return key }
        let key = RecordKey()
        try connection.execute(
            "INSERT INTO search_key (organisation, wrapped) VALUES (?, ?)",
            [.integer(node.organisation.number), .blob(try node.keys.wrap(key, record: "search"))])
        return key
    }

    func write(_ index: SearchIndex, key: RecordKey) throws {
        var writer = SnapshotWriter()
        index.write(to: &writer)
        let content = writer.bytes
        let starts = Array(stride(from: 0, to: max(1, content.count), by: Self.pieceSize))
        var file = SnapshotWriter()
        file.append(UInt32(starts.count))
        for (number, start) in starts.enumerated() {
            let piece = Array(content[start..<min(start + Self.pieceSize, content.count)])
            file.append(try key.seal(piece, for: context(UInt32(number), of: UInt32(starts.count))))
        }
        try PrivateFile.makeFolder(Self.folder(of: node))
        try PrivateFile.write(Data(file.bytes), to: url)
    }

    func remove() { try? FileManager.default.removeItem(at: url) }

    private func storedKey(_ connection: any Connection) throws -> RecordKey? {
        let wrapped = try connection.first("SELECT wrapped FROM search_key WHERE organisation = ?", [.integer(node.organisation.number)]) { $0.blob(0) }
        return try wrapped.map { try node.keys.unwrap($0, record: "search") }
    }

    /// Each piece opens only at its place, in a file of so many pieces, for this dictionary and this form.
    private func context(_ number: UInt32, of count: UInt32) -> SealingContext {
        SealingContext(
            organisation: node.organisation.identifier, record: "search", field: "index \(Self.format) \(node.dictionary.version)",
            version: "\(number) of \(count)")
    }
}
