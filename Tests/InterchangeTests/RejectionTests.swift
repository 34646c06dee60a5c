import Dictionary
import Foundation
import Interchange
import Testing

/// What a rejected row keeps, and how its reasons read.
struct RejectionTests {
    private static let register = """
        source: register
        identifier: No
        records:
          - record: case
            fields: {title: T, intake-date: D}
        """

    @Test("A row with the identifier of a rejected one is rejected too: mending the first would change the second's records")
    func identifierOfARejectedRow() throws {
        let rows = try Support.read("No,T,D\n1,a,31/02/2019\n1,b,2019-02-01\n2,c,2019-02-01\n1,d,2019-02-30\n", mapping: Self.register)
        #expect(rows.map(\.reasons.count) == [1, 1, 0, 2])
        #expect(rows[1].reasons[0].contains("the identifier stands in row 2 already"))
        let cells = try Support.read("No,T,D\n1,a,2019-02-01,x\n1,b,2019-02-01\n", mapping: Self.register)
        #expect(cells.map(\.reasons.count) == [1, 1])
        let cases = try Support.withFile(Array("identifier,cas_Status\nA,Actve\nB,Active\nA,Closed\n".utf8)) { try Support.read($0, preset: .htcds) }
        #expect(cases.map(\.reasons.count) == [1, 0, 1])
        let json = """
            {"standard":"HTCDS","version":"2.0","cases":[{"identifier":"A","cas_Status":"Actve"},{"identifier":"A","cas_Status":"Active"}]}
            """
        let documents = try Support.withFile(Array(json.utf8), name: "cases.json") { try Support.read($0, preset: .htcds) }
        #expect(documents.map(\.reasons.count) == [1, 1])
    }

    @Test("What landed keeps its rows as they stood, for whoever must give them back")
    func rowsOfDrafts() throws {
        let rows = try Support.read("No,T,D\n1, a ,2019-02-01\n", mapping: Self.register)
        guard case .drafts(let origin, _) = rows[0] else { throw CancellationError() }
        #expect(origin == [FileRow(file: "table.csv", row: 2, fields: ["1", " a ", "2019-02-01"])])
        let cases = try Support.withFile(Array("identifier,cas_Status,hte_City\nA,Active,Doha\nA,,Lusail\n".utf8), name: "c.csv") {
            try Support.read($0, preset: .htcds)
        }
        guard case .drafts(let several, _) = cases[0] else { throw CancellationError() }
        #expect(several.map(\.fields) == [["A", "Active", "Doha"], ["A", "", "Lusail"]])
    }

    @Test("All rows of a case whose identifier came before are given back")
    func rowsOfASecondCase() throws {
        let table = "identifier,cas_Status,hte_City\nA,Active,Doha\nB,Active,\nA,Closed,Doha\nA,,Lusail\n"
        let rows = try Support.withFile(Array(table.utf8)) { try Support.read($0, preset: .htcds) }
        #expect(rows.map(\.row) == [2, 3, 4, 5])
        #expect(rows.map(\.reasons.count) == [0, 0, 1, 1])
    }

    @Test("Dates outside the years that a case can have are refused", arguments: ["1019-04-03", "2919", "3 April 1019", "1899-12-31", "1850/2019"])
    func impossibleYear(date: String) throws {
        let rows = try Support.read("No,T,D\n1,a,\(date)\n", mapping: Self.register)
        #expect(rows[0].reasons.count == 1)
        #expect(rows[0].reasons.first?.contains("is in the year") == true, "\(rows[0].reasons)")
        let htcds = try Support.withFile(Array("prs_Birthdate\n1019-04-03\n".utf8)) { try Support.read($0, preset: .htcds) }
        #expect(htcds[0].reasons.first?.contains("is in the year 1019. Mend the year") == true)
    }

    @Test("Dates within those years, open ones and planned ones are read", arguments: ["1900", "before 2019", "2019-04-03", "2031-01"])
    func possibleYear(date: String) throws {
        #expect(try Support.read("No,T,D\n1,a,\(date)\n", mapping: Self.register)[0].reasons == [])
    }

    @Test(arguments: [
        ("prs_PrimaryLanguage", "Nepaleseish", "is not a language. Write the three letters of ISO 639-3, such as nep."),
        ("prs_Citizenship", "Nowhereland", "is not a country. Write the two letters of ISO 3166, such as NP."),
    ])
    func aListOfISO(field: String, text: String, sentence: String) throws {
        let rows = try Support.withFile(Array("\(field)\n\(text)\n".utf8)) { try Support.read($0, preset: .htcds) }
        #expect(rows[0].reasons.first?.contains(sentence) == true, "\(rows[0].reasons)")
    }

    @Test(arguments: [
        ("phones: T", "Did you mean “home-phone” or “mobile-phones”?", "“mobile-phones”"), ("xyzzyq: T", "fields of person, such as", "fields of person"),
    ])
    func anUnknownField(field: String, either: String, or: String) throws {
        let mapping = "source: s\nrecords:\n  - record: person\n    fields: {\(field)}\n"
        let error = #expect(throws: ImportError.self) { try Support.read("T\nx\n", mapping: mapping) }
        let text = try #require(error?.description)
        #expect(text.contains(either) || text.contains(or), "\(text)")
        #expect(!text.contains("“title”"))
    }

    @Test("An unknown code names codes, in the plural")
    func anUnknownCode() throws {
        let mapping = "source: s\nrecords:\n  - record: case\n    fields: {title: T, sector: {constant: zzzzqq}}\n"
        let error = #expect(throws: ImportError.self) { try Support.read("T\nx\n", mapping: mapping) }
        #expect(error?.description.contains("codes of work-sector, such as") == true, "\(String(describing: error))")
    }

    @Test("A sentence ends once")
    func fullStops() {
        #expect(ImportError(place: "f", problem: "Is the delimiter right?", remedy: "No.").description == "f: Is the delimiter right? No.")
        #expect(ImportError(place: "f", problem: "it stands here.", remedy: "No.").description == "f: it stands here. No.")
        #expect(ImportError(place: "f", problem: "it is wrong", remedy: "").description == "f: it is wrong.")
        #expect(RejectionReason(place: "f", problem: "it is wrong", remedy: "Mend it.").description == "f: it is wrong. Mend it.")
    }
}

extension OpenEvSysTests {
    @Test("Free text where we have an amount or a code is kept as a note")
    func freeText() throws {
        let files = [
            "destruction.csv": "destruction_record_number,value_of_destroyed_property\nA1,about forty bags of rice\nA2,1200 QAR\n",
            "supporting_docs_meta.csv": "doc_id,title,language\nD1,Letter,the language of the village\nD2,Letter,nep\n",
        ]
        let rows = try Support.withFiles(files.mapValues { Array($0.utf8) }) { try Support.read($0, preset: .openevsys) }
        #expect(rows.flatMap(\.reasons) == [])
        let drafts = rows.flatMap(\.drafts)
        let amounts = drafts.compactMap { $0["amount"] }
        #expect(amounts.map(\.note) == ["about forty bags of rice", nil])
        #expect(amounts.map { $0.value == nil } == [true, false])
        let languages = drafts.compactMap { $0["languages"] }
        #expect(languages.map(\.note) == ["the language of the village", nil])
        #expect(languages.last?.value == .list([.code("nep")]))
    }
}
