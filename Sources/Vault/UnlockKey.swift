import Crypto
import Foundation

/// The secret of a key file or of an environment credential: 256 random bits that open a `NodeKeyLock`. It is not the node key, so a lost key file is
/// made worthless by removing its lock.
///
/// Its text is one line: `corridor-unlock-key-1` and sixteen groups of letters, whose last 8 bytes are a checksum. A key file may hold comment
/// lines that begin with `#`.
public struct UnlockKey: Sendable, Concealed {
    private static let header = "corridor-unlock-key-1"
    private static let groupCount = 16
    private static let subject = "the key file or credential"

    let key: SymmetricKey

    /// A new random key.
    public init() {
        key = SymmetricKey(size: .bits256)
    }

    /// The one line that an environment variable or a credential holds. It is a secret.
    public var text: String {
        var payload = key.withUnsafeBytes { [UInt8]($0) }
        defer { payload.erase() }
        return "\(Self.header) \(GroupedText.groups(payload + Self.checksum(payload)).joined(separator: "-"))"
    }

    /// The contents of a key file: comment lines that say what it is, and the line. It is a secret: the file should be readable by its owner only.
    public var fileText: String {
        """
        # This file unlocks the node key of Corridor. Whoever has it and the node's data can read everything.
        # Keep it on another medium than the data, readable by its owner only.
        \(text)

        """
    }

    /// The key from the text of a key file or credential. Throws a sentence for a file that is something else, truncated or mistyped.
    public init(text: String) throws(VaultError) {
        let lines = Array(text.utf8).split { $0 == 0x0A || $0 == 0x0D }.filter { $0.first { $0 != 0x20 && $0 != 0x09 } != 0x23 }
        var words = lines.joined(separator: [0x20]).split { $0 == 0x20 || $0 == 0x09 }.map { Array($0) }
        // A byte order mark, which editors on Windows add.
        if let first = words.first, first.starts(with: [0xEF, 0xBB, 0xBF]) { words[0] = Array(first.dropFirst(3)) }
        guard let first = words.first else {
            throw VaultError(.truncated, "The key file or credential is empty. Use the file that was made with the lock, or another lock.")
        }
        guard first.elementsEqual(Self.header.utf8) else {
            let isNewer = first.starts(with: "corridor-unlock-key-".utf8)
            throw VaultError(
                .unknownFormat,
                isNewer
                    ? "The key file or credential was made by a newer version of the program. Use that version."
                    : "This is not a key file or credential: it does not begin with \(Self.header). Give the file that was made with the lock.")
        }
        var payload = try GroupedText.bytes(words.dropFirst().joined(separator: [0x20]), groups: Self.groupCount, subject: Self.subject)
        defer { payload.erase() }
        guard Self.checksum(payload.prefix(32)).elementsEqual(payload.suffix(8)) else {
            throw VaultError(.damaged, "The checksum of \(Self.subject) is wrong: it was altered. Use another copy, or another lock.")
        }
        key = SymmetricKey(data: payload.prefix(32))
    }

    private static func checksum(_ payload: some Sequence<UInt8>) -> [UInt8] {
        var writer = ByteWriter(domain: "corridor/unlock-key/1")
        writer.append(fixed: payload)
        return Array(SHA256.hash(data: writer.bytes).prefix(8))
    }
}
