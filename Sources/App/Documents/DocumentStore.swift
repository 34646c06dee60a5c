import Crypto
import Dictionary
import Formats
import Journal
import Storage
import Vault

/// Keeps the bytes of files in pieces, each sealed with the key of the document's record: to erase the record is to make its files unreadable, also in backups
/// that hold no key.
///
/// A file is found by a fingerprint, which is a keyed hash of the document and the file's SHA-256: whoever has only the database cannot ask whether a file that they
/// know is in it.
struct DocumentStore: Sendable {
    /// The bytes in each piece but the last.
    static let pieceSize = 512 << 10
    /// The bytes in the largest file that is taken: an hour of speech, some minutes of film.
    static let fileLimit: Int64 = 200 << 20
    /// How long an upload that was interrupted waits to be gone on with, in milliseconds.
    static let uploadLife: UInt64 = 7 * 24 * 3_600_000

    let node: Node

    /// An upload that has begun.
    struct Upload: Sendable, Hashable {
        var file: String
        /// Bytes that the whole file has.
        var bytes: Int64
        /// Pieces that are there already, from the first on without a gap.
        var pieces: Int64
    }

    /// Begins an upload to a document, or finds the one that was begun with the same tag.
    /// - Parameter tag: what tells the browser's file from others: its name, size and date. It is kept as a keyed hash only.
    func begin(record: String, tag: String, bytes: Int64, account: String) throws -> Upload {
        guard bytes > 0 else { throw WebError.badRequest(key: "documents.error.empty") }
        guard bytes <= Self.fileLimit else { throw WebError.tooLarge }
        let mark = fingerprint("upload\n\(account)\n\(bytes)\n\(tag)", of: record)
        return try node.database.write { connection -> Upload in
            let begun = try connection.first(
                "SELECT file FROM document_file WHERE record = ? AND fingerprint = ? AND complete = 0 AND organisation = ?",
                [.text(record), .text(mark), .integer(node.organisation.number)]
            ) { $0.text(0) }
            if let begun { return Upload(file: begun, bytes: bytes, pieces: try pieces(of: begun, connection)) }
            try forgetAbandoned(connection)
            let file = RecordIdentifier.random()
            try insert(file, record: record, fingerprint: mark, isComplete: false, bytes: bytes, connection)
            return Upload(file: file, bytes: bytes, pieces: 0)
        }
    }

    /// An upload of a document that is not complete yet.
    /// - Parameter isFinished: whether one that is complete is meant as well.
    func upload(_ file: String, record: String, orFinished isFinished: Bool = false, _ connection: any Connection) throws -> Upload? {
        let bytes = try connection.first(
            "SELECT bytes FROM document_file WHERE file = ? AND record = ? AND complete <= \(isFinished ? 1 : 0) AND organisation = ?",
            [.text(file), .text(record), .integer(node.organisation.number)]
        ) { $0.integer(0) }
        return try bytes.map { Upload(file: file, bytes: $0, pieces: try pieces(of: file, connection)) }
    }

    /// Adds the next piece. A piece that is there already is left as it is, so that a piece whose answer was lost can be sent again.
    func add(_ piece: [UInt8], number: Int64, to file: String, record: String) throws -> Upload {
        let key = try node.database.read { try self.key(of: record, $0) }
        let sealed = try key.seal(piece, for: context(file, number, record))
        return try node.database.write { connection -> Upload in
            guard var upload = try self.upload(file, record: record, connection) else { throw WebError.notFound }
            guard number <= upload.pieces, piece.count == Self.length(ofPiece: number, of: upload.bytes) else {
                throw WebError.badRequest(key: "documents.error.piece")
            }
            if number == upload.pieces {
                try connection.execute("INSERT INTO document_piece (file, number, sealed) VALUES (?, ?, ?)", [.text(file), .integer(number), .blob(sealed)])
                upload.pieces += 1
            }
            return upload
        }
    }

    /// Ends an upload, once more where the answer to the first time was lost: recognises the kind, hashes the content, and makes the file one that the document's answer can name.
    /// - Returns: nil if the kind is not taken; the pieces are gone then.
    func finish(_ file: String, record: String, name: String) throws -> FileReference? {
        let (begun, key) = try node.database.read { connection in (try self.upload(file, record: record, orFinished: true, connection), try self.key(of: record, connection)) }
        guard let upload = begun else { throw WebError.notFound }
        guard upload.pieces == Self.pieceCount(of: upload.bytes) else { throw WebError.badRequest(key: "documents.error.incomplete") }
        var hash = SHA256()
        var beginning: [UInt8] = []
        for number in 0..<upload.pieces {
            let piece = try node.database.read { try self.piece(number, of: file, record: record, key, $0) }
            if number == 0 { beginning = Array(piece.prefix(MediaKind.recognisedWithin)) }
            hash.update(data: piece)
        }
        guard let kind = MediaKind(beginning: beginning) else {
            try node.database.write { try remove(file, $0) }
            return nil
        }
        let reference = try Self.reference(hash, name: name, kind: kind, bytes: upload.bytes)
        try node.database.write { connection -> Void in
            try connection.execute(
                "UPDATE document_file SET complete = 1, fingerprint = ? WHERE file = ?", [.text(fingerprint(of: reference, record: record)), .text(file)])
        }
        return reference
    }

    /// Keeps a whole file within a transaction that also names it.
    /// - Returns: nil if the kind is not taken.
    func keep(_ bytes: [UInt8], name: String, record: String, in transaction: RecordTransaction) throws -> FileReference? {
        guard let kind = MediaKind(beginning: Array(bytes.prefix(MediaKind.recognisedWithin))) else { return nil }
        var hash = SHA256()
        hash.update(data: bytes)
        let reference = try Self.reference(hash, name: name, kind: kind, bytes: Int64(bytes.count))
        let connection = transaction.connection
        guard try file(of: reference, record: record, connection) == nil else { return reference }
        let key = try transaction.existingOrNewKey(of: record)
        let file = RecordIdentifier.random()
        try insert(file, record: record, fingerprint: fingerprint(of: reference, record: record), isComplete: true, bytes: Int64(bytes.count), connection)
        for number in 0..<Self.pieceCount(of: Int64(bytes.count)) {
            let start = Int(number) * Self.pieceSize
            let piece = Array(bytes[start..<min(bytes.count, start + Self.pieceSize)])
            try connection.execute(
                "INSERT INTO document_piece (file, number, sealed) VALUES (?, ?, ?)",
                [.text(file), .integer(number), .blob(try key.seal(piece, for: context(file, number, record)))])
        }
        return reference
    }

    // MARK: Reading

    /// The stored file that an answer names; nil if its bytes are not here.
    func file(of reference: FileReference, record: String, _ connection: any Connection) throws -> String? {
        try connection.first(
            "SELECT file FROM document_file WHERE record = ? AND fingerprint = ? AND complete = 1 AND organisation = ?",
            [.text(record), .text(fingerprint(of: reference, record: record)), .integer(node.organisation.number)]
        ) { $0.text(0) }
    }

    /// Goes through a file piece by piece, and proves at the end that it is the file that the journal names.
    /// - Throws: ``AppError`` if it is not whole or not that file.
    func forEachPiece(of reference: FileReference, record: String, _ body: ([UInt8]) throws -> Void) throws {
        var reading = try DocumentReading(self, reference, record: record)
        while let piece = try reading.next() { try body(piece) }
    }

    /// The whole file, for work that needs all of it.
    func bytes(of reference: FileReference, record: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(reference.bytes))
        try forEachPiece(of: reference, record: record) { bytes += $0 }
        return bytes
    }

    /// The same within a transaction; nil if the bytes are not here.
    func bytes(of reference: FileReference, record: String, _ connection: any Connection) throws -> [UInt8]? {
        guard let file = try file(of: reference, record: record, connection) else { return nil }
        let key = try key(of: record, connection)
        return try (0..<Self.pieceCount(of: reference.bytes)).flatMap { try piece($0, of: file, record: record, key, connection) }
    }

    /// The SHA-256 of a file's bytes, as answers name it.
    static func digest(of bytes: [UInt8]) -> String {
        var hash = SHA256()
        hash.update(data: bytes)
        return hexadecimal(hash)
    }

    fileprivate func opened(_ reference: FileReference, record: String) throws -> (file: String, key: RecordKey)? {
        try node.database.read { connection -> (file: String, key: RecordKey)? in
            guard let file = try self.file(of: reference, record: record, connection) else { return nil }
            return (file, try self.key(of: record, connection))
        }
    }

    fileprivate func piece(_ number: Int64, of file: String, record: String, _ key: RecordKey, _ connection: any Connection) throws -> [UInt8] {
        let sealed = try connection.first("SELECT sealed FROM document_piece WHERE file = ? AND number = ?", [.text(file), .integer(number)]) { $0.blob(0) }
        guard let sealed else { throw AppError("A file of the document \(record) lacks its piece \(number + 1). Restore it from a backup.") }
        return try key.open(sealed, for: context(file, number, record))
    }

    static func pieceCount(of bytes: Int64) -> Int64 { max(1, (bytes + Int64(pieceSize) - 1) / Int64(pieceSize)) }

    private static func length(ofPiece number: Int64, of bytes: Int64) -> Int {
        Int(min(Int64(pieceSize), bytes - number * Int64(pieceSize)))
    }

    // MARK: Removing

    /// Removes the files of a record, whose key is gone.
    func removeFiles(of record: String, _ connection: any Connection) throws {
        let files = try connection.all(
            "SELECT file FROM document_file WHERE record = ? AND organisation = ?", [.text(record), .integer(node.organisation.number)]
        ) { $0.text(0) }
        for file in files { try remove(file, connection) }
    }

    private func remove(_ file: String, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM document_piece WHERE file = ?", [.text(file)])
        try connection.execute("DELETE FROM document_file WHERE file = ?", [.text(file)])
    }

    private func forgetAbandoned(_ connection: any Connection) throws {
        let now = node.now()
        let abandoned = try connection.all(
            "SELECT file FROM document_file WHERE organisation = ? AND complete = 0 AND started < ?",
            [.integer(node.organisation.number), .integer(Int64(now > Self.uploadLife ? now - Self.uploadLife : 0))]
        ) { $0.text(0) }
        for file in abandoned { try remove(file, connection) }
    }

    // MARK: Parts

    private func insert(_ file: String, record: String, fingerprint: String, isComplete: Bool, bytes: Int64, _ connection: any Connection) throws {
        try connection.execute(
            "INSERT INTO document_file (file, organisation, record, fingerprint, complete, bytes, started) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                .text(file), .integer(node.organisation.number), .text(record), .text(fingerprint), .bool(isComplete), .integer(bytes),
                .integer(Int64(node.now())),
            ])
    }

    private func pieces(of file: String, _ connection: any Connection) throws -> Int64 {
        try connection.first("SELECT count(*) FROM document_piece WHERE file = ?", [.text(file)]) { $0.integer(0) } ?? 0
    }

    private func key(of record: String, _ connection: any Connection) throws -> RecordKey {
        var keyring = RecordKeyring(connection, organisation: node.organisation, keys: node.keys)
        guard let key = try keyring.key(of: record) else { throw WebError.notFound }
        return key
    }

    private func context(_ file: String, _ number: Int64, _ record: String) -> SealingContext {
        SealingContext(organisation: node.organisation.identifier, record: record, field: "document.file", version: "\(file)/\(number)")
    }

    private func fingerprint(of reference: FileReference, record: String) -> String { fingerprint(reference.sha256, of: record) }

    private func fingerprint(_ content: String, of record: String) -> String {
        RecordIdentifier.text(node.keys.recordIdentifier(for: "document-file\n\(record)\n\(content)"))
    }

    private static func reference(_ hash: SHA256, name: String, kind: MediaKind, bytes: Int64) throws -> FileReference {
        try FileReference(sha256: hexadecimal(hash), name: FileNames.clean(name, kind), type: kind.mediaType, bytes: bytes)
    }

    fileprivate static func hexadecimal(_ hash: SHA256) -> String {
        hash.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

/// Reads a file piece by piece, a transaction each, so that a slow download holds no database connection.
struct DocumentReading {
    private let store: DocumentStore
    private let reference: FileReference
    private let record: String
    private let file: String
    private let key: RecordKey
    private var number: Int64 = 0
    private var hash = SHA256()

    init(_ store: DocumentStore, _ reference: FileReference, record: String) throws {
        guard let (file, key) = try store.opened(reference, record: record) else {
            throw AppError("The bytes of a file of the document \(record) are not here. Restore them from a backup.")
        }
        (self.store, self.reference, self.record, self.file, self.key) = (store, reference, record, file, key)
    }

    /// The next piece; nil after the last.
    mutating func next() throws -> [UInt8]? {
        guard number < DocumentStore.pieceCount(of: reference.bytes) else { return nil }
        let piece = try store.node.database.read { try store.piece(number, of: file, record: record, key, $0) }
        number += 1
        hash.update(data: piece)
        if number == DocumentStore.pieceCount(of: reference.bytes) {
            guard DocumentStore.hexadecimal(hash) == reference.sha256 else {
                throw AppError("A file of the document \(record) is not the one that the journal names: it was altered. Restore it from a backup.")
            }
        }
        return piece
    }
}
