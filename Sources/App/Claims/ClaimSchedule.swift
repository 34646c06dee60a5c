import Entitlements

/// The statement of one or several computed claims as a page of its own, for printing and for other programs. The command and the pages of a case make the same.
public struct ClaimSchedule: Sendable {
    public let page: HTML
    public let title: String
    public let language: String
    public let isRightToLeft: Bool

    /// - Parameter phrases: of the language that the schedule is in.
    /// - Parameter reader: whose it is, the body that decides or the worker.
    public init(_ claims: [Claim], phrases: Phrases, for reader: ClaimStatement.Reader = .forum) {
        let statement = ClaimStatement(claims, phrases: phrases, for: reader)
        let (language, isRightToLeft) = (phrases.language, phrases.isRightToLeft)
        self.language = language
        title = statement.documentTitle
        self.isRightToLeft = isRightToLeft
        // Programs that make documents take the direction of a line from its first letter, which is Latin where a line begins with a sum.
        let mark = isRightToLeft ? "\u{200F}" : ""
        func write(_ html: inout HTMLWriter, _ block: ClaimStatement.Block) { Self.write(&html, block, mark) }
        page = HTML { html in
            html.doctype()
            html.element("html", [.lang(language), .dir(isRightToLeft ? "rtl" : "ltr")]) { html in
                html.element("head") { html in
                    html.element("meta", [Attribute("charset", "utf-8")])
                    html.element("title", text: statement.documentTitle)
                    html.element("style", text: Letter.style)
                }
                html.element("body") { html in for block in statement.blocks() { write(&html, block) } }
            }
        }
    }

    private static func write(_ html: inout HTMLWriter, _ block: ClaimStatement.Block, _ mark: String) {
        switch block {
        case .title(let text): html.element("h1", text: text)
        case .worker(let name): html.element("h2") { $0.element("bdi", text: name) }
        case .heading(let text): html.element("h3", text: mark + text)
        case .paragraph(let text): html.element("p", text: mark + text)
        case .list(let lines):
            guard !lines.isEmpty else { return }
            html.element("ul") { html in for line in lines { html.element("li", text: mark + line) } }
        case .table(let header, let rows):
            html.element("table") { html in
                html.element("tr") { html in for cell in header { html.element("th", [Attribute("scope", "col")], text: cell) } }
                for row in rows { html.element("tr") { html in for cell in row { html.element("td") { $0.element("bdi", text: cell) } } } }
            }
        }
    }
}
