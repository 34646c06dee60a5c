import Dictionary
import Journal

// How a record of the case is shown.
extension CaseSheetPage {
    /// - Parameter title: what stands above the kind's own name; nil for that name.
    func card(_ html: inout HTMLWriter, _ view: RecordView, title: String?, tag: String? = nil, _ more: (inout HTMLWriter) -> Void = { _ in }) {
        let kind = dictionary.record(view.kind)?.label(translator.language) ?? view.kind
        html.element("article", [.class("card"), .id("record-\(view.record)")]) { html in
            html.element("h3", [.dir("auto")]) { html in
                html.text(title ?? kind)
                if let tag {
                    html.text(" ")
                    html.element("span", [.class("badge")], text: tag)
                }
            }
            if let partner = sheet.shared.partner(of: view.record) { html.element("p", [.class("small")]) { from(&$0, partner) } }
            facts(&html, view, besides: [])
            clashes(&html, view)
            more(&html)
            links(&html, view)
        }
    }

    private func from(_ html: inout HTMLWriter, _ partner: String) {
        let name = partner.isEmpty ? translator("referrals.they") : "\u{2068}\(partner)\u{2069}"
        html.element("span", [.class("badge shared")], text: translator("referrals.from", ["partner": .text(name)]))
    }

    /// Whose answer it is: the partner's, or one that was changed here with what the partner had written.
    private func origin(_ html: inout HTMLWriter, _ entry: RecordView.Entry, _ record: String) {
        guard let mark = sheet.shared.mark(entry, of: record) else { return }
        html.text(" ")
        if mark.isTheirs { return from(&html, mark.partner) }
        let name = mark.partner.isEmpty ? translator("referrals.they") : "\u{2068}\(mark.partner)\u{2069}"
        let text = "\u{2068}\(answers.text(mark.answer, entry.field))\u{2069}"
        html.element("span", [.class("muted")], text: translator("referrals.changed-here", ["partner": .text(name), "answer": .text(text)]))
    }

    private func links(_ html: inout HTMLWriter, _ view: RecordView) {
        guard !sheet.isPartner else { return }
        html.element("p", [.class("small")]) { html in
            if mayWrite && !view.isErased {
                html.element("a", [.href("/cases/\(record)/records/\(view.record)")], text: translator("cases.edit"))
                html.element("span", [.class("hidden")], text: " \(dictionary.record(view.kind)?.label(translator.language) ?? "")")
                html.text(" · ")
            }
            html.element("a", [.href("/cases/\(record)/records/\(view.record)/history")], text: translator("cases.history"))
        }
    }

    /// The usual answers at once, the others one step away.
    func facts(_ html: inout HTMLWriter, _ view: RecordView, besides: Set<String>) {
        let shown = view.fields.filter { entry in
            // A year that follows from a date beside it says nothing more.
            let isSaid = Self.datesOfYears[entry.field.fullName].map { view.date($0) != nil } ?? false
            // The title of a card is the bare answer: a note on it, or why there is none, stands below.
            let isTitle = Self.titleFields.contains(entry.field.fullName) && entry.answer?.note == nil && entry.answer?.value != nil
            return entry.field.type != .link && !isSaid && !besides.contains(entry.field.name) && !isTitle
        }
        let usual = Set(RecordPages.usual[view.kind] ?? [])
        let first = shown.filter { usual.contains($0.field.name) || $0.field.type == .narrative || shown.count <= 6 }
        let rest = shown.filter { entry in !first.contains { $0.field == entry.field } }
        list(&html, first, view)
        if !rest.isEmpty {
            html.element("details") { html in
                html.element("summary", text: translator("case.more", ["count": .number(rest.count)]))
                list(&html, rest, view)
            }
        }
        if !view.hiddenFields.isEmpty { html.element("p", [.class("muted")], text: translator("cases.hidden", ["count": .number(view.hiddenFields.count)])) }
    }

    /// Fields that are the title of their card.
    private static let titleFields: Set<String> = [
        "violation.type", "action.type", "claim.head", "document.title", "person.names", "party.names", "task.title",
    ]

    /// Years that are counted, by the date that they are taken from where it is known.
    private static let datesOfYears = [
        "action.year": "date", "violation.year": "since", "claim.filed-year": "filed-on", "case.registration-year": "intake-date",
    ]

    private func list(_ html: inout HTMLWriter, _ entries: [RecordView.Entry], _ view: RecordView) {
        let record = view.record
        guard !entries.isEmpty else { return }
        html.element("dl", [.class("facts")]) { html in
            for entry in entries {
                html.element("dt", text: label(entry.field, view))
                html.element("dd") { html in
                    html.element("span", [.dir("auto"), entry.field.type == .narrative ? .class("told") : nil], text: answers.text(entry.answer, entry.field))
                    if let note = entry.answer?.note { html.element("span", [.class("muted"), .dir("auto")], text: " (\(note))") }
                    if !entry.others.isEmpty {
                        html.text(" ")
                        html.element("span", [.class("badge strong")], text: translator("cases.clash"))
                    }
                    origin(&html, entry, record)
                }
            }
        }
    }

    /// Of a refusal the same list says what was refused.
    private func label(_ field: Field, _ view: RecordView) -> String {
        field.fullName == "consent.scopes" && view.code("given") == "no" ? translator("consents.refused-to") : field.label(translator.language)
    }

    /// Answers that two people gave without seeing each other's: all are shown, and whoever may write says which is right.
    func clashes(_ html: inout HTMLWriter, _ view: RecordView) {
        for entry in view.fields where !entry.others.isEmpty {
            var given = [(answer: entry.answer, clock: entry.clock)]
            // Who sent a stale form twice has still given one answer.
            for other in entry.others where !given.contains(where: { $0.answer == other.answer }) { given.append((other.answer, other.clock)) }
            guard given.count > 1 else { continue }
            html.element("div", [.class("warning clash")]) { html in
                html.element(
                    "h4", text: translator("case.clash.title", ["field": .text(entry.field.label(translator.language)), "number": .number(given.count)]))
                for choice in given {
                    html.element("form", [Attribute("method", "post"), Attribute("action", "/cases/\(record)/records/\(view.record)/resolve")]) { html in
                        html.element("p") { html in
                            html.element("span", [.dir("auto")], text: answers.text(choice.answer, entry.field))
                            let author = sheet.clashAuthors[choice.clock].flatMap { names[$0] } ?? translator("cases.author.other")
                            html.element(
                                "span", [.class("muted")], text: " · \u{2068}\(author)\u{2069} · \(MomentText.text(choice.clock.milliseconds, translator))")
                        }
                        guard mayWrite else { return }
                        page.formToken(&html)
                        html.element("input", [.type("hidden"), .name("field"), .value(entry.field.name)])
                        html.element("input", [.type("hidden"), .name("clock"), .value(choice.clock.description)])
                        html.element("button", [.type("submit"), .class("second")], text: translator("case.clash.keep"))
                    }
                }
            }
        }
    }
}
