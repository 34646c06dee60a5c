import Dictionary
import Formats
import Forms

/// Shows a form as it was filled in: its groups and those of its questions that were answered, in the reader's language.
struct SubmissionPage {
    let request: WebRequest
    let sheet: SubmissionSheet
    let answers: AnswerText

    private var translator: Translator { request.translator }

    func html() -> HTML {
        Page(request, title: "submissions.title", area: .cases).html { html in
            html.element("p") { $0.element("a", [.href("/cases/\(sheet.caseRecord)")], text: translator("cases.back")) }
            html.element("p", [.class("lead"), .dir("auto")], text: sheet.form?.title(translator.language) ?? sheet.view.text("form") ?? "")
            html.element("p", [.class("muted")]) { html in
                html.element("span", [.dir("auto")], text: sheet.author ?? translator("cases.author.other"))
                html.text(" · \(MomentText.text(sheet.milliseconds, translator))")
                if let version = sheet.form?.program.form.version { html.text(" · \(version)") }
            }
            content(&html)
            made(&html)
        }
    }

    private func content(_ html: inout HTMLWriter) {
        if sheet.view.isErased { return html.element("p", [.class("warning")], text: translator("cases.erased")) }
        guard let content = sheet.content else { return html.element("p", [.class("muted")], text: translator("submissions.hidden")) }
        html.element("div", [.class("card")]) { html in
            guard let filling = sheet.filling else {
                html.element("p", [.class("muted")], text: translator("submissions.gone"))
                return list(&html, Self.plain(content, ""))
            }
            guard hasAnswer(filling, in: nil) else { return html.element("p", [.class("muted")], text: translator("submissions.none")) }
            write(&html, filling, in: nil, heading: 2)
        }
    }

    private func made(_ html: inout HTMLWriter) {
        guard !sheet.made.isEmpty else { return }
        html.element("h2", text: translator("submissions.made"))
        html.element("ul", [.class("plain")]) { html in
            for item in sheet.made {
                let place = item.kind == "document" ? "/documents/\(item.record)" : "#record-\(item.record)"
                html.element("li") {
                    $0.element(
                        "a", [.href("/cases/\(sheet.caseRecord)\(place)")], text: answers.dictionary.record(item.kind)?.label(translator.language) ?? item.kind)
                }
            }
        }
    }

    // MARK: Groups

    private struct Line {
        var label: String
        var text: String
        var note: String
    }

    private func write(_ html: inout HTMLWriter, _ filling: FormFilling, in parent: Int?, heading: Int) {
        var lines: [Line] = []
        for element in filling.elements(in: parent) {
            let definition = filling.definition(ofElement: element)
            let nodes = filling.nodes(of: element, in: parent).filter { filling.isRelevant($0) }
            if case .question = definition.kind {
                lines += nodes.compactMap { line(filling, $0, definition) }
                continue
            }
            list(&html, lines)
            lines = []
            for (number, node) in nodes.enumerated() where hasAnswer(filling, in: node) {
                let label = filling.text(definition.label, of: node)
                let title = definition.kind == .repeated ? translator("forms.round", ["what": .text(label), "number": .number(number + 1)]) : label
                if !title.isEmpty { self.title(&html, title, heading) }
                write(&html, filling, in: node, heading: title.isEmpty ? heading : min(heading + 1, 4))
            }
        }
        list(&html, lines)
    }

    private func title(_ html: inout HTMLWriter, _ text: String, _ level: Int) {
        switch level {
        case 2: html.element("h2", [.dir("auto")], text: text)
        case 3: html.element("h3", [.dir("auto")], text: text)
        default: html.element("h4", [.dir("auto")], text: text)
        }
    }

    private func hasAnswer(_ filling: FormFilling, in parent: Int?) -> Bool {
        filling.elements(in: parent).contains { element in
            filling.nodes(of: element, in: parent).contains { node in
                filling.isRelevant(node) && (line(filling, node, filling.definition(ofElement: element)) != nil || hasAnswer(filling, in: node))
            }
        }
    }

    private func list(_ html: inout HTMLWriter, _ lines: [Line]) {
        guard !lines.isEmpty else { return }
        html.element("dl", [.class("facts")]) { html in
            for line in lines {
                html.element("dt", [.dir("auto")], text: line.label)
                html.element("dd") { html in
                    html.element("span", [.dir("auto"), .class("told")], text: line.text)
                    if !line.note.isEmpty { html.element("span", [.class("muted"), .dir("auto")], text: " (\(line.note))") }
                }
            }
        }
    }

    // MARK: Answers

    /// Nil for what is no question to people, or was not answered.
    private func line(_ filling: FormFilling, _ node: Int, _ definition: FormNode) -> Line? {
        guard filling.isShown(node), let type = definition.questionType, type != .note else { return nil }
        let note = filling.note(of: node)
        let text = text(filling, node, type)
        guard !text.isEmpty || !note.isEmpty else { return nil }
        let label = filling.text(definition.label.isEmpty ? definition.hint : definition.label, of: node)
        return Line(label: label.isEmpty ? definition.name : label, text: text, note: note)
    }

    private func text(_ filling: FormFilling, _ node: Int, _ type: QuestionType) -> String {
        if let absence = filling.absence(of: node) { return translator("cases.absence.\(absence)") }
        let value = filling.value(of: node)
        guard !value.isEmpty else { return filling.typed(node) }
        switch type {
        case .selectOne, .selectOneExternal: return labels(filling, node, [value])
        case .selectMultiple, .rank: return labels(filling, node, FormFilling.words(value))
        case .acknowledge, .trigger: return translator("forms.acknowledge")
        case .date: return (try? DateReader().read(value)).map(answers.dates.text) ?? filling.typed(node)
        default: return value
        }
    }

    private func labels(_ filling: FormFilling, _ node: Int, _ chosen: [String]) -> String {
        let labels = [String: String](filling.choices(of: node).map { ($0.name, $0.label) }, uniquingKeysWith: { first, _ in first })
        return chosen.map { labels[$0] ?? $0 }.joined(separator: translator("cases.list-separator"))
    }

    /// Answers of a form that is not there: the names of its questions with their groups before them.
    private static func plain(_ json: JSONValue, _ place: String) -> [Line] {
        switch json {
        case .object(let members) where members["round"] == nil && members["value"] == nil && members["absent"] == nil:
            return members.members.flatMap { plain($0.value, place.isEmpty ? $0.name : "\(place) › \($0.name)") }
        case .object(let members):
            if let answers = members["answers"] { return plain(answers, place) }
            return [Line(label: place, text: members["value"]?.string ?? members["absent"]?.string ?? "", note: members["note"]?.string ?? "")]
        case .array(let rounds): return rounds.enumerated().flatMap { plain($0.element, "\(place) \($0.offset + 1)") }
        case .string(let text): return [Line(label: place, text: text, note: "")]
        default: return []
        }
    }
}
