import Dictionary
import TestSupport
import Testing

@Suite struct DateReaderTests {
    @Test(
        arguments: [
            ("2019-04-03", "2019-04-03"), ("2019/04/03", "2019-04-03"), ("2019.4.3", "2019-04-03"), ("4/2019", "2019-04"), ("2019/4", "2019-04"),
            ("13/04/2019", "2019-04-13"), ("04/13/2019", "2019-04-13"), ("05/05/2019", "2019-05-05"), ("3 April 2019", "2019-04-03"),
            ("April 3, 2019", "2019-04-03"), ("3rd Apr. 2019", "2019-04-03"), ("3-Apr-2019", "2019-04-03"), ("Apr 2019", "2019-04"),
            ("sept 2019", "2019-09"), ("about 2019", "2019~"), ("c. 2019", "2019~"), ("c2019", "2019~"), ("2019?", "2019?"),
            ("circa April 2019?", "2019-04%"), ("Spring 2019", "2019-21"), ("1990s", "199X"), ("before 2019", "/2019"),
            ("after April 2019", "2019-04/"), ("2019 - 2021", "2019/2021"), ("2019-2021", "2019/2021"), ("2019-04-03 00:00:00", "2019-04-03"),
            ("13/4/2019 9:30", "2019-04-13T09:30:00"), ("2019-04-03 10:30:59", "2019-04-03T10:30:59"),
            ("२०१९-०४-०३", "2019-04-03"), ("٢٠١٩", "2019"), ("  2019 ", "2019"), ("2019~", "2019~"), ("2019-04/2020", "2019-04/2020"),
        ])
    func readsWithoutOrder(_ text: String, _ edtf: String) throws {
        #expect(try DateReader().read(text).edtf == edtf)
    }

    @Test(
        arguments: [
            ("03/04/2019", DateOrder.dayFirst, "2019-04-03"), ("03/04/2019", .monthFirst, "2019-03-04"), ("3.4.2019", .dayFirst, "2019-04-03"),
            ("03-04-2019", .monthFirst, "2019-03-04"), ("03/04/2019 00:00", .dayFirst, "2019-04-03"), ("2019-04-03", .dayFirst, "2019-04-03"),
        ])
    func readsByOrder(_ text: String, _ order: DateOrder, _ edtf: String) throws {
        #expect(try DateReader(order: order).read(text).edtf == edtf)
    }

    @Test(
        arguments: [
            ("03/04/2019", DateOrder.yearFirst, ValueError.Kind.ambiguous), ("03/04/19", .dayFirst, .ambiguous), ("4/19", .dayFirst, .ambiguous),
            ("13/04/2019", .monthFirst, .contradictory), ("04/13/2019", .dayFirst, .contradictory), ("31/04/2019", .dayFirst, .outOfRange),
            ("2019/13/01", .yearFirst, .outOfRange), ("13/2019", .dayFirst, .outOfRange), ("yesterday", .yearFirst, .malformed),
            ("", .yearFirst, .empty),
            ("1900s", .yearFirst, .malformed), ("2019-21", .yearFirst, .ambiguous), ("43558", .yearFirst, .malformed),
            ("2019-04-03 25:30", .yearFirst, .malformed),
            ("April", .yearFirst, .malformed), ("32 April 2019", .yearFirst, .malformed),
        ])
    func refuses(_ text: String, _ order: DateOrder, _ kind: ValueError.Kind) {
        do {
            let date = try DateReader(order: order).read(text)
            Issue.record("read as \(date.edtf)")
        } catch {
            #expect(error.kind == kind, "\(error)")
            #expect(error.description.hasSuffix("."))
        }
    }

    @Test("The sentence about an ambiguous date says what to do")
    func ambiguousSentence() {
        #expect {
            try DateReader().read("03/04/2019")
        } throws: { error in
            "\(error)"
                == "“03/04/2019” can be two dates, by day or month first. Say which order the column has (day-first or month-first), or write 2019-04-03."
        }
    }

    /// Where this reader understands a text differently from python-edtf, and why.
    static let otherwise: [String: String] = [
        "1858/1860": "is EDTF as it stands, an interval; python-edtf reads two years"
    ]

    @Test(
        "Text that python-edtf reads in words is read alike or refused, never read otherwise",
        .enabled(if: GroundTruth.has("conformance/dates/natural-language-to-edtf.csv"), "the texts are not there"))
    func naturalLanguage() throws {
        var understood = 0
        for row in try groundTruthRows("conformance/dates/natural-language-to-edtf.csv") {
            let text = try #require(row["text"])
            let expected = try #require(row["edtf"])
            guard let date = try? DateReader().read(text) else { continue }
            understood += 1
            if DateReaderTests.otherwise[text] != nil { continue }
            #expect(date.edtf == expected, "\(text)")
        }
        // Of 103; the rest are museum labels ("active 17-19th Centuries"), centuries, two-digit spans and dates without a year, which no field of ours needs.
        #expect(understood >= 38, "\(understood)")
    }
}

@Suite struct DateReaderPropertyTests {
    @Test("Whatever is written, a date is read or a sentence is given; what is read is EDTF, and reads back as itself")
    func random() throws {
        var random = Seeded(state: 23)
        let words = [
            "2019", "19", "4", "31", "13", "/", "-", ".", " ", ",", "april", "Sep.", "about", "c.", "?", "~", "before", "spring", "s", "3rd", "२०१९",
            "X", "00:00",
            "\u{202E}", "\u{0}", "é", "1900", "\n", "..", "[", "]", "T", "Z", "Y", "E9",
        ]
        for _ in 0..<4_000 {
            let text = (0..<Int.random(in: 0...7, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }.joined()
            for order in DateOrder.allCases {
                do {
                    let date = try DateReader(order: order).read(text)
                    #expect(try PartialDate(edtf: date.edtf) == date)
                    #expect(try DateReader(order: order, readsSeasonCodes: true).read(date.edtf) == date)
                } catch {
                    #expect(error.description.hasSuffix("."))
                }
            }
        }
    }

    @Test("The form in which text is kept does not change when it is kept again")
    func normalTextIsStable() {
        var maker = Seeded(state: 29)
        let scalars = Array(
            "ae\u{300}\u{301}\u{323}\u{345}\u{93C}\u{94D}\u{9BE}\u{9C7}\u{1100}\u{1161}\u{11A8}\r\n\t\u{0}\u{85}\u{200D}\u{212B}\u{FB1D}\u{1F468}"
                .unicodeScalars)
        for _ in 0..<5_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...12, using: &maker) { text.unicodeScalars.append(scalars.randomElement(using: &maker) ?? "a") }
            let kept = NormalText.clean(text)
            #expect(NormalText.clean(kept).utf8.elementsEqual(kept.utf8))
            #expect(NormalText.isClean(kept))
            #expect(!kept.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t" })
        }
    }
}
