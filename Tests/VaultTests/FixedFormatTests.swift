import Crypto
import Foundation
import Testing

@testable import Vault

/// Reads what another implementation made from `Docs/vault.md`, format by format.
@Suite struct FixedFormatTests {
    private let nodeKey = NodeKey(key: SymmetricKey(data: (0..<32).map { UInt8($0) }))

    @Test func locks() throws {
        let file = try UnlockKey(text: FixedFormats.keyFile)
        #expect(file.text == FixedFormats.keyFile)
        let byFile = try JSONDecoder().decode(NodeKeyLock.self, from: Data(FixedFormats.keyFileLock.utf8))
        #expect(try byFile.unlock(with: file).key == nodeKey.key)
        let byPassphrase = try JSONDecoder().decode(NodeKeyLock.self, from: Data(FixedFormats.passphraseLock.utf8))
        #expect(try byPassphrase.unlock(passphrase: "pass phrase é ok").key == nodeKey.key)
    }

    @Test func shares() throws {
        let shares = try FixedFormats.shares.map { try KeyShare(text: $0) }
        #expect(shares.map(\.text) == FixedFormats.shares)
        #expect(shares.map(\.index) == [1, 3] && shares[0].setIdentifier == "aabbccdd")
        #expect(try KeyShare.combine(shares, expecting: nodeKey.identifier).key == nodeKey.key)
    }

    @Test func organisationKeys() throws {
        let sealed = try unhex(FixedFormats.organisationKeys.filter { !$0.isWhitespace })
        let keys = try OrganisationKeys(opening: sealed, with: nodeKey)
        #expect(keys.organisation == "asha")
        #expect(keys.publicKeys.fingerprint == FixedFormats.fingerprint)
        #expect(keys.publicKeys.verificationCode == FixedFormats.verificationCode)
        #expect(hexadecimal(keys.recordIdentifier(for: "ctdc/1")) == FixedFormats.recordIdentifier)
        #expect(try keys.unwrap(unhex(FixedFormats.wrappedKey), record: "r-1").key == nodeKey.key)
    }
}
