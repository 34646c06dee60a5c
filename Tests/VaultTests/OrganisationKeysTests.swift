import Crypto
import Foundation
import Testing

@testable import Vault

@Suite struct OrganisationKeysTests {
    @Test func sealedAndOpened() throws {
        let nodeKey = NodeKey()
        var keys = try OrganisationKeys(organisation: "आशा", at: 1000)
        _ = try keys.rotateSigningKey(at: 2000)
        _ = try keys.rotateReceivingKey(at: 3000)
        keys.rotateWrappingKey()
        let sealed = try keys.sealed(by: nodeKey)
        #expect(try OrganisationKeys.nodeKeyIdentifier(of: sealed) == nodeKey.identifier)
        let opened = try OrganisationKeys(opening: sealed, with: nodeKey)
        #expect(opened.publicKeys == keys.publicKeys)
        #expect(opened.wrappingKeyIdentifiers.map(\.identifier) == keys.wrappingKeyIdentifiers.map(\.identifier))
        #expect(opened.recordIdentifier(for: "a") == keys.recordIdentifier(for: "a"))
        #expect(opened.signingKey.rawRepresentation == keys.signingKey.rawRepresentation)
        #expect(opened.receivingKeys.map(\.key.rawRepresentation) == keys.receivingKeys.map(\.key.rawRepresentation))
        expectError(.cannotOpen, containing: nodeKey.identifier) { _ = try OrganisationKeys(opening: sealed, with: NodeKey()) }
    }

    @Test func everyAlteredByteIsFound() throws {
        let nodeKey = NodeKey()
        let sealed = try OrganisationKeys(organisation: "asha", at: 0).sealed(by: nodeKey)
        for position in sealed.indices {
            var altered = sealed
            altered[position] ^= 0x10
            #expect(throws: VaultError.self) { try OrganisationKeys(opening: altered, with: nodeKey) }
        }
        for length in 0..<sealed.count {
            #expect(throws: VaultError.self) { try OrganisationKeys(opening: Array(sealed.prefix(length)), with: nodeKey) }
        }
        expectError(.unknownFormat, containing: "not a file") { _ = try OrganisationKeys(opening: Array("SQLite format 3".utf8), with: nodeKey) }
    }

    @Test func wrapping() throws {
        let keys = try OrganisationKeys(organisation: "asha", at: 0)
        let key = RecordKey()
        let wrapped = try keys.wrap(key, record: "r-1")
        #expect(wrapped.count == OrganisationKeys.wrappedKeyLength)
        #expect(try keys.unwrap(wrapped, record: "r-1").key == key.key)
        expectError(.cannotOpen, containing: "record r-2") { _ = try keys.unwrap(wrapped, record: "r-2") }
        var other = try OrganisationKeys(organisation: "asha2", at: 0)
        expectError(.cannotOpen) { _ = try other.unwrap(wrapped, record: "r-1") }
        // The same wrapping key under another organisation's name does not open it either.
        other.wrappingKeys = keys.wrappingKeys
        expectError(.cannotOpen) { _ = try other.unwrap(wrapped, record: "r-1") }
        for position in wrapped.indices {
            var altered = wrapped
            altered[position] ^= 1
            #expect(throws: VaultError.self) { try keys.unwrap(altered, record: "r-1") }
        }
        expectError(.damaged, containing: "65 bytes") { _ = try keys.unwrap([], record: "r-1") }
    }

    @Test func rotationOfTheWrappingKey() throws {
        var keys = try OrganisationKeys(organisation: "asha", at: 0)
        let key = RecordKey()
        let sealed = try key.seal([7], for: SealingTests.context)
        let old = try keys.wrap(key, record: "r-1")
        #expect(try !keys.needsRewrapping(old))
        let generation = keys.rotateWrappingKey()
        #expect(generation == 2)
        #expect(try keys.needsRewrapping(old))
        let again = try keys.wrap(keys.unwrap(old, record: "r-1"), record: "r-1")
        #expect(try OrganisationKeys.wrappingGeneration(of: again) == 2)
        // A wrapped key cannot claim another generation.
        var claimed = again
        claimed[4] = 1
        expectError(.cannotOpen) { _ = try keys.unwrap(claimed, record: "r-1") }
        keys.retireWrappingKeys(before: 2)
        expectError(.missingKey, containing: "generation 1") { _ = try keys.unwrap(old, record: "r-1") }
        #expect(try keys.unwrap(again, record: "r-1").open(sealed, for: SealingTests.context) == [7])
        keys.retireWrappingKeys(before: 100)
        #expect(keys.wrappingGeneration == 2)
    }

    @Test func rotationOfTheNodeKey() throws {
        let (old, new) = (NodeKey(), NodeKey())
        let keys = try OrganisationKeys(organisation: "asha", at: 0)
        let wrapped = try keys.wrap(RecordKey(), record: "r")
        let moved = try OrganisationKeys(opening: keys.sealed(by: old), with: old).sealed(by: new)
        _ = try OrganisationKeys(opening: moved, with: new).unwrap(wrapped, record: "r")
        expectError(.cannotOpen) { _ = try OrganisationKeys(opening: moved, with: old) }
    }

    @Test func rotationOfTheSigningKey() throws {
        var keys = try OrganisationKeys(organisation: "asha", at: 1000)
        let before = keys.publicKeys
        let message = Array("journal/1 …".utf8)
        let first = try keys.sign(message)
        #expect(first.count == 64)
        #expect(before.isValid(signature: first, for: message))
        let rotation = try keys.rotateSigningKey(at: 5000)
        let second = try keys.sign(message)
        let after = keys.publicKeys
        #expect(!after.isValid(signature: first, for: message))
        #expect(after.isValid(signature: first, for: message, generation: 1))
        #expect(after.isValid(signature: second, for: message))
        #expect(!after.isValid(signature: second, for: message, generation: 1))
        #expect(!after.isValid(signature: second, for: message, generation: 3))
        #expect(after.isCurrent(signingGeneration: 1, at: 4999) && !after.isCurrent(signingGeneration: 1, at: 5000))
        #expect(after.isCurrent(signingGeneration: 2, at: 5000) && !after.isCurrent(signingGeneration: 2, at: 4999))
        #expect(!after.isCurrent(signingGeneration: 1, at: 999))
        #expect(before.verificationCode != after.verificationCode)

        let read = try JSONDecoder().decode(KeyRotation.self, from: JSONEncoder().encode(rotation))
        #expect(try before.applying(read) == after)
        expectError(.invalidStatement, containing: "does not follow") { _ = try after.applying(read) }
        expectError(.invalidRequest) { _ = try keys.rotateSigningKey(at: 4000) }
    }

    @Test func forgedRotations() throws {
        var keys = try OrganisationKeys(organisation: "asha", at: 0)
        let before = keys.publicKeys
        let rotation = try keys.rotateSigningKey(at: 10)
        var other = try OrganisationKeys(organisation: "asha", at: 0)
        var forged = rotation
        forged.signatureByOld = try other.rotateSigningKey(at: 10).signatureByOld
        expectError(.invalidStatement, containing: "not signed") { _ = try before.applying(forged) }
        forged = rotation
        forged.signatureByNew = nil
        expectError(.invalidStatement, containing: "not signed") { _ = try before.applying(forged) }
        forged.signatureByNew = rotation.signatureByOld
        expectError(.invalidStatement) { _ = try before.applying(forged) }
        var elsewhere = try OrganisationKeys(organisation: "tej", at: 0)
        expectError(.invalidStatement) { _ = try before.applying(elsewhere.rotateSigningKey(at: 10)) }
        // A receiving key that is named by a signing key which was replaced.
        var stolen = try OrganisationKeys(opening: keys.sealed(by: NodeKeyOnce.key), with: NodeKeyOnce.key)
        let receiving = try stolen.rotateReceivingKey(at: 20)
        #expect(try keys.publicKeys.applying(receiving).receivingGeneration == 2)
        expectError(.invalidStatement) { _ = try before.applying(receiving) }
    }

    private enum NodeKeyOnce { static let key = NodeKey() }

    @Test func publicForm() throws {
        let keys = try OrganisationKeys(organisation: "asha", at: 0)
        let json = try JSONEncoder().encode(keys.publicKeys)
        let read = try JSONDecoder().decode(OrganisationPublicKeys.self, from: json)
        #expect(read == keys.publicKeys)
        #expect(read.fingerprint == keys.publicKeys.fingerprint)
        #expect(read.fingerprint.count == 64)
        let groups = read.verificationCode.split(separator: " ")
        #expect(groups.count == 6 && groups.allSatisfy { $0.count == 5 && $0.allSatisfy(\.isNumber) })
        let text = String(decoding: json, as: UTF8.self)
        for (old, new) in [("\"generation\":1", "\"generation\":0"), (read.signing[0].key, "00"), ("\"signing\":[", "\"signing\":[],\"was\":[")] {
            #expect(throws: (any Error).self) {
                try JSONDecoder().decode(OrganisationPublicKeys.self, from: Data(text.replacingOccurrences(of: old, with: new).utf8))
            }
        }
    }

    @Test func recordIdentifiers() throws {
        let keys = try OrganisationKeys(organisation: "asha", at: 0)
        #expect(keys.recordIdentifier(for: "ctdc/1").count == 16)
        #expect(keys.recordIdentifier(for: "ctdc/1") == keys.recordIdentifier(for: "ctdc/1"))
        #expect(keys.recordIdentifier(for: "é") != keys.recordIdentifier(for: "e\u{301}"))
        #expect(Set((0..<10_000).map { keys.recordIdentifier(for: "row \($0)") }).count == 10_000)
        let other = try OrganisationKeys(organisation: "asha", at: 0)
        #expect(other.recordIdentifier(for: "ctdc/1") != keys.recordIdentifier(for: "ctdc/1"))
    }

    @Test func sealedMessages() throws {
        var keys = try OrganisationKeys(organisation: "asha", at: 0)
        let (info, data) = (Array("envelope/1".utf8), Array("number 7".utf8))
        let sealed = try SealedMessage.seal([1, 2, 3], to: keys.publicKeys, info: info, authenticating: data)
        #expect(try SealedMessage.open(sealed, with: keys, info: info, authenticating: data) == [1, 2, 3])
        expectError(.cannotOpen) { _ = try SealedMessage.open(sealed, with: keys, info: info, authenticating: []) }
        expectError(.cannotOpen) { _ = try SealedMessage.open(sealed, with: keys, info: [], authenticating: data) }
        expectError(.cannotOpen) {
            _ = try SealedMessage.open(sealed, with: OrganisationKeys(organisation: "asha", at: 0), info: info, authenticating: data)
        }
        for position in sealed.indices {
            var altered = sealed
            altered[position] ^= 1
            // The highest bit of an X25519 point is ignored by definition (RFC 7748 § 5), but the encapsulated key enters the key schedule.
            #expect(throws: VaultError.self) { try SealedMessage.open(altered, with: keys, info: info, authenticating: data) }
        }
        for length in 0..<sealed.count {
            #expect(throws: VaultError.self) {
                try SealedMessage.open(Array(sealed.prefix(length)), with: keys, info: info, authenticating: data)
            }
        }
        _ = try keys.rotateReceivingKey(at: 5)
        #expect(try SealedMessage.open(sealed, with: keys, info: info, authenticating: data) == [1, 2, 3])
        keys.retireReceivingKeys(before: 2)
        expectError(.missingKey, containing: "generation 1") { _ = try SealedMessage.open(sealed, with: keys, info: info, authenticating: data) }
    }

    /// RFC 7748 § 6.1: points of low order, whose shared secret everybody knows, are refused to seal to and to open from.
    @Test(arguments: [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ]) func lowOrderPoints(point: String) throws {
        let keys = try OrganisationKeys(organisation: "asha", at: 0)
        var altered = keys.publicKeys
        altered.receiving = [PublicKeyGeneration(generation: 1, key: try unhex(point), since: 0)]
        expectError(.invalidRequest, containing: "not usable") { _ = try SealedMessage.seal([1], to: altered, info: []) }
        var sealed = try SealedMessage.seal([1], to: keys.publicKeys, info: [])
        sealed.replaceSubrange(5..<37, with: try unhex(point))
        expectError(.cannotOpen) { _ = try SealedMessage.open(sealed, with: keys, info: []) }
    }
}
