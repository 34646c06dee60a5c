import Dictionary
import Journal
import Matching

/// The page of the search: one box, and the cases found, each with why.
enum SearchPages {
    /// The box, for any page of cases.
    static func box(_ html: inout HTMLWriter, _ page: Page, query: String = "") {
        let translator = page.request.translator
        html.element("form", [Attribute("method", "post"), Attribute("action", "/search"), .role("search"), .class("search")]) { html in
            page.formToken(&html)
            html.element("label", [.for("search")], text: translator("search.label"))
            html.element("div", [.class("line")]) { html in
                html.element(
                    "input",
                    [
                        .id("search"), .type("search"), .name("q"), .value(query), .dir("auto"), Attribute("autocomplete", "off"),
                        Attribute("autocapitalize", "off"),
                        Attribute("spellcheck", "false"), Attribute("accesskey", "s"), Attribute("maxlength", "\(SearchQuery.lengthLimit)"),
                        Attribute("aria-describedby", "search-hint"),
                    ])
                html.element("button", [.type("submit")], text: translator("search.button"))
            }
            html.element("p", [.class("hint"), .id("search-hint")], text: translator("search.hint"))
        }
    }

    /// - Parameter twice: how many pairs of people may be one, where that is known.
    static func page(
        _ request: WebRequest, found: (found: CaseSearch.Found, query: SearchQuery, place: CaseSearch.Place)?, dictionary: DataDictionary? = nil,
        twice: Int? = nil
    ) -> HTML {
        let page = Page(request, title: "search.title", area: .search)
        let translator = request.translator
        return page.html { html in
            box(&html, page, query: found?.query.text ?? "")
            DuplicateDeskPages.link(&html, request, count: twice)
            guard let (found, query, place) = found, let dictionary else { return }
            progress(&html, found.progress, translator)
            guard !query.isEmpty else { return }
            html.element("div", [.role("status")]) { html in
                html.element("h2", text: translator("search.found", ["count": .number(found.total)]))
            }
            if found.results.isEmpty && found.total == 0 {
                html.element("p", text: translator("search.nothing"))
                if request.session?.may(.writeCases) == true {
                    html.element("p") { $0.element("a", [.href("/openings/find")], text: translator("access.find.title")) }
                }
            }
            html.element("ol", [.class("results"), Attribute("start", "\(place.count + 1)")]) { html in
                for result in found.results { self.result(&html, result, AnswerText(dictionary: dictionary, translator: translator)) }
            }
            if let next = found.next, next.count <= SearchRoutes.greatestSkip, !found.results.isEmpty {
                html.element("form", [Attribute("method", "post"), Attribute("action", "/search")]) { html in
                    page.formToken(&html)
                    html.element("input", [.type("hidden"), .name("q"), .value(query.text)])
                    html.element("input", [.type("hidden"), .name("after"), .value(next.cursor)])
                    html.element("p", [.class("actions")]) { $0.element("button", [.type("submit"), .class("second")], text: translator("search.more")) }
                }
            }
        }
    }

    private static func progress(_ html: inout HTMLWriter, _ progress: SearchService.Progress, _ translator: Translator) {
        let facts = translator.catalogue.facts(of: translator.language)
        switch progress {
        case .ready: return
        case .behind: html.element("p", [.class("warning")], text: translator("search.behind"))
        case .building(let done, let total):
            html.element(
                "p", [.class("warning"), .role("status")],
                text: translator("search.building", ["done": .text(facts.text(done)), "total": .text(facts.text(total))]))
        }
    }

    private static func result(_ html: inout HTMLWriter, _ result: SearchResult, _ answers: AnswerText) {
        html.element("li", [.class("card")]) { html in
            caseLine(&html, result.line, answers)
            html.element("ul", [.class("reasons")]) { html in
                for reason in result.reasons { html.element("li") { self.reason(&$0, reason, answers) } }
            }
        }
    }

    /// A case in one line: whom it is about, between which countries, in which sector, how it stands.
    static func caseLine(_ html: inout HTMLWriter, _ line: CaseLine, _ answers: AnswerText) {
        html.element("h3") { html in html.element("a", [.href("/cases/\(line.record)"), .dir("auto")], text: line.name(answers.translator)) }
        html.element("p", [.class("muted")], text: facts(line, answers))
    }

    /// The same as one text.
    static func caseText(_ line: CaseLine, _ answers: AnswerText) -> String {
        "\u{2068}\(line.name(answers.translator))\u{2069} · \(facts(line, answers))"
    }

    private static func facts(_ line: CaseLine, _ answers: AnswerText) -> String {
        let facts = ["case.origin-country", "case.destination-country", "case.sector", "case.status"].compactMap { name in
            line.facts[name]?.first.map { "\u{2068}\(answers.label(name, $0))\u{2069}" }
        }
        return (facts + [MomentText.day(of: line.created.milliseconds, answers.translator)]).joined(separator: " · ")
    }

    static func reason(_ html: inout HTMLWriter, _ reason: SearchReason, _ answers: AnswerText) {
        let translator = answers.translator
        switch reason {
        case .identifier: html.text(translator("search.reason.identifier"))
        case .name(let written, let role, let kinds):
            html.text(translator("search.reason.name") + " ")
            html.element("bdi", text: written)
            var seen: Set<MatchEvidence.Kind> = []
            let words = kinds.filter { seen.insert($0).inserted }.map { translator("search.kind.\($0.rawValue)") }
            html.text(" " + aside([role.map { self.role($0, answers) }].compactMap(\.self) + words, translator))
        case .number(let written, let field, let role, let isExact):
            html.text("\(field.label(translator.language)): ")
            html.element("bdi", text: written)
            let notes = [role.map { self.role($0, answers) }, isExact ? nil : translator("search.reason.number-like")].compactMap(\.self)
            if !notes.isEmpty { html.text(" " + aside(notes, translator)) }
        case .words(let field, let before, let word, let after):
            html.text("\(field.label(translator.language)): ")
            html.element("bdi") { html in
                html.text(before)
                html.element("mark", text: word)
                html.text(after)
            }
        }
    }

    private static func aside(_ notes: [String], _ translator: Translator) -> String {
        notes.isEmpty ? "" : "(\(notes.joined(separator: translator("cases.list-separator"))))"
    }

    private static func role(_ code: String, _ answers: AnswerText) -> String {
        answers.dictionary.vocabulary("relation-role")?.label(of: code, answers.translator.language) ?? code
    }
}
