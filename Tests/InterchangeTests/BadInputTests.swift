import Dictionary
import Foundation
import Interchange
import Testing

/// Each kind of bad input gets a sentence that says what, where and how to mend it.
struct BadInputTests {
    private static let ending = "records:\n  - record: case\n    fields: {title: T}\n"

    /// What is refused, named in the run's output by its sentence: some are of ten million bytes.
    struct Refused<Content: Sendable>: Sendable, CustomTestStringConvertible {
        var content: Content
        var sentence: String
        var testDescription: String { sentence }

        init(_ content: Content, _ sentence: String) { (self.content, self.sentence) = (content, sentence) }
    }

    static let mappings: [Refused<String>] = [
        .init("", "m.yaml: the mapping file is empty"),
        .init("records: []\n", "m.yaml, line 1: “source” is missing"),
        .init("source: s\n", "“records” is missing"),
        .init("source: s\nrecords: []\n", "line 2: “records” is empty"),
        .init("source: a b\n" + ending, "line 1: “source” may hold only letters"),
        .init("source: s\nsorce: t\n" + ending, "line 2: the mapping file has no setting “sorce”. Did you mean “source”?"),
        .init("source: s\ndates: day-first\n" + ending, "“day-first” is not an order of dates"),
        .init("source: s\nunmapped: yes\n" + ending, "“unmapped” is neither “ignore” nor “error”"),
        .init("source: s\nsource: t\n" + ending, "“source” is written twice"),
        .init("source: [s\n" + ending, "the YAML is not well formed"),
        .init("source: &a s\n" + ending, "line 1: anchors (&name) and aliases (*name) are not read"),
        .init("source: s\nignore: *a\n" + ending, "line 2: anchors (&name) and aliases (*name) are not read"),
        .init("source: s\nmapping: 2\n" + ending, "line 2: the mapping is written for another version"),
        .init("source: s\nrecords:\n  - record: csae\n    fields: {title: T}\n", "line 3: the dictionary has no record “csae”. Did you mean “case”?"),
        .init("source: s\nrecords:\n  - record: case\n    fields: {titel: T}\n", "line 4: the dictionary has no field case.titel. Did you mean “title”?"),
        .init("source: s\nrecords:\n  - record: case\n    fields: {title: Tt}\n", "line 4: the table table.csv has no column “Tt”. Did you mean “T”?"),
        .init("source: s\nidentifier: Number\n" + ending, "line 2: the table table.csv has no column “Number”"),
        .init("source: s\n" + ending.replacing("{title: T}", with: "{title: T, status: {constant: opne}}"), "“opne” is not a code"),
        .init(
            "source: s\nrecords:\n  - record: case\n    fields:\n      status:\n        column: T\n        values:\n          a: clsed\n",
            "line 8: “clsed” is not a code"
        ),
        .init("source: s\n" + ending.replacing("{title: T}", with: "{title: {column: T, constant: x}}"), "is filled in more than one way"),
        .init("source: s\n" + ending.replacing("{title: T}", with: "{title: {spilt: x}}"), "names no column"),
        .init("source: s\n" + ending.replacing("{title: T}", with: "{title: {column: T, spilt: x}}"), "has no setting “spilt”. Did you mean “split”?"),
        .init("source: s\n" + ending.replacing("{title: T}", with: "{documents: T}"), "case.documents is a link. Write it under “links”."),
        .init("source: s\n" + ending + "    links: {documents: papers}\n", "no record of this mapping is called “papers”"),
        .init("source: s\n" + ending + "    links: {title: case}\n", "case.title is no link but of type text"),
        .init("source: s\n" + ending + "    links: {documents: case}\n", "case.documents cannot point to a case"),
        .init("source: s\n" + ending + "  - record: case\n    fields: {title: T}\n", "two records are called “case”"),
        .init("source: s\n" + ending.replacing("{title: T}", with: "{status: {absent: unkown}}"), "Did you mean “unknown”?"),
        .init("source: s\n" + ending.replacing("{title: T}", with: "{title: {parts: {given: T}}}"), "is of type text, which has no parts"),
        .init("source: s\n" + ending.replacing("{title: T}", with: "{place: {parts: {town: T}}}"), "a place has no part “town”"),
        .init("source: s\n" + ending.replacing("title: T", with: "status: {column: T, codes: {huridocs: 4}}"), "knows no codes of HURIDOCS list 4"),
        .init("source: s\nrecords:\n  - record: case\n    fields: {summary: U}\n", "says nothing of the column “T”"),
        .init(String(repeating: "#", count: 300_000), "at most 262144 are read"),
        .init("source: s\nx: " + String(repeating: "[", count: 5_000), "more than 2000 opening brackets"),
        .init("source: s\n" + String(repeating: "- ", count: 100) + "x\n", "the line begins with 100 dashes"),
        .init("source: s\nmissing: \u{0}\n" + ending, "NUL"),
    ]

    @Test(arguments: mappings)
    func aWrongMappingNamesTheLineAndTheRemedy(refused: Refused<String>) throws {
        let (mapping, sentence) = (refused.content, refused.sentence)
        let table = mapping.contains("summary") ? "T,U\nx,y\n" : "T\nx\n"
        let error = #expect(throws: ImportError.self) {
            try Support.withFile(Array(table.utf8)) { file in
                try ImportReader(
                    file: file, instructions: .mapping(bytes: Array(mapping.utf8), name: "m.yaml"),
                    fileDigest: "d", dictionary: Support.dictionary.get())
            }
        }
        #expect(error?.description.contains(sentence) == true, "\(String(describing: error))")
    }

    private static let plain = "source: s\nunmapped: ignore\nrecords:\n  - record: case\n    fields: {title: T, intake-date: D}\noptional: [D]\n"

    static let tables: [Refused<[UInt8]>] = [
        .init([], "the file is empty"),
        .init(Array("\n".utf8), "the first row names no columns"),
        .init(Array("T\nab\u{0}c\n".utf8), "a byte with the value 0"),
        .init([0x54, 0x0A, 0xE9, 0x74, 0x0A], "is not UTF-8"),
        .init(Array("T,U\n\"x,y\n".utf8), "never closed"),
        .init(Array((String(repeating: "T,", count: 1_000_000) + "\n").utf8), "more than 16384 fields"),
        .init(Array("T\n".utf8) + [UInt8](repeating: 0x61, count: 10 << 20), "is longer than 1048576 bytes"),
        .init([0xD0, 0xCF, 0x11, 0xE0, 0, 0, 0, 0], "old or an encrypted Excel file"),
        .init(Array("%PDF-1.7".utf8), "the file is a PDF"),
        .init([0x50, 0x4B, 0x03, 0x04] + [UInt8](repeating: 0, count: 40), "The workbook cannot be opened."),
        .init(Array("{\"a\":1}".utf8), "the file is JSON, and a table is needed"),
        .init(Array("U\nx\n".utf8), "has no column “T”"),
        .init(Array("T,T\nx,y\n".utf8), "more than one column “T”"),
    ]

    @Test(arguments: tables)
    func aWrongFileIsRefused(refused: Refused<[UInt8]>) throws {
        let (bytes, sentence) = (refused.content, refused.sentence)
        let error = #expect(throws: ImportError.self) {
            try Support.withFile(bytes) { try Support.rows(Support.reader($0, mapping: Self.plain)) }
        }
        #expect(error?.description.contains(sentence) == true, "\(String(describing: error))")
    }

    @Test func aWrongRowIsRejectedAndTheNextIsRead() throws {
        let rows = try Support.read("T,D\na,2019\nb,2019,c\nc,soon\nd,2020\n", mapping: Self.plain)
        #expect(rows.map(\.reasons.count) == [0, 1, 1, 0])
        #expect(rows[1].reasons[0].contains("the row has 3 cells, the first row names 2 columns"))
        #expect(rows[2].reasons[0].hasPrefix("D → case.intake-date: “soon” "))
    }

    @Test func aFileThatIsNotThere() throws {
        let error = #expect(throws: ImportError.self) { try Support.reader(URL(filePath: "/nowhere/x.csv"), mapping: Self.plain) }
        #expect(error?.description == "x.csv: there is no such file. Check its name and folder.")
    }

    @Test func aTableThatIsNoCTDCDatasetNamesWhatItLacks() throws {
        let error = #expect(throws: ImportError.self) {
            try Support.withFile(Array("yearOfRegistration,gender\n2019,Female\n".utf8)) { try Support.read($0, preset: .ctdc) }
        }
        #expect(error?.description.contains("the columns are not those of a CTDC dataset that is known") == true)
    }

    /// Mappings with bytes changed, removed, doubled and swapped, by a fixed seed: each is read or refused with a sentence, and nothing crashes.
    @Test func changedMappingsAreReadOrRefused() throws {
        var random = SplitMix(state: 20_26)
        let base = Array(MappingTests.intake.utf8)
        let alphabet = Array("{}[]:,-?&*#!|>'\"%@`~ \n\tabz09é".utf8)
        var refused = 0
        try Support.withFile(Array(MappingTests.table.utf8)) { file in
            for _ in 0..<500 {
                var bytes = base
                for _ in 0...random.next(6) {
                    let place = random.next(bytes.count)
                    switch random.next(4) {
                    case 0: bytes[place] = alphabet[random.next(alphabet.count)]
                    case 1: bytes.remove(at: place)
                    case 2: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + random.next(30))], at: random.next(bytes.count))
                    default: bytes.swapAt(place, random.next(bytes.count))
                    }
                }
                do {
                    var reader = try ImportReader(
                        file: file, instructions: .mapping(bytes: bytes, name: "m.yaml"), fileDigest: "d", dictionary: Support.dictionary.get())
                    while try reader.next() != nil {}
                } catch {
                    #expect(error is ImportError)
                    refused += 1
                }
            }
        }
        #expect(refused > 150)
    }
}

/// A small generator with a seed, so that a failure can be repeated (SplitMix64).
struct SplitMix {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return bound <= 0 ? 0 : Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
