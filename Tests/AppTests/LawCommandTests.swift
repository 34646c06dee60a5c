import Formats
import Foundation
import Testing

/// The program with books of law that somebody corrected.
@Suite("The command with corrected law")
struct LawCommandTests {
    private static let good = """
        country: KW
        category: private
        currency: KWD
        rules:
          - {topic: notice, says: Notice, value: "5", unit: months, law: Law No. 6 of 2010 (private sector), article: "44", from: 2010-02-21, source: "https://example.org/law", confidence: medium}
          - {topic: limitation, says: Corrected limitation, value: "3", unit: years, law: Law No. 6 of 2010 (private sector), article: "144", from: 2010-02-21, source: "https://example.org/law", confidence: medium}

        """

    private func folder(_ files: [String: String]) throws -> URL {
        let folder = try World.makeFolder()
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        return folder
    }

    private func run(_ arguments: String...) throws -> ProgramResult { try ChildProcess(Command.program, arguments, environment: [:]).wait() }

    @Test("A corrected book is used in place of the program's, in every command; other books stay")
    func corrected() throws {
        let folder = try folder(["KW-private.yaml": Self.good, "rules.yaml": "- en: Corrected limitation\n  ne: \"सच्याइएको हदम्याद\"\n"])
        defer { try? FileManager.default.removeItem(at: folder) }
        let shown = try run("law", "show", "KW", "--law", folder.path, "--language", "ne", "--json").succeeded().json()
        let rules = try #require(shown["rules"]?.array)
        #expect(rules.count == 2 && rules[0]["value"]?.string == "5" && rules[0]["place"]?.string?.hasPrefix(folder.path) == true)
        #expect(rules[1]["translation"]?["text"]?.string == "सच्याइएको हदम्याद" && rules[1]["translation"]?["review"]?.string == "awaiting")
        let other = try run("law", "show", "QA", "--law", folder.path, "--json").succeeded().json()
        #expect((other["rules"]?.array?.count ?? 0) > 20)
        let changes = try run("law", "changes", "--since", "2010-01-01", "--country", "KW", "--law", folder.path, "--json").succeeded().json()
        #expect(changes["changes"]?.array?.count { $0["category"]?.string == "private" } == 2)
        let facts = folder.appending(path: "facts.json")
        try Data(#"{"country":"KW","category":"private","start":"2019-01-01","end":"2026-03-31","ending":"termination","wage":{"monthly":"300","basic":"300"}}"#.utf8).write(
            to: facts)
        let deadlines = try run("claim", "deadlines", facts.path, "--law", folder.path, "--json").succeeded().json()
        #expect(deadlines["deadlines"]?.array?.map { $0["date"]?.string } == ["2029-03-31"])
        let standard = try run("claim", "deadlines", facts.path, "--json").succeeded().json()
        #expect(standard["deadlines"]?.array?.compactMap { $0["date"]?.string }.contains("2027-03-31") == true)
    }

    @Test("Names of topics, conditions and numbers are in the language that was asked for", arguments: ["ne", "ar", "hi", "bn", "id"])
    func languages(_ language: String) throws {
        let shown = try run("law", "show", "KW", "--topic", "end-of-service", "--language", language).succeeded().text
        #expect(!shown.contains("service at least") && !shown.contains("ending resignation") && !shown.contains("contract indefinite"))
        #expect(!shown.contains("confidence ") && !shown.contains("days of wage a year") && !shown.contains("end-of-service-rate\n"))
    }

    @Test("What is still to come has not begun")
    func toCome() throws {
        let shown = try run("law", "changes", "--since", "2026-01-01").succeeded().text
        for line in shown.split(separator: "\n") where line.hasPrefix("20") {
            let isToCome = line.prefix(10) > "2027-12-31"
            #expect(!isToCome || line.contains("  will begin  ") || line.contains("  will end  "), "\(line)")
        }
    }

    @Test("A book with an error is refused with file, line and remedy, and the program's own is used")
    func refused() throws {
        let folder = try folder(["KW-private.yaml": Self.good.replacingOccurrences(of: "https://example.org/law", with: "javascript:alert(1)")])
        defer { try? FileManager.default.removeItem(at: folder) }
        let shown = try run("law", "show", "KW", "--topic", "notice", "--law", folder.path, "--json").succeeded()
        #expect(shown.errorText.contains("KW-private.yaml, line 5: error: the source “javascript:alert(1)” is no address") && shown.errorText.contains("https://…"))
        #expect(try shown.json()["rules"]?.array?.contains { $0["place"]?.string?.hasPrefix("law/KW-private.yaml") == true } == true)
        let checked = try run("law", "check", "--law", folder.path, "--json")
        #expect(checked.status == 1)
        #expect(try checked.json()["findings"]?.array?.contains { $0["place"]?.string?.contains("line 6") == true && $0["field"]?.string == "source" } == true)
        #expect(try run("law", "check", "--law", folder.appending(path: "nowhere").path).status != 0)
    }
}
