import Dictionary
import Journal

/// What several pages about cases show.
enum CasePages {
    static func facts(_ html: inout HTMLWriter, _ view: RecordView, _ answers: AnswerText) {
        let translator = answers.translator
        html.element("dl", [.class("facts")]) { html in
            for entry in view.fields where entry.field.type != .link {
                html.element("dt", text: entry.field.label(translator.language))
                html.element("dd") { html in
                    html.element("span", [.dir("auto")], text: answers.text(entry.answer, entry.field))
                    if let note = entry.answer?.note { html.element("span", [.class("muted"), .dir("auto")], text: " (\(note))") }
                    for other in entry.others {
                        html.text(" ")
                        html.element("span", [.class("badge")], text: translator("cases.clash"))
                        html.text(" ")
                        html.element("span", [.dir("auto")], text: answers.text(other.answer, entry.field))
                    }
                }
            }
        }
        if !view.hiddenFields.isEmpty { html.element("p", [.class("muted")], text: translator("cases.hidden", ["count": .number(view.hiddenFields.count)])) }
    }
}
