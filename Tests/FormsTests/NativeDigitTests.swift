import Formats
import Foundation
import Testing

@testable import Forms

@Suite("Numbers in the digits of any script")
struct NativeDigitTests {
    private static let sheets = """
        survey
        ,type,name,label,parameters,relevant
        ,integer,age,Age,,
        ,decimal,height,Height,,
        ,range,grade,Grade,start=1 end=9 step=2,
        ,geopoint,at,Where,,
        ,geotrace,way,Way,,
        ,time,hour,Hour,,
        ,dateTime,moment,When,,
        ,date,born,Born,,
        ,text,words,Words,,
        ,text,adult,Adult,,${age} >= 18 and ${height} > 1.3 and ${born} < date('2020-01-01')

        """

    private func filling() throws -> FormFilling {
        let reading = FormReader.read(bytes: Array(Self.sheets.utf8), name: "form")
        return FormFilling(FormProgram(try #require(reading.form, "\(reading.problems)")), clock: FormClock(now: 1_700_000_000_000, offset: 0))
    }

    private func node(_ name: String, _ filling: FormFilling) throws -> Int { try #require(filling.allNodes.first { filling.definition(of: $0)?.name == name }) }

    @Test(
        "Numbers, ranges, places, times and dates are what they say, and are shown as they were typed",
        arguments: [
            ("age", "२५", "25"), ("age", "٢٥", "25"), ("age", "-২৫", "-25"), ("age", "\u{2212}۲۵", "-25"), ("height", "१.४", "1.4"), ("height", "١٫٤", "1.4"),
            ("height", "\u{200F}١٫٤\u{200E}", "1.4"), ("grade", "५", "5"), ("at", "२७.७ ८५.३", "27.7 85.3"), ("at", "٢٧٫٧ ٨٥٫٣ ١٢٠٠ ٥", "27.7 85.3 1200 5"),
            ("way", "२७ ८५; २८ ८६", "27 85; 28 86"), ("hour", "१०:३०", "10:30"), ("moment", "२०२४-०३-१५T०८:३०", "2024-03-15T08:30"), ("born", "२०१९-०४", "2019-04"),
            ("words", "२५", "२५"),
        ])
    func taken(_ name: String, _ typed: String, _ value: String) throws {
        var filling = try filling()
        let node = try node(name, filling)
        filling.answer(node, value: typed)
        filling.compute()
        #expect(filling.value(of: node) == value && filling.typed(node) == typed && filling.fault(of: node) == nil)
        let draft = filling.json
        var again = try self.filling()
        again.restore(draft)
        #expect(again.value(of: node) == value && again.typed(node) == typed)
    }

    @Test("What is no number stays none", arguments: [("age", "२५ वर्ष"), ("age", "१.४"), ("height", "१,४"), ("height", "١٬٢٠٠"), ("grade", "४"), ("at", "२७.७"), ("hour", "१०")])
    func refused(_ name: String, _ typed: String) throws {
        var filling = try filling()
        let node = try node(name, filling)
        filling.answer(node, value: typed)
        #expect(filling.fault(of: node) != nil)
    }

    @Test("Questions that follow from them come up")
    func following() throws {
        var filling = try filling()
        for (name, typed) in [("age", "१८"), ("height", "१٫४"), ("born", "१९९९-०१-०१")] { filling.answer(try node(name, filling), value: typed) }
        filling.compute()
        #expect(filling.isRelevant(try node("adult", filling)))
    }

    /// The digits are those of the Unicode Character Database, as Swift's library and the engine of the script each have it.
    @Test("The script of the pages reads every digit as the server does", .enabled(if: ScriptTests.node != nil, "node is not there"))
    func script() throws {
        let digits = (0x80...0x1FBFF).compactMap { Unicode.Scalar($0) }.filter { $0.properties.generalCategory == .decimalNumber }
        #expect(digits.count >= 650)
        let texts = digits.map { "1\($0),x" } + ["١٬٢٠٠٫٥٠", "\u{2212}٣", "\u{200F}١٢\u{200E}\u{061C}", "2026-03-15", "½ ٪ ²"]
        let results = try ScriptTests().run(texts.map { String(decoding: JSONValue.object(["numerals": .string($0)]).canonicalBytes(), as: UTF8.self) })
        try #require(results.count == texts.count)
        var known = 0
        for (text, result) in zip(texts, results) {
            let found = result["value"]?.string
            // An engine of another version may not know the newest scripts.
            if found != text { known += 1 }
            #expect(found == withPlainNumerals(text) ?? text || found == text, "\(text)")
        }
        #expect(known >= 620)
    }
}
