/// What is shown before a worker is registered who may be known already.
enum DuplicatePages {
    /// - Parameter isWithColleague: whether a case that is closed to the reader may be about the same person.
    static func hints(_ html: inout HTMLWriter, _ hints: [SearchResult], isWithColleague: Bool, _ answers: AnswerText) {
        let translator = answers.translator
        html.element("div", [.class("warning"), .role("alert"), Attribute("tabindex", "-1"), .id("problems")]) { html in
            html.element("h2", text: translator("search.duplicate.title"))
            if isWithColleague {
                html.element("p") { html in
                    html.text(translator("search.duplicate.colleague") + " ")
                    html.element("a", [.href("/openings/find"), Attribute("target", "_blank")], text: translator("access.find.title"))
                }
            }
            guard !hints.isEmpty else { return }
            html.element("p", text: translator("search.duplicate.lead"))
            html.element("ul", [.class("results")]) { html in
                for hint in hints {
                    html.element("li") { html in
                        SearchPages.caseLine(&html, hint.line, answers)
                        html.element("ul", [.class("reasons")]) { html in
                            for reason in hint.reasons { html.element("li") { SearchPages.reason(&$0, reason, answers) } }
                        }
                    }
                }
            }
        }
    }
}
