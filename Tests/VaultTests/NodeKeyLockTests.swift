import Crypto
import Foundation
import Testing

@testable import Vault

@Suite struct NodeKeyLockTests {
    static let passphrase = "correct horse battery staple"

    @Test func locksSideBySide() throws {
        let nodeKey = NodeKey()
        let (file, credential) = (UnlockKey(), UnlockKey())
        let locks = try [
            NodeKeyLock(nodeKey, passphrase: Self.passphrase, label: "director", parameters: cheap),
            NodeKeyLock(nodeKey, passphrase: "another long passphrase", parameters: cheap),
            NodeKeyLock(nodeKey, keyFile: file, label: "safe"),
            NodeKeyLock(nodeKey, credential: credential),
        ]
        let read = try JSONDecoder().decode([NodeKeyLock].self, from: JSONEncoder().encode(locks))
        #expect(read == locks)
        #expect(try NodeKeyLock.unlock(read, passphrase: Self.passphrase).key == nodeKey.key)
        #expect(try NodeKeyLock.unlock(read, passphrase: "another long passphrase").identifier == nodeKey.identifier)
        #expect(try NodeKeyLock.unlock(read, with: file).key == nodeKey.key)
        #expect(try NodeKeyLock.unlock(read, with: credential).key == nodeKey.key)
        expectError(.wrongPassphrase, containing: "wrong") { _ = try NodeKeyLock.unlock(read, passphrase: Self.passphrase + "!") }
        expectError(.cannotOpen, containing: "another lock") { _ = try NodeKeyLock.unlock(read, with: UnlockKey()) }
        expectError(.invalidRequest) { _ = try NodeKeyLock.unlock([], passphrase: Self.passphrase) }
        expectError(.invalidRequest, containing: "key-file") { _ = try read[2].unlock(passphrase: Self.passphrase) }
        expectError(.invalidRequest) { _ = try read[0].unlock(with: file) }
    }

    @Test func defaultParametersWork() throws {
        let nodeKey = NodeKey()
        let lock = try NodeKeyLock(nodeKey, passphrase: Self.passphrase)
        #expect(lock.argon2 == .lock)
        #expect(try lock.unlock(passphrase: Self.passphrase).identifier == nodeKey.identifier)
    }

    /// The same text typed on another system: decomposed, with a no-break space.
    @Test func passphraseIsPrepared() throws {
        let nodeKey = NodeKey()
        let lock = try NodeKeyLock(nodeKey, passphrase: "é gardé à l'écart", parameters: cheap)
        #expect(try lock.unlock(passphrase: "e\u{301} garde\u{301}\u{A0}a\u{300} l'e\u{301}cart").identifier == nodeKey.identifier)
        expectError(.wrongPassphrase) { _ = try lock.unlock(passphrase: "É gardé à l'écart") }
        // Joiners that scripts of South Asia need.
        #expect(try Passphrase("क्\u{200D}ष नेपाली पासफ्रेज").length > 10)
    }

    /// RFC 8265 § 4.2.4 examples 1 to 7 of OpaqueString: case, spaces and symbols stay, other spaces become U+0020; 12 to 14 are refused.
    @Test func opaqueString() throws {
        func bytes(_ text: String) throws -> [UInt8] { try Passphrase(text).secret.withUnsafeBytes { [UInt8]($0) } }
        #expect(try bytes("correct horse battery staple") == Array("correct horse battery staple".utf8))
        #expect(try bytes("Correct Horse Battery Staple") != bytes("correct horse battery staple"))
        #expect(try bytes("πßå") == Array("πßå".utf8))
        #expect(try bytes("Jack of ♦s") == Array("Jack of ♦s".utf8))
        #expect(try bytes("foo\u{1680}bar") == Array("foo bar".utf8))
        expectError(.unsuitablePassphrase, containing: "empty") { _ = try Passphrase("") }
        expectError(.unsuitablePassphrase, containing: "Character 8") { _ = try Passphrase("my cat \u{9}is a \u{9}by") }
    }

    @Test func weakPassphrasesAreRefused() throws {
        let nodeKey = NodeKey()
        expectError(.unsuitablePassphrase, containing: "at least 12") { _ = try NodeKeyLock(nodeKey, passphrase: "short", parameters: cheap) }
        expectError(.unsuitablePassphrase) { _ = try NodeKeyLock(nodeKey, passphrase: "aaaaaaaaaaaaaaaaaa", parameters: cheap) }
        expectError(.unsuitablePassphrase, containing: "bytes") {
            _ = try NodeKeyLock(nodeKey, passphrase: String(repeating: "long ", count: 300), parameters: cheap)
        }
    }

    /// Each field of the JSON changed: no key comes out, and hostile costs are refused before any memory is taken.
    @Test func alteredLocks() throws {
        let nodeKey = NodeKey()
        let lock = try NodeKeyLock(nodeKey, passphrase: Self.passphrase, parameters: cheap)
        let json = String(decoding: try JSONEncoder().encode(lock), as: UTF8.self)
        func altered(_ old: String, _ new: String) throws -> NodeKeyLock {
            let text = json.replacingOccurrences(of: old, with: new)
            #expect(text != json, "\(old) does not occur")
            return try JSONDecoder().decode(NodeKeyLock.self, from: Data(text.utf8))
        }
        for (memory, passes) in [("4194304", "2"), ("4294967295", "2"), ("8", "2"), ("262144", "16"), ("65536", "4294967295"), ("65536", "1")] {
            expectError(.tooCostly, containing: "KiB") {
                let text = json.replacingOccurrences(of: "\"memoryKiB\":19456", with: "\"memoryKiB\":\(memory)")
                    .replacingOccurrences(of: "\"passes\":2", with: "\"passes\":\(passes)")
                _ = try JSONDecoder().decode(NodeKeyLock.self, from: Data(text.utf8))
            }
        }
        expectError(.unknownFormat, containing: "version 2") {
            _ = try altered("\"version\":1", "\"version\":2").unlock(passphrase: Self.passphrase)
        }
        expectError(.damaged, containing: "salt") { _ = try altered(lock.salt, "00").unlock(passphrase: Self.passphrase) }
        expectError(.damaged, containing: "sealed") { _ = try altered(lock.sealed, "zz").unlock(passphrase: Self.passphrase) }
        expectError(.wrongPassphrase) { _ = try altered(lock.nodeKey, NodeKey().identifier).unlock(passphrase: Self.passphrase) }
        expectError(.wrongPassphrase) { _ = try altered("\"passes\":2", "\"passes\":3").unlock(passphrase: Self.passphrase) }
    }

    /// A lock whose maker knows the key file, but sealed another node key under this one's identifier.
    @Test func otherKeyUnderTheIdentifier() throws {
        let (nodeKey, other, file) = (NodeKey(), NodeKey(), UnlockKey())
        let lock = try NodeKeyLock(nodeKey, keyFile: file)
        let salt = try unhex(lock.salt)
        let key = NodeKey.derive(from: file.key, info: "corridor/node-key-lock/1", salt: salt, count: 32)
        var writer = ByteWriter(domain: "corridor/node-key-lock/1")
        for field in [Array("key-file".utf8), Array(nodeKey.identifier.utf8), salt] { writer.append(field: field) }
        for _ in 0..<3 { writer.append(UInt32(0)) }
        func lockWith(_ sealedKey: NodeKey) throws -> NodeKeyLock {
            let sealed = try AuthenticatedEncryption.seal(
                sealedKey.key.withUnsafeBytes { [UInt8]($0) }, key: key, authenticating: writer.bytes)
            let json = String(decoding: try JSONEncoder().encode(lock), as: UTF8.self)
            let text = json.replacingOccurrences(of: lock.sealed, with: hexadecimal(sealed))
            return try JSONDecoder().decode(NodeKeyLock.self, from: Data(text.utf8))
        }
        #expect(try lockWith(nodeKey).unlock(with: file).key == nodeKey.key)
        expectError(.damaged, containing: "nodeKey") { _ = try lockWith(other).unlock(with: file) }
    }

    @Test func keyFileText() throws {
        let key = UnlockKey()
        let forms = [
            key.text, key.fileText, key.fileText.replacingOccurrences(of: "\n", with: "\r\n"), "\u{FEFF}" + key.text, key.text.lowercased(),
            "  " + key.text.replacingOccurrences(of: "-", with: " ").replacingOccurrences(of: "corridor unlock key 1", with: "corridor-unlock-key-1"),
        ]
        for form in forms { #expect(try UnlockKey(text: form).key == key.key, "one of the forms was not read") }
    }

    @Test func damagedKeyFiles() throws {
        let key = UnlockKey()
        expectError(.truncated, containing: "empty") { _ = try UnlockKey(text: "") }
        expectError(.truncated, containing: "empty") { _ = try UnlockKey(text: "# only a comment\n") }
        expectError(.unknownFormat, containing: "not a key file") { _ = try UnlockKey(text: "-----BEGIN PRIVATE KEY-----") }
        expectError(.unknownFormat, containing: "newer") { _ = try UnlockKey(text: key.text.replacingOccurrences(of: "key-1", with: "key-2")) }
        for length in 23..<key.text.utf8.count {
            #expect(throws: VaultError.self) { try UnlockKey(text: String(key.text.prefix(length))) }
        }
        var letters = Array(key.text.utf8)
        for position in 22..<letters.count where letters[position] != 0x2D {
            let original = letters[position]
            letters[position] = original == 0x30 ? 0x31 : 0x30
            let group = (position - 22) / 6 + 1
            expectError(.damaged, containing: "Group \(group) of the key file") { _ = try UnlockKey(text: String(decoding: letters, as: UTF8.self)) }
            letters[position] = original
        }
    }
}
