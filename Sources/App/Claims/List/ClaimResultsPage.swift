import Dictionary
import Entitlements

/// What came of the claims: filed, decided, awarded, received, months taken; over all, and by corridor, forum and employer.
struct ClaimResultsPage {
    let request: WebRequest
    let answers: AnswerText
    let lines: [ClaimLine]
    /// The names of those against whom most cases are brought.
    let names: [String: String]

    private var translator: Translator { request.translator }

    /// Claims that went the same way, counted.
    struct Result: Sendable {
        var label: String
        var lines: [ClaimLine]

        var filed: Int { lines.filter { $0.filed != nil }.count }
        var decided: Int { lines.filter { $0.decided != nil || $0.decision != nil }.count }
        var awarded: [Coins] { HeadSums.total(lines.map(\.awarded)) }
        var received: [Coins] { HeadSums.total(lines.map(\.received)) }
        var paid: Int { lines.filter { ($0.received?.count ?? 0) > 0 }.count }

        /// The middle of the days from filing to decision; nil where none was decided. Of an even number the earlier of the two in the middle.
        var daysToDecision: Int? {
            Self.middle(lines.compactMap { line in line.filed.flatMap { filed in line.decided.map { $0.daysSinceEpoch - filed.daysSinceEpoch } } })
        }
        var daysToMoney: Int? {
            Self.middle(lines.compactMap { line in line.filed.flatMap { filed in line.paid.map { $0.daysSinceEpoch - filed.daysSinceEpoch } } })
        }

        static func middle(_ numbers: [Int]) -> Int? {
            let sorted = numbers.filter { $0 >= 0 }.sorted()
            return sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
        }
    }

    func html() -> HTML {
        let page = Page(request, title: "claims.results.title", area: .claims)
        return page.html { html in
            ClaimListPage.places(&html, request, current: "/claims/results")
            guard !lines.isEmpty else {
                html.element("p", text: translator("claims.list.empty"))
                return
            }
            let all = Result(label: translator("claims.results.all"), lines: lines)
            BarPicture(
                name: "results", title: translator("claims.results.title"),
                bars: [("recorded", lines.count), ("filed", all.filed), ("decided", all.decided), ("paid", all.paid)].map { key, count in
                    .init(label: translator("claims.results.\(key)"), low: Fraction(count), high: Fraction(count), text: "\(count)")
                }, translator: translator
            ).write(&html)
            table(&html, "all", [all])
            table(&html, "corridor", grouped { line in [corridor(line)].compactMap { $0 } })
            table(&html, "forum", grouped { line in [line.forum.map { answers.label("claim.forum", $0) }].compactMap { $0 } })
            table(&html, "employer", grouped { line in line.respondents.compactMap { names[$0] } })
            html.element("p", [.class("small muted")], text: translator("claims.results.note"))
        }
    }

    private func corridor(_ line: ClaimLine) -> String? {
        guard let country = line.country else { return nil }
        let origin = line.origin.map { answers.label("case.origin-country", $0) } ?? "?"
        return "\u{2068}\(origin)\u{2069} – \u{2068}\(answers.label("claim.country", country))\u{2069}"
    }

    private func grouped(_ labels: (ClaimLine) -> [String]) -> [Result] {
        var groups: [String: [ClaimLine]] = [:]
        for line in lines { for label in Set(labels(line)) { groups[label, default: []].append(line) } }
        return groups.map { Result(label: $0.key, lines: $0.value) }.sorted { ($0.lines.count, $1.label) > ($1.lines.count, $0.label) }
    }

    private func table(_ html: inout HTMLWriter, _ key: String, _ results: [Result]) {
        guard !results.isEmpty else { return }
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
                for result in results.prefix(20) {
                    html.element("tr") { html in
                        html.element("th", [Attribute("scope", "row"), .dir("auto")], text: result.label)
                        let cells = [
                            "\(result.lines.count)", "\(result.filed)", "\(result.decided)", sums(result.awarded), sums(result.received),
                            months(result.daysToDecision), months(result.daysToMoney),
                        ]
                        for (column, cell) in zip(columns, cells) {
                            html.element("td", [Attribute("data-label", translator("claims.results.\(column)"))]) { $0.element("bdi", text: cell) }
                        }
                    }
                }
            }
        }
    }

    private func sums(_ sums: [Coins]) -> String { sums.isEmpty ? "–" : sums.map { "\($0.currency) \($0.text)" }.joined(separator: ", ") }

    /// Days as months of thirty days and a half, to one decimal; our own measure.
    private func months(_ days: Int?) -> String {
        guard let days else { return "–" }
        let tenths = (days * 20 + 30) / 61
        return translator.catalogue.facts(of: translator.language).localised("\(tenths / 10).\(tenths % 10)")
    }
}
