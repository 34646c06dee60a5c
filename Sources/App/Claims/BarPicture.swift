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

    /// Units of the drawing's own; the page stretches it to the room that there is.
    private static let length = 1_000
    private static let thickness = 16

    func write(_ html: inout HTMLWriter) {
        let most = bars.map(\.high).max() ?? 0
        guard most > 0 || bars.contains(where: \.isOpenEnded) else { return }
        html.element("div", [.class("picture bars"), .id("picture-\(name)"), .role("img"), Attribute("aria-label", title)]) { html in
            for bar in bars {
                html.element("span", [.class("label")], text: bar.label)
                html.element("bdi", text: bar.text)
                html.element(
                    "svg",
                    [
                        Attribute("viewBox", "0 0 \(Self.length) \(Self.thickness)"), Attribute("preserveAspectRatio", "none"),
                        Attribute("aria-hidden", "true"),
                    ]
                ) { write(&$0, bar, most) }
            }
        }
    }

    private func write(_ html: inout HTMLWriter, _ bar: Bar, _ most: Fraction) {
        let low = length(bar.low, most)
        let high = bar.isOpenEnded ? Self.length : length(bar.high, most)
        if high > low { rectangle(&html, bar.isOpenEnded ? "bar endless" : "bar open", from: low, to: high) }
        rectangle(&html, bar.isDoubtful ? "bar doubtful" : "bar", from: 0, to: max(low, 2))
    }

    private func rectangle(_ html: inout HTMLWriter, _ name: String, from: Int, to: Int) {
        // Bars begin where the lines of the language begin.
        let x = translator.direction == "rtl" ? Self.length - to : from
        html.element(
            "rect",
            [
                .class(name), Attribute("x", "\(x)"), Attribute("y", "1"), Attribute("width", "\(to - from)"), Attribute("height", "\(Self.thickness - 2)"),
                Attribute("vector-effect", "non-scaling-stroke"),
            ])
    }

    private func length(_ amount: Fraction, _ most: Fraction) -> Int {
        most == 0 ? 0 : (amount / most * Fraction(Self.length)).rounded(places: 0).floor
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
                    (head.low ?? 0) == high ? phrases.text(Sentence("statement.uncertain", [.text(sum(high))]), claim.currency) : "\(sum(head.low ?? 0)) – \(sum(high))"
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
