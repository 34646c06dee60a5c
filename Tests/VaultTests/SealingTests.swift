import Crypto
import Testing

@testable import Vault

@Suite struct SealingTests {
    static let context = SealingContext(organisation: "asha", record: "r-1", field: "person.name", version: "e-1")

    @Test(arguments: [0, 1, 15, 16, 64, 1000, 100_000]) func opensInItsPlace(length: Int) throws {
        let key = RecordKey()
        let plaintext = randomBytes(length)
        let sealed = try key.seal(plaintext, for: Self.context)
        #expect(sealed.count == length + 28)
        #expect(try key.open(sealed, for: Self.context) == plaintext)
        #expect(try key.seal(plaintext, for: Self.context) != sealed)
    }

    /// Every pair of places: organisations, records, fields and versions whose texts, run together, are equal too.
    @Test func doesNotOpenElsewhere() throws {
        let parts = ["a", "ab", "b", "", "a\u{0}", "é", "e\u{301}"]
        var places: [SealingContext] = []
        for first in parts {
            for second in parts {
                places.append(SealingContext(organisation: first, record: second, field: "f", version: "v"))
                places.append(SealingContext(organisation: "o", record: first, field: second, version: "v"))
                places.append(SealingContext(organisation: "o", record: "r", field: first, version: second))
            }
        }
        let key = RecordKey()
        let data = places.map(\.associatedData)
        for (number, place) in places.enumerated() {
            let sealed = try key.seal([1, 2, 3], for: place)
            for (other, otherPlace) in places.enumerated() where data[other] != data[number] {
                #expect(throws: VaultError.self) { try key.open(sealed, for: otherPlace) }
            }
        }
        // Equal bytes come only from equal texts: the three families share no place but these.
        let texts = places.map { [$0.organisation, $0.record, $0.field, $0.version].map { Array($0.utf8) } }
        for first in places.indices {
            for second in places.indices { #expect((data[first] == data[second]) == (texts[first] == texts[second])) }
        }
    }

    @Test func findsEveryAlteredByte() throws {
        let key = RecordKey()
        let sealed = try key.seal(Array("a name".utf8), for: Self.context)
        for position in sealed.indices {
            var altered = sealed
            altered[position] ^= 1 << UInt8(position % 8)
            expectError(.cannotOpen, containing: "person.name in record r-1") { _ = try key.open(altered, for: Self.context) }
        }
        for length in 0..<sealed.count {
            expectError(.cannotOpen) { _ = try key.open(Array(sealed.prefix(length)), for: Self.context) }
        }
        expectError(.cannotOpen) { _ = try RecordKey().open(sealed, for: Self.context) }
    }

    @Test func nodeKeySealsForAPurpose() throws {
        let key = NodeKey()
        let sealed = try key.seal([1, 2, 3], purpose: "session")
        #expect(try key.open(sealed, purpose: "session") == [1, 2, 3])
        expectError(.cannotOpen, containing: "sessions") { _ = try key.open(sealed, purpose: "sessions") }
        expectError(.cannotOpen) { _ = try NodeKey().open(sealed, purpose: "session") }
        expectError(.cannotOpen) { _ = try key.open([], purpose: "session") }
    }

    @Test func identifierIsDerived() throws {
        let key = NodeKey()
        #expect(key.identifier.count == 32)
        let again = try NodeKey(bytes: key.key.withUnsafeBytes { [UInt8]($0) })
        #expect(again.identifier == key.identifier)
        #expect(NodeKey().identifier != key.identifier)
        #expect(throws: VaultError.self) { try NodeKey(bytes: [1, 2, 3]) }
    }

    /// The formats must stay readable, so fixed keys and nonces give fixed bytes: computed with another implementation from Docs/vault.md.
    @Test func writtenFormat() throws {
        let key = SymmetricKey(data: (0..<32).map { UInt8($0) })
        let nodeKey = NodeKey(key: key)
        #expect(nodeKey.identifier == FixedFormats.nodeKeyIdentifier)
        #expect(try nodeKey.open(unhex(FixedFormats.nodeKeySealed), purpose: "test") == Array("secret".utf8))
        #expect(try RecordKey(key: key).open(unhex(FixedFormats.sealedValue), for: Self.context) == Array("a name".utf8))
    }
}
