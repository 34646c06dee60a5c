import Dictionary

/// A letter with its gaps filled, ready to be shown or printed.
struct Letter: Sendable {
    /// A run of words, or a gap of which nothing is known: a line on which it can be written by hand.
    enum Run: Sendable, Hashable {
        case words(String)
        /// What people wrote: its direction is its own.
        case filled(String)
        case blank
    }

    struct Line: Sendable, Hashable {
        var shape: LetterTemplate.Shape
        var runs: [Run]
    }

    var lines: [Line] = []
    /// The names of the gaps that stayed empty, each once, in the order of the letter.
    var missing: [String] = []
    let language: String
    let isRightToLeft: Bool
    let title: String

    init(_ template: LetterTemplate, _ values: LetterValues, isRightToLeft: Bool) {
        language = template.language
        title = template.title
        self.isRightToLeft = isRightToLeft
        for part in template.parts {
            switch part {
            case .line(let line): add(line, values, nil)
            case .ifAny(let subject, let lines):
                if !values.repetitions(of: subject).isEmpty { for line in lines { add(line, values, nil) } }
            case .each(let subject, let lines):
                let repetitions = values.repetitions(of: subject)
                for repetition in repetitions { for line in lines { add(line, values, repetition) } }
                // Somebody a letter is about; the gaps are then filled by hand.
                if repetitions.isEmpty, subject == "worker" { for line in lines { add(line, values, nil) } }
            }
        }
        lines = Self.withoutEmptySections(lines)
        missing += template.needs.filter { values.repetitions(of: $0).isEmpty }.map(values.label)
    }

    /// A heading under which nothing came to stand says nothing.
    private static func withoutEmptySections(_ lines: [Line]) -> [Line] {
        lines.indices.compactMap { index in
            guard lines[index].shape == .heading else { return lines[index] }
            guard lines.indices.contains(index + 1), lines[index + 1].shape != .heading else { return nil }
            return lines[index]
        }
    }

    /// Of several gaps of a row or an item, what is not known is left out with the sign before it, or behind it where it is the first.
    private static func withoutBlanks(_ runs: [Run]) -> [Run] {
        var kept: [Run] = []
        var isFirstLeftOut = false
        for run in runs {
            if case .blank = run {
                if let last = kept.last, isSign(last) { kept.removeLast() } else if kept.isEmpty { isFirstLeftOut = true }
            } else if isFirstLeftOut, kept.isEmpty, isSign(run) {
                continue
            } else {
                kept.append(run)
            }
        }
        return kept
    }

    private static func isSign(_ run: Run) -> Bool {
        guard case .words(let words) = run else { return false }
        return words.unicodeScalars.allSatisfy { !$0.properties.isAlphabetic && $0.properties.numericType == nil }
    }

    /// Whose gap it is, where a letter is about several people.
    private static func worker(_ repetition: LetterValues.Repetition?, _ values: LetterValues) -> String? {
        guard let repetition, values.repetitions(of: "worker").count > 1 else { return nil }
        return values.text("worker", "names", in: repetition)
    }

    private mutating func add(_ line: LetterTemplate.Line, _ values: LetterValues, _ repetition: LetterValues.Repetition?) {
        var runs: [Run] = []
        var empty: [String] = []
        var isFilled = false
        for piece in line.pieces {
            switch piece {
            case .words(let words): runs.append(.words(words))
            case .gap(let subject, let field):
                if let text = values.text(subject, field, in: repetition) {
                    runs.append(.filled(text))
                    isFilled = true
                } else {
                    runs.append(.blank)
                    empty.append(values.label(subject, field))
                }
            }
        }
        // What stands behind the first gap of a row, such as the time that a sum is paid for, says nothing without it.
        let gaps = runs.filter { if case .words = $0 { false } else { true } }
        if case .row(_, true) = line.shape, !isFilled || gaps.first == .blank { return }
        if isFilled, line.shape != .paragraph { (runs, empty) = (Self.withoutBlanks(runs), []) }
        // Of what may be left out within a list nothing is missed.
        if repetition == nil || repetition?.subject == "worker" {
            let owner = Self.worker(repetition, values).map { " (\u{2068}\($0)\u{2069})" } ?? ""
            for name in empty where !missing.contains(name + owner) { missing.append(name + owner) }
        }
        lines.append(Line(shape: line.shape, runs: runs))
    }

    // MARK: As a page

    /// A page of its own, without references to anything, for printing and for other programs.
    var page: HTML {
        HTML { html in
            html.doctype()
            html.element("html", [.lang(language), .dir(isRightToLeft ? "rtl" : "ltr")]) { html in
                html.element("head") { html in
                    html.element("meta", [Attribute("charset", "utf-8")])
                    html.element("title", text: title)
                    html.element("style", text: Self.style)
                }
                html.element("body") { write(&$0) }
            }
        }
    }

    static let style =
        "@page{size:A4;margin:2.2cm}body{font:11pt/1.55 Noto Sans,Noto Sans Devanagari,Noto Sans Bengali,Noto Sans Arabic,sans-serif}h1{font-size:16pt}h2{font-size:12.5pt}"
        + "table{width:100%;border-collapse:collapse}th,td{text-align:start;vertical-align:top;padding:.15cm .2cm;border-bottom:.5pt solid #999}th{width:32%;font-weight:600}"
        + ".end{text-align:end}.signature{margin-top:1.4cm;border-top:.5pt solid #000;width:7cm}"

    /// The lines alone, to be put into another page.
    func write(_ html: inout HTMLWriter) {
        var index = 0
        while index < lines.count {
            switch lines[index].shape {
            case .row: index = table(&html, from: index)
            case .item: index = list(&html, from: index)
            case .title:
                single(&html, "h1", index)
                index += 1
            case .heading:
                single(&html, "h2", index)
                index += 1
            case .paragraph:
                single(&html, "p", index)
                index += 1
            case .right:
                html.element("p", [.class("end")]) { runs(&$0, lines[index].runs) }
                index += 1
            case .signature:
                html.element("p", [.class("signature")], text: "\u{A0}")
                index += 1
            }
        }
    }

    private func single(_ html: inout HTMLWriter, _ name: StaticString, _ index: Int) {
        html.element(name) { runs(&$0, lines[index].runs) }
    }

    private func table(_ html: inout HTMLWriter, from start: Int) -> Int {
        var end = start
        html.element("table") { html in
            while end < lines.count, case .row(let label, _) = lines[end].shape {
                html.element("tr") { html in
                    html.element("th", [Attribute("scope", "row")], text: label)
                    html.element("td") { runs(&$0, lines[end].runs) }
                }
                end += 1
            }
        }
        return end
    }

    private func list(_ html: inout HTMLWriter, from start: Int) -> Int {
        var end = start
        html.element("ul") { html in
            while end < lines.count, lines[end].shape == .item {
                html.element("li") { runs(&$0, lines[end].runs) }
                end += 1
            }
        }
        return end
    }

    private func runs(_ html: inout HTMLWriter, _ runs: [Run]) {
        // Programs that make documents take the direction of a line from its first letter, whoever's name that is.
        if isRightToLeft, runs.count > 1 { html.text("\u{200F}") }
        for run in runs {
            switch run {
            case .words(let words): html.text(words)
            case .filled(let text): html.element("bdi") { Self.text(&$0, text) }
            case .blank: html.text("……………………")
            }
        }
    }

    /// Narratives keep their lines.
    private static func text(_ html: inout HTMLWriter, _ text: String) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { html.element("br") }
            html.text(String(line))
        }
    }
}
