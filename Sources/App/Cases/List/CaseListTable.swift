import Dictionary
import Journal

/// The table of cases, as lists and results show it.
struct CaseListTable: Sendable {
    let answers: AnswerText
    let colleagues: [String: String]
    /// Decides which moment is shown.
    let order: CaseQuery.Order

    private var translator: Translator { answers.translator }

    init(dictionary: DataDictionary, translator: Translator, colleagues: [(account: String, name: String)], order: CaseQuery.Order) {
        answers = AnswerText(dictionary: dictionary, translator: translator)
        self.colleagues = [String: String](colleagues.map { ($0.account, $0.name) }, uniquingKeysWith: { first, _ in first })
        self.order = order
    }

    private var columns: [String] { ["corridor", "sector", "status"] + (colleagues.isEmpty ? [] : ["assigned"]) + [order == .changed ? "changed" : "since"] }

    func write(_ html: inout HTMLWriter, _ lines: [CaseLine], caption: String, isChoosable: Bool = false) {
        html.element("table", [.class("cases")]) { html in
            html.element("caption", text: caption)
            html.element("thead") { html in
                html.element("tr") { html in
                    if isChoosable {
                        html.element("th", [Attribute("scope", "col")]) { $0.element("span", [.class("hidden")], text: translator("list.column.choose")) }
                    }
                    for key in ["worker"] + columns { html.element("th", [Attribute("scope", "col")], text: translator("list.column.\(key)")) }
                }
            }
            html.element("tbody") { html in for line in lines { row(&html, line, isChoosable) } }
        }
    }

    private func row(_ html: inout HTMLWriter, _ line: CaseLine, _ isChoosable: Bool) {
        html.element("tr") { html in
            if isChoosable {
                html.element("td", [.class("choose")]) { html in
                    html.element("label", [.class("choice")]) { html in
                        html.element("input", [.type("checkbox"), .name("case"), .value(line.record)])
                        html.element("span", [.class("hidden"), .dir("auto")], text: translator("list.choose-one", ["name": .text(name(line))]))
                    }
                }
            }
            html.element("th", [Attribute("scope", "row")]) { html in
                html.element("a", [.href("/cases/\(line.record)"), .dir("auto")], text: name(line))
                if !line.references.isEmpty {
                    html.text(" ")
                    html.element("span", [.class("number small muted"), .dir("auto")], text: line.references.joined(separator: translator("cases.list-separator")))
                }
                if line.hasClash { CaseBadges.write(&html, translator("cases.clash")) }
                if let urgency = CaseBadges.urgency(line.facts, answers) { CaseBadges.write(&html, urgency) }
            }
            for column in columns { html.element("td", [Attribute("data-label", translator("list.column.\(column)"))]) { cell(&$0, column, line) } }
        }
    }

    private func name(_ line: CaseLine) -> String { line.name(translator) }

    private func cell(_ html: inout HTMLWriter, _ column: String, _ line: CaseLine) {
        switch column {
        case "corridor": html.text(CaseBadges.corridor(line.facts, answers) ?? "–")
        case "assigned":
            let names = line.assigned.compactMap { colleagues[$0] }
            html.element("span", [.dir("auto")], text: names.isEmpty ? "–" : names.joined(separator: translator("cases.list-separator")))
        case "since": html.text(MomentText.day(of: line.created.milliseconds, translator))
        case "changed": html.text(MomentText.text(line.changed.milliseconds, translator))
        default: html.text(fact("case.\(column)", line) ?? "–")
        }
    }

    private func fact(_ name: String, _ line: CaseLine) -> String? { line.facts[name]?.first.map { answers.label(name, $0) } }
}
