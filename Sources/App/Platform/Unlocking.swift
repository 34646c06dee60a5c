import Foundation
import Vault

/// The means by which whoever starts Corridor unlocks a node's key.
public struct UnlockMeans: Sendable {
    /// A file that holds an unlock key, named by the person.
    public var keyFile: URL?
    /// The environment: `CORRIDOR_PASSPHRASE`, `CORRIDOR_PASSPHRASE_FILE`, `CORRIDOR_KEY_FILE`, `CORRIDOR_KEY`, systemd's `CREDENTIALS_DIRECTORY`, `XDG_CONFIG_HOME`, `HOME`.
    public var environment: [String: String]
    /// Asks the person for the passphrase; nil where nobody is there to ask.
    public var ask: (@Sendable (_ prompt: String) -> String?)?

    public init(keyFile: URL? = nil, environment: [String: String] = [:], ask: (@Sendable (String) -> String?)? = nil) {
        self.keyFile = keyFile
        self.environment = environment
        self.ask = ask
    }

    /// The passphrase that the environment gives, if it does.
    public func passphrase() throws -> String? {
        if let passphrase = environment["CORRIDOR_PASSPHRASE"], !passphrase.isEmpty { return passphrase }
        guard let path = environment["CORRIDOR_PASSPHRASE_FILE"], !path.isEmpty else { return nil }
        guard let text = try? String(contentsOf: URL(filePath: path), encoding: .utf8) else {
            throw AppError("The file \(path) that CORRIDOR_PASSPHRASE_FILE names cannot be read.")
        }
        return text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    }

    /// Where the key file of a node is looked for, and put by `init`, when nothing else is said: apart from the data, so that a copy of the data folder alone opens nothing.
    public func defaultKeyFile(of nodeKey: String) -> URL? {
        let configuration =
            environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? environment["HOME"].flatMap { $0.isEmpty ? nil : $0 + "/.config" }
        return configuration.map { URL(filePath: $0).appending(path: "corridor/keys/\(nodeKey).key") }
    }

    /// Unlocks the node key with the first of: the named key file, the environment's passphrase, key file, key or credential, the default key file, a question to the person.
    /// - Parameter folder: the node's folder, where an older key file may lie.
    public func unlock(_ locks: [NodeKeyLock], folder: URL?) throws -> NodeKey {
        guard let nodeKey = locks.first?.nodeKey else {
            throw AppError("The node key has no lock. Recover it from the key holders' shares: corridor keys recover --data DIR")
        }
        if let keyFile { return try NodeKeyLock.unlock(locks, with: try Self.read(keyFile)) }
        if let passphrase = try passphrase() { return try NodeKeyLock.unlock(locks, passphrase: passphrase) }
        if let path = environment["CORRIDOR_KEY_FILE"], !path.isEmpty { return try NodeKeyLock.unlock(locks, with: try Self.read(URL(filePath: path))) }
        if let text = environment["CORRIDOR_KEY"], !text.isEmpty { return try NodeKeyLock.unlock(locks, with: try UnlockKey(text: text)) }
        if let credentials = environment["CREDENTIALS_DIRECTORY"] {
            let file = URL(filePath: credentials).appending(path: "corridor-node-key")
            if FileManager.default.fileExists(atPath: file.path) { return try NodeKeyLock.unlock(locks, with: try Self.read(file)) }
        }
        let places = [defaultKeyFile(of: nodeKey), folder?.appending(path: "node.key")].compactMap { $0 }
        if let file = places.first(where: { FileManager.default.fileExists(atPath: $0.path) }) {
            return try NodeKeyLock.unlock(locks, with: try Self.read(file))
        }
        if locks.contains(where: { $0.kind == .passphrase }), let ask, let passphrase = ask("Passphrase: ") {
            return try NodeKeyLock.unlock(locks, passphrase: passphrase)
        }
        throw AppError(
            """
            The node is locked. Give its passphrase in CORRIDOR_PASSPHRASE or CORRIDOR_PASSPHRASE_FILE, or its key file with --key-file FILE or CORRIDOR_KEY_FILE. \
            (Looked for a key file in \(places.map(\.path).joined(separator: " and ")).)
            """)
    }

    static func read(_ file: URL) throws -> UnlockKey {
        guard let data = try? Data(contentsOf: file), data.count < 65_536 else {
            throw AppError("The key file \(file.path) cannot be read. Check its name and permissions.")
        }
        return try UnlockKey(text: String(decoding: data, as: UTF8.self))
    }
}
