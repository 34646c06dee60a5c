import Dictionary
import Formats
import Foundation
import Journal
import Storage
import Vault

/// Sets up a node for an organisation.
public struct NodeInitialisation: Sendable {
    public var folder: URL
    public var organisationName: String
    public var country: String
    public var database: String?
    public var means: UnlockMeans
    /// A passphrase chosen by the person; nil to make a key file.
    public var passphrase: String?

    public init(folder: URL, organisationName: String, country: String, database: String? = nil, means: UnlockMeans, passphrase: String? = nil) {
        self.folder = folder
        self.organisationName = organisationName
        self.country = country
        self.database = database
        self.means = means
        self.passphrase = passphrase
    }

    /// What was made.
    public struct Outcome: Sendable {
        public var node: Node
        /// The key file that unlocks the node; nil if a passphrase does.
        public var keyFile: URL?
    }

    /// - Throws: ``AppError`` if the folder or database already holds a node, or the country is not known.
    public func run() throws -> Outcome {
        let name = organisationName.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty, name.count <= 200 else {
            throw AppError("The organisation's name must have 1 to 200 characters: --organisation NAME", isWrongUse: true)
        }
        let dictionary = try Node.loadDictionary(folder: folder)
        let countryCode = country.uppercased()
        guard dictionary.vocabulary("country")?.term(countryCode) != nil else {
            throw AppError("«\(country)» is not a country code. Give the two letters of ISO 3166, such as NP or QA: --country CODE", isWrongUse: true)
        }
        guard !FileManager.default.fileExists(atPath: folder.appending(path: NodeConfiguration.fileName).path) else {
            throw AppError("There is already a node in \(folder.path). Choose another folder.")
        }
        try PrivateFile.makeFolder(folder)
        let nodeKey = NodeKey()
        let (lock, keyFile) = try makeLock(nodeKey)
        let identifier = RecordIdentifier.random()
        let configuration = NodeConfiguration(organisation: identifier, device: .random(), database: database, locks: [lock])
        try prepareDatabase(configuration, name: name, country: countryCode, nodeKey: nodeKey)
        // Last, because a folder with this file is a node.
        try configuration.write(to: folder)
        return Outcome(node: try Node.open(folder, configuration: configuration, now: Node.systemClock) { _ in nodeKey }, keyFile: keyFile)
    }

    private func makeLock(_ nodeKey: NodeKey) throws -> (NodeKeyLock, URL?) {
        if let passphrase = try passphrase ?? means.passphrase() {
            return (try NodeKeyLock(nodeKey, passphrase: passphrase, label: "passphrase"), nil)
        }
        if let named = means.keyFile, FileManager.default.fileExists(atPath: named.path) {
            return (try NodeKeyLock(nodeKey, keyFile: try UnlockMeans.read(named), label: "key file"), named)
        }
        let unlockKey = UnlockKey()
        let lock = try NodeKeyLock(nodeKey, keyFile: unlockKey, label: "key file")
        let content = Data(unlockKey.fileText.utf8)
        if let named = means.keyFile {
            try PrivateFile.write(content, to: named)
            return (lock, named)
        }
        if let file = means.defaultKeyFile(of: nodeKey.identifier), (try? PrivateFile.makeFolder(file.deletingLastPathComponent())) != nil,
            (try? PrivateFile.write(content, to: file)) != nil
        {
            return (lock, file)
        }
        let file = folder.appending(path: "node.key")
        try PrivateFile.write(content, to: file)
        return (lock, file)
    }

    private func prepareDatabase(_ configuration: NodeConfiguration, name: String, country: String, nodeKey: NodeKey) throws {
        let database = try Node.makeDatabase(configuration, folder: folder)
        try Node.migrator.run(on: database)
        let keys = try OrganisationKeys(organisation: configuration.organisation, at: Int64(Node.systemClock()))
        try database.write { connection in
            // What an interrupted setting-up left has no entries and no key; anything else is a node.
            let entries = try connection.first("SELECT count(*) FROM journal_entry") { $0.integer(0) } ?? 0
            let present = try connection.first("SELECT count(*) FROM organisation") { $0.integer(0) } ?? 0
            guard entries == 0, present == 0 || configuration.database == nil else {
                throw AppError("The database already holds a node. Name an empty one with --database.")
            }
            try connection.execute("DELETE FROM organisation")
            try OrganisationRows.insert(configuration.organisation, number: 1, name: name, country: country, keys: keys, nodeKey: nodeKey, in: connection)
        }
        try database.close()
    }
}

/// Writes of the table of organisations.
enum OrganisationRows {
    static func insert(
        _ identifier: String, number: Int64, name: String, country: String, keys: OrganisationKeys, nodeKey: NodeKey, in connection: any Connection
    ) throws {
        try connection.execute(
            "INSERT INTO organisation (number, identifier, name, country, public_keys, statement, sealed_keys) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                .integer(number), .text(identifier), .text(name), .text(country), .text(try publicText(keys)),
                .blob(try keys.sign(statement(identifier, name: name, country: country))), .blob(try keys.sealed(by: nodeKey)),
            ])
    }

    /// Replaces the keys, and signs anew who the organisation is.
    static func updateKeys(_ keys: OrganisationKeys, of organisation: Organisation, sealedBy nodeKey: NodeKey, in connection: any Connection) throws {
        let statement = statement(organisation.identifier, name: organisation.name, country: organisation.country)
        try connection.execute(
            "UPDATE organisation SET public_keys = ?, statement = ?, sealed_keys = ? WHERE identifier = ?",
            [.text(try publicText(keys)), .blob(try keys.sign(statement)), .blob(try keys.sealed(by: nodeKey)), .text(organisation.identifier)])
    }

    /// What is signed so that nobody changes the name or the country in the table unnoticed.
    static func statement(_ identifier: String, name: String, country: String) -> [UInt8] {
        Array("corridor-organisation-1\n".utf8) + JSONValue.array([.string(identifier), .string(name), .string(country)]).canonicalBytes()
    }

    /// The public keys as the table holds them.
    static func publicText(_ keys: OrganisationKeys) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(keys.publicKeys), as: UTF8.self)
    }
}
