import Testing

@testable import Forms

/// The marks of <https://docs.getodk.org/form-styling>.
@Suite("Styled labels")
struct StyledTextTests {
    @Test(
        "Marks become styling",
        arguments: [
            ("plain", "plain"), ("**bold** and __strong__", "[bold] and [strong]"), ("*emphasis* and _emphasis_", "{emphasis} and {emphasis}"),
            ("**bold *and* more**", "[bold ][{and}][ more]"), ("***both***", "[{both}]"), ("## Wages", "[Wages]"), ("#1 question", "#1 question"),
            ("given_name and family_name", "given_name and family_name"), ("2 * 3 * 4 = 24", "2 * 3 * 4 = 24"), ("**not closed", "**not closed"),
            ("\\*not emphasis\\*", "*not emphasis*"), ("see [the law](https://example.org/a?b=1)", "see <the law https://example.org/a?b=1>"),
            ("[x](javascript:alert)", "[x](javascript:alert)"), ("<span style=\"color:red\">red</span> & <b>b</b>", "red & b"), ("a < b", "a < b"),
            ("one\n**two**", "one\n[two]"), ("", ""), ("**", "**"), ("____", "____"), ("नाम **लेख्नुहोस्**", "नाम [लेख्नुहोस्]"),
        ])
    func marks(_ written: String, _ shown: String) {
        #expect(show(StyledText(written)) == shown)
    }

    @Test("An answer that is put into a label is shown as it is")
    func answers() {
        let text = StyledText("**\(StyledText.placeholder(0))** of \(StyledText.placeholder(1))", outputs: [4, 7]).filled { $0 == 4 ? "*Ram*" : "<b>x</b>" }
        #expect(show(text) == "[*Ram*] of <b>x</b>")
        #expect(text.plain == "*Ram* of <b>x</b>")
    }

    private func show(_ text: StyledText) -> String {
        text.runs.map { run in
            var shown = run.text
            if let address = run.address { shown = "<\(shown) \(address)>" }
            if run.isEmphasised { shown = "{\(shown)}" }
            return run.isStrong ? "[\(shown)]" : shown
        }.joined()
    }
}
