/// What is shown before a worker is registered who may be known already.
enum DuplicatePages {
    static func hints(_ html: inout HTMLWriter, _ hints: [SearchResult], _ answers: AnswerText) {
        let translator = answers.translator
        html.element("div", [.class("warning"), .role("alert"), Attribute("tabindex", "-1"), .id("problems")]) { html in
            html.element("h2", text: translator("search.duplicate.title"))
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
