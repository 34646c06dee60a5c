import Dictionary
import Entitlements

/// What came of the claims: filed, decided, awarded, received, months taken; over all, and by corridor, forum and employer.
struct ClaimResultsPage {
    let request: WebRequest
    let answers: AnswerText
    let results: ClaimResults
    /// The names of those against whom most cases are brought.
    let names: [String: String]

    private var translator: Translator { request.translator }

    /// A row of a table: claims that have something in common.
    private struct Row {
        var label: String
        var tally: ClaimTally
    }

    func html() -> HTML {
        let page = Page(request, title: "claims.results.title", area: .claims)
        return page.html { html in
            ClaimListPage.places(&html, request, current: "/claims/results")
            let all = results.all
            guard all.recorded > 0 else {
                html.element("p", text: translator("claims.list.empty"))
                return
            }
            BarPicture(
                name: "results", title: translator("claims.results.title"),
                bars: [("recorded", all.recorded), ("filed", all.filed), ("decided", all.decided), ("paid", all.paid)].map { key, count in
                    .init(label: translator("claims.results.\(key)"), low: Fraction(count), high: Fraction(count), text: "\(count)")
                }, translator: translator
            ).write(&html)
            table(&html, "all", [Row(label: translator("claims.results.all"), tally: all)])
            table(&html, "corridor", results.corridors.map { Row(label: label($0.key), tally: $0.value) })
            table(&html, "forum", results.forums.map { Row(label: answers.label("claim.forum", $0.key), tally: $0.value) })
            table(&html, "employer", results.respondents.compactMap { entry in names[entry.key].map { Row(label: $0, tally: entry.value) } })
            html.element("p", [.class("small muted")], text: translator("claims.results.several"))
            html.element("p", [.class("small muted")], text: translator("claims.results.note"))
        }
    }

    private func label(_ corridor: ClaimResults.Corridor) -> String {
        let origin = corridor.origin.map { answers.label("case.origin-country", $0) } ?? "?"
        return "\u{2068}\(origin)\u{2069} – \u{2068}\(answers.label("claim.country", corridor.country))\u{2069}"
    }

    private func table(_ html: inout HTMLWriter, _ key: String, _ rows: [Row]) {
        guard !rows.isEmpty else { return }
        let columns = ["recorded", "filed", "decided", "awarded", "received", "to-decision", "to-money"]
        html.element("table", [.class("cases")]) { html in
            html.element("caption", text: translator("claims.results.by.\(key)"))
            html.element("thead") { html in
                html.element("tr") { html in
                    html.element("th", [Attribute("scope", "col")], text: translator("claims.results.of"))
                    for column in columns { html.element("th", [Attribute("scope", "col")], text: translator("claims.results.\(column)")) }
                }
            }
            html.element("tbody") { html in
                for row in rows.sorted(by: { ($0.tally.recorded, $1.label) > ($1.tally.recorded, $0.label) }).prefix(20) {
                    let tally = row.tally
                    html.element("tr") { html in
                        html.element("th", [Attribute("scope", "row"), .dir("auto")], text: row.label)
                        let cells = [
                            "\(tally.recorded)", "\(tally.filed)", "\(tally.decided)", sums(tally.awarded), sums(tally.received),
                            months(tally.daysToDecision), months(tally.daysToMoney),
                        ]
                        for (column, cell) in zip(columns, cells) {
                            html.element("td", [Attribute("data-label", translator("claims.results.\(column)"))]) { $0.element("bdi", text: cell) }
                        }
                    }
                }
            }
        }
    }

    private func sums(_ sums: [Coins]) -> String { sums.isEmpty ? "–" : sums.map { "\($0.currency) \($0.text)" }.joined(separator: translator("cases.list-separator")) }

    /// Days as months of thirty days and a half, to one decimal; our own measure.
    private func months(_ days: Int?) -> String {
        guard let days else { return "–" }
        let tenths = (days * 20 + 30) / 61
        return translator.catalogue.facts(of: translator.language).localised("\(tenths / 10).\(tenths % 10)")
    }
}
