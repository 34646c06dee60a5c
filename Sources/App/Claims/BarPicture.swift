import Entitlements

/// Amounts as bars, one below the other. The picture says nothing that the page does not say in words beside it.
struct BarPicture {
    struct Bar: Sendable {
        var label: String
        /// What is certain: drawn filled.
        var low: Fraction
        /// What it can be: drawn in outline beyond the certain part. The same as `low` where nothing is open.
        var high: Fraction
        /// What stands beside the bar.
        var text: String
        var isDoubtful = false
        /// Whether nothing bounds it: the outline goes to the end of the picture and stays open there.
        var isOpenEnded = false
    }

    /// An identifier for the title within the page.
    let name: String
    let title: String
    let bars: [Bar]
    let translator: Translator

    private static let width = 640
    private static let labelWidth = 220
    private static let sumWidth = 150
    private static let row = 26

    func write(_ html: inout HTMLWriter) {
        let most = bars.map(\.high).max() ?? 0
        guard most > 0 || bars.contains(where: \.isOpenEnded) else { return }
        let height = bars.count * Self.row + 8
        html.element("div", [.class("picture"), Attribute("tabindex", "0"), .role("group"), Attribute("aria-label", title)]) { html in
            html.element(
                "svg",
                [
                    Attribute("viewBox", "0 0 \(Self.width) \(height)"), .role("img"), Attribute("direction", "ltr"),
                    Attribute("aria-labelledby", "title-\(name)"),
                ]
            ) { html in
                html.element("title", [.id("title-\(name)")], text: title)
                for (index, bar) in bars.enumerated() { write(&html, bar, y: index * Self.row + 4, most) }
            }
        }
    }

    private var isMirrored: Bool { translator.direction == "rtl" }

    private func write(_ html: inout HTMLWriter, _ bar: Bar, y: Int, _ most: Fraction) {
        let low = length(bar.low, most)
        let high = bar.isOpenEnded ? Self.width - Self.labelWidth - Self.sumWidth : length(bar.high, most)
        text(&html, bar.label, at: 0, y, isLabel: true)
        if high > low { rectangle(&html, bar.isOpenEnded ? "bar endless" : "bar open", from: low, to: high, y) }
        rectangle(&html, bar.isDoubtful ? "bar doubtful" : "bar", from: 0, to: max(low, 1), y)
        text(&html, bar.text, at: Self.labelWidth + max(low, high) + 6, y, isLabel: false)
    }

    private func text(_ html: inout HTMLWriter, _ text: String, at x: Int, _ y: Int, isLabel: Bool) {
        html.element(
            "text",
            [
                isLabel ? .class("label") : nil, Attribute("x", "\(isMirrored ? Self.width - x : x)"), Attribute("y", "\(y + 15)"),
                Attribute("text-anchor", isMirrored ? "end" : "start"),
            ], text: text)
    }

    private func rectangle(_ html: inout HTMLWriter, _ name: String, from: Int, to: Int, _ y: Int) {
        let x = isMirrored ? Self.width - Self.labelWidth - to : Self.labelWidth + from
        html.element(
            "rect",
            [
                .class(name), Attribute("x", "\(x)"), Attribute("y", "\(y + 3)"), Attribute("width", "\(to - from)"), Attribute("height", "16"),
                Attribute("rx", "2"),
            ])
    }

    private func length(_ amount: Fraction, _ most: Fraction) -> Int {
        most == 0 ? 0 : (amount / most * Fraction(Self.width - Self.labelWidth - Self.sumWidth)).rounded(places: 0).floor
    }
}

extension BarPicture {
    /// The heads of a computed claim.
    init(_ claim: Claim, phrases: Phrases, translator: Translator) {
        let bars = claim.heads.map { head in
            let sum = { (amount: Fraction) in claim.currency.text(amount) }
            let text =
                if let amount = head.amount {
                    sum(amount)
                } else if let high = head.high {
                    (head.low ?? 0) == high ? "? \(sum(high))" : "\(sum(head.low ?? 0)) – \(sum(high))"
                } else if let low = head.low {
                    phrases.text(Sentence("statement.or-more", [.text(sum(low))]), claim.currency)
                } else {
                    "?"
                }
            return Bar(
                label: phrases.words("head." + head.kind.rawValue), low: head.low ?? 0, high: head.high ?? head.low ?? 0, text: text,
                isDoubtful: head.restsOnLowConfidence, isOpenEnded: head.amount == nil && head.high == nil && head.low != nil)
        }
        self.init(name: "claim", title: translator("claims.picture"), bars: bars, translator: translator)
    }
}
