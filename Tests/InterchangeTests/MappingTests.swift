import Dictionary
import Formats
import Foundation
import Interchange
import Testing

/// What a mapping can say, on the example of `Docs/import.md` and beyond.
struct MappingTests {
    static let intake = """
        source: helpline
        identifier: No
        dates: day-month-year
        missing: ["-", "n/a"]
        records:
          - record: case
            fields:
              status:
                column: Status
                values: {Open: active, Shut: closed, "?": {absent: unknown, note: asked}}
              destination-country: {constant: QA}
              intake-date: Date
              wishes-coded:
                column: Wants
                split: ","
          - record: person
            name: worker
            fields:
              names: {parts: {given: First, family: Last}}
              sex: Sex
              remarks: {columns: [First, Sex], join: " / "}
          - record: relation
            fields: {role: {constant: worker}}
            links: {from: worker, to: case}
          - record: party
            name: employer
            when: Employer
            key: Employer
            fields:
              names: Employer
          - record: violation
            for-each:
              field: type
              column: Problems
              split: ";"
              values: {Passport: document-retention, No pay: non-payment, Nothing: ~}
            links: {case: case, victim: worker, perpetrator: employer}
        ignore: [Remarks]
        """
    static let table = """
        No,Date,First,Last,Sex,Status,Employer,Problems,Wants,Remarks
        7,13/04/2019,Sita,Rai,Female,Open,Al Noor,Passport; No pay;Passport,-,x
        8,2019,Maya,,F,?,,Nothing,,
        9,31/02/2019,Ram,-,female,Opn,Al Noor,Pasport,,

        """

    @Test func aRowBecomesItsRecords() throws {
        let rows = try Support.read(Self.table, mapping: Self.intake)
        let first = rows[0]
        #expect(first.drafts.map(\.localName) == ["case", "worker", "relation", "employer", "violation", "violation"])
        #expect(
            first.drafts.map(\.sourceKey) == [
                "helpline#7/case", "helpline#7/worker", "helpline#7/relation", "helpline/employer/Al Noor",
                "helpline#7/violation/document-retention", "helpline#7/violation/non-payment",
            ])
        #expect(first.draft("case")?["status"]?.value == .code("active"))
        #expect(first.draft("case")?["destination-country"]?.value == .code("QA"))
        #expect(first.draft("case")?["intake-date"]?.value == .date(try PartialDate(edtf: "2019-04-13")))
        #expect(first.draft("case")?["wishes-coded"] == nil)
        let name = try PersonName(full: "Sita Rai", given: "Sita", family: "Rai")
        #expect(first.draft("worker")?["names"]?.value == .list([.name(name)]))
        #expect(first.draft("worker")?["sex"]?.value == .code("female"))
        #expect(first.draft("worker")?["remarks"]?.value == .text("Sita / Female"))
        #expect(
            first.drafts[4].links == [
                DraftLink(field: "case", targets: ["helpline#7/case"]), DraftLink(field: "victim", targets: ["helpline#7/worker"]),
                DraftLink(field: "perpetrator", targets: ["helpline/employer/Al Noor"]),
            ])
    }

    @Test func aRowIsRejectedWholeWithAllItsReasons() throws {
        let rows = try Support.read(Self.table, mapping: Self.intake)
        #expect(rows[1].reasons.count == 1)
        #expect(rows[1].reasons[0].hasPrefix("Sex → person.sex: “F” "))
        let reasons = rows[2].reasons
        #expect(reasons.count == 3, "\(reasons)")
        #expect(
            reasons[0]
                == "Status → case.status: the mapping gives “Opn” no meaning. Did you mean “Open”? Or add the text under “values” of case.status, or an “otherwise”."
        )
        #expect(reasons[1].hasPrefix("Date → case.intake-date: "))
        #expect(reasons[2].contains("Problems → violation.type: the mapping gives “Pasport” no meaning. Did you mean “Passport”?"))
        guard case .rejected(let row) = rows[2] else { return }
        #expect(row.row == 4)
        #expect(row.fields == ["9", "31/02/2019", "Ram", "-", "female", "Opn", "Al Noor", "Pasport", "", ""])
    }

    @Test func theRejectsFileCanBeMendedAndImported() throws {
        let rows = try Support.read(Self.table, mapping: Self.intake)
        let header = "No,Date,First,Last,Sex,Status,Employer,Problems,Wants,Remarks"
        var writer = RejectsWriter(columns: header.split(separator: ",").map(String.init))
        for case .rejected(let row) in rows { writer.add(row) }
        let bytes = writer.takeBytes()
        var reader = try CSVReader(bytes: bytes)
        let first = try reader.next()?.fields ?? []
        #expect(first.suffix(3) == ["corridor-file", "corridor-row", "corridor-reason"])
        // The hyphen of “-” is guarded against spreadsheets and read back as it was.
        let mended = String(decoding: bytes, as: UTF8.self).replacing("Opn", with: "Open").replacing("Pasport", with: "Passport")
            .replacing("31/02/2019", with: "28/02/2019").replacing(",F,", with: ",female,")
        let again = try Support.read(mended, mapping: Self.intake)
        #expect(again.flatMap(\.reasons) == [])
        #expect(again.map { $0.drafts[0].sourceKey } == ["helpline#8/case", "helpline#9/case"])
        #expect(again[1].draft("worker")?["names"]?.value == .list([.name(try PersonName(full: "Ram", given: "Ram"))]))
    }

    @Test func rowsWithoutIdentifierAreKnownByFileAndRow() throws {
        let mapping = "source: s\nunmapped: ignore\nrecords:\n  - record: case\n    fields: {title: T}\n"
        let rows = try Support.read("T,U\nx,1\n,\n\ny,2\n", mapping: mapping)
        #expect(rows.map { $0.drafts[0].sourceKey } == ["s@d1#2/case", "s@d1#5/case"])
    }

    @Test func identifiersAreWrittenSafelyIntoKeys() throws {
        let mapping = "source: s\nidentifier: [A, B]\nrecords:\n  - record: case\n    fields: {title: T}\n"
        let rows = try Support.read("A,B,T\n1/2,3,x\n1,2/3,y\n1/2,3,z\n", mapping: mapping)
        #expect(rows[0].drafts[0].sourceKey == "s#1%2F2/3/case")
        #expect(rows[1].drafts[0].sourceKey == "s#1/2%2F3/case")
        #expect(rows[2].reasons == ["Row: the identifier stands in row 2 already. Keep one of the two rows, or give this one another identifier."])
    }

    @Test func flagsAndCodesOfAColumn() throws {
        let mapping = """
            source: s
            records:
              - record: case
                fields:
                  means-of-control: {flags: {A: threats, B: isolation, C: {absent: unknown}}, unset: ["0"]}
                  destination-country: {column: D, codes: {column: alpha3}}
                  wage-agreed: {column: E, currency: QAR}
                  headcount: {column: F, unit: persons}
            """
        let rows = try Support.read("A,B,C,D,E,F\n1,1,0,QAT,1200,12\n0,0,1,NP,,\n2,0,0,XXX,x,\n", mapping: mapping)
        #expect(rows[0].drafts[0]["means-of-control"]?.value == .list([.code("isolation"), .code("threats")]))
        #expect(rows[0].drafts[0]["destination-country"]?.value == .code("QA"))
        #expect(rows[0].drafts[0]["wage-agreed"]?.value == .money(try Money(amount: "1200", currency: "QAR")))
        #expect(rows[0].drafts[0]["headcount"]?.value == .quantity(try Quantity(amount: "12", unit: "persons")))
        #expect(rows[1].drafts[0]["means-of-control"] == Answer(absent: .unknown))
        #expect(rows[1].drafts[0]["destination-country"]?.value == .code("NP"))
        #expect(rows[2].reasons.count == 2)
        #expect(
            rows[2].reasons[0]
                == "A → case.means-of-control: “2” is neither set nor unset. Write “1” or “TRUE” or “Yes” or “true” or “yes”, or leave the cell empty."
        )
    }

    @Test func columnsThatAFileMayLack() throws {
        let mapping = "source: s\noptional: [U]\nrecords:\n  - record: case\n    fields: {title: T, summary: U}\n"
        #expect(try Support.read("T\nx\n", mapping: mapping)[0].drafts[0].answers.map(\.field) == ["title"])
        #expect(try Support.read("T,U\nx,y\n", mapping: mapping)[0].drafts[0].answers.map(\.field) == ["title", "summary"])
    }

    @Test func progressComesToItsEnd() throws {
        let table = "T\n" + String(repeating: "x\n", count: 5_000)
        try Support.withFile(Array(table.utf8)) { file in
            var reader = try Support.reader(file, mapping: "source: s\nrecords:\n  - record: case\n    fields: {title: T}\n")
            var read = 0
            while try reader.next() != nil { read += 1 }
            #expect(read == 5_000)
            #expect(reader.progress.rowsRead == 5_000)
            #expect(reader.progress.fraction == 1)
            #expect(reader.progress.estimatedRows == 5_000)
        }
    }
}
