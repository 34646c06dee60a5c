import Dictionary
import Foundation
import Interchange
import Testing

/// The example of `Docs/import.md` does what the page says.
struct DocumentTests {
    private static func blocks() throws -> [String] {
        let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: project.appending(path: "Docs/import.md"), encoding: .utf8)
        return page.components(separatedBy: "\n```").enumerated().filter { $0.offset % 2 == 1 }
            .map { $0.element.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).last.map(String.init) ?? "" }
    }

    @Test func theFirstExampleIsImported() throws {
        let blocks = try Self.blocks()
        let table = try #require(blocks.first { $0.hasPrefix("No,Date") })
        let mapping = try #require(blocks.first { $0.hasPrefix("source:") })
        let rows = try Support.read(table + "\n", mapping: mapping)
        #expect(rows.flatMap(\.reasons) == [])
        #expect(rows[0].drafts.map(\.kind) == ["case", "person", "relation", "party", "violation", "violation"])
        #expect(rows[1].drafts.map(\.kind) == ["case", "person", "relation"])
    }

    @Test func theHTCDSExampleIsImported() throws {
        let document = try #require(Self.blocks().first { $0.hasPrefix("{\"standard\"") })
        let rows = try Support.withFile(Array(document.utf8), name: "a.json") { try Support.read($0, preset: .htcds) }
        #expect(rows.flatMap(\.reasons) == [])
        #expect(rows.count == 1)
        #expect(rows[0].draft("case")?["source-record"]?.value == .text("A-7"))
    }
}
