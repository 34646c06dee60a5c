import Dictionary
import Formats
import Foundation
import Interchange
import Testing

@testable import App

/// A case of HTCDS with every field filled goes through a node and comes out as it went in.
@Suite("HTCDS through a node") struct HTCDSRoundTripTests {
    private static let severalValued: Set<String> = [
        "prs_Citizenship", "vic_RecruitmentWebsitesAndApps", "vic_MethodOfRecruitment", "vic_MethodsOfControl", "vic_TypeOfExploitation",
        "vic_TypeOfSexExploitation", "vic_ExploitationWebsitesAndApps", "vic_Vulnerabilities", "per_RoleInProcess",
    ]

    /// Values of fields that are neither free text nor a list of the standard.
    private static let values: [String: String] = [
        "prs_Birthdate": "1990-02-28", "prs_Deceased": "false", "prs_NumberOfChildren": "3", "prs_PrimaryLanguage": "nep", "prs_SecondaryLanguage": "ben",
        "prs_Citizenship": "BD;NP", "prs_HomePhone": "+97714412345", "prs_MobilePhone": "+9779812345678", "prs_MailingCountry": "NP",
        "prs_MailingLongitude": "85.324", "prs_MailingLatitude": "27.7172", "vic_AgreementToManagePersonalData": "true", "vic_AgeWhenTrafficked": "24",
        "con_Consent": "true", "hte_Country": "QA", "hte_Longitude": "51.5", "hte_Latitude": "25.25", "hte_Date": "2019-04-03",
        "spl_PlannedEndDate": "2020-01-31", "spl_ActualEndDate": "2020-02-01", "cas_IncomingReferralDate": "2019-05-01",
        "cas_OutgoingReferralDate": "2019-06-01", "org_ShippingCountry": "QA", "org_ShippingLongitude": "51.53", "org_ShippingLatitude": "25.28",
        "org_Phone": "+97444123456", "prs_Email": "sita@example.org",
    ]

    /// The standard's fields with the values of their lists, from the dictionary's reference; example questions are no fields.
    private static func lists() throws -> [(name: String, values: [String])] {
        var reader = try CSVReader(bytes: #require(DataDictionary.embeddedFiles("reference/htcds-2.0.csv")))
        _ = try reader.next()
        var lists: [(name: String, values: [String])] = []
        while let record = try reader.next() {
            if record.fields[0] == "N/A" { continue }
            if lists.last?.name != record.fields[0] { lists.append((record.fields[0], [])) }
            if !record.fields[1].isEmpty { lists[lists.count - 1].values.append(record.fields[1]) }
        }
        return lists
    }

    /// One full case; of each list it has the value at this position, or all values where the field takes several.
    private static func fullCase(_ number: Int) throws -> [String: String] {
        var cells = ["identifier": "CASE-\(number)"]
        for (name, list) in try lists() {
            if let value = values[name] {
                cells[name] = value
            } else if severalValued.contains(name) {
                cells[name] = list.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: ";")
            } else {
                cells[name] = list.isEmpty ? "\(name) \(number), “é” ; text" : list[number % list.count]
            }
        }
        return cells
    }

    private static func table(_ cases: [[String: String]]) -> [UInt8] {
        let columns = (cases.first ?? [:]).keys.sorted()
        var writer = CSVWriter()
        writer.write(columns)
        for one in cases { writer.write(columns.map { one[$0] ?? "" }) }
        return writer.takeBytes()
    }

    private static func rows(_ file: URL) throws -> [[String: String]] {
        var reader = try CSVReader(bytes: [UInt8](Data(contentsOf: file)))
        let columns = try #require(try reader.next()).fields
        var rows: [[String: String]] = []
        while let record = try reader.next() { rows.append([String: String](zip(columns, record.fields)) { first, _ in first }) }
        return rows
    }

    private static func roundTrip(_ world: World, _ cases: [[String: String]], as reader: Reader = .keyHolder) throws -> [String: [[String: String]]] {
        let file = world.file("cases.csv")
        try Data(table(cases)).write(to: file)
        let outcome = try Importer(node: world.node, file: file, instructions: .preset(.htcds)).run()
        #expect(outcome.rejected == 0 && outcome.imported > 0)
        let target = world.file("out.csv")
        _ = try NodeExport(world.node, reader: reader).write(.htcdsCSV, to: target)
        return try [String: [[String: String]]](grouping: rows(target)) { $0["identifier"] ?? "" }
    }

    @Test("Each of the 83 fields comes back as it was imported")
    func everyField() throws {
        let cases = try (0..<4).map(Self.fullCase)
        #expect(cases[0].count == 84)
        let exported = try Self.roundTrip(World(), cases)
        #expect(exported.count == cases.count)
        for one in cases {
            let back = try #require(exported[one["identifier"] ?? ""])
            #expect(back.count == 1)
            for (name, value) in one { #expect(back.first?[name] == value, "\(name)") }
        }
    }

    @Test("Several organisations of a case come back, and none of another case")
    func severalOrganisations() throws {
        let cases = [
            ["identifier": "A", "cas_Status": "Active", "org_Name": "Helpline"], ["identifier": "A", "org_Name": "Union"],
            ["identifier": "B", "cas_Status": "Active", "org_Name": "Shelter"], ["identifier": "C", "cas_Status": "Active"],
        ]
        let exported = try Self.roundTrip(World(), cases)
        #expect(exported["A"]?.compactMap { $0["org_Name"] }.sorted() == ["Helpline", "Union"])
        #expect(exported["B"]?.map { $0["org_Name"] } == ["Shelter"])
        #expect(exported["C"]?.map { $0["org_Name"] } == [""])
    }

    @Test("What a case only names comes with it: a perpetrator without a relation, a partner, and the worker of a violation")
    func namedRecords() throws {
        let world = try World()
        let victim = try world.save("person", ["names": Answer(.list([.name(try PersonName(full: "Sita Tamang"))])), "sex": .code("female")])
        let recruiter = try world.save("person", ["names": Answer(.list([.name(try PersonName(full: "Hari Agent"))])), "sex": .code("male")])
        let party = try world.save("party", ["roles": .codes(["recruiter-or-intermediary"])])
        let partner = try world.save("organisation", ["names": Answer(.list([.name(try PersonName(full: "Shelter"))]))])
        let other = try world.save("case", ["status": .code("active")])
        let record = try world.save("case", ["responsible-organisation": .link(partner)])
        try world.save(
            "violation", ["case": .link(record), "victim": .link(victim), "perpetrator": Answer(.list([.link(recruiter), .link(party)]))])
        let target = world.file("out.csv")
        _ = try NodeExport(world.node, reader: .keyHolder).write(.htcdsCSV, to: target)
        let rows = try Self.rows(target)
        #expect(Set(rows.compactMap { $0["identifier"] }) == [record, other])
        let row = try #require(rows.first { $0["identifier"] == record })
        #expect(row["prs_FirstName"] == "Sita Tamang" && row["prs_Gender"] == "Feminine")
        #expect(row["org_Name"] == "Shelter")
        #expect(row["per_RoleInProcess"]?.isEmpty == false)
    }
}
