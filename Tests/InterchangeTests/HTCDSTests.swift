import Dictionary
import Formats
import Foundation
import Interchange
import Testing

/// HTCDS 2.0: every field and every value of its lists, there and back.
struct HTCDSTests {
    /// The values of the standard's lists, from the dictionary's reference.
    static func lists() throws -> [(field: String, values: [String])] {
        var reader = try CSVReader(bytes: #require(DataDictionary.embeddedFiles("reference/htcds-2.0.csv")))
        _ = try reader.next()
        var lists: [(field: String, values: [String])] = []
        while let record = try reader.next() {
            // The standard writes N/A for its example questions, which are no fields.
            if record.fields[0] == "N/A" { continue }
            if lists.last?.field != record.fields[0] { lists.append((record.fields[0], [])) }
            if !record.fields[1].isEmpty { lists[lists.count - 1].values.append(record.fields[1]) }
        }
        return lists
    }

    private static let multiple: Set<String> = [
        "prs_Citizenship", "vic_RecruitmentWebsitesAndApps", "vic_MethodOfRecruitment", "vic_MethodsOfControl", "vic_TypeOfExploitation",
        "vic_TypeOfSexExploitation", "vic_ExploitationWebsitesAndApps", "vic_Vulnerabilities", "per_RoleInProcess",
    ]
    private static let texts: [String: JSONValue] = [
        "prs_Birthdate": .string("1990-02-28"), "prs_Deceased": .bool(false), "prs_NumberOfChildren": .integer(3),
        "prs_PrimaryLanguage": .string("nep"), "prs_SecondaryLanguage": .string("ben"), "prs_Citizenship": .array([.string("BD"), .string("NP")]),
        "prs_HomePhone": .string("+97714412345"), "prs_MobilePhone": .string("+9779812345678"), "prs_MailingCountry": .string("NP"),
        "prs_MailingLongitude": .number(85.324), "prs_MailingLatitude": .number(27.7172), "vic_AgreementToManagePersonalData": .bool(true),
        "vic_AgeWhenTrafficked": .integer(24), "con_Consent": .bool(true), "hte_Country": .string("QA"), "hte_Longitude": .number(51.5),
        "hte_Latitude": .number(25.25), "hte_Date": .string("2019-04-03"), "spl_PlannedEndDate": .string("2020-01-31"),
        "spl_ActualEndDate": .string("2020-02-01"), "cas_IncomingReferralDate": .string("2019-05-01"),
        "cas_OutgoingReferralDate": .string("2019-06-01"), "org_ShippingCountry": .string("QA"), "org_ShippingLongitude": .number(51.53),
        "org_ShippingLatitude": .number(25.28), "org_Phone": .string("+97444123456"), "prs_Email": .string("sita@example.org"),
    ]

    private static func section(_ name: String) -> String {
        switch name.prefix(4) {
        case "per_": return "perpetrators"
        case "cco_": return "case_comments"
        case "hte_": return "historic_trafficking_events"
        case "spl_": return "support_plans"
        case "org_": return "organisations"
        default:
            if name.contains("Incoming") || name.contains("Referring") { return "incoming_referrals" }
            if name.contains("Outgoing") || name.contains("Referred") { return "outgoing_referrals" }
            return ""
        }
    }

    /// A case that fills every field; of each list it takes the value at this position (all of them where the field takes several).
    private static func fullCase(_ number: Int, identifier: Bool) throws -> JSONValue {
        var object: JSONObject = [:]
        var sections: [(name: String, entry: JSONObject)] = []
        for (name, values) in try lists() {
            let value: JSONValue
            if let text = texts[name] {
                value = text
            } else if multiple.contains(name) {
                value = .array(values.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map(JSONValue.string))
            } else if values.isEmpty {
                value = .string("\(name), “é” ; text")
            } else {
                value = .string(values[number % values.count])
            }
            let section = section(name)
            if section.isEmpty {
                object[name] = value
            } else if let index = sections.firstIndex(where: { $0.name == section }) {
                sections[index].entry[name] = value
            } else {
                sections.append((section, [name: value]))
            }
        }
        for section in sections { object[section.name] = .array([.object(section.entry)]) }
        if identifier { object["identifier"] = .string("CASE-\(number)") }
        return .object(object)
    }

    private static func document(_ cases: [JSONValue]) -> JSONValue {
        .object(["standard": .string("HTCDS"), "version": .string("2.0"), "cases": .array(cases)])
    }

    @Test func everyFieldAndEveryValueComesBack() throws {
        let longest = try #require(Self.lists().map(\.values.count).max())
        let cases = try (0..<longest).map { try Self.fullCase($0, identifier: true) }
        let document = Self.document(cases)
        let checker = try HTCDSChecker(dictionary: Support.dictionary.get())
        #expect(checker.faults(document: document) == [])
        let rows = try Support.withFile(Array(document.prettyPrinted().utf8), name: "cases.json") { try Support.read($0, preset: .htcds) }
        #expect(rows.flatMap(\.reasons) == [])
        let exported = try JSONValue.parse(Support.export(Support.cases(rows), .htcdsJSON))
        let back = try #require(exported["cases"]?.array)
        #expect(back.count == cases.count)
        for (given, returned) in zip(cases, back) {
            for member in try #require(given.object).members {
                let one = JSONValue.object([member.name: member.value].object)
                let other = JSONValue.object([member.name: returned[member.name] ?? .null].object)
                #expect(one.canonicalBytes() == other.canonicalBytes(), "\(member.name)")
            }
            #expect(given.canonicalBytes() == returned.canonicalBytes())
        }
    }

    @Test(arguments: [ExportFormat.htcdsJSON, .htcdsCSV], [true, false])
    func exportImportExportIsIdentical(format: ExportFormat, identifier: Bool) throws {
        let cases = try (0..<6).map { try Self.fullCase($0, identifier: identifier) }
        let name = format == .htcdsJSON ? "cases.json" : "cases.csv"
        let rows = try Support.withFile(Self.document(cases).canonicalBytes(), name: "cases.json") { try Support.read($0, preset: .htcds) }
        let first = try Support.export(Support.cases(rows), format)
        let again = try Support.withFile(first, name: name) { try Support.read($0, preset: .htcds) }
        #expect(again.flatMap(\.reasons) == [])
        let second = try Support.export(Support.cases(again), format)
        #expect(first == second)
        let third = try Support.withFile(second, name: name) { try Support.export(Support.cases(Support.read($0, preset: .htcds)), format) }
        #expect(third == second)
    }

    @Test func severalEntriesOfASectionComeBackInBothFormats() throws {
        let json = """
            {"standard":"HTCDS","version":"2.0","cases":[{"identifier":"A/1","prs_FirstName":"Sita","cas_Status":"Active",
            "case_comments":[{"cco_CaseComment":"first; with a semicolon"},{"cco_CaseComment":"second,\\nwith a line"}],
            "historic_trafficking_events":[{"hte_Date":"2020-02-02","hte_Type":"Transit"},{"hte_Date":"2019-01-01","hte_City":"Doha"}],
            "perpetrators":[{"per_RoleInProcess":["Exploiter","Abuser"]}]},
            {"identifier":"A/2","prs_Gender":"TransgenderFeminine"}]}
            """
        let rows = try Support.withFile(Array(json.utf8), name: "cases.json") { try Support.read($0, preset: .htcds) }
        #expect(rows.flatMap(\.reasons) == [])
        #expect(rows.count == 2)
        #expect(rows[0].drafts.filter { $0.kind == "violation" }.count == 2)
        #expect(rows[1].draft("victim")?["gender-identity"]?.value == .code("transgender-woman"))
        let cases = Support.cases(rows)
        for format in [ExportFormat.htcdsJSON, .htcdsCSV] {
            let bytes = try Support.export(cases, format)
            let again = try Support.withFile(bytes, name: "x") { try Support.read($0, preset: .htcds) }
            #expect(again.flatMap(\.reasons) == [])
            #expect(try Support.export(Support.cases(again), format) == bytes)
            #expect(try Support.export(Support.cases(again), .htcdsJSON) == Support.export(cases, .htcdsJSON))
        }
    }

    @Test func codesWithoutAnEquivalentGoToTheBroaderOneOrToOther() throws {
        func text(_ field: String, _ code: FieldValue, _ name: String) throws -> JSONValue? {
            let record = ExportRecord(identifier: "1", kind: "case", answers: [field: Answer(code)])
            return try JSONValue.parse(Support.export([ExportCase(records: [record])], .htcdsJSON))["cases"]?.array?.first?[name]
        }
        #expect(try text("recruiter-relation", .code("intimate-partner"), "vic_RelationshipToTrafficker") == .string("Familial"))
        #expect(try text("recruiter-relation", .code("stranger-or-other"), "vic_RelationshipToTrafficker") == nil)
        #expect(try text("means-of-control", .list([.code("isolation")]), "vic_MethodsOfControl") == .array([.string("Other")]))
        #expect(try text("sector", .code("construction"), "vic_ForcedLabourIndustry") == .string("F_Construction"))
        #expect(try text("sector", .code("seafood-processing"), "vic_ForcedLabourIndustry") == .string("C_Manufacturing"))
    }

    @Test func datesThatAreNoFullDayAreLeftOut() throws {
        let person = try ExportRecord(
            identifier: "p", kind: "person", answers: ["date-of-birth": Answer(.date(PartialDate(edtf: "1990"))), "sex": Answer(.code("female"))])
        let group = ExportCase(records: [ExportRecord(identifier: "c", kind: "case", answers: [:]), person])
        let one = try #require(JSONValue.parse(Support.export([group], .htcdsJSON))["cases"]?.array?.first)
        #expect(one["prs_Birthdate"] == nil)
        #expect(one["prs_Gender"] == .string("Feminine"))
    }

    @Test(arguments: [
        (
            "{\"standard\":\"HTCDS\",\"version\":\"2.0\",\"cases\":[{\"prs_Gender\":\"Femnine\"}]}",
            "prs_Gender → person.sex: “Femnine” is not a value of the standard's list. Did you mean “Feminine”?"
        ),
        (
            "{\"standard\":\"HTCDS\",\"version\":\"2.0\",\"cases\":[{\"prs_Gendr\":\"Feminine\"}]}",
            "prs_Gendr: HTCDS has no such field here. Did you mean “prs_Gender”?"
        ),
        ("{\"standard\":\"HTCDS\",\"version\":\"2.0\",\"cases\":[{\"prs_Deceased\":\"Feminine\"}]}", "neither true nor false"),
        ("{\"standard\":\"HTCDS\",\"version\":\"2.0\",\"cases\":[{\"prs_Birthdate\":\"1990-02-30\"}]}", "“1990-02-30” is not a day"),
        ("{\"standard\":\"HTCDS\",\"version\":\"2.0\",\"cases\":[{\"prs_MailingCountry\":\"Qatarr\"}]}", "“Qatarr” is not a country"),
        ("{\"standard\":\"HTCDS\",\"version\":\"2.0\",\"cases\":[{\"identifier\":\"1\",\"cas_Status\":[\"Active\"]}]}", "not of the field's type"),
        ("{\"standard\":\"HTCDS\",\"version\":\"2.0\",\"cases\":[{\"prs_Gender\" \"Feminine\"}]}", "not well-formed JSON"),
    ])
    func aWrongCaseIsRejectedWithItsReason(json: String, reason: String) throws {
        let rows = try Support.withFile(Array(json.utf8), name: "cases.json") { try Support.read($0, preset: .htcds) }
        #expect(rows.count == 1)
        #expect(rows[0].reasons.contains { $0.contains(reason) }, "\(rows[0].reasons)")
    }

    @Test(arguments: [
        ("{\"standard\":\"HTCDS\",\"version\":\"3.0\",\"cases\":[]}", "does not say that it is HTCDS 2.0"),
        ("{\"standard\":\"HTCDS\",\"version\":\"2.0\"}", "has no array “cases”"),
        ("{\"standard\":\"HTCDS\",\"version\":\"2.0\",\"cases\":[{\"cas_Status\":\"Active\"}", "cut off"),
        ("{\"standard\":\"HTCDS\",\"version\":\"2.0\",\"cases\":[{\"cas_Status\":\"Act", "ends within a case"),
        ("prs_Gender,prs_Birthday\nFeminine,1990-01-01\n", "“prs_Birthday” is not a field of HTCDS 2.0. Did you mean “prs_Birthdate”?"),
        ("a,b\n1,2\n", "is not a field of HTCDS"),
    ])
    func aFileThatIsNoneIsRefusedWithASentence(text: String, reason: String) throws {
        let error = #expect(throws: ImportError.self) {
            try Support.withFile(Array(text.utf8), name: "cases") { try Support.read($0, preset: .htcds) }
        }
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }

    @Test func allRowsOfARejectedCaseAreGivenBack() throws {
        let table = "identifier,cas_Status,hte_City\nA,Actve,Doha\nA,,Lusail\nB,Active,\n"
        let rows = try Support.withFile(Array(table.utf8)) { try Support.read($0, preset: .htcds) }
        #expect(rows.map(\.row) == [2, 3, 4])
        #expect(rows.map(\.reasons.count) == [1, 1, 0])
        #expect(rows[1].reasons[0].contains("belongs to the case of row 2"))
    }

    @Test func anIdentifierThatComesTwiceIsRejected() throws {
        let rows = try Support.withFile(Array("identifier,cas_Status\nA,Active\nB,Active\nA,Closed\n".utf8)) { try Support.read($0, preset: .htcds) }
        #expect(rows.map(\.reasons.count) == [0, 0, 1])
        #expect(rows[2].reasons[0].contains("row 2"))
    }
}

extension [String: JSONValue] {
    fileprivate var object: JSONObject { JSONObject(map { JSONObject.Member($0.key, $0.value) }) }
}
