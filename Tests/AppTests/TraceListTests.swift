import Dictionary
import Foundation
import Interchange
import Journal
import Storage
import Testing

@testable import App

/// Lists of people and of licences as other people keep them.
@Suite("Lists of other people's layout", .serialized)
struct TraceListTests {
    private func file(_ text: String, _ name: String = "list.csv") -> UploadedFile {
        UploadedFile(field: "file", fileName: name, mediaType: "text/csv", bytes: Array(text.utf8))
    }

    private func sightings(_ node: Node) throws -> [RecordView] {
        try node.database.read { connection in
            var gate = Gate(reader: .keyHolder, node: node, connection: connection)
            return try connection.all(
                "SELECT record, state FROM record_state WHERE organisation = ? AND kind = 'sighting' ORDER BY created, record",
                [.integer(node.organisation.number)]
            ) { ($0.text(0), try RecordState(canonicalBytes: $0.blob(1))) }.map { try gate.view($0.1, of: $0.0) }
        }
    }

    @Test("A list with a title above the names of its columns, in several languages")
    func titles() throws {
        let lists = [
            "Central Deportation Centre\nList of detainees as of 12/11/2026\n\nNo,Detainee Name,Nat,PP No,Cell\n1,Mohamed Rafeek,Bangladesh,BX0123456,4\n",
            "إدارة السجون\n\nم,اسم النزيل,الجنسية,رقم الجواز\n1,محمد رفيق,Bangladesh,BX0123456\n",
            "Flight QR 652\nSeat,Passenger,Travel Document No\n12A,RAFEEK/MOHAMED MR,BX0123456\n",
        ]
        for list in lists {
            let world = try World()
            let result = try SightingList(node: world.node, author: "test").run(file(list), FormFields())
            #expect(result.imported == 1 && result.rejected == 0, "\(list): \(String(decoding: result.rejects, as: UTF8.self))")
            let view = try #require(try sightings(world.node).first)
            #expect(view.answer("full-name") != nil && view.answer("identifiers")?.value?.displayText.contains("BX0123456") == true)
        }
    }

    /// The days are those that the tables of the calendars give (`Sources/Dictionary/Resources/calendars`); each list is of one calendar.
    @Test(
        "Dates of other calendars are read as when files are linked",
        arguments: [
            ("नाम,जन्म मिति\nराम थापा,2047-01-15\nहरि राई,2050-03-04\n", "28 April 1990"), ("name,date of birth\nMohamed Rafeek,1410-01-01 هـ\n", "2 August 1989"),
            ("name,date of birth\nSomchai,2533-05-12\n", "12 May 1990"), ("name,date of birth\nRafiq,1990-05-12\n", "12 May 1990"),
        ])
    func otherCalendars(_ list: String, born: String) throws {
        let world = try World()
        let result = try SightingList(node: world.node, author: "test").run(file(list), FormFields(items: [.init(name: "dates", value: "year-month-day")]))
        #expect(result.rejected == 0 && result.leftOutCount == 0, "\(list): \(result.leftOut)")
        let view = try #require(try sightings(world.node).first)
        #expect(view.answer("date-of-birth")?.value?.displayText == born, "\(list)")
    }

    @Test(
        "The names of columns are read in the languages that files are linked in, and a passport is a passport in all of them",
        arguments: [
            "ลำดับ,ชื่อ-สกุล,สัญชาติ,เลขหนังสือเดินทาง,เพศ\n1,Mohamed Rafeek,Bangladesh,BX0123456,ชาย\n", "ល.រ,ឈ្មោះ,សញ្ជាតិ,លេខលិខិតឆ្លងដែន,ភេទ\n1,Mohamed Rafeek,Bangladesh,BX0123456,ប្រុស\n",
            "序号,姓名,国籍,护照号码,性别\n1,Mohamed Rafeek,Bangladesh,BX0123456,男\n", "எண்,முழுப் பெயர்,நாட்டினம்,கடவுச்சீட்டு எண்,பாலினம்\n1,Mohamed Rafeek,Bangladesh,BX0123456,ஆண்\n",
            "စဉ်,အမည်,နိုင်ငံသား,နိုင်ငံကူးလက်မှတ်အမှတ်,ကျား/မ\n1,Mohamed Rafeek,Bangladesh,BX0123456,ကျား\n", "م,الاسم الكامل,الجنسية,رقم جواز السفر,الجنس\n1,Mohamed Rafeek,بنغلاديشي,BX0123456,ذكر\n",
        ])
    func languages(_ list: String) throws {
        let world = try World()
        let result = try SightingList(node: world.node, author: "test").run(file(list), FormFields())
        #expect(result.imported == 1 && result.rejected == 0, "\(String(decoding: result.rejects, as: UTF8.self))")
        let view = try #require(try sightings(world.node).first)
        #expect(view.answer("full-name")?.value?.displayText == "Mohamed Rafeek" && view.code("sex") == "male" && view.codes("nationality") == ["BD"])
        guard case .identifier(let paper)? = view.answer("identifiers")?.value?.elements.first else {
            Issue.record("no paper")
            return
        }
        #expect(paper.kind == "passport" && paper.number == "BX0123456")
    }

    @Test("A list of an older program is read in the encoding that is chosen")
    func encodings() throws {
        let world = try World()
        // Windows 1256: اسم النزيل (name of the detainee), محمد.
        let bytes: [UInt8] = [0xC7, 0xD3, 0xE3, 0x20, 0xC7, 0xE1, 0xE4, 0xD2, 0xED, 0xE1] + Array(",Passport\n".utf8) + [0xE3, 0xCD, 0xE3, 0xCF] + Array(",BX0123456\n".utf8)
        var form = FormFields()
        form.items = [.init(name: "encoding", value: "windows-1256")]
        let upload = UploadedFile(field: "file", fileName: "list.csv", mediaType: "text/csv", bytes: bytes)
        let result = try SightingList(node: world.node, author: "test").run(upload, form)
        #expect(result.imported == 1 && result.rejected == 0)
        #expect(try sightings(world.node).first?.answer("full-name")?.value?.displayText == "محمد")
    }

    /// Names of countries and peoples are those of CLDR and of the dictionary; Congolese are people of two countries, so that nobody is told for them.
    @Test("Nationalities in the languages of the corridors are the same countries")
    func nationalities() throws {
        let list = "name,nationality\nRam,नेपाली\nHari,नेपाल\nRafeek,بنغلاديشي\nKarim,বাংলাদেশ\nSomchai,ไทย\nBudi,Indonesia\nMaria,Filipino\nPierre,Congolese\nSita,Népal\n"
        let world = try World()
        let result = try SightingList(node: world.node, author: "test").run(file(list), FormFields())
        #expect(result.rejected == 0 && result.leftOutCount == 1, "\(result.leftOut)")
        let codes = [String: [String]](try sightings(world.node).map { ($0.answer("full-name")?.value?.displayText ?? "", $0.codes("nationality")) }) { first, _ in first }
        #expect(codes["Ram"] == ["NP"] && codes["Hari"] == ["NP"] && codes["Sita"] == ["NP"] && codes["Rafeek"] == ["BD"] && codes["Karim"] == ["BD"], "\(codes)")
        #expect(codes["Somchai"] == ["TH"] && codes["Budi"] == ["ID"] && codes["Maria"] == ["PH"] && codes["Pierre"] == [], "\(codes)")
    }

    @Test("Nobody is lost with a nationality that is a word for a people, or with a date that no calendar has; the row is named as it stands in the list that came")
    func keptRows() throws {
        let list =
            "Central Deportation Centre\n\nName,Passport No,DOB,Nationality\nMd Rafiq,A1234567,31/02/1990,Bangladeshi\nSita Rai,B7654321,03/04/1990,NPL\n"
            + "রফিক উল্লাহ,C1234567,1990,বাংলাদেশি\nAnjali Rai,D1234567,12/12/1990,Atlantean\nSunita,E1234567,99.99.9999,Congolese\n"
        let world = try World()
        let result = try SightingList(node: world.node, author: "test").run(file(list), FormFields())
        #expect(result.imported == 5 && result.rejected == 0, "\(String(decoding: result.rejects, as: UTF8.self))")
        #expect(result.leftOut.map(\.row) == [4, 7, 8, 8] && result.leftOutCount == 4)
        #expect(result.leftOut.map(\.omission.field) == ["date-of-birth", "nationality", "date-of-birth", "nationality"])
        let views = try sightings(world.node)
        let nationalities = [String: [String]](views.map { ($0.answer("full-name")?.value?.displayText ?? "", $0.codes("nationality")) }) { first, _ in first }
        #expect(nationalities == ["Md Rafiq": ["BD"], "Sita Rai": ["NP"], "রফিক উল্লাহ": ["BD"], "Anjali Rai": [], "Sunita": []])
        let rafiq = try #require(views.first { $0.answer("full-name")?.value?.displayText == "Md Rafiq" })
        #expect(rafiq.date("date-of-birth") == nil && rafiq.answer("date-of-birth")?.note == "31/02/1990")
        #expect(try SightingList(node: world.node, author: "test").run(file(list), FormFields()).unchanged == 5)
    }

    @Test("A list whose reading broke off is told of; the same file again brings the rest, and nobody twice")
    func brokenOff() throws {
        let world = try World()
        let count = 1_300
        let list = file("Name,Passport No\n" + (0..<count).map { "Person \($0),P\(1_000_000 + $0)\n" }.joined())
        // The power fails while the second piece is written.
        try world.node.database.write {
            try $0.execute(
                "CREATE TRIGGER power BEFORE INSERT ON record_state WHEN (SELECT count(*) FROM record_state WHERE kind = 'sighting') >= 700 BEGIN SELECT RAISE(ABORT, 'power'); END"
            )
        }
        #expect(throws: (any Error).self) { try SightingList(node: world.node, author: "test").run(list, FormFields()) }
        #expect(try sightings(world.node).count == 500)
        let unfinished = { try ImportList(world.node).unfinished { $0 == SightingListMapping.source }.map(\.title) }
        #expect(try unfinished() == ["list-detention"])
        try world.node.database.write { try $0.execute("DROP TRIGGER power") }
        // Also with another answer about the list, which is another import of the same rows.
        var form = FormFields()
        form.items = [.init(name: "country", value: "SA")]
        let rest = try SightingList(node: world.node, author: "test").run(list, form)
        #expect(rest.read == count && rest.rejected == 0)
        #expect(try sightings(world.node).count == count)
        #expect(try unfinished() == [])
        #expect(try NodeMaintenance(world.node).verify().firstFault == nil)
    }

    @Test("Whatever a list looks like, it is read or refused with a sentence")
    func anything() throws {
        let world = try World()
        for text in [
            "\n\n\n", "a\nb\nc\n", "Title only\n", "name\u{0}\n", "\"unfinished\nname,passport\n", String(repeating: "x\n", count: 40) + "name,passport\na,b\n",
        ] {
            do {
                _ = try SightingList(node: world.node, author: "test").run(file(text), FormFields())
            } catch {
                #expect("\(error)".count > 10, "\(text)")
            }
        }
    }

    @Test("A list of licences with a title changes the status of what is there")
    func licences() throws {
        let world = try World()
        let list = { (status: String) in
            file(
                "Department of Foreign Employment\nLicensed agencies\nS.N.,Name,License No,Address,Status\n1,Himal Overseas Pvt. Ltd.,123/056,Kathmandu,\(status)\n"
            )
        }
        let today = try #require(CalendarDay(year: 2026, month: 11, day: 20))
        #expect(try LicenceList(node: world.node, author: "test").run(list("Active"), country: "NP", today: today).imported == 1)
        let later = try LicenceList(node: world.node, author: "test").run(list("Cancelled"), country: "NP", today: today)
        #expect(later.rejected == 0)
        let statuses = try world.node.database.read { connection in
            try connection.all("SELECT state FROM record_state WHERE kind = 'party'", []) {
                CaseFacts.openText(try RecordState(canonicalBytes: $0.blob(0)), "licence-status")
            }
        }
        #expect(statuses == ["revoked"])
    }
}
