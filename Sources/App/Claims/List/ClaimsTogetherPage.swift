import Dictionary

/// Cases against the same employer or agency, gathered: what is claimed in all of them, and what differs.
struct ClaimsTogetherPage {
    let request: WebRequest
    let answers: AnswerText
    let lines: [ClaimLine]
    let names: [String: String]

    private var translator: Translator { request.translator }

    /// The cases against one respondent.
    private struct Group {
        var respondent: String
        var byCase: [String: [ClaimLine]]
        var heads: [String: Int]
    }

    func html() -> HTML {
        let page = Page(request, title: "claims.together.title", area: .claims)
        let groups = groups()
        return page.html { html in
            ClaimListPage.places(&html, request, current: "/claims/together")
            html.element("p", [.class("lead")], text: translator("claims.together.lead"))
            if groups.isEmpty { html.element("p", text: translator("claims.together.none")) }
            for group in groups { section(&html, group) }
        }
    }

    private func groups() -> [Group] {
        var byRespondent: [String: [ClaimLine]] = [:]
        for line in lines { for respondent in line.respondents { byRespondent[respondent, default: []].append(line) } }
        return byRespondent.map { respondent, lines in
            let byCase = [String: [ClaimLine]](grouping: lines, by: \.caseRecord)
            var heads: [String: Int] = [:]
            for lines in byCase.values { for head in Set(lines.compactMap(\.head)) { heads[head, default: 0] += 1 } }
            return Group(respondent: respondent, byCase: byCase, heads: heads)
        }
        .filter { $0.byCase.count > 1 && names[$0.respondent] != nil }
        .sorted { ($0.byCase.count, $1.respondent) > ($1.byCase.count, $0.respondent) }
    }

    private func section(_ html: inout HTMLWriter, _ group: Group) {
        html.element("section", [.class("card"), Attribute("aria-labelledby", "title-\(group.respondent)")]) { html in
            html.element("h2", [.id("title-\(group.respondent)"), .dir("auto")], text: names[group.respondent] ?? "")
            html.element("p") { html in
                html.text(translator("claims.together.cases", ["count": .number(group.byCase.count)]) + " ")
                for sum in HeadSums.total(group.byCase.values.flatMap { $0 }.map(\.amount)) { html.element("bdi", text: "\(sum.currency) \(sum.text) ") }
            }
            list(&html, "claims.together.common", group.heads.filter { $0.value == group.byCase.count })
            list(&html, "claims.together.differs", group.heads.filter { $0.value < group.byCase.count })
            html.element("details") { html in
                html.element("summary", text: translator("claims.together.show"))
                html.element("table") { html in
                    html.element("thead") { html in
                        html.element("tr") { html in
                            for name in ["head", "amount", "stage", "awarded"] {
                                html.element("th", [Attribute("scope", "col")], text: label(name))
                            }
                        }
                    }
                    html.element("tbody") { html in for (record, lines) in group.byCase.sorted(by: { $0.key < $1.key }) { row(&html, record, lines) } }
                }
            }
        }
    }

    private func label(_ field: String) -> String { answers.dictionary.field("claim", field)?.label(translator.language) ?? field }

    private func list(_ html: inout HTMLWriter, _ key: String, _ heads: [String: Int]) {
        guard !heads.isEmpty else { return }
        let texts = heads.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.map { "\(answers.label("claim.head", $0.key)) (\($0.value))" }
        html.element("p") { html in
            html.element("strong", text: translator(key) + " ")
            html.text(texts.joined(separator: translator("cases.list-separator")))
        }
    }

    private func row(_ html: inout HTMLWriter, _ record: String, _ lines: [ClaimLine]) {
        html.element("tr") { html in
            html.element("th", [Attribute("scope", "row")]) { html in
                html.element(
                    "a", [.href("/cases/\(record)/claim")],
                    text: lines.compactMap { $0.head.map { answers.label("claim.head", $0) } }.joined(separator: translator("cases.list-separator")))
            }
            let stages = Set(lines.map { answers.label("claim.stage", $0.stage) }).sorted()
            for (name, text) in [
                ("amount", HeadSums.total(lines.map(\.amount)).map { "\($0.currency) \($0.text)" }.joined(separator: ", ")),
                ("stage", stages.joined(separator: translator("cases.list-separator"))),
                ("awarded", HeadSums.total(lines.map(\.awarded)).map { "\($0.currency) \($0.text)" }.joined(separator: ", ")),
            ] { html.element("td", [Attribute("data-label", label(name))]) { $0.element("bdi", text: text.isEmpty ? "–" : text) } }
        }
    }
}
