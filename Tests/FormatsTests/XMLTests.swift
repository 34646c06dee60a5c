import Foundation
import TestSupport
import Testing

@testable import Formats

struct XMLTests {
    static let suite = "conformance/xml/defusedxml"
    static let payloads = "conformance/xml/xxe-payloads.jsonl"

    private func events(_ bytes: [UInt8], limits: XMLLimits = .standard) throws -> [XMLEvent] {
        var reader = try XMLReader(bytes: bytes, limits: limits)
        var events: [XMLEvent] = []
        while let event = try reader.next() { events.append(event) }
        return events
    }

    private func error(_ text: String, limits: XMLLimits = .standard) -> XMLError? { error(text.bytes, limits: limits) }

    private func error(_ bytes: [UInt8], limits: XMLLimits = .standard) -> XMLError? {
        do {
            _ = try events(bytes, limits: limits)
            return nil
        } catch { return error as? XMLError }
    }

    private func texts(_ text: String) throws -> [String] {
        try events(text.bytes).compactMap { if case .text(let text) = $0 { text } else { nil } }
    }

    @Test func elementsAttributesAndText() throws {
        let text =
            "\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c --><a x='1' y=\"&lt;&#10;\r\n\t\">t&amp;&#x1F600;<b/><![CDATA[<&amp;]]></a >\n<?pi?>"
        let a = XMLName("a")
        #expect(
            try events(text.bytes) == [
                .start(
                    XMLElement(
                        name: a,
                        attributes: [XMLAttribute(name: XMLName("x"), value: "1"), XMLAttribute(name: XMLName("y"), value: "<\n  ")])),
                .text("t&😀"), .start(XMLElement(name: XMLName("b"), attributes: [])), .end(XMLName("b")), .text("<&amp;"), .end(a),
            ])
    }

    @Test func lineEndsBecomeLineFeeds() throws {
        #expect(try texts("<a>1\r\n2\r3\n4&#13;</a>") == ["1\n2\n3\n4\r"])
        #expect(try texts("<a><![CDATA[1\r\n2\r]]></a>") == ["1\n2\n"])
    }

    @Test func namespaces() throws {
        let text = "<p:a xmlns:p='urn:1' xmlns='urn:2' p:x='1' x='2'><b xmlns=''/><p:c xmlns:p='urn:3'/><p:d xml:space='preserve'/></p:a>"
        let elements = try events(text.bytes).compactMap { if case .start(let element) = $0 { element } else { nil } }
        #expect(
            elements.map(\.name) == [
                XMLName("a", namespace: "urn:1"), XMLName("b"), XMLName("c", namespace: "urn:3"), XMLName("d", namespace: "urn:1"),
            ])
        #expect(elements[0].attributes.map(\.name) == [XMLName("x", namespace: "urn:1"), XMLName("x")])
        #expect(elements[0]["x"] == "2")
        #expect(elements[3].attributes.map(\.name.namespace) == [XMLReader.xmlNamespace])
        #expect(error("<p:a/>")?.reason == .undeclaredPrefix("p"))
        #expect(error("<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/>")?.reason == .duplicateAttribute("q:x"))
    }

    @Test(arguments: [
        ("<!DOCTYPE a><a/>", XMLError.Reason.documentType), ("<a>&b;</a>", .undefinedEntity("b")), ("<a>&#0;</a>", .invalidCharacterReference),
        ("<a>&#xD800;</a>", .invalidCharacterReference), ("<a>&#x110000;</a>", .invalidCharacterReference), ("<a>", .unexpectedEnd),
        ("<a></b>", .mismatchedEnd(open: "a", found: "b")), ("<a x='1' x='2'/>", .duplicateAttribute("x")), ("", .noElement),
        ("<a>\u{1}</a>", .invalidCharacter(1)), ("<a/><b/>", .malformed(expected: "nothing after the outermost element")),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a/>", .unsupportedEncoding("ISO-8859-1")),
        ("<?xml version='1.0' encoding='UTF-7'?><a/>", .unsupportedEncoding("UTF-7")),
    ])
    func refuses(text: String, reason: XMLError.Reason) {
        #expect(error(text)?.reason == reason)
        #expect((error(text)?.description.count ?? 0) > 20)
    }

    @Test(arguments: [
        "x", "<", "<a", "<a x>", "<a x=1/>", "<a x='<'/>", "<a x='1'y='2'/>", "</a>", "<a>& </a>", "<1/>", "<a/>x", "<![CDATA[x]]>", "<a><!X></a>",
    ])
    func refusesWhatIsNotWellFormed(text: String) {
        #expect(error(text) != nil)
    }

    @Test func encodings() throws {
        let text = "<?xml version='1.0' encoding='UTF-16'?>\n<a>é😀</a>"
        let little = text.utf16LittleEndian
        let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let expected = try events("<a>é😀</a>".bytes)
        #expect(try events([0xFF, 0xFE] + little) == expected)
        #expect(try events([0xFE, 0xFF] + big) == expected)
        for bytes in [little, big, [0xFF, 0xFE, 0, 0] + little, [0x4C, 0x6F, 0xA7, 0x94, 0x93]] {
            if case .unsupportedEncoding = error(bytes)?.reason { continue }
            Issue.record("not refused as an encoding: \(bytes.prefix(6))")
        }
        #expect(error([0xFF, 0xFE] + "<a>".utf16LittleEndian + [0x00, 0xD8, 0x20, 0x00]) != nil)
        #expect(error("<a>".bytes + [0xFF] + "</a>".bytes)?.reason == .invalidUTF8)
        #expect(error(text)?.reason == .unsupportedEncoding("UTF-16"))
    }

    @Test func limits() {
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(error(deep)?.reason == .tooDeep(limit: 256))
        let attributes = (0..<100_000).map { " a\($0)='1'" }.joined()
        #expect(error("<a\(attributes)/>")?.reason == .tooManyAttributes(limit: 256))
        let long = String(repeating: "n", count: 5 << 20)
        #expect(error("<\(long)/>")?.reason == .tokenTooLong(limit: 4 << 20))
        #expect(error("<a x='\(long)'/>")?.reason == .tokenTooLong(limit: 4 << 20))
        #expect(error("<a>\(long)</a>")?.reason == .tokenTooLong(limit: 4 << 20))
    }

    @Test func includesAndStylesheetsAreOnlyElementsAndInstructions() throws {
        let text =
            "<?xml-stylesheet href='http://xxe.invalid/x.xsl'?><a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='file:///etc/passwd'/></a>"
        #expect(try events(text.bytes).count == 4)
    }

    /// Where pieces end changes nothing, neither events nor errors.
    @Test func piecesOfAnySizeGiveTheSameEvents() throws {
        struct Pieces: XMLSource {
            var rest: ArraySlice<UInt8>
            let size: Int
            mutating func next() throws(XMLSourceError) -> [UInt8] {
                defer { rest = rest.dropFirst(size) }
                return Array(rest.prefix(size))
            }
        }
        let filler = "<!-- " + String(repeating: "-x", count: 600) + " -->"
        for tail in ["", "<b>", "</c>", "&x;"] {
            let text = "<?xml version='1.0'?>\(filler)<a é='1&amp;2'>\r\nt<!-- <b> --><b/><![CDATA[]]]]>é😀<?p ?></a>\(tail)"
            let whole = Result { try events(text.bytes) }
            for size in 1...40 {
                let parts = Result {
                    var reader = try XMLReader(source: Pieces(rest: text.bytes[...], size: size))
                    var events: [XMLEvent] = []
                    while let event = try reader.next() { events.append(event) }
                    return events
                }
                switch (whole, parts) {
                case (.success(let left), .success(let right)): #expect(left == right)
                case (.failure(let left), .failure(let right)): #expect(left as? XMLError == right as? XMLError)
                default: Issue.record("pieces of \(size) bytes: \(whole) and \(parts)")
                }
            }
        }
    }

    /// Nothing is opened: there is no code for it. What can be seen is that each attack ends at its declaration and none yields the canary's text.
    @Test(.enabled(if: GroundTruth.has(suite), "the XML attacks are not here"))
    func bombsAndExternalEntitiesAreRefused() throws {
        let folder = try GroundTruth.url(Self.suite)
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let fault = try error(GroundTruth.bytes("\(Self.suite)/\(file)"))
            let isPlain = file == "simple.xml" || file == "simple-ns.xml"
            #expect(fault?.reason == (isPlain ? nil : .documentType), "\(file)")
        }
    }

    @Test(.enabled(if: GroundTruth.has(payloads), "the XML payloads are not here"))
    func payloadsOpenNothing() throws {
        let canary = FileManager.default.temporaryDirectory.appending(path: "canary-\(UUID().uuidString).txt")
        try Data("CANARY".utf8).write(to: canary)
        defer { try? FileManager.default.removeItem(at: canary) }
        var refused = 0
        for item in try ConformanceData.jsonLines(Self.payloads) {
            let text = try #require(item["xml"]?.string)
            for variant in [text, text.replacing("/etc/passwd", with: canary.path)] {
                for bytes in [variant.bytes, [0xFF, 0xFE] + variant.utf16LittleEndian] {
                    let result = Result { try events(bytes) }
                    if case .success(let events) = result {
                        #expect(!text.uppercased().contains("<!DOCTYPE"), "a document type passed: \(text)")
                        #expect(!"\(events)".contains("CANARY"))
                        #expect(!"\(events)".contains("root:"))
                    } else {
                        refused += 1
                    }
                }
            }
        }
        #expect(refused > 200)
    }
}
