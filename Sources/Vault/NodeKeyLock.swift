import Crypto
import Foundation

/// How a node key is kept: sealed by a key that comes from a passphrase (argon2id, RFC 9106) or from a key file or credential. A node key may have
/// several locks side by side; each opens it alone.
///
/// `Codable` as a JSON object without any secret in clear, so it may lie beside the data and in the header of a backup.
public struct NodeKeyLock: Sendable, Hashable, Codable {
    /// What opens the lock.
    public enum Kind: String, Sendable, Codable {
        case passphrase
        case keyFile = "key-file"
        case credential
    }

    /// The version of this form, 1.
    public let version: Int
    /// What opens the lock.
    public let kind: Kind
    /// The identifier of the node key.
    public let nodeKey: String
    /// What people call the lock, such as “director's key file”.
    public let label: String
    /// The salt, 16 random bytes in hexadecimal digits.
    public let salt: String
    /// The parameters of argon2id; only for a passphrase.
    public let argon2: Argon2Parameters?
    /// The node key, sealed: nonce | ciphertext | tag, 60 bytes in hexadecimal digits.
    public let sealed: String

    /// A lock that a passphrase opens. Takes about a tenth of a second and the memory of the parameters.
    ///
    /// Throws `unsuitablePassphrase` for a passphrase that is too short or has characters that cannot be typed again reliably.
    public init(
        _ nodeKey: NodeKey, passphrase typed: String, label: String = "", parameters: Argon2Parameters = .lock
    ) throws(VaultError) {
        let passphrase = try Passphrase(typed)
        try passphrase.requireStrength()
        let salt = randomBytes(Argon2.saltLength)
        let key = try Argon2.key(secret: passphrase.secret, salt: salt, parameters: parameters)
        try self.init(nodeKey, kind: .passphrase, label: label, salt: salt, argon2: parameters, key: key)
    }

    /// A lock that a key file opens.
    public init(_ nodeKey: NodeKey, keyFile: UnlockKey, label: String = "") throws(VaultError) {
        try self.init(nodeKey, kind: .keyFile, label: label, unlockKey: keyFile)
    }

    /// A lock that a credential in the environment opens (or one of systemd or of a container): the same text as in a key file.
    public init(_ nodeKey: NodeKey, credential: UnlockKey, label: String = "") throws(VaultError) {
        try self.init(nodeKey, kind: .credential, label: label, unlockKey: credential)
    }

    private init(_ nodeKey: NodeKey, kind: Kind, label: String, unlockKey: UnlockKey) throws(VaultError) {
        let salt = randomBytes(Argon2.saltLength)
        try self.init(nodeKey, kind: kind, label: label, salt: salt, argon2: nil, key: Self.key(unlockKey, salt: salt))
    }

    private init(
        _ nodeKey: NodeKey, kind: Kind, label: String, salt: [UInt8], argon2: Argon2Parameters?, key: SymmetricKey
    ) throws(VaultError) {
        version = 1
        self.kind = kind
        self.nodeKey = nodeKey.identifier
        self.label = label
        self.salt = hexadecimal(salt)
        self.argon2 = argon2
        var plaintext = nodeKey.key.withUnsafeBytes { [UInt8]($0) }
        defer { plaintext.erase() }
        let associated = Self.associatedData(kind: kind, nodeKey: nodeKey.identifier, salt: salt, argon2: argon2)
        sealed = hexadecimal(try AuthenticatedEncryption.seal(plaintext, key: key, authenticating: associated))
    }

    /// The node key, opened by a passphrase. Throws `wrongPassphrase`, or `invalidRequest` for a lock of another kind.
    public func unlock(passphrase typed: String) throws(VaultError) -> NodeKey {
        guard kind == .passphrase, let argon2 else { throw wrongKind(given: "a passphrase") }
        let key = try Argon2.key(secret: try Passphrase(typed).secret, salt: try saltBytes(), parameters: argon2)
        guard let nodeKey = try open(key) else {
            throw VaultError(
                .wrongPassphrase,
                """
                The passphrase is wrong. Type it again, with attention to capitals, spaces and the keyboard's language.
                """)
        }
        return nodeKey
    }

    /// The node key, opened by a key file or credential. Throws `cannotOpen` when it belongs to another lock.
    public func unlock(with unlockKey: UnlockKey) throws(VaultError) -> NodeKey {
        guard kind != .passphrase else { throw wrongKind(given: "a key file or credential") }
        guard let nodeKey = try open(Self.key(unlockKey, salt: try saltBytes())) else {
            throw VaultError(
                .cannotOpen,
                "The key file or credential belongs to another lock than “\(label)” of node key \(self.nodeKey). Give the one made with this lock.")
        }
        return nodeKey
    }

    /// The node key, opened by the first of several locks that the passphrase fits.
    public static func unlock(_ locks: [NodeKeyLock], passphrase: String) throws(VaultError) -> NodeKey {
        try unlock(locks.filter { $0.kind == .passphrase }, by: "a passphrase") { lock throws(VaultError) in try lock.unlock(passphrase: passphrase) }
    }

    /// The node key, opened by the first of several locks that the key file or credential fits.
    public static func unlock(_ locks: [NodeKeyLock], with unlockKey: UnlockKey) throws(VaultError) -> NodeKey {
        try unlock(locks.filter { $0.kind != .passphrase }, by: "a key file or credential") { lock throws(VaultError) in
            try lock.unlock(with: unlockKey)
        }
    }

    private static func unlock(
        _ locks: [NodeKeyLock], by means: String, _ open: (NodeKeyLock) throws(VaultError) -> NodeKey
    ) throws(VaultError) -> NodeKey {
        var failure = VaultError(.invalidRequest, "No lock of the node key is opened by \(means). Unlock it in the way that was chosen for it.")
        for lock in locks {
            do {
                return try open(lock)
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private func open(_ key: SymmetricKey) throws(VaultError) -> NodeKey? {
        guard version == 1 else {
            throw VaultError(.unknownFormat, "The lock “\(label)” has version \(version); this program reads version 1. Use a newer version of it.")
        }
        guard let sealed = bytes(hexadecimal: sealed) else { throw damaged("sealed") }
        let associated = Self.associatedData(kind: kind, nodeKey: nodeKey, salt: try saltBytes(), argon2: argon2)
        guard var plaintext = AuthenticatedEncryption.open(sealed, key: key, authenticating: associated) else { return nil }
        defer { plaintext.erase() }
        let opened = try NodeKey(bytes: plaintext)
        // The cipher does not commit to its key; the identifier does, so one lock cannot be made to open with two passphrases.
        guard opened.identifier.utf8.elementsEqual(nodeKey.utf8) else { throw damaged("nodeKey") }
        return opened
    }

    private func saltBytes() throws(VaultError) -> [UInt8] {
        guard let salt = bytes(hexadecimal: salt), salt.count == Argon2.saltLength else { throw damaged("salt") }
        return salt
    }

    private func damaged(_ field: String) -> VaultError {
        VaultError(.damaged, "The field “\(field)” of the lock “\(label)” is damaged. Restore the lock from a backup, or use another lock.")
    }

    private func wrongKind(given: String) -> VaultError {
        VaultError(.invalidRequest, "The lock “\(label)” is opened by a \(kind.rawValue), and \(given) was given. Give the \(kind.rawValue).")
    }

    private static func key(_ unlockKey: UnlockKey, salt: [UInt8]) -> SymmetricKey {
        NodeKey.derive(from: unlockKey.key, info: "corridor/node-key-lock/1", salt: salt, count: 32)
    }

    private static func associatedData(kind: Kind, nodeKey: String, salt: [UInt8], argon2: Argon2Parameters?) -> [UInt8] {
        var writer = ByteWriter(domain: "corridor/node-key-lock/1")
        writer.append(field: kind.rawValue)
        writer.append(field: nodeKey)
        writer.append(field: salt)
        writer.append(argon2?.memoryKiB ?? 0)
        writer.append(argon2?.passes ?? 0)
        writer.append(argon2?.lanes ?? 0)
        return writer.bytes
    }
}
