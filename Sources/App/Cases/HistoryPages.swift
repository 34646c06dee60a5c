import Dictionary
import Journal

/// Who wrote what and when, the latest first, each entry with a way to take it back.
struct HistoryPages {
    /// A record that was taken out of the case.
    struct Removed: Sendable {
        var record: String
        var kind: String
    }

    struct History: Sendable {
        var report: RecordReport
        var caseRecord: String
        /// Of the other records of a case, on the page of the case itself.
        var others: [RecordHistory] = []
        /// Of colleagues, by account.
        var names: [String: String]
        var removed: [Removed]
        /// The forms that were filled in, of a case.
        var forms: SubmissionList
        /// Whether the steps of a referral write the record.
        var isOfReferral = false
    }

    private let page: Page
    private let history: History
    private let answers: AnswerText
    private let controls: FormControls

    init(_ request: WebRequest, _ history: History, _ answers: AnswerText) {
        page = Page(request, title: "cases.history", area: .cases)
        self.history = history
        self.answers = answers
        controls = FormControls(translator: request.translator, values: request.form, problems: request.problems)
    }

    private var report: RecordReport { history.report }
    private var names: [String: String] { history.names }
    private var caseRecord: String { history.caseRecord }
    private var removed: [Removed] { history.removed }
    private var translator: Translator { page.request.translator }
    private var kind: String { report.view.kind }
    private var mayWrite: Bool { page.request.session?.may(.writeCases) == true && !report.view.isErased && !history.isOfReferral }
    private var path: String { "/cases/\(caseRecord)/records/\(report.view.record)" }

    func html() -> HTML {
        page.html { html in
            html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)")], text: translator("cases.back")) }
            html.element("p", [.class("lead"), .dir("auto")], text: report.view.names ?? answers.dictionary.record(kind)?.label(translator.language) ?? kind)
            controls.summary(&html)
            if report.view.isRetracted { html.element("p", [.class("warning")], text: translator("case.removed")) }
            html.element("ol", [.class("history")]) { html in for line in lines.prefix(Self.limit) { self.entry(&html, line) } }
            if lines.count > Self.limit { html.element("p", [.class("muted")], text: translator("case.history.more", ["count": .number(Self.limit)])) }
            if mayWrite, report.view.record != caseRecord, !report.view.isRetracted { removal(&html) }
            history.forms.write(&html, translator, level: 2)
            readings(&html)
            removedList(&html)
        }
    }

    /// Entries that a page shows; what is older stands in the histories of single records.
    private static let limit = 400

    /// An entry, and of which record it is where that is not the page's own.
    private struct Line {
        var entry: RecordReport.HistoryEntry
        var record: RecordView?
    }

    /// The latest first.
    private var lines: [Line] {
        let own = report.history.filter { $0.act != .read }.map { Line(entry: $0) }
        let others = history.others.flatMap { other in other.entries.map { Line(entry: $0, record: other.view) } }
        return (own + others).sorted { $0.entry.sequence > $1.entry.sequence }
    }

    private func entry(_ html: inout HTMLWriter, _ line: Line) {
        let entry = line.entry
        html.element("li") { html in
            html.element("h2") { html in
                html.text(translator("cases.act.\(entry.act.rawValue)"))
                guard let record = line.record else { return }
                html.text(" · ")
                html.element("a", [.href("/cases/\(caseRecord)/records/\(record.record)/history"), .dir("auto")], text: name(of: record))
            }
            who(&html, entry)
            if let ground = entry.ground { html.element("p", [.class("told"), .dir("auto")], text: ground) }
            changes(&html, entry, of: line.record?.kind ?? kind)
            if line.record == nil, mayWrite, entry.act != .erase, !isBeginningOfCase(entry) { undoForm(&html, entry) }
        }
    }

    /// A case is closed, not taken back.
    private func isBeginningOfCase(_ entry: RecordReport.HistoryEntry) -> Bool { kind == "case" && entry.act == .create }

    private func name(of record: RecordView) -> String {
        let kind = answers.dictionary.record(record.kind)?.label(translator.language) ?? record.kind
        return record.names.map { "\(kind): \($0)" } ?? kind
    }

    private func who(_ html: inout HTMLWriter, _ entry: RecordReport.HistoryEntry) {
        html.element("p", [.class("muted")]) { html in
            html.element("span", [.dir("auto")], text: names[entry.author] ?? translator("cases.author.other"))
            html.text(" · \(MomentText.text(entry.clock.milliseconds, translator))")
        }
    }

    private func changes(_ html: inout HTMLWriter, _ entry: RecordReport.HistoryEntry, of kind: String) {
        let known = entry.changes.compactMap { change in answers.dictionary.field(kind, change.field).map { (change, $0) } }
        let shown = known.filter { $0.1.type != .link || $0.1.target == ["account"] }
        guard !shown.isEmpty else { return }
        html.element("dl", [.class("facts")]) { html in
            for (change, field) in shown {
                html.element("dt", text: field.label(translator.language))
                html.element("dd", [.dir("auto"), .class("told")], text: text(change, field))
            }
        }
    }

    private func text(_ change: RecordReport.HistoryEntry.Change, _ field: Field) -> String {
        if change.isHidden { return translator("cases.not-shown") }
        let note = change.answer?.note.map { " (\($0))" } ?? ""
        return content(change, field) + note
    }

    private func content(_ change: RecordReport.HistoryEntry.Change, _ field: Field) -> String {
        guard field.target == ["account"], let value = change.answer?.value else { return answers.text(change.answer, field) }
        return value.elements.map { names[$0.displayText] ?? translator("cases.author.other") }.joined(separator: translator("cases.list-separator"))
    }

    private func undoForm(_ html: inout HTMLWriter, _ entry: RecordReport.HistoryEntry) {
        let name = "reason-\(entry.sequence)"
        let isResumed = page.request.isResumed("case.undo", ("entry", "\(entry.sequence)"))
        html.element("details", [.flag("open", if: isResumed)]) { html in
            html.element("summary") { html in
                html.text(translator("case.undo"))
                html.element("span", [.class("hidden")], text: " \(MomentText.text(entry.clock.milliseconds, translator))")
            }
            reasonForm(&html, action: path + "/undo", field: name, button: "case.undo.button", "case.undo", entry: entry.sequence)
        }
    }

    private func removal(_ html: inout HTMLWriter) {
        html.element("details", [.flag("open", if: page.request.isResumed("case.remove"))]) { html in
            html.element("summary", text: translator("case.remove"))
            reasonForm(&html, action: path + "/remove", field: "reason-remove", button: "case.remove.button", "case.remove", entry: nil)
        }
    }

    /// Why is asked for each, so that whoever reads the history later knows. Identifiers differ, since many such forms are on the page.
    private func reasonForm(_ html: inout HTMLWriter, action: String, field: String, button: String, _ form: String, entry: Int64?) {
        let problem = controls.problems.first { $0.field == field }
        let matching = entry.map { (name: "entry", value: "\($0)") }
        let typed = page.request.isResumed(form, matching) ? page.request.form["reason"] ?? "" : ""
        html.element("form", page.keptAttributes(action, look: nil)) { html in
            page.keptFields(&html, form, matching: matching)
            if let entry { html.element("input", [.type("hidden"), .name("entry"), .value("\(entry)")]) }
            html.element("div", [.class("field")]) { html in
                html.element("label", [.for("field-\(field)")], text: translator("case.reason"))
                if let problem { html.element("p", [.class("problem"), .id("problem-\(field)")], text: problem.sentence) }
                html.element(
                    "input",
                    [
                        .id("field-\(field)"), .name("reason"), .type("text"), .value(typed), .dir("auto"), Attribute("autocomplete", "off"), .flag("required"),
                        problem == nil ? nil : Attribute("aria-invalid", "true"), problem == nil ? nil : Attribute("aria-describedby", "problem-\(field)"),
                    ])
            }
            html.element("p", [.class("actions")]) { $0.element("button", [.type("submit"), .class("second")], text: translator(button)) }
            html.element("p", [.class("form-state"), .role("status")])
        }
    }

    private func readings(_ html: inout HTMLWriter) {
        let readings = report.history.filter { $0.act == .read }
        guard !readings.isEmpty else { return }
        html.element("details") { html in
            html.element("summary", text: translator("case.readings", ["count": .number(readings.count)]))
            html.element("ul", [.class("plain")]) { html in for entry in readings.reversed().prefix(200) { html.element("li") { who(&$0, entry) } } }
        }
    }

    private func removedList(_ html: inout HTMLWriter) {
        guard !removed.isEmpty else { return }
        html.element("h2", text: translator("case.removed.title"))
        html.element("ul", [.class("plain")]) { html in
            for item in removed {
                html.element("li") {
                    $0.element(
                        "a", [.href("/cases/\(caseRecord)/records/\(item.record)/history")],
                        text: answers.dictionary.record(item.kind)?.label(translator.language) ?? item.kind)
                }
            }
        }
    }
}
