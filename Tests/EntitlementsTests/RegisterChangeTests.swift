import Entitlements
import Formats
import TestSupport
import Testing

/// What must hold for any change to the register, and for any order in which people act.
@Suite("Changes to the register") struct RegisterChangeTests {
    private func version(_ identifier: String, _ from: String?, _ until: String?, summary: String = "s") -> InstrumentVersion {
        InstrumentVersion(
            identifier: identifier, from: from.flatMap { KnownDate($0) }, until: until.flatMap { KnownDate($0) }, summary: summary, sources: ["p"])
    }

    private func entry(_ versions: [InstrumentVersion]) -> Instrument {
        Instrument(identifier: "e", kind: .ban, title: "T", countries: ["NP"], versions: versions)
    }

    @Test("A new version ends the open one on the day before")
    func supersedes() throws {
        let before = entry([version("1", "2020-01-01", nil)])
        let after = try Instrument.applying(.version(version("2", "2021-03", nil)), to: before)
        #expect(after.versions.map { $0.until?.description } == ["2021-02-28", nil])
        #expect(after.versions[0].provisions == before.versions[0].provisions)
    }

    @Test("What is missing or wrong is named with its field")
    func refusals() {
        func problem(_ change: RegisterChange, _ entry: Instrument?) -> RegisterError.Problem? {
            do throws(RegisterError) {
                _ = try Instrument.applying(change, to: entry)
                return nil
            } catch { return error.problem }
        }
        let present = entry([version("1", "2020-01-01", "2020-12-31")])
        var untitled = present
        untitled.title = ""
        var homeless = present
        homeless.countries = []
        var sourceless = version("2", "2021", nil)
        sourceless.sources = []
        #expect(problem(.version(version("2", "2021", nil)), nil) == .noEntry)
        #expect(problem(.entry(untitled), nil) == .noTitle)
        #expect(problem(.entry(homeless), nil) == .noCountry)
        #expect(problem(.version(sourceless), present) == .noSource)
        #expect(problem(.version(version("2", "2021", nil, summary: "")), present) == .noSummary)
        #expect(problem(.version(version("2", "2021-05", "2021-04")), present) == .datesReversed)
        #expect(problem(.version(version("2", "2020-06", "2020-07")), present) == .overlap)
        #expect(problem(.correction(version("9", "2021", nil)), present) == .noVersion)
        #expect(problem(.translation(version: "1", language: "en", text: "x"), present) == .sameLanguage)
        #expect(problem(.translation(version: "1", language: "ne", text: ""), present) == .noText)
        #expect(problem(.entry(present), present) == .unchanged)
    }

    @Test("A translation of another wording is out of date, and the original is shown")
    func translations() throws {
        let first = try Instrument.applying(.translation(version: "1", language: "ne", text: "नेपाली"), to: entry([version("1", "2020", nil, summary: "old")]))
        #expect(first.versions[0].translationStatus("ne") == .checked && first.versions[0].summary(in: "ne").text == "नेपाली")
        let second = try Instrument.applying(.correction(version("1", "2020", nil, summary: "new")), to: first)
        #expect(second.versions[0].translationStatus("ne") == .outdated)
        #expect(second.versions[0].summary(in: "ne").text == "new" && second.versions[0].summary(in: "ne").language == "en")
        #expect(second.versions[0].translationStatus("hi") == .missing)
        // A second person's approval of the very text that waits for review reviews it.
        var waiting = first
        waiting.versions[0].translations["ne"]?.isReviewed = false
        #expect(waiting.versions[0].translationStatus("ne") == .awaitingReview && waiting.versions[0].summary(in: "ne").text == "नेपाली")
        let version = waiting.versions[0].identifier
        #expect(try Instrument.applying(.translation(version: version, language: "ne", text: "नेपाली"), to: waiting) == first)
    }

    @Test("Whatever is changed, versions never overlap in time", arguments: UInt64(0)..<20)
    func neverOverlap(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        func date() -> String? {
            let year = Int.random(in: 2000...2006, using: &random)
            let month = Int.random(in: 1...12, using: &random)
            let texts: [String?] = [nil, "\(year)", "\(year)-\(month < 10 ? "0" : "")\(month)", "\(year)-\(month < 10 ? "0" : "")\(month)-15"]
            return texts.randomElement(using: &random) ?? nil
        }
        var present = entry([])
        var made = 0
        for step in 0..<120 {
            let identifier = "\(Int.random(in: 0..<8, using: &random))"
            let changes: [RegisterChange] = [
                .version(version("v\(step)", date(), date())), .version(version(identifier, date(), date())), .correction(version(identifier, date(), date())),
                .withdrawal(version: present.versions.randomElement(using: &random)?.identifier ?? ""),
                .translation(version: identifier, language: "ne", text: "x"),
            ]
            let change = changes[Int.random(in: changes.indices, using: &random)]
            guard let after = try? Instrument.applying(change, to: present) else { continue }
            made += 1
            present = after
            // By every day, not by the function that the code itself asks.
            for probe in stride(from: 10_500, to: 13_900, by: 13) {
                let holding = present.versions.filter { $0.applies(on: Day(number: probe)) }
                #expect(holding.count <= 1, "\(holding.map(\.identifier)) on \(Day(number: probe))")
            }
        }
        #expect(made > 0)
    }

    @Test("In every interleaving a change is made once, by an approval of somebody else, or never")
    func everyInterleaving() {
        let people = ["a", "b", "c"]
        let acts = people.flatMap { person in ProposalState.Act.allCases.map { (person, $0) } }
        var seen = 0
        // All sequences of four acts out of nine: 6,561.
        func walk(_ state: ProposalState, _ made: Int, _ depth: Int) {
            seen += 1
            #expect(made <= 1 && (made == 1) == (state == .approved))
            guard depth < 4 else { return }
            for (person, act) in acts {
                do throws(ProposalState.Refusal) {
                    let next = try state.after(act, by: person, proposer: "a")
                    #expect(state == .waiting, "decided twice")
                    if next == .approved { #expect(person != "a" && act == .approve) }
                    if next == .refused { #expect(person != "a" && act == .refuse) }
                    if next == .withdrawn { #expect(person == "a" && act == .withdraw) }
                    walk(next, made + (next == .approved ? 1 : 0), depth + 1)
                } catch {
                    walk(state, made, depth + 1)
                }
            }
        }
        walk(.waiting, 0, 0)
        #expect(seen == 1 + 9 + 81 + 729 + 6561)
    }

    @Test(
        "Damaged documents are refused with place and remedy",
        arguments: [
            #"{}"#, #"{"register":2,"entries":[]}"#, #"{"register":1,"entries":[{}]}"#,
            #"{"register":1,"entries":[{"identifier":"a b","kind":"law","title":"T","countries":["QA"]}]}"#,
            #"{"register":1,"entries":[{"identifier":"a","kind":"lore","title":"T","countries":["QA"]}]}"#,
            #"{"register":1,"entries":[{"identifier":"a","kind":"law","title":"T","countries":["Qatar"]}]}"#,
            #"{"register":1,"entries":[{"identifier":"a","kind":"law","title":"T","countries":["QA"]},{"identifier":"a","kind":"law","title":"T","countries":["QA"]}]}"#,
            #"{"register":1,"entries":[{"identifier":"a","kind":"law","title":"T","countries":["QA"],"versions":[{"identifier":"1","from":"2020-13"}]}]}"#,
            #"{"register":1,"entries":[{"identifier":"a","kind":"law","title":"T","countries":["QA"],"versions":[{"identifier":"1"},{"identifier":"2"}]}]}"#,
        ])
    func damaged(_ text: String) throws {
        let value = try JSONValue.parse([UInt8](text.utf8))
        do throws(RegisterDocument.Problem) {
            _ = try RegisterDocument.read(value)
            Issue.record("was read: \(text)")
        } catch {
            #expect(!error.place.isEmpty && !error.remedy.isEmpty)
        }
    }
}
