import Dictionary
import Foundation
import Journal
import Storage
import Vault

/// An opened node: the organisation's journal and what it takes to read and write it.
public struct Node: Sendable {
    public let folder: URL
    public let configuration: NodeConfiguration
    public let database: any Database
    public let dictionary: DataDictionary
    public let organisation: Organisation
    let nodeKey: NodeKey
    let keys: OrganisationKeys
    let terms: FactTerms
    /// The open facts that lists of cases show and filter by; they follow from the dictionary.
    let listFields: CaseListFields
    /// What today is, and how times are told.
    let clock: LocalClock
    /// Milliseconds since 1970.
    let now: @Sendable () -> UInt64

    static let databaseFileName = "corridor.sqlite"
    static let migrator = Migrator(Schema.migrations)

    /// The machine's clock.
    public static let systemClock: @Sendable () -> UInt64 = { UInt64(max(0, Date().timeIntervalSince1970 * 1000)) }

    /// Opens the node in a folder.
    /// - Throws: ``AppError``, `StorageError` or `VaultError`, each a sentence with a remedy.
    public static func open(_ folder: URL, unlock means: UnlockMeans, now: @escaping @Sendable () -> UInt64 = Node.systemClock) throws -> Node {
        try open(folder, configuration: try NodeConfiguration.read(from: folder), now: now) { locks in try means.unlock(locks, folder: folder) }
    }

    /// - Parameter unlock: gives the node key; of the locks only those are passed that open the key with which the organisation's keys are sealed, since a
    ///   replacement of the node key that was interrupted leaves locks of two.
    static func open(
        _ folder: URL, configuration: NodeConfiguration, now: @escaping @Sendable () -> UInt64, unlock: ([NodeKeyLock]) throws -> NodeKey
    ) throws -> Node {
        let database = try openDatabase(configuration, folder: folder)
        let dictionary = try loadDictionary(folder: folder)
        let terms = FactTerms()
        try migrator.run(on: database)
        try rebuildIfNeeded(database, dictionary: dictionary)
        guard let row = try organisationRow(configuration.organisation, in: database) else {
            throw AppError(
                "The database of the node in \(folder.path) does not hold its organisation. Its setting-up was interrupted: empty the folder and run corridor init again, or restore a backup."
            )
        }
        let nodeKeyIdentifier = try OrganisationKeys.nodeKeyIdentifier(of: row.sealedKeys)
        let nodeKey = try unlock(configuration.locks.filter { $0.nodeKey == nodeKeyIdentifier })
        let keys = try OrganisationKeys(opening: row.sealedKeys, with: nodeKey)
        return Node(
            folder: folder, configuration: configuration, database: database, dictionary: dictionary, organisation: row.organisation, nodeKey: nodeKey,
            keys: keys, terms: terms, listFields: CaseListFields(dictionary), clock: try LocalClock(row.organisation), now: now)
    }

    /// The same node with other keys of its organisation.
    func with(_ keys: OrganisationKeys) -> Node {
        Node(
            folder: folder, configuration: configuration, database: database, dictionary: dictionary, organisation: organisation, nodeKey: nodeKey, keys: keys,
            terms: terms, listFields: listFields, clock: clock, now: now)
    }

    /// A newer dictionary or program may make other facts of the same journal.
    private static func rebuildIfNeeded(_ database: any Database, dictionary: DataDictionary) throws {
        guard try database.read({ try Rebuild(connection: $0, dictionary: dictionary).isNeeded() }) else { return }
        try database.write { connection in
            let rebuild = Rebuild(connection: connection, dictionary: dictionary)
            if try rebuild.isNeeded() { _ = try rebuild.run() }
        }
    }

    /// Opens the database of a node that is there. A file that is missing is not made: an empty one would look like a node that has lost everything.
    static func openDatabase(_ configuration: NodeConfiguration, folder: URL) throws -> any Database {
        if let address = configuration.database { return try PostgresDatabase(address: address) }
        let file = folder.appending(path: databaseFileName)
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw AppError(
                "The database \(file.path) is missing. Look for where it was moved to, or restore a backup into another folder: corridor restore FILE --data DIR")
        }
        return try SQLiteDatabase(path: file.path)
    }

    /// Makes the database of a node that is being set up or restored, or opens the empty one at its address.
    static func makeDatabase(_ configuration: NodeConfiguration, folder: URL) throws -> any Database {
        let file = folder.appending(path: databaseFileName)
        // SQLite gives its log the permissions of the database file.
        if configuration.database == nil, !FileManager.default.fileExists(atPath: file.path) {
            _ = FileManager.default.createFile(atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        return try openDatabase(configuration, folder: folder)
    }

    /// The files that make up the node; nothing that is written for somebody may replace them.
    var ownFiles: [URL] {
        let names = [NodeConfiguration.fileName, "node.key"] + ["", "-wal", "-shm"].map { Node.databaseFileName + $0 }
        let dictionary = Node.dictionaryFolder(of: folder)
        let local = FileManager.default.enumerator(atPath: dictionary.path)?.compactMap { $0 as? String } ?? []
        return names.map { folder.appending(path: $0) } + local.map { dictionary.appending(path: $0) }
    }

    /// Where an organisation keeps its own fields and lists.
    static func dictionaryFolder(of folder: URL) -> URL {
        folder.appending(path: "dictionary")
    }

    /// The standard dictionary with the organisation's own fields and lists, if it has some.
    public static func loadDictionary(folder: URL) throws -> DataDictionary {
        try DataDictionary.standard(localFolder: dictionaryFolder(of: folder))
    }

    static func organisationRow(_ identifier: String, in database: any Database) throws -> (organisation: Organisation, sealedKeys: [UInt8])? {
        try database.read { connection in
            try connection.first("SELECT number, identifier, name, country, sealed_keys FROM organisation WHERE identifier = ?", [.text(identifier)]) { row in
                (Organisation(number: row.integer(0), identifier: row.text(1), name: row.text(2), country: row.text(3)), row.blob(4))
            }
        }
    }

    /// Runs changes as one transaction under one signature. When it returns they are durable.
    @discardableResult
    func change<Result>(by author: String, _ body: (RecordTransaction) throws -> Result) throws -> Result {
        let (result, fresh) = try database.write { connection in
            let transaction = try RecordTransaction(connection, node: self, author: author)
            let result = try body(transaction)
            return (result, try transaction.finish())
        }
        terms.remember(fresh)
        return result
    }

    /// The day that it is where the organisation works.
    var today: CalendarDay? { clock.day(of: now()) }

    public func close() throws {
        try database.close()
    }
}
