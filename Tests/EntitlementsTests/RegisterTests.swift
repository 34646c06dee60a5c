import Entitlements
import Formats
import Foundation
import TestSupport
import Testing

/// The register that comes with the program.
@Suite("The register of law and policy") struct RegisterTests {
    private static let hasRatifications = GroundTruth.has("rights/ratifications.csv")

    private func day(_ text: String) throws -> Day { try #require(KnownDate(text)?.earliest) }

    @Test("It has no errors, and an entry for every statute of the books")
    func isWhole() throws {
        let findings = LawCheck.findings(try RegisterLibrary.register(), books: try LawLibrary.books())
        #expect(findings.isEmpty, "\(findings.map(\.description))")
    }

    @Test("A statute of which there is no entry, an overlap and a missing source are found")
    func faultsAreFound() throws {
        let broken = Instrument(
            identifier: "XX/a", kind: .law, title: "A", countries: ["QA"],
            versions: [
                InstrumentVersion(identifier: "1", from: KnownDate("2020"), sources: ["s"]), InstrumentVersion(identifier: "2", from: KnownDate("2021")),
            ])
        let problems = LawCheck.findings(Register([broken]), books: try LawLibrary.books()).map(\.problem)
        #expect(problems.contains { $0.contains("overlap") } && problems.contains("it has no source"))
        #expect(problems.contains("the register has no entry of this statute"))
    }

    @Test("A source that is no page and no print is found")
    func badSources() throws {
        func entry(_ source: String) -> Instrument {
            Instrument(identifier: "XX/a", kind: .ban, title: "A", countries: ["NP"], versions: [InstrumentVersion(identifier: "1", summary: "x", sources: [source])])
        }
        func problems(_ source: String) -> [String] { LawCheck.findings(Register([entry(source)]), books: []).map(\.problem) }
        #expect(problems("javascript:alert(1)").first?.contains("is no address of a page and no print") == true)
        #expect(problems("a friend").count == 1)
        #expect(problems("https://example.org/page").isEmpty && problems("Gazette of Sri Lanka No. 364/9 of 1985").isEmpty)
    }

    @Test("Entries written by hand: enough of each kind for the corridors, each with a summary, and translations that say how they stand")
    func writtenEntries() throws {
        let written = try RegisterLibrary.register().entries.filter { $0.treaty.isEmpty && $0.versions.contains { !$0.summary.isEmpty } }
        #expect(written.count >= 50)
        for kind in InstrumentKind.allCases where kind != .ratification { #expect(written.contains { $0.kind == kind }, "\(kind)") }
        for origin in ["NP", "BD", "IN", "ID", "PH", "LK"] { #expect(written.contains { $0.kind == .law && $0.countries == [origin] }, "\(origin)") }
        for destination in ["QA", "SA", "AE", "KW", "BH", "OM", "JO", "LB", "MY", "SG", "HK"] {
            #expect(written.contains { $0.kind == .law && $0.countries == [destination] && !$0.rules.isEmpty }, "\(destination)")
        }
        for version in written.flatMap(\.versions) where !version.summary.isEmpty {
            for language in ["ne", "ar", "id"] {
                #expect(version.translationStatus(language) == .awaitingReview, "\(version.identifier) \(language)")
                #expect(version.summary(in: language).language == language)
            }
            #expect(version.translationStatus("hi") == .missing && version.summary(in: "hi").text == version.summary)
        }
    }

    @Test("Every ratification of the data is there, with its date", .enabled(if: hasRatifications, "the table of ratifications is not here"))
    func ratifications() throws {
        let register = try RegisterLibrary.register()
        var reader = try CSVReader(bytes: GroundTruth.bytes("rights/ratifications.csv"))
        let header = try reader.readHeader()
        var rows = 0
        while let row = try reader.next() {
            let value = Dictionary(zip(header, row.fields)) { first, _ in first }
            let entry = try #require(register["\(value["country"] ?? "")/\(value["instrument"] ?? "")"])
            let version = try #require(entry.versions.last)
            rows += 1
            switch value["status"] {
            case "party", "ratified": #expect(version.standing == .party)
            case "signed": #expect(version.standing == .signed)
            case "unknown": #expect(version.standing == .unknown)
            default: #expect(version.standing == .notParty)
            }
            // “30 Jan 1971 a”: the day, without the mark of accession.
            let words = (value["date"] ?? "").split(separator: " ")
            if words.count >= 3 { #expect(version.from?.description.hasPrefix("\(words[2])-") == true, "\(entry.identifier)") }
            if let asOf = value["as_of"], !asOf.isEmpty { #expect(version.asOf?.description == asOf) }
            if value["source"]?.isEmpty == false { #expect(version.sources == [value["source"] ?? ""]) }
        }
        #expect(rows == 672)
    }

    @Test("A statute's version holds exactly the rules of its days")
    func statuteVersions() throws {
        let books = try LawLibrary.books()
        for entry in try RegisterLibrary.entries() where !entry.rules.isEmpty {
            let all = books.filter { $0.country == entry.countries[0] }.flatMap(\.rules).filter { $0.law == entry.title }
            #expect(Set(entry.rules) == Set(all), "\(entry.identifier)")
            for version in entry.versions {
                for probe in [version.from?.earliest, version.until?.latest].compactMap({ $0 }) {
                    #expect(Set(version.provisions) == Set(all.filter { $0.applies(on: probe) }), "\(version.identifier) on \(probe)")
                }
            }
        }
    }

    @Test("What is in force on a day, by corridor, sector and kind")
    func questions() throws {
        let register = try RegisterLibrary.register()
        func found(_ change: (inout Register.Query) -> Void) -> [String] {
            var query = Register.Query()
            change(&query)
            return register.entries(query).map(\.identifier)
        }
        let bans = try found {
            ($0.origin, $0.destination, $0.kind, $0.sectors) = ("NP", "QA", .ban, ["domestic-work"])
            $0.inForceOn = try? day("2018-01-01")
        }
        #expect(bans == ["NP/domestic-work-gulf"])
        #expect(found { ($0.origin, $0.destination, $0.kind, $0.sectors) = ("NP", "QA", .ban, ["construction"]) }.isEmpty)
        // Lifted is not in force.
        let (before, after) = (try day("2018-01-01"), try day("2024-01-01"))
        let (inForce, lifted) = (found { ($0.origin, $0.kind, $0.inForceOn) = ("ID", .ban, before) }, found { ($0.origin, $0.kind, $0.inForceOn) = ("ID", .ban, after) })
        #expect(lifted.isEmpty)
        #expect(inForce == ["ID/domestic-work-middle-east"])
        // A rule that names no end of the corridor matters where its state is one.
        #expect(found { ($0.origin, $0.destination, $0.kind) = ("NP", "KW", .ratification) }.count == 48)
    }

    @Test("Changes since a day tell a new version with the one before, and an end that nothing follows")
    func changes() throws {
        let changes = try RegisterLibrary.register().changes(since: day("2018-10-28"), until: day("2020-01-16"), .init(country: "QA", kind: .sponsorship))
        #expect(changes.map(\.version.identifier) == ["QA/exit-permit@2018-10-28", "QA/exit-permit@2020-01-16"])
        #expect(changes.allSatisfy { $0.kind == .began && $0.before != nil })
        let entry = Instrument(
            identifier: "a", kind: .ban, title: "A", countries: ["NP"],
            versions: [InstrumentVersion(identifier: "1", from: KnownDate("2020-01-01"), until: KnownDate("2020-03-31"), sources: ["s"])])
        #expect(Register([entry]).changes(since: try day("2020-02-01")).map(\.kind) == [.ended])
        #expect(Register([entry]).changes(since: try day("2020-04-02")).isEmpty)
    }

    @Test("The whole register is written as JSON and read again as the same")
    func roundTrip() throws {
        let entries = try RegisterLibrary.register().entries
        let plain = entries.map { entry in
            var entry = entry
            for index in entry.versions.indices { entry.versions[index].provisions = [] }
            return entry
        }
        #expect(try RegisterDocument.read(try JSONValue.parse(RegisterDocument.json(entries).canonicalBytes())) == plain)
        let table = String(decoding: RegisterDocument.csv(entries), as: UTF8.self)
        #expect(table.utf8.count(where: { $0 == 10 }) > entries.count)
    }

    @Test("Differences of two wordings put together give both")
    func differences() throws {
        var random = SeededGenerator(seed: 11)
        let words = ["the", "employer", "pays", "a", "ticket", "fee", "visa"]
        for _ in 0..<200 {
            let texts = (0..<2).map { _ in
                (0..<Int.random(in: 0..<12, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
            }
            let difference = VersionDifference(
                from: InstrumentVersion(identifier: "1", summary: texts[0]), to: InstrumentVersion(identifier: "2", summary: texts[1]))
            var rebuilt = [[String](), [String]()]
            for piece in difference.summary {
                switch piece {
                case .same(let text): for index in 0...1 { rebuilt[index].append(text) }
                case .removed(let text): rebuilt[0].append(text)
                case .added(let text): rebuilt[1].append(text)
                }
            }
            #expect(rebuilt.map { $0.joined(separator: " ") } == texts)
        }
    }
}
