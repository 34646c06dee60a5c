import Crypto
import Foundation
import Testing

@testable import Vault

@Suite struct SealedStreamTests {
    /// Seals content written in pieces of this size.
    static func seal(
        _ content: [UInt8], nodeKey: NodeKey?, organisations: [OrganisationPublicKeys] = [], metadata: [UInt8] = [], chunkSize: Int = 1024,
        pieces: Int = 700
    ) throws -> [UInt8] {
        var sealed: [UInt8] = []
        // The sink escapes, so it writes into a box.
        final class Box { var bytes: [UInt8] = [] }
        let box = Box()
        var writer = try SealedStreamWriter(nodeKey: nodeKey, organisations: organisations, metadata: metadata, chunkSize: chunkSize) {
            box.bytes.append(contentsOf: $0)
        }
        for start in stride(from: 0, to: content.count, by: pieces) { try writer.write(content[start..<min(start + pieces, content.count)]) }
        try writer.finish()
        expectError(.invalidRequest, containing: "finished") { try writer.write([1]) }
        sealed = box.bytes
        return sealed
    }

    /// Gives bytes in uneven portions, as a socket does.
    static func source(_ bytes: [UInt8], portion: Int = 333) -> SealedStreamReader.Source {
        var position = 0
        return { wanted in
            let end = min(position + min(wanted, portion), bytes.count)
            defer { position = end }
            return Array(bytes[position..<end])
        }
    }

    static func open(_ sealed: [UInt8], nodeKey: NodeKey) throws -> [UInt8] {
        let source = source(sealed)
        var reader = try SealedStreamReader(SealedStreamHeader(reading: source), nodeKey: nodeKey, source: source)
        var content: [UInt8] = []
        while let chunk = try reader.next() { content += chunk }
        #expect(try reader.next() == nil)
        return content
    }

    static func headLength(_ sealed: [UInt8]) throws -> Int {
        try SealedStreamHeader(reading: source(sealed)).authenticated.count + 32
    }

    @Test(arguments: [0, 1, 1023, 1024, 1025, 2047, 2048, 2049, 10_000]) func roundTrip(length: Int) throws {
        let nodeKey = NodeKey()
        let content = randomBytes(length)
        for pieces in [1, 700, 1024, 5000] {
            let sealed = try Self.seal(content, nodeKey: nodeKey, pieces: pieces)
            #expect(try Self.open(sealed, nodeKey: nodeKey) == content)
            let chunks = max(1, (length + 1023) / 1024)
            #expect(sealed.count == (try Self.headLength(sealed)) + length + 16 * chunks)
        }
    }

    @Test func everyAlteredByteIsFound() throws {
        let nodeKey = NodeKey()
        let sealed = try Self.seal(randomBytes(1100), nodeKey: nodeKey, metadata: Array(#"{"locks":[]}"#.utf8))
        for position in sealed.indices {
            var altered = sealed
            altered[position] ^= 1 << UInt8(position % 8)
            #expect(throws: VaultError.self, "byte \(position)") { try Self.open(altered, nodeKey: nodeKey) }
        }
    }

    @Test func everyTruncationIsFound() throws {
        let nodeKey = NodeKey()
        let sealed = try Self.seal(randomBytes(2048), nodeKey: nodeKey)
        let head = try Self.headLength(sealed)
        for length in 0..<sealed.count {
            #expect(throws: VaultError.self, "length \(length)") { try Self.open(Array(sealed.prefix(length)), nodeKey: nodeKey) }
        }
        expectError(.truncated, containing: "its end is missing") { _ = try Self.open(Array(sealed.prefix(head + 1040)), nodeKey: nodeKey) }
        expectError(.truncated, containing: "its end is missing") { _ = try Self.open(Array(sealed.prefix(head)), nodeKey: nodeKey) }
        expectError(.damaged, containing: "cut off") { _ = try Self.open(Array(sealed.prefix(head + 1500)), nodeKey: nodeKey) }
        expectError(.truncated, containing: "within its head") { _ = try Self.open(Array(sealed.prefix(head - 1)), nodeKey: nodeKey) }
    }

    @Test func movedChunksAreFound() throws {
        let nodeKey = NodeKey()
        let sealed = try Self.seal(randomBytes(4096), nodeKey: nodeKey)
        let head = try Self.headLength(sealed)
        let start = Array(sealed.prefix(head))
        let chunks = stride(from: head, to: sealed.count, by: 1040).map { Array(sealed[$0..<$0 + 1040]) }
        #expect(chunks.count == 4)
        func open(_ order: [Int]) throws { _ = try Self.open(start + order.flatMap { chunks[$0] }, nodeKey: nodeKey) }
        expectError(.reordered, containing: "Chunk 1 of the sealed file (from byte 0 of its content) is really chunk 2") { try open([1, 0, 2, 3]) }
        expectError(.reordered, containing: "is really chunk 1") { try open([0, 0, 1, 2, 3]) }
        expectError(.reordered, containing: "is really chunk 3") { try open([0, 2, 3]) }
        expectError(.extended, containing: "behind the end") { try open([0, 1, 2, 3, 3]) }
        expectError(.reordered) { try open([3]) }
        expectError(.truncated) { try open([0, 1, 2]) }
        let longer = start + chunks.flatMap { $0 }
        expectError(.extended) { _ = try Self.open(longer + [0], nodeKey: nodeKey) }
        // A short last chunk with something behind it.
        let short = try Self.seal(randomBytes(1500), nodeKey: nodeKey)
        for extra in [1, 16, 1040, 3000] {
            #expect(throws: VaultError.self) { try Self.open(short + randomBytes(extra), nodeKey: nodeKey) }
        }
        // Chunks of another stream by the same node key.
        let other = try Self.seal(randomBytes(4096), nodeKey: nodeKey)
        expectError(.damaged) { _ = try Self.open(start + other.suffix(4 * 1040), nodeKey: nodeKey) }
    }

    /// One content has one form: a genuine empty chunk behind full ones, which only who holds the key can make, is refused.
    @Test func emptyLastChunk() throws {
        let nodeKey = NodeKey()
        let sealed = try Self.seal(randomBytes(1024), nodeKey: nodeKey)
        let header = try SealedStreamHeader(reading: Self.source(sealed))
        let streamKey = SymmetricKey(data: try nodeKey.open(header.recipients[0].sealedKey, purpose: SealedStreamFormat.purpose))
        let key = SealedStreamFormat.Keys(streamKey).payload(authenticationCode: header.authenticationCode)
        func chunk(_ plaintext: [UInt8], _ counter: UInt32, isLast: Bool) throws -> [UInt8] {
            let nonce = SealedStreamFormat.nonce(prefix: header.noncePrefix, counter: counter, isLast: isLast)
            return try SealedStreamFormat.sealChunk(plaintext, key: key, nonce: nonce)
        }
        let head = header.authenticated + header.authenticationCode
        let content = randomBytes(1024)
        #expect(try Self.open(head + chunk(content, 0, isLast: true), nodeKey: nodeKey) == content)
        expectError(.damaged) { _ = try Self.open(head + chunk(content, 0, isLast: false) + chunk([], 1, isLast: true), nodeKey: nodeKey) }
    }

    @Test func recipients() throws {
        let nodeKey = NodeKey()
        let (asha, tej) = (try OrganisationKeys(organisation: "asha", at: 0), try OrganisationKeys(organisation: "tej", at: 0))
        let content = randomBytes(3000)
        let sealed = try Self.seal(content, nodeKey: nodeKey, organisations: [asha.publicKeys, tej.publicKeys])
        #expect(try Self.open(sealed, nodeKey: nodeKey) == content)
        for keys in [asha, tej] {
            let source = Self.source(sealed)
            var reader = try SealedStreamReader(SealedStreamHeader(reading: source), keys: keys, source: source)
            var opened: [UInt8] = []
            while let chunk = try reader.next() { opened += chunk }
            #expect(opened == content)
        }
        expectError(.cannotOpen, containing: nodeKey.identifier) { _ = try Self.open(sealed, nodeKey: NodeKey()) }
        expectError(.cannotOpen, containing: "not sealed to other") {
            let source = Self.source(sealed)
            _ = try SealedStreamReader(SealedStreamHeader(reading: source), keys: OrganisationKeys(organisation: "other", at: 0), source: source)
        }
        expectError(.invalidRequest) { _ = try Self.seal([], nodeKey: nil) }
        expectError(.invalidRequest) { _ = try Self.seal([], nodeKey: nodeKey, chunkSize: 10) }
    }

    /// A backup is opened on another machine with nothing but the file and the passphrase.
    @Test func locksTravelWithTheFile() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (plain, sealed, opened) = (folder.appending(path: "a"), folder.appending(path: "b"), folder.appending(path: "c"))
        let content = Data(randomBytes(300_000))
        try content.write(to: plain)
        let nodeKey = NodeKey()
        let locks = [try NodeKeyLock(nodeKey, passphrase: NodeKeyLockTests.passphrase, parameters: cheap)]
        try SealedFile.seal(plain, to: sealed, nodeKey: nodeKey, metadata: [UInt8](JSONEncoder().encode(locks)))

        let read = try JSONDecoder().decode([NodeKeyLock].self, from: Data(SealedFile.header(of: sealed).metadata))
        let recovered = try NodeKeyLock.unlock(read, passphrase: NodeKeyLockTests.passphrase)
        try SealedFile.open(sealed, to: opened, nodeKey: recovered)
        #expect(try Data(contentsOf: opened) == content)
        let attributes = try FileManager.default.attributesOfItem(atPath: opened.path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)

        try Data(try Data(contentsOf: sealed).dropLast(1)).write(to: sealed)
        try FileManager.default.removeItem(at: opened)
        #expect(throws: VaultError.self) { try SealedFile.open(sealed, to: opened, nodeKey: nodeKey) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a", "b"])
        expectError(.unknownFormat, containing: "not a sealed file") { _ = try SealedFile.header(of: plain) }
    }

    @Test func writtenFormat() throws {
        let nodeKey = NodeKey(key: SymmetricKey(data: (0..<32).map { UInt8($0) }))
        let sealed = try unhex(FixedFormats.sealedStream.filter { !$0.isWhitespace })
        #expect(try SealedStreamHeader(reading: Self.source(sealed)).metadata == Array(#"{"a":1}"#.utf8))
        #expect(try Self.open(sealed, nodeKey: nodeKey) == (0..<1500).map { UInt8($0 * 7 % 256) })
    }
}
