import Dictionary
import Formats
import Foundation
import TestSupport
import Testing

@testable import Interchange

/// What is told of a file of entries that cannot be used as it is.
@Suite struct DirectoryRemarkTests {
    private static let hasExamples = GroundTruth.has("hsds-3.0/examples/service_full.json")

    private func entries(_ text: String) throws -> [HSDSEntry] {
        HSDSConversion(dictionary: try Support.dictionary.get()).entries(try HSDSDocument(json: Array(text.utf8), file: "x.json"))
    }

    private func service(_ members: String) throws -> HSDSEntry {
        try #require(try entries(#"{"id":"d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610","name":"S","status":"active",\#(members)}"#).first)
    }

    @Test("The published example with values that nobody can use: each is told with its field", .enabled(if: hasExamples, "the examples of HSDS are not here"))
    func brokenExample() throws {
        let whole = String(decoding: try GroundTruth.bytes("hsds-3.0/examples/service_full.json"), as: UTF8.self)
        var value = try JSONValue.parse(Array(whole.utf8))
        var object = try #require(value.object)
        object["email"] = .string("nope")
        object["phones"] = .array([.object(["id": .string("1554f2e2-a373-45db-a3fa-9fc48a61c15e"), "number": .string("abc")])])
        object["schedules"] = .array([
            .object([
                "id": .string("48326cf8-3bc2-4ca9-8c9d-aa1de00a3e57"), "freq": .string("WEEKLY"), "byday": .string("MO"), "opens_at": .string("25:00"),
                "closes_at": .string("17:00"),
            ])
        ])
        value = .object(object)
        let found = try entries(String(decoding: value.canonicalBytes(), as: UTF8.self))
        let service = try #require(found.first { $0.kind == "service" })
        for part in ["phone: “abc”", "hours: “25:00”", "email: “nope”"] {
            #expect(service.findings.contains { $0.hasPrefix(part) }, "\(part) is not among \(service.findings)")
        }
        #expect(service.answers["phone"] == nil && service.answers["hours"] == nil)
        // What cannot be called does not go out where only fields go.
        var record = ExportRecord(identifier: "0123456789ABCDEF", kind: "service", answers: service.answers)
        record.answers["source-details"] = nil
        let out = HSDSConversion(dictionary: try Support.dictionary.get()).object(record)
        #expect(!String(decoding: JSONValue.object(out).canonicalBytes(), as: UTF8.self).contains("abc"))
    }

    @Test("One remark for each value that is dropped", arguments: [
        (#""phones":[{"id":"a","number":"+974 1234 5678","extension":7}]"#, "phone: The extension 7"),
        (#""phones":[{"id":"a"}]"#, "phone: A value is no number"),
        (#""schedules":[{"id":"a","freq":"MONTHLY","opens_at":"09:00","closes_at":"10:00"}]"#, "hours: “09:00–10:00, MONTHLY”"),
        (#""schedules":[{"id":"a","byday":"1MO","opens_at":"09:00","closes_at":"10:00"}]"#, "hours: “1MO”"),
        (#""minimum_age":-4"#, "age-groups: “-4”"), (#""assured_date":"soon""#, "confirmed-on"), (#""assurer_email":"me""#, "confirmed-by: “me”"),
        (#""languages":[{"id":"a","code":"qqq1"}]"#, "languages: “qqq1”"), (#""name":5"#, "name: What stands there is no text"),
        (#""phones":"+974""#, "phones: What stands there is no list"), (#""url":"x""#, "url: “x”"),
        (#""attributes":[{"id":"a","link_id":"b","value":"x","taxonomy_term":{"id":"c","code":"service.nothing","name":"n","description":"d","taxonomy":"Corridor directory"}}]"#,
            "attributes: “service.nothing”"),
        (#""attributes":[{"id":"a","link_id":"b","value":"x","taxonomy_term":{"id":"c","code":"palace","name":"n","description":"d","taxonomy":"Corridor kinds of service"}}]"#,
            "types: “palace”"),
        (#""attributes":[{"id":"a","value":"x"}]"#, "attributes: 1 have no taxonomy_term"),
        (#""service_at_locations":[{"id":"a","location":{"id":"l","location_type":"physical","latitude":"north","longitude":5,"name":"L"}}]"#, "place: “north”"),
        (#""service_at_locations":[{"id":"a","location":{"id":"l","location_type":"physical","addresses":[{"id":"x","address_1":"s","country":"Nowhere"}]}}]"#,
            "place: “Nowhere”"),
        (#""organization_id":"elsewhere""#, "organization_id: “elsewhere”"),
    ])
    func remarks(_ member: String, _ remark: String) throws {
        let text =
            member.hasPrefix(#""name""#)
            ? #"{"id":"d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610","status":"active",\#(member)}"#
            : #"{"id":"d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610","name":"S","status":"active",\#(member)}"#
        let found = try entries(text).flatMap(\.findings)
        #expect(found.contains { $0.hasPrefix(remark) }, "\(found)")
    }

    @Test func thingsThatAreNoEntryAreTold() throws {
        let text = #"[{"id":"d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610","name":"A","description":"d"},{"name":"without id"},7]"#
        let document = try HSDSDocument(json: Array(text.utf8), file: "x")
        #expect(document.organizations.count == 1 && document.leftOut.count == 2)
        let twice = #"[{"id":"a","name":"A","description":"d"},{"id":"a","name":"B","description":"d"}]"#
        #expect(try HSDSDocument(json: Array(twice.utf8), file: "x").leftOut.count == 1)
        let tables = try HSDSDocument(
            tables: [
                (name: "organizations.csv", bytes: Array("id,name,description\na,A,d\n".utf8)), (name: "phones.csv", bytes: Array("id,organization_id,number\np,b,112\n".utf8)),
                (name: "staff.csv", bytes: Array("id\n1\n".utf8)),
            ], place: "folder")
        #expect(tables.leftOut.contains { $0.hasPrefix("phones.csv, row 1 (p)") } && tables.leftOut.contains { $0.hasPrefix("staff.csv") })
    }

    @Test("Of the published tables only what stands alone is told", .enabled(if: hasExamples, "the examples of HSDS are not here"))
    func examplesAreWhole() throws {
        let folder = try GroundTruth.url("hsds-3.0/examples/csv")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).filter { $0.pathExtension == "csv" }.map {
            (name: $0.lastPathComponent, bytes: [UInt8](try Data(contentsOf: $0)))
        }
        // Their one attribute hangs on something that is in none of the tables.
        let leftOut = try HSDSDocument(tables: files, place: "csv").leftOut
        #expect(leftOut.count == 1 && leftOut[0].hasPrefix("attributes.csv, row 1"))
    }

    // MARK: Days and places

    private func entry(_ fields: [String: String]) throws -> HSDSEntry {
        let dictionary = try Support.dictionary.get()
        var answers: [String: Answer] = [:]
        for (name, text) in fields { answers[name] = Answer(try #require(dictionary.field("service", name)).parse(text, in: dictionary)) }
        return HSDSEntry(kind: "service", identifier: "x", organisation: nil, answers: answers, findings: [])
    }

    @Test func whatCannotBeIsLeftOutAndTold() throws {
        let today = try #require(CalendarDay(year: 2026, month: 11, day: 26))
        func left(_ fields: [String: String]) throws -> (Set<String>, Int) {
            let possible = DirectoryValues.possible(try entry(fields), today: today)
            return (Set(fields.keys).subtracting(possible.answers.keys), possible.findings.count)
        }
        #expect(try left(["confirmed-on": "2030-01-01"]) == (["confirmed-on"], 1))
        #expect(try left(["confirmed-on": "2026-11-26"]) == ([], 0))
        #expect(try left(["capacity-on": "2027"]) == (["capacity-on"], 1))
        #expect(try left(["places-free": "-3"]) == (["places-free"], 1))
        #expect(try left(["places-free": "1.5"]) == (["places-free"], 1))
        #expect(try left(["places-free": "30", "capacity": "2"]) == (["places-free"], 1))
        #expect(try left(["places-free": "2", "capacity": "2"]) == ([], 0))
    }

    @Test func aConfirmationToComeCountsAsNone() throws {
        var need = DirectoryNeed()
        need.types = ["shelter"]
        let listings = [10, -1_132, nil].enumerated().map { index, age in
            var listing = DirectoryListing(service: "\(index)", organisation: "o")
            (listing.types, listing.confirmedAge) = (["shelter"], age)
            return listing
        }
        let found = DirectorySearch(dictionary: try Support.dictionary.get()).find(need, in: listings) { _ in nil }
        #expect(found.map(\.listing.service) == ["0", "1", "2"] && found[1].score == found[2].score)
        #expect(found[1].against.contains { $0.kind == .neverConfirmed })
    }

    // MARK: Flat lists

    private func flat(_ text: String) throws -> FlatDirectory.Outcome {
        try FlatDirectory.read(Array(text.utf8), file: "list.csv", dictionary: try Support.dictionary.get())
    }

    @Test func aListOfShelters() throws {
        let outcome = try flat(
            """
            Organisation,Kind,Town,Country,Languages spoken,Opening hours,For,Beds,Free beds,Phone,E-mail,Kind of service
            House A,shelter,Beirut,Lebanon,"Arabic, Nepali, Klingonish",Mo-Su 00:00-24:00,women,20,3,+961 1 000 001,desk@example.org,Shelter for women
            House A,,Tripoli,LB,ara;eng,by phone,all,,,abc,,legal-aid / Mediation
            Union B,union,Doha,Qatar,,,,,,112,,
            """)
        let organisations = outcome.entries.filter { $0.kind == "organisation" }
        let services = outcome.entries.filter { $0.kind == "service" }
        #expect(organisations.count == 2 && services.count == 3)
        #expect(organisations[1].answers["kind"]?.value == .code("trade-union") && services[2].answers["types"]?.value?.displayText == "union")
        #expect(services[0].answers["types"]?.value?.displayText == "shelter-women")
        #expect(services[0].answers["languages"]?.value?.displayText == "ara; nep" && services[0].answers["sexes"]?.value?.displayText == "female")
        #expect(services[0].answers["hours"]?.value?.displayText == "24/7" && DirectoryValues.places(services[0].answers["places-free"]?.value) == 3)
        #expect(services[0].answers["countries"]?.value?.displayText == "LB" && services[0].answers["area"]?.value?.displayText == "Beirut")
        #expect(services[0].answers["phone"] != nil && services[1].answers["phone"] == nil)
        #expect(services[1].answers["types"]?.value?.displayText == "legal-aid; mediation" && services[1].answers["sexes"] == nil)
        #expect(outcome.leftOut.contains { $0.contains("line 2") && $0.contains("Klingonish") } && outcome.leftOut.contains { $0.contains("line 3") && $0.contains("abc") })
        let dictionary = try Support.dictionary.get()
        for entry in outcome.entries { for (field, answer) in entry.answers { try dictionary.validate(record: entry.kind, field: field, answer: answer) } }
    }

    @Test("Columns may be named by the labels of the dictionary in each language", arguments: ["en", "ne", "hi", "bn", "ar", "id"])
    func labelsInEachLanguage(language: String) throws {
        let dictionary = try Support.dictionary.get()
        func label(_ name: String) throws -> String { try #require(dictionary.field(name)).label(language) }
        func term(_ list: String, _ code: String) -> String { dictionary.vocabulary(list)?.label(of: code, language) ?? code }
        let fields = ["organisation.names", "service.types", "service.countries", "service.hours", "service.nationalities", "service.how-to-apply"]
        let header = try fields.map(label).map { "\"\($0)\"" }.joined(separator: ",")
        let row = ["X", term("service-type", "shelter-women"), term("country", "QA"), "24/7", term("country", "NP"), "Call"].map { "\"\($0)\"" }.joined(separator: ",")
        let outcome = try flat("\(header)\n\(row)\n")
        let service = try #require(outcome.entries.first { $0.kind == "service" }, "\(outcome.leftOut)")
        #expect(service.answers["types"]?.value?.displayText == "shelter-women", "\(outcome.leftOut)")
        #expect(service.answers["countries"]?.value?.displayText == "QA" && service.answers["nationalities"]?.value?.displayText == "NP", "\(outcome.leftOut)")
        #expect(service.answers["hours"]?.value?.displayText == "24/7" && service.answers["how-to-apply"]?.value?.displayText == "Call")
    }

    @Test func aListOfNothing() throws {
        #expect(throws: ImportError.self) { try flat("a,b\n1,2\n") }
        let outcome = try flat("name,confidence\nA,low\n,high\n")
        #expect(outcome.entries.isEmpty && outcome.leftOut.count == 2)
        let unit = try flat("name,service.capacity\nA,3 plates\n")
        #expect(unit.leftOut.contains { $0.contains("service.capacity") } && unit.entries.allSatisfy { $0.answers["capacity"] == nil })
        #expect(try flat("name,colour\nA,red\n").leftOut.contains { $0.contains("colour") })
    }

    @Test("What is written as one table comes back, the secret place and the private note stay")
    func roundTrip() throws {
        let dictionary = try Support.dictionary.get()
        var records = try HSDSTests.madeUp()
        records[0].answers["private-note"] = Answer(try FieldValue(text: "Qxprivate"))
        records[1].answers["place"] = Answer(.place(try Place(country: "LB", locality: "Beirut", detail: "Street 7")))
        let bytes = FlatDirectory.write(organisations: [records[0]], services: [(records[1], records[0].identifier)], dictionary: dictionary)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("Qxprivate"))
        let outcome = try FlatDirectory.read(bytes, file: "list.csv", dictionary: dictionary)
        #expect(outcome.leftOut == [] && outcome.entries.count == 2)
        for (entry, record) in zip(outcome.entries, records) {
            #expect(HSDSIdentifier.record(uuid: entry.identifier) == record.identifier)
            for (field, answer) in record.answers where field != "private-note" { #expect(entry.answers[field] == answer, "\(record.kind).\(field)") }
        }
        #expect(outcome.entries[1].organisation == outcome.entries[0].identifier)
        records[1].answers["place-secret"] = Answer(.code("yes"))
        let secret = FlatDirectory.write(organisations: [records[0]], services: [(records[1], records[0].identifier)], dictionary: dictionary)
        #expect(!String(decoding: secret, as: UTF8.self).contains("Street 7"))
        // A service without an organisation stays without one.
        let alone = try FlatDirectory.read(
            FlatDirectory.write(organisations: [], services: [(records[1], nil)], dictionary: dictionary), file: "list.csv", dictionary: dictionary)
        #expect(alone.entries.map(\.kind) == ["service"] && alone.entries[0].organisation == nil)
    }

    @Test func daysAcrossTheEndOfTheWeekAreOneGroup() throws {
        let hours = try #require(OpeningHours("Su-Th 08:00-14:00; Sa 09:00-12:00"))
        #expect(hours.text == "Su-Th 08:00-14:00; Sa 09:00-12:00" && OpeningHours(hours.text) == hours)
        #expect(hours.groups.map(\.days) == [[6, 0, 1, 2, 3], [5]])
        #expect(OpeningHours("Mo-Su 08:00-14:00")?.text == "Mo-Su 08:00-14:00")
    }
}
