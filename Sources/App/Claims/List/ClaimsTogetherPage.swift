import Dictionary

/// Cases gathered by what they have in common: what all of them claim, what differs, what was decided, and what others can learn from it.
struct ClaimsTogetherPage {
    /// Groups on one page.
    static let length = 40

    let request: WebRequest
    let answers: AnswerText
    let gathered: GatheredClaims
    /// The names of respondents that may be seen.
    let names: [String: String]

    private var translator: Translator { request.translator }
    private var separator: String { translator("cases.list-separator") }

    func html() -> HTML {
        let page = Page(request, title: "claims.together.title", area: .claims)
        let groups = gathered.groups.filter { title($0) != nil }.prefix(Self.length)
        return page.html { html in
            ClaimListPage.places(&html, request, current: "/claims/together")
            html.element("p", [.class("lead")], text: translator("claims.together.lead"))
            kinds(&html)
            if groups.isEmpty { html.element("p", text: translator("claims.together.none")) }
            for (index, group) in groups.enumerated() { section(&html, group, "group-\(index)") }
        }
    }

    private func kinds(_ html: inout HTMLWriter) {
        html.element("nav", [.class("within"), Attribute("aria-label", translator("claims.together.by"))]) { html in
            html.element("ul") { html in
                for kind in ClaimGroups.Kind.allCases {
                    html.element("li") { html in
                        html.element(
                            "a", [.href("/claims/together?by=\(kind.rawValue)"), kind == gathered.kind ? Attribute("aria-current", "true") : nil],
                            text: translator("claims.together.by.\(kind.rawValue)"))
                    }
                }
            }
        }
    }

    /// What a group is called; nil where a name may not be seen.
    func title(_ group: ClaimGroupSummary) -> String? {
        switch gathered.kind {
        case .respondent: return names[group.key]
        case .rule: return group.key
        case .pattern:
            var codes = group.key.utf8.split(separator: UInt8(ascii: " ")).map { String(decoding: Array($0), as: UTF8.self) }
            let country = codes.removeFirst()
            return "\(answers.label("claim.country", country)): " + codes.map { answers.label("claim.head", $0) }.joined(separator: separator)
        }
    }

    private func section(_ html: inout HTMLWriter, _ group: ClaimGroupSummary, _ name: String) {
        html.element("section", [.class("card"), Attribute("aria-labelledby", name)]) { html in
            html.element("h2", [.id(name), .dir("auto")], text: title(group) ?? "")
            html.element("p") { html in
                html.text(translator("claims.together.cases", ["count": .number(group.caseCount)]) + " ")
                for sum in group.sums { html.element("bdi", text: sum.text(translator) + " ") }
            }
            shared(&html, group)
            outcomes(&html, group)
            cases(&html, group)
            if request.session?.may(.exportRecords) == true { export(&html, group) }
        }
    }

    // MARK: Common and different

    private func shared(_ html: inout HTMLWriter, _ group: ClaimGroupSummary) {
        html.element("table") { html in
            html.element("thead") { html in
                html.element("tr") { html in
                    html.element("td")
                    for key in ["common", "differs"] { html.element("th", [Attribute("scope", "col")], text: translator("claims.together.\(key)")) }
                }
            }
            html.element("tbody") { html in
                for part in ClaimGroupSummary.Part.allCases {
                    let values = (group.values[part] ?? []).compactMap { value in label(value.value, part).map { (label: $0, count: value.count) } }
                    guard !values.isEmpty else { continue }
                    html.element("tr") { html in
                        html.element("th", [Attribute("scope", "row")], text: label(part.rawValue))
                        for isCommon in [true, false] {
                            let texts = values.filter { ($0.count == group.caseCount) == isCommon }.map { isCommon ? $0.label : "\($0.label) (\($0.count))" }
                            html.element(
                                "td", [.dir("auto"), Attribute("data-label", translator("claims.together.\(isCommon ? "common" : "differs")"))],
                                text: texts.isEmpty ? "–" : texts.prefix(12).joined(separator: separator))
                        }
                    }
                }
            }
        }
    }

    /// What a value is called; nil where a name may not be seen.
    private func label(_ value: String, _ part: ClaimGroupSummary.Part) -> String? {
        switch part {
        case .head, .country, .forum: answers.label("claim.\(part.rawValue)", value)
        case .basis: value
        case .respondent: names[value]
        }
    }

    // MARK: Outcomes

    private func outcomes(_ html: inout HTMLWriter, _ group: ClaimGroupSummary) {
        guard !group.outcomes.isEmpty else { return }
        html.element("h3", text: translator("claims.together.outcomes"))
        html.element("ul") { html in
            for line in group.outcomes {
                html.element("li") { html in
                    let parts = [
                        line.decided.map { "\($0.year)" }, line.forum.map { answers.label("claim.forum", $0) },
                        line.head.map { answers.label("claim.head", $0) }, line.decision.map { answers.label("claim.decision", $0) },
                        line.awarded.map { "\u{2068}\($0.currency) \($0.text)\u{2069}" },
                    ]
                    html.element("a", [.href("/cases/\(line.caseRecord)/claim")], text: parts.compactMap { $0 }.joined(separator: separator))
                    if let note = line.note { html.element("p", [.dir("auto"), .class("small")], text: note) }
                }
            }
        }
    }

    // MARK: Cases

    private func label(_ field: String) -> String { answers.dictionary.field("claim", field)?.label(translator.language) ?? field }

    private func cases(_ html: inout HTMLWriter, _ group: ClaimGroupSummary) {
        html.element("details") { html in
            html.element("summary") { html in
                html.text(translator("claims.together.show"))
                html.element("span", [.class("hidden")], text: " \(title(group) ?? "")")
            }
            html.element("table") { html in
                if group.caseCount > group.cases.count {
                    html.element("caption", text: translator("claims.together.first", ["count": .number(group.cases.count)]))
                }
                html.element("thead") { html in
                    html.element("tr") { html in
                        for name in ["head", "amount", "stage", "awarded"] { html.element("th", [Attribute("scope", "col")], text: label(name)) }
                    }
                }
                html.element("tbody") { html in for (record, lines) in group.cases { row(&html, record, lines) } }
            }
        }
    }

    private func row(_ html: inout HTMLWriter, _ record: String, _ lines: [ClaimLine]) {
        html.element("tr") { html in
            html.element("th", [Attribute("scope", "row")]) { html in
                html.element(
                    "a", [.href("/cases/\(record)/claim")],
                    text: lines.compactMap { $0.head.map { answers.label("claim.head", $0) } }.joined(separator: separator))
            }
            let stages = Set(lines.map { answers.label("claim.stage", $0.stage) }).sorted()
            for (name, text) in [
                ("amount", CoinSpan.totals(lines.map(\.amount)).map { $0.text(translator) }.joined(separator: translator("cases.list-separator"))),
                ("stage", stages.joined(separator: separator)),
                ("awarded", HeadSums.total(lines.map(\.awarded)).map { "\($0.currency) \($0.text)" }.joined(separator: translator("cases.list-separator"))),
            ] { html.element("td", [Attribute("data-label", label(name))]) { $0.element("bdi", text: text.isEmpty ? "–" : text) } }
        }
    }

    /// The group goes in the body of the form: an address would keep the name of a law or a record.
    private func export(_ html: inout HTMLWriter, _ group: ClaimGroupSummary) {
        html.element("form", [Attribute("method", "post"), Attribute("action", "/claims/together/export")]) { html in
            Page(request, title: "claims.together.title", area: .claims).formToken(&html)
            html.element("input", [.type("hidden"), .name("by"), .value(gathered.kind.rawValue)])
            html.element("input", [.type("hidden"), .name("group"), .value(group.key)])
            html.element("p", [.class("hint")], text: translator("claims.together.export.hint"))
            html.element("p", [.class("actions")]) { html in
                html.element("button", [.type("submit"), .class("second")]) { html in
                    html.text(translator("claims.together.export"))
                    html.element("span", [.class("hidden")], text: " \(title(group) ?? "")")
                }
            }
        }
    }
}
