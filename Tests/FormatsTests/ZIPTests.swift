import Testing

@testable import Formats

struct ZIPTests {
    private func error(_ bytes: [UInt8], limits: ZIPLimits = .standard) -> ZIPError? {
        do throws(ZIPError) {
            let archive = try ZIPArchive(bytes: bytes, limits: limits)
            for entry in archive.entries { _ = try archive.contents(of: entry) }
            return nil
        } catch { return error }
    }

    @Test func storedAndDeflatedEntries() throws {
        var generator = SeededGenerator(seed: 6)
        let random = (0..<200_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let files: [(String, [UInt8])] = [
            ("a.txt", "hello".bytes), ("../../etc/passwd", []), ("नाम.txt", [UInt8](repeating: 65, count: 300_000)), ("random", random),
        ]
        for deflated in [true, false] {
            var writer = ZIPWriter()
            for (name, contents) in files { writer.add(name, contents, deflated: deflated) }
            let archive = try ZIPArchive(bytes: writer.bytes)
            #expect(archive.entries.map(\.name) == files.map(\.0))
            for (name, contents) in files {
                let entry = try #require(archive.entry(named: name))
                #expect(try archive.contents(of: entry) == contents)
            }
            #expect(archive.entry(named: "A.TXT") == nil)
            // A comment after the archive, and bytes that look like an end record in it.
            #expect(error(writer.bytes) == nil)
        }
    }

    @Test func refusesWhatIsNoArchive() {
        #expect(error([]) == .empty)
        #expect(error("hello, this is no archive at all".bytes) == .notAnArchive)
        var writer = ZIPWriter()
        writer.add("a", "hello".bytes)
        let bytes = writer.bytes
        for length in 0..<bytes.count { #expect(error(Array(bytes.prefix(length))) != nil, "cut to \(length) bytes") }
    }

    @Test func refusesFaults() {
        func archive(_ build: (inout ZIPWriter) -> Void) -> [UInt8] {
            var writer = ZIPWriter()
            build(&writer)
            return writer.bytes
        }
        #expect(
            error(
                archive {
                    $0.add("a", [1])
                    $0.add("a", [2])
                }) == .duplicateName("a"))
        #expect(error(archive { $0.add("a", [1], flags: 1) }) == .encrypted(name: "a"))
        #expect(error(archive { $0.add("a", [1, 2], checksum: 7) }) == .wrongChecksum(name: "a"))
        #expect(error(archive { $0.add("a", [1, 2], declaredBytes: 3) }) == .damaged("“a” has 2 bytes and should have 3"))
        #expect(
            error(
                archive {
                    $0.add("a", [1, 2])
                    $0.addOverlap(of: "a", as: "b")
                }) == .overlappingEntries("a", "b"))
        #expect(error(archive { for name in ["a", "b", "c"] { $0.add(name, [1]) } }, limits: ZIPLimits(entries: 2)) == .tooManyEntries(limit: 2))
    }

    @Test func bombsAreStoppedWhileUnpacking() {
        var writer = ZIPWriter()
        // What the archive says of itself is small.
        writer.add("bomb", [UInt8](repeating: 0, count: 20 << 20), declaredBytes: 10)
        #expect(error(writer.bytes) == .ratioTooHigh(name: "bomb", limit: 300))
        #expect(error(writer.bytes, limits: ZIPLimits(entryBytes: 1 << 20)) == .tooLarge(name: "bomb", limit: 1 << 20))
    }

    @Test func sentencesNameTheRemedy() {
        for fault: ZIPError in [.empty, .notAnArchive, .encrypted(name: "a"), .duplicateName("a"), .wrongChecksum(name: "a"), .severalVolumes] {
            #expect(fault.description.count > 30)
        }
    }
}
