import Entitlements

/// The statement of one or several computed claims as a page of its own, for printing and for other programs. The command and the pages of a case make the same.
public struct ClaimSchedule: Sendable {
    public let page: HTML
    public let title: String
    public let language: String
    public let isRightToLeft: Bool

    /// - Parameter phrases: of the language that the schedule is in.
    public init(_ claims: [Claim], phrases: Phrases) {
        let statement = ClaimStatement(claims, phrases: phrases)
        let (language, isRightToLeft) = (phrases.language, phrases.language == "ar")
        self.language = language
        title = statement.documentTitle
        self.isRightToLeft = isRightToLeft
        page = HTML { html in
            html.doctype()
            html.element("html", [.lang(language), .dir(isRightToLeft ? "rtl" : "ltr")]) { html in
                html.element("head") { html in
                    html.element("meta", [Attribute("charset", "utf-8")])
                    html.element("title", text: statement.documentTitle)
                    html.element("style", text: Letter.style)
                }
                html.element("body") { html in for block in statement.blocks() { Self.write(&html, block) } }
            }
        }
    }

    private static func write(_ html: inout HTMLWriter, _ block: ClaimStatement.Block) {
        switch block {
        case .title(let text): html.element("h1", text: text)
        case .worker(let name): html.element("h2") { $0.element("bdi", text: name) }
        case .heading(let text): html.element("h3", text: text)
        case .paragraph(let text): html.element("p", text: text)
        case .list(let lines):
            guard !lines.isEmpty else { return }
            html.element("ul") { html in for line in lines { html.element("li", text: line) } }
        case .table(let header, let rows):
            html.element("table") { html in
                html.element("tr") { html in for cell in header { html.element("th", [Attribute("scope", "col")], text: cell) } }
                for row in rows { html.element("tr") { html in for cell in row { html.element("td") { $0.element("bdi", text: cell) } } } }
            }
        }
    }
}
