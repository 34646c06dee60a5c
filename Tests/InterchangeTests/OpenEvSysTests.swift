import Dictionary
import Foundation
import Interchange
import Testing

/// Small OpenEvSys tables, made here with the columns of its field list.
struct OpenEvSysTests {
    static let tables: [String: String] = [
        "event.csv": """
        event_record_number,event_title,confidentiality,initial_date,initial_date_type,event_description,monitoring_status,event_location,local_index
        E1,Site 4,n,2019-04-03,010000000000,What happened,010000000000,Lusail,strike;housing
        E2,Camp,y,2020-00-00,,Later,030000000000,,

        """,
        "person.csv": """
        person_record_number,counting_unit,person_name,date_of_birth,date_of_birth_type,sex,civil_status,dependants,deceased,person_addresses
        P1,010000000000,Sita Rai,1990-05-00,020000000000,020000000000,020000000000,3,n,Ward 4
        P2,010000000000,Overseer Khan,,,010000000000,990000000000,,y,

        """,
        "act.csv": """
        act_record_number,event,victim,type_of_act,initial_date,final_date,exact_location,act_location,physical_consequences
        A1,E1,P1,010100000000,2019-04-03,2019-05-01,Block C,Lusail,none
        A2,E1,P1,777777777777,2019-04-04,,,,

        """,
        "involvement.csv": """
        involvement_record_number,perpetrator,event,act,degree_of_involvement,remarks
        I1,P2,E1,A1,010000000000,gave the order
        I2,P2,E1,A2,010000000000,was there

        """,
        "information.csv": """
        information_record_number,source,event,source_connection_to_information,reliability_of_information,remarks,date_of_source_material
        S1,P1,E1,010000000000,010000000000,told us,2019-06-01

        """,
        "intervention.csv": """
        intervention_record_number,intervening_party,event,victim,type_of_intervention,date_of_intervention,remarks
        V1,P1,E1,P1,010000000000,2019-06-02,letter sent

        """,
        "chain_of_events.csv": """
        chain_of_events_record_number,event,related_event,type_of_chain_of_events,remarks
        C1,E1,E2,230000000000,because of it

        """,
        "biographic_details.csv": """
        biographic_details_record_number,person,related_person,type_of_relationship,affiliation
        B1,P1,P2,010401000000,Union

        """,
        "killing.csv": "killing_record_number,autopsy_results\nA1,010000000000\n",
        "supporting_docs_meta.csv": "doc_id,title,datecreated\nD1,Photo of the gate,2019-04-05\n",
    ]

    private static func read(_ names: [String]) throws -> [ImportedRow] {
        var files: [String: [UInt8]] = [:]
        for name in names { files[name] = Array(try #require(tables[name]).utf8) }
        return try Support.withFiles(files) { try Support.read($0, preset: .openevsys) }
    }

    @Test func allTablesOfAFolderMeetByTheirRecordNumbers() throws {
        let rows = try Self.read(Array(Self.tables.keys))
        #expect(rows.flatMap(\.reasons) == [])
        let drafts = rows.flatMap(\.drafts)
        let made = Set(drafts.map(\.sourceKey))
        // Every link leads to a record that one of the tables describes.
        for draft in drafts {
            for link in draft.links { for target in link.targets { #expect(made.contains(target), "\(draft.sourceKey) \(link.field) \(target)") } }
        }
        let act = try #require(drafts.first { $0.sourceKey == "openevsys/act/A1" && !$0.isAddition })
        #expect(act.links.first { $0.field == "case" }?.targets == ["openevsys/event/E1"])
        #expect(act.links.first { $0.field == "victim" }?.targets == ["openevsys/person/P1"])
        let additions = drafts.filter { $0.sourceKey == "openevsys/act/A1" && $0.isAddition }
        #expect(additions.contains { $0.links.contains { $0.field == "perpetrator" } })
        #expect(additions.contains { $0["post-mortem"] != nil })
        let chain = try #require(drafts.first { $0.localName == "chain-of-events" })
        #expect(
            chain.links == [
                DraftLink(field: "from", targets: ["openevsys/event/E1"]), DraftLink(field: "to", targets: ["openevsys/event/E2"]),
            ])
        #expect(chain["role"]?.value == .code("consequence-of"))
    }

    @Test func theOrderOfTheTablesDoesNotMatter() throws {
        let whole = Set(try Self.read(Array(Self.tables.keys)).flatMap(\.drafts))
        var single: Set<RecordDraft> = []
        for name in Self.tables.keys.sorted().reversed() {
            let bytes = Array(try #require(Self.tables[name]).utf8)
            single.formUnion(try Support.withFile(bytes, name: name) { try Support.read($0, preset: .openevsys) }.flatMap(\.drafts))
        }
        #expect(whole == single)
        #expect(whole.count > 15)
    }

    @Test func valuesAreReadByTheirEquivalents() throws {
        let rows = try Self.read(["event.csv", "person.csv", "act.csv", "information.csv"])
        let drafts = rows.flatMap(\.drafts)
        func answer(_ key: String, _ field: String) -> Answer? { drafts.first { $0.sourceKey == key }?[field] }
        #expect(answer("openevsys/person/P1", "sex")?.value == .code("female"))
        #expect(answer("openevsys/person/P1", "marital-status")?.value == .code("married"))
        #expect(answer("openevsys/person/P1", "date-of-birth")?.value == .date(try PartialDate(edtf: "1990-05")))
        #expect(answer("openevsys/person/P2", "deceased")?.value == .code("yes"))
        #expect(answer("openevsys/event/E1", "status")?.value == .code("active"))
        #expect(answer("openevsys/event/E1", "events-since")?.value == .date(try PartialDate(edtf: "2019-04-03~")))
        #expect(answer("openevsys/event/E2", "events-since")?.value == .date(try PartialDate(edtf: "2020")))
        #expect(answer("openevsys/event/E1", "tags")?.value == .list([.text("strike;housing")]))
        #expect(drafts.contains { $0.kind == "relation" && $0["role"]?.value == .code("source") && $0["remarks"]?.value == .text("told us") })
    }

    /// A code that no equivalent names is not lost: it stands in the note, beside the broader code, `other` or unknown.
    @Test func aCodeWithoutAnEquivalentIsKeptInTheNote() throws {
        let drafts = try Self.read(["act.csv", "person.csv"]).flatMap(\.drafts)
        let type = try #require(drafts.first { $0.sourceKey == "openevsys/act/A2" }?["type"])
        #expect(type.note == "HURIDOCS list 4: 777777777777")
        #expect(type.value == .code("other"))
        let status = try #require(drafts.first { $0.sourceKey == "openevsys/person/P2" }?["marital-status"])
        #expect(status.note == "HURIDOCS list 8: 990000000000")
        #expect(status.content == .absent(.unknown))
    }

    @Test func aCodeBelowANamedOneIsReadAsItsParent() throws {
        // List 39 has no children; its first code with a last pair that is not in the list stands for one.
        let table = "person_record_number,sex\nP9,020000000001\n"
        let rows = try Support.withFile(Array(table.utf8)) { try Support.read($0, preset: .openevsys) }
        #expect(rows[0].drafts[0]["sex"] == Answer(.code("female"), note: "HURIDOCS list 39: 020000000001"))
    }

    @Test func aRecordNumberThatIsMissingOrComesTwiceIsRejected() throws {
        let table = "person_record_number,person_name\nP1,Sita\n,Maya\nP1,Sita again\n"
        let rows = try Support.withFile(Array(table.utf8)) { try Support.read($0, preset: .openevsys) }
        #expect(rows.map(\.reasons.count) == [0, 1, 1])
        #expect(rows[1].reasons[0].contains("the record number is empty"))
        #expect(rows[2].reasons[0].contains("row 2 already"))
    }

    @Test(arguments: [
        (["a.csv": "x,y\n1,2\n"], "not those of an OpenEvSys table"), ([:], "no CSV file"),
        (["address.csv": "address_record_number,address\n1,Street\n"], "does not say whose they are"),
    ])
    func aFolderWithoutTablesIsRefused(files: [String: String], reason: String) throws {
        let error = #expect(throws: ImportError.self) {
            try Support.withFiles(files.mapValues { Array($0.utf8) }) { try Support.read($0, preset: .openevsys) }
        }
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }
}
