import Dictionary
import Formats
import Foundation
import TestSupport
import Testing

@testable import Interchange

@Suite struct HSDSTests {
    static let examples = "hsds-3.0/examples"
    static let hasExamples = GroundTruth.has("hsds-3.0/examples/organization_full.json")

    private func document(_ name: String) throws -> HSDSDocument {
        try HSDSDocument(json: GroundTruth.bytes("\(Self.examples)/\(name)"), file: name)
    }

    private func record(_ entry: HSDSEntry) -> ExportRecord {
        ExportRecord(identifier: "0123456789ABCDEF", kind: entry.kind, answers: entry.answers)
    }

    @Test(
        .enabled(if: hasExamples, "the examples of HSDS are not here"),
        arguments: [
            "organization_full.json", "service_full.json", "service_list.json", "organization_list.json", "service_at_location_full.json", "tabular.json",
        ])
    func examplesComeBackWhole(name: String) throws {
        let conversion = HSDSConversion(dictionary: try Support.dictionary.get())
        let document = try document(name)
        #expect(!document.organizations.isEmpty || !document.services.isEmpty)
        for (entry, source) in zip(conversion.entries(document), document.organizations + document.services) {
            let dictionary = try Support.dictionary.get()
            for (field, answer) in entry.answers { try dictionary.validate(record: entry.kind, field: field, answer: answer) }
            let back = conversion.object(record(entry))
            #expect(JSONValue.object(back).canonicalBytes() == JSONValue.object(source).canonicalBytes())
        }
    }

    @Test(
        "What is no organisation and no service becomes none, and a file with nothing else is refused",
        .enabled(if: hasExamples, "the examples of HSDS are not here"),
        arguments: ["taxonomy.json", "taxonomy_list.json", "taxonomy_term.json", "taxonomy_term_list.json", "location.json"])
    func otherTables(name: String) throws {
        #expect(throws: ImportError.self) { try HSDSDocument(json: GroundTruth.bytes("\(Self.examples)/\(name)"), file: name) }
    }

    @Test("An organisation of an older standard, or with members of its own, stays one")
    func olderOrganisation() throws {
        let text = #"{"id": "a", "name": "House", "description": "Helps", "url": "https://example.org", "email": "a@example.org", "own-member": 1}"#
        #expect(try HSDSDocument(json: Array(text.utf8), file: "a").organizations.count == 1)
    }

    @Test("What nobody could use is kept aside and goes out in no export, and what goes out passes the types of the standard")
    func unusableValues() throws {
        let text = #"""
            {"id": "5c4d79d7-cc55-470e-9f1f-8cad074e4892", "name": "House", "description": "Helps", "website": "nowhere at all", "email": "call us",
            "phones": [{"id": "5c4d79d7-cc55-470e-9f1f-8cad074e4893", "number": "ask at the desk"}, {"id": "5c4d79d7-cc55-470e-9f1f-8cad074e4894", "number": "+974 4455 6677"}],
            "services": [{"id": "5c4d79d7-cc55-470e-9f1f-8cad074e4895", "name": "Shelter", "status": "perhaps", "email": "nobody", "url": 5,
            "minimum_age": "grown", "licenses": "kept", "schedules": [{"id": "5c4d79d7-cc55-470e-9f1f-8cad074e4896", "opens_at": "dawn", "closes_at": "dusk"}]}]}
            """#
        let conversion = HSDSConversion(dictionary: try Support.dictionary.get())
        let entries = conversion.entries(try HSDSDocument(json: Array(text.utf8), file: "x"))
        let organisation = conversion.object(record(try #require(entries.first { $0.kind == "organisation" })))
        #expect(organisation["website"] == nil && organisation["email"] == nil)
        #expect(organisation["phones"]?.array?.map { $0["number"]?.string } == ["+974 4455 6677"])
        let entry = try #require(entries.first { $0.kind == "service" })
        let service = conversion.object(record(entry))
        #expect(service["status"]?.string == "active" && service["email"] == nil && service["url"] == nil && service["schedules"] == nil && service["minimum_age"] == nil)
        #expect(service["licenses"]?.string == "kept", "what no field holds comes back")
        #expect(entry.answers[HSDSConversion.details]?.value?.displayText.contains("dawn") == true, "it is kept here")
    }

    @Test(.enabled(if: hasExamples, "the examples of HSDS are not here")) func exampleFillsFields() throws {
        let conversion = HSDSConversion(dictionary: try Support.dictionary.get())
        let entries = conversion.entries(try document("organization_full.json"))
        let organisation = try #require(entries.first { $0.kind == "organisation" })
        #expect(organisation.answers["names"]?.value?.displayText == "Example Organization Inc.; Example Org")
        #expect(organisation.answers["legal-status"]?.value?.displayText == "Limited Company")
        guard case .place(let place)? = organisation.answers["address"]?.value else {
            Issue.record("no place")
            return
        }
        #expect(place.country == "US" && place.locality == "MyCity" && place.latitude == nil)
        #expect(organisation.findings.contains { $0.contains("year_incorporated") && $0.contains("tax_status") })
        #expect(organisation.findings.contains { $0.contains("coordinates") })
        let service = try #require(entries.first { $0.kind == "service" })
        #expect(service.organisation == organisation.identifier)
        #expect(service.answers["confirmed-on"]?.value == .date(try PartialDate(edtf: "2005-01-01")))
        #expect(service.answers["languages"]?.value?.displayText == "urd")
    }

    @Test(.enabled(if: hasExamples, "the examples of HSDS are not here")) func tablesHoldWhatObjectsHold() throws {
        let folder = try GroundTruth.url("\(Self.examples)/csv")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).filter { $0.pathExtension == "csv" }.map {
            (name: $0.lastPathComponent, bytes: [UInt8](try Data(contentsOf: $0)))
        }
        let document = try HSDSDocument(tables: files, place: "csv")
        #expect(document.organizations.count == 1 && document.services.count == 1)
        let again = try HSDSDocument(tables: document.files, place: "again")
        #expect(
            JSONValue.array(again.services.map(JSONValue.object)).canonicalBytes() == JSONValue.array(document.services.map(JSONValue.object)).canonicalBytes())
        #expect(again.organizations.first?["phones"] == document.organizations.first?["phones"])
    }

    /// Every field of both kinds, so that one that no member carries is noticed.
    static func madeUp() throws -> [ExportRecord] {
        let dictionary = try Support.dictionary.get()
        func answer(_ kind: String, _ field: String, _ text: String) throws -> (String, Answer) {
            let definition = try #require(dictionary.field(kind, field), "\(kind).\(field)")
            return (field, Answer(try definition.parse(text, in: dictionary)))
        }
        func record(_ identifier: String, _ kind: String, _ fields: [String: String]) throws -> ExportRecord {
            ExportRecord(identifier: identifier, kind: kind, answers: Dictionary(uniqueKeysWithValues: try fields.map { try answer(kind, $0.key, $0.value) }))
        }
        var organisation = try record(
            "7K3M9QXD4T2VB6HA", "organisation",
            [
                "names": "House Example | घर उदाहरण", "short-name": "HE", "kind": "shelter-provider", "country": "LB", "phones": "+961 1 000000 | +961 1 000001",
                "email": "desk@example.org", "website": "https://example.org", "description": "Made up.", "corridors-from": "NP|ET", "corridors-to": "LB",
                "languages": "ara|nep", "duty-phone": "+961 1 000009", "duty-hours": "24/7", "contact-persons": "A. Example", "legal-status": "association",
                "confirmed-on": "2026-11-01", "confirmed-by": "B. Example", "confirm-by": "2027-05-01", "active": "yes",
            ])
        organisation.answers["address"] = Answer(
            .place(try Place(country: "LB", locality: "Beirut", detail: "Street 1", latitude: ExactDecimal("33.89"), longitude: ExactDecimal("35.5"))))
        let service = try record(
            "8K3M9QXD4T2VB6HB", "service",
            [
                "name": "Night shelter", "types": "shelter-women|legal-aid", "nationalities": "NP", "sexes": "female", "sectors": "domestic-work",
                "migration-statuses": "irregular", "with-children": "yes", "countries": "LB", "area": "Beirut", "languages": "nep|eng",
                "hours": "Mo-Fr 08:00-17:00; Sa 09:00-13:00",
                "phone": "+961 1 000002", "emergency-phone": "+961 1 000003", "how-to-apply": "Call", "papers-needed": "None", "cost": "Free",
                "capacity": "20 places",
                "places-free": "3 places", "capacity-on": "2026-11-24", "status": "full", "confirmed-on": "2026-11-20", "confirmed-by": "C. Example",
                "confirm-by": "2027-02-20", "age-groups": "age-18-20|age-21-23", "description": "Made up.",
            ])
        return [organisation, service]
    }

    @Test func recordsComeBackFromJSONAndTables() throws {
        let conversion = HSDSConversion(dictionary: try Support.dictionary.get())
        let records = try Self.madeUp()
        var document = HSDSDocument()
        document.add(organization: conversion.object(records[0]))
        document.add(service: conversion.object(records[1], organisation: HSDSConversion.identifier(of: records[0])))
        let json = try HSDSDocument(json: document.page.canonicalBytes(), file: "page.json")
        let tables = try HSDSDocument(tables: document.files, place: "tables")
        for written in [json, tables] {
            for (entry, record) in zip(conversion.entries(written), records) {
                var answers = entry.answers
                #expect(HSDSIdentifier.record(uuid: entry.identifier) == record.identifier)
                answers["source-identifier"] = nil
                answers["source-details"] = nil
                for (field, answer) in record.answers { #expect(answers[field] == answer, "\(record.kind).\(field)") }
                #expect(Set(answers.keys) == Set(record.answers.keys))
            }
        }
    }

    @Test func changeIsWrittenAndTheRestStays() throws {
        let conversion = HSDSConversion(dictionary: try Support.dictionary.get())
        let source =
            #"{"id":"d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610","name":"Old","description":"d","tax_id":"T 1","phones":[{"id":"1554f2e2-a373-45db-a3fa-9fc48a61c15e","number":"+97444556677","extension":7}]}"#
        let entry = try #require(conversion.entries(try HSDSDocument(json: Array(source.utf8), file: "x")).first)
        var changed = record(entry)
        changed.answers["names"] = Answer(.list([.name(try PersonName(full: "New"))]))
        let object = JSONValue.object(conversion.object(changed))
        #expect(object["name"]?.string == "New" && object["tax_id"]?.string == "T 1")
        #expect(object["phones"]?.array?.first?["extension"]?.integer == 7)
    }

    @Test func secretPlaceDoesNotGoOut() throws {
        let conversion = HSDSConversion(dictionary: try Support.dictionary.get())
        var record = try Self.madeUp()[1]
        record.answers["place"] = Answer(.place(try Place(country: "LB", detail: "Hidden street 5")))
        #expect(String(decoding: JSONValue.object(conversion.object(record)).canonicalBytes(), as: UTF8.self).contains("Hidden street"))
        record.answers["place-secret"] = Answer(.code("yes"))
        #expect(!String(decoding: JSONValue.object(conversion.object(record)).canonicalBytes(), as: UTF8.self).contains("Hidden street"))
    }

    @Test(arguments: ["", "[]", "{", #"{"id":"x"}"#, "7"]) func otherThingsAreRefusedWithASentence(text: String) {
        #expect(throws: ImportError.self) { try HSDSDocument(json: Array(text.utf8), file: "x.json") }
    }

    @Test func hoursOfAWeek() throws {
        let hours = try #require(OpeningHours("Su-Th 08:00-14:00,16:00-20:00; Fr 22:00-02:00"))
        #expect(hours.isOpen(weekday: 6, minute: 9 * 60) && !hours.isOpen(weekday: 6, minute: 15 * 60))
        #expect(hours.isOpen(weekday: 5, minute: 60) && !hours.isOpen(weekday: 5, minute: 3 * 60))
        #expect(OpeningHours(hours.text) == hours)
        #expect(OpeningHours("24/7")?.isOpen(weekday: 3, minute: 1439) == true)
        for text in ["by appointment", "", "Mo 9-17", "Mo 08:00-25:00", "Xy 08:00-09:00"] { #expect(OpeningHours(text) == nil, "\(text)") }
    }
}
