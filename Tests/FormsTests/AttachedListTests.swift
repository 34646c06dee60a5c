import Formats
import TestSupport
import Testing

@testable import Forms

@Suite("Lists from attached files")
struct AttachedListTests {
    private func filling(_ sheets: String, _ files: [String: String]) throws -> FormFilling {
        let reading = FormReader.read(bytes: Array(sheets.utf8), name: "form")
        let program = FormProgram(try #require(reading.form, "\(reading.problems)"))
        try #require(program.isUsable, "\(program.problems)")
        let tables = try files.reduce(into: [String: FormTable]()) { $0[$1.key] = try FormTable(file: $1.key, bytes: Array($1.value.utf8)) }
        return FormFilling(program, clock: FormClock(now: 0, offset: 0)) { tables[$0] }
    }

    private func node(_ name: String, _ filling: FormFilling) throws -> Int {
        try #require(filling.allNodes.first { filling.definition(of: $0)?.name == name })
    }

    private func offered(_ name: String, _ filling: FormFilling) throws -> [String] {
        filling.choices(of: try node(name, filling)).map { "\($0.name)=\($0.label)" }
    }

    @Test("CSV, XML and GeoJSON give choices with filters, and values to calculations")
    func kinds() throws {
        var filling = try filling(
            """
            survey
            ,type,name,label,choice_filter,calculation
            ,select_one_from_file camps.csv,camp,Camp,,
            ,select_one_from_file rooms.xml,room,Room,camp=${camp},
            ,select_one_from_file places.geojson,place,Place,,
            ,calculate,where,,,instance('places')/root/item[id=${place}]/geometry
            ,calculate,beds,,,"pulldata('camps', 'beds', 'name', ${camp})"

            """,
            [
                "camps.csv": "name,label,beds\na,Camp A,40\nb,\"Camp \"\"B\"\"\",12\n",
                "rooms.xml":
                    "<root><item><name>1</name><label>One &amp; a half</label><camp>a</camp></item><item><camp>b</camp><name>2</name><label>Two</label></item></root>",
                "places.geojson":
                    #"{"type":"FeatureCollection","features":[{"type":"Feature","id":"x7","geometry":{"type":"Point","coordinates":[51.53,25.29]},"properties":{"title":"Gate","floor":3}}]}"#,
            ])
        #expect(try offered("camp", filling) == ["a=Camp A", "b=Camp \"B\""])
        #expect(try offered("room", filling) == [])
        filling.answer(try node("camp", filling), value: "a")
        filling.answer(try node("place", filling), value: "x7")
        filling.compute()
        #expect(try offered("room", filling) == ["1=One & a half"])
        #expect(try offered("place", filling) == ["x7=Gate"])
        #expect(filling.value(of: try node("where", filling)) == "25.29 51.53 0 0")
        #expect(filling.value(of: try node("beds", filling)) == "40")
    }

    @Test("What ODK Collect takes from itemsets.csv is offered like any list")
    func external() throws {
        var filling = try filling(
            """
            survey
            ,type,name,label,choice_filter
            ,text,state,State,
            ,select_one_external towns,town,Town,state=${state}
            external_choices
            ,list_name,name,label,state
            ,towns,doha,Doha,qa
            ,towns,muscat,Muscat,om

            """, [:])
        filling.answer(try node("state", filling), value: "om")
        filling.compute()
        #expect(try offered("town", filling) == ["muscat=Muscat"])
        filling.answer(try node("town", filling), value: "doha")
        #expect(filling.fault(of: try node("town", filling)) == .notOffered)
    }

    @Test(
        "search() in the appearance fills the choices from a file",
        arguments: [
            ("search('firms')", ["g=Gulf Labour, Doha", "h=Himal (Manpower), Kathmandu", "n=Northern, Doha", "99=Another"]),
            ("search('firms.csv', 'contains', 'title', ${part})", ["h=Himal (Manpower), Kathmandu", "99=Another"]),
            ("minimal search('firms', 'startswith', 'title, town', 'KATH')", ["h=Himal (Manpower), Kathmandu", "99=Another"]),
            ("search('firms', 'endswith', 'title', 'labour')", ["g=Gulf Labour, Doha", "99=Another"]),
            ("search('firms', 'matches', 'town', 'Doha', 'kind', 'x')", ["n=Northern, Doha", "99=Another"]),
        ])
    func search(_ appearance: String, _ expected: [String]) throws {
        var filling = try filling(
            """
            survey
            ,type,name,label,appearance
            ,text,part,Part,
            ,select_one firms,firm,Firm,"\(appearance)"
            choices
            ,list_name,name,label
            ,firms,code,"title, town"
            ,firms,99,Another

            """,
            ["firms.csv": "code,title,town,kind\ng,Gulf Labour,Doha,y\nh,Himal (Manpower),Kathmandu,x\nn,Northern,Doha,x\n"])
        filling.answer(try node("part", filling), value: "MANPOWER")
        filling.compute()
        #expect(try offered("firm", filling) == expected)
    }

    @Test("A file that is not what its ending says is refused with a remedy")
    func faults() {
        for (name, content) in [("a.xml", "<root/>"), ("a.xml", "<root><item>"), ("a.geojson", "{\"type\":\"Feature\"}"), ("a.geojson", "{")] {
            #expect(throws: FormTableError.self) { try FormTable(file: name, bytes: Array(content.utf8)) }
        }
    }

    @Test(
        "itemsets.csv is the one that the reference conversion writes",
        .enabled(if: GroundTruth.has("xlsforms/index.json"), "the ground truth of XLSForms is not there"))
    func itemsets() throws {
        var compared = 0
        for known in KnownForm.all where known.converts {
            let place = "xlsforms/\(known.withoutSuffix).itemsets.csv"
            guard GroundTruth.has(place), let form = try FormReader.read(file: GroundTruth.url("xlsforms/" + known.path)).form else { continue }
            let written = try #require(form.itemsets, "\(known.path)")
            #expect(try rows(written) == rows(try GroundTruth.bytes(place)), "\(known.path)")
            compared += 1
        }
        #expect(compared >= 5)
    }

    /// The filled cells of each row by column: in which order the columns stand says nothing.
    private func rows(_ csv: [UInt8]) throws -> [[String: String]] {
        let table = try FormTable(csv: csv)
        return table.rows.map { row in
            Dictionary(zip(table.columns, row).filter { !$0.1.isEmpty }.map { ($0.0, $0.1) }, uniquingKeysWith: { first, _ in first })
        }
    }
}
