import Dictionary

/// The pages that show facts without identity.
enum FactsPages {
    static func list(_ request: WebRequest, _ lines: [FactsRoutes.Line], next: FactsCursor?, dictionary: DataDictionary) -> HTML {
        let page = Page(request, title: "access.facts.title", area: .facts)
        let translator = request.translator
        let answers = AnswerText(dictionary: dictionary, translator: translator)
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("access.facts.lead"))
            if lines.isEmpty { html.element("p", text: translator("list.empty")) } else { table(&html, lines, answers) }
            if let next {
                html.element("p", [.class("actions")]) {
                    $0.element("a", [.class("button second"), .href("/facts?after=\(next.text)")], text: translator("list.more"))
                }
            }
        }
    }

    private static func table(_ html: inout HTMLWriter, _ lines: [FactsRoutes.Line], _ answers: AnswerText) {
        let (dictionary, translator) = (answers.dictionary, answers.translator)
        html.element("table") { html in
            html.element("caption", text: translator("access.facts.caption", ["count": .number(lines.count)]))
            html.element("thead") { html in
                html.element("tr") { html in
                    html.element("th", [Attribute("scope", "col")], text: translator("access.facts.case"))
                    for name in FactsRoutes.columns { html.element("th", [Attribute("scope", "col")], text: label(name, dictionary, translator)) }
                }
            }
            html.element("tbody") { html in
                for line in lines {
                    html.element("tr") { html in
                        html.element("th", [Attribute("scope", "row")]) { html in
                            html.element("a", [.href("/facts/\(line.record)")]) { $0.element("code", [.dir("ltr")], text: line.record) }
                        }
                        for name in FactsRoutes.columns {
                            html.element(
                                "td", [Attribute("data-label", label(name, dictionary, translator))],
                                text: line.facts[name].map { answers.label(name, $0) } ?? "–")
                        }
                    }
                }
            }
        }
    }

    static func show(_ request: WebRequest, _ report: RecordReport, dictionary: DataDictionary, sight: CaseSight) -> HTML {
        let page = Page(request, title: "access.facts.case", area: .facts)
        let translator = request.translator
        let answers = AnswerText(dictionary: dictionary, translator: translator)
        let kinds = ["person", "party", "violation", "claim", "action", "document", "consent"]
        return page.html { html in
            if sight.mayAsk, sight.clearance != .identity { OpeningPages.invitation(&html, report.view.record, translator) }
            html.element("section", [.class("card")]) { html in
                html.element("h2", text: translator("case.section.case"))
                CasePages.facts(&html, report.view, answers)
            }
            for kind in kinds {
                // A record that points here in two ways is one all the same.
                var seen: Set<String> = []
                let records = report.linked.filter { $0.view.kind == kind && seen.insert($0.view.record).inserted }
                guard !records.isEmpty, let definition = dictionary.record(kind) else { continue }
                html.element("section") { html in
                    html.element(
                        "h2", text: "\(definition.label(translator.language)) · \(translator.catalogue.facts(of: translator.language).text(records.count))")
                    for item in records { html.element("div", [.class("card")]) { CasePages.facts(&$0, item.view, answers) } }
                }
            }
        }
    }

    static func statistics(_ request: WebRequest, _ counts: FactCounts, by field: Field, offered: [Field], dictionary: DataDictionary) -> HTML {
        let page = Page(request, title: "access.statistics.title", area: .statistics)
        let translator = request.translator
        let answers = AnswerText(dictionary: dictionary, translator: translator)
        var values = FormFields()
        values.items = [.init(name: "by", value: field.fullName)]
        let controls = FormControls(translator: translator, values: values)
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("access.statistics.lead"))
            html.element("form", [Attribute("method", "get"), Attribute("action", "/statistics"), .class("card")]) { html in
                controls.select(
                    &html, "by", label: translator("access.statistics.by"),
                    options: offered.map { .init(value: $0.fullName, label: "\(recordLabel($0, dictionary, translator)): \($0.label(translator.language))") })
                controls.submit(&html, translator("list.filter.button"))
            }
            guard !counts.rows.isEmpty else {
                html.element("p", text: translator("access.statistics.empty"))
                return
            }
            let facts = translator.catalogue.facts(of: translator.language)
            html.element("table") { html in
                html.element("caption", text: "\(recordLabel(field, dictionary, translator)): \(field.label(translator.language))")
                html.element("thead") { html in
                    html.element("tr") { html in
                        html.element("th", [Attribute("scope", "col")], text: field.label(translator.language))
                        html.element("th", [Attribute("scope", "col"), Attribute("colspan", "2")], text: translator("access.statistics.cases"))
                    }
                }
                let most = counts.rows.compactMap(\.count).max() ?? 0
                html.element("tbody") { html in
                    for row in counts.rows {
                        html.element("tr") { html in
                            html.element(
                                "th", [Attribute("scope", "row")], text: row.code.map { code(field, $0, answers) } ?? translator("access.statistics.none"))
                            html.element(
                                "td", [Attribute("data-label", translator("access.statistics.cases"))], text: row.count.map(facts.text) ?? fewer(translator))
                            html.element("td") { html in if let count = row.count { CountBar.write(&html, count, most: most) } }
                        }
                    }
                }
            }
            html.element(
                "p", text: counts.total.map { translator("access.statistics.total", ["count": .number($0)]) } ?? translator("access.statistics.no-total"))
        }
    }

    private static func fewer(_ translator: Translator) -> String { translator("access.statistics.fewer", ["count": .number(FactsRoutes.smallestCount)]) }

    private static func code(_ field: Field, _ code: String, _ answers: AnswerText) -> String {
        Absence(rawValue: code).map { answers.translator("cases.absence.\($0.rawValue)") } ?? answers.label(field.fullName, code)
    }

    private static func label(_ name: String, _ dictionary: DataDictionary, _ translator: Translator) -> String {
        dictionary.field(name)?.label(translator.language) ?? name
    }

    private static func recordLabel(_ field: Field, _ dictionary: DataDictionary, _ translator: Translator) -> String {
        dictionary.record(field.record)?.label(translator.language) ?? field.record
    }
}
