import Foundation
import Storage
import Vault

/// How a node's keys are protected, shared among people, recovered and replaced.
public struct KeyAdministration: Sendable {
    private let node: Node

    public init(_ node: Node) {
        self.node = node
    }

    /// Splits the node key so that any `threshold` of `count` holders recover it together. Returns one printable share per holder.
    public func split(threshold: Int, count: Int) throws -> [KeyShare] {
        try KeyShare.split(node.nodeKey, threshold: threshold, count: count)
    }

    /// Opens the node's key with the shares of enough holders and sets a new lock in place of all others.
    /// - Returns: the key file that was written; nil if a passphrase was given.
    public static func recover(_ folder: URL, shares: [KeyShare], passphrase: String?, means: UnlockMeans) throws -> URL? {
        var configuration = try NodeConfiguration.read(from: folder)
        let expected = configuration.locks.first?.nodeKey
        let nodeKey = try KeyShare.combine(shares, expecting: expected)
        let (lock, keyFile) = try newLock(nodeKey, passphrase: passphrase, folder: folder, means: means)
        configuration.locks = [lock]
        try configuration.write(to: folder)
        return keyFile
    }

    /// Sets a passphrase or a new key file in place of the locks there are. The node key stays, so backups and shares stay good.
    public func protect(passphrase: String?, means: UnlockMeans) throws -> URL? {
        let (lock, keyFile) = try Self.newLock(node.nodeKey, passphrase: passphrase, folder: node.folder, means: means)
        var configuration = node.configuration
        configuration.locks = [lock]
        try configuration.write(to: node.folder)
        return keyFile
    }

    /// Replaces the node key. The organisation's keys are sealed anew; sealed values stay as they are. Shares of the old key open nothing any more, but
    /// backups made before still need it.
    public func rotateNodeKey(passphrase: String?, means: UnlockMeans) throws -> URL? {
        let nodeKey = NodeKey()
        let (lock, keyFile) = try Self.newLock(nodeKey, passphrase: passphrase, folder: node.folder, means: means)
        var configuration = node.configuration
        // Both locks are there until the database has changed over, so that a crash between the two leaves a way in.
        configuration.locks = [lock] + node.configuration.locks
        try configuration.write(to: node.folder)
        try node.database.write { try OrganisationRows.updateKeys(node.keys, of: node.organisation, sealedBy: nodeKey, in: $0) }
        configuration.locks = [lock]
        try configuration.write(to: node.folder)
        try node.database.purgeDeletedContent()
        return keyFile
    }

    /// Replaces the key that wraps the records' keys, and wraps all of them anew. Sealed values stay as they are.
    /// - Returns: the number of record keys.
    public func rotateWrappingKey() throws -> Int {
        var keys = node.keys
        let generation = keys.rotateWrappingKey()
        let count = try node.database.write { connection in
            var records = PagedRows<(record: String, wrapped: [UInt8])> { after in
                try connection.all(
                    "SELECT record, wrapped FROM record_key WHERE organisation = ? AND record > ? ORDER BY record LIMIT 5000",
                    [.integer(node.organisation.number), .text(after?.record ?? "")]
                ) { ($0.text(0), $0.blob(1)) }
            }
            var count = 0
            while let row = try records.next() {
                let key = try keys.unwrap(row.wrapped, record: row.record)
                try connection.execute(
                    "UPDATE record_key SET wrapped = ? WHERE record = ?", [.blob(try keys.wrap(key, record: row.record)), .text(row.record)])
                count += 1
            }
            let accounts = try connection.all("SELECT identifier, wrapped_key FROM account WHERE organisation = ?", [.integer(node.organisation.number)]) {
                (identifier: $0.text(0), wrapped: $0.blob(1))
            }
            for account in accounts {
                let key = try keys.unwrap(account.wrapped, record: account.identifier)
                try connection.execute(
                    "UPDATE account SET wrapped_key = ? WHERE identifier = ?",
                    [.blob(try keys.wrap(key, record: account.identifier)), .text(account.identifier)])
            }
            try ListViews(node: node, connection: connection).rewrap(with: keys)
            try FormDrafts(node: node, connection: connection).rewrap(with: keys)
            // The index of the search is sealed anew when it is next written.
            try SearchSnapshotFile.destroyKey(of: node.organisation.number, connection)
            keys.retireWrappingKeys(before: generation)
            try OrganisationRows.updateKeys(keys, of: node.organisation, sealedBy: node.nodeKey, in: connection)
            return count
        }
        try node.database.purgeDeletedContent()
        return count
    }

    /// Replaces the signing key. Signatures made so far stay valid under the old public key, which is kept with the time in which it was used. Partners are told by a
    /// statement that both keys have signed.
    public func rotateSigningKey() throws {
        var keys = node.keys
        let rotation = try keys.rotateSigningKey(at: Int64(node.now()))
        try keep(keys, rotation)
    }

    /// Replaces the key to which partners seal. The old one stays, so that what is on the way can be opened.
    public func rotateReceivingKey() throws {
        var keys = node.keys
        let rotation = try keys.rotateReceivingKey(at: Int64(node.now()))
        try keep(keys, rotation)
    }

    private func keep(_ keys: OrganisationKeys, _ rotation: KeyRotation) throws {
        try node.database.write { connection in
            try OrganisationRows.updateKeys(keys, of: node.organisation, sealedBy: node.nodeKey, in: connection)
            try KeyRotations.append(rotation, of: node, connection)
        }
    }

    /// What an organisation may show others to be recognised by.
    public var publicKeys: OrganisationPublicKeys { node.keys.publicKeys }

    public var locks: [NodeKeyLock] { node.configuration.locks }

    private static func newLock(_ nodeKey: NodeKey, passphrase: String?, folder: URL, means: UnlockMeans) throws -> (NodeKeyLock, URL?) {
        if let passphrase { return (try NodeKeyLock(nodeKey, passphrase: passphrase, label: "passphrase"), nil) }
        let unlockKey = UnlockKey()
        let file = means.keyFile ?? means.defaultKeyFile(of: nodeKey.identifier) ?? folder.appending(path: "node.key")
        try PrivateFile.makeFolder(file.deletingLastPathComponent())
        try PrivateFile.write(Data(unlockKey.fileText.utf8), to: file)
        return (try NodeKeyLock(nodeKey, keyFile: unlockKey, label: "key file"), file)
    }
}
