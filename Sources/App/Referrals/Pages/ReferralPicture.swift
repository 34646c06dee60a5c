import Dictionary
import Referral

/// The steps of a referral as a picture: two lines, the sender's and the receiver's, a mark for each step, and the deadline. What it says stands in the list below it.
struct ReferralPicture {
    let sheet: ReferralSheet
    let answers: AnswerText

    private static let width = 640
    private static let start = 130
    private static let height = 118

    private var translator: Translator { answers.translator }
    private var isMirrored: Bool { translator.direction == "rtl" }

    func write(_ html: inout HTMLWriter) {
        let moments = sheet.steps.map(\.moment) + [sheet.row.deadline, sheet.now].compactMap { $0 }
        guard let first = moments.min(), let last = moments.max() else { return }
        let span = (first: first, last: max(last, first + 60_000))
        html.element("div", [.class("picture"), Attribute("tabindex", "0"), .role("group"), Attribute("aria-label", translator("referrals.steps"))]) { html in
            html.element(
                "svg",
                [
                    Attribute("viewBox", "0 0 \(Self.width) \(Self.height)"), .role("img"), Attribute("direction", "ltr"),
                    Attribute("aria-labelledby", "steps-title"),
                ]
            ) { html in
                html.element("title", [.id("steps-title")], text: translator("referrals.steps.title", ["count": .number(sheet.steps.count)]))
                for (index, side) in ReferralSide.allCases.enumerated() { lane(&html, side, y: 24 + index * 36, span) }
                mark(&html, sheet.now, "now", span)
                if let deadline = sheet.row.deadline { mark(&html, deadline, "deadline", span) }
                for (text, moment, anchor) in [
                    (MomentText.text(span.first, translator), span.first, "start"), (MomentText.text(span.last, translator), span.last, "end"),
                ] {
                    let place = isMirrored ? (anchor == "start" ? "end" : "start") : anchor
                    html.element(
                        "text", [Attribute("x", "\(x(moment, span))"), Attribute("y", "\(Self.height - 8)"), Attribute("text-anchor", place)], text: text)
                }
            }
        }
    }

    private func x(_ moment: UInt64, _ span: (first: UInt64, last: UInt64)) -> Int {
        let width = UInt64(Self.width - Self.start - 24)
        let offset = Int((min(max(moment, span.first), span.last) - span.first) * width / (span.last - span.first))
        return isMirrored ? Self.width - Self.start - 8 - offset : Self.start + 8 + offset
    }

    private func lane(_ html: inout HTMLWriter, _ side: ReferralSide, y: Int, _ span: (first: UInt64, last: UInt64)) {
        let ends = [x(span.first, span), x(span.last, span)]
        html.element("line", [.class("lane"), Attribute("x1", "\(ends[0])"), Attribute("x2", "\(ends[1])"), Attribute("y1", "\(y)"), Attribute("y2", "\(y)")])
        html.element(
            "text",
            [
                .class("label"), Attribute("x", "\(isMirrored ? Self.width : 0)"), Attribute("y", "\(y + 4)"),
                Attribute("text-anchor", isMirrored ? "end" : "start"),
            ], text: translator(side == sheet.row.side ? "referrals.we" : "referrals.they"))
        for step in sheet.steps where step.side == side {
            let shape = step.event == .message ? "event contact" : "event action"
            html.element(
                "circle",
                [.class(shape), Attribute("cx", "\(x(step.moment, span))"), Attribute("cy", "\(y)"), Attribute("r", step.event == .message ? "4" : "7")])
        }
    }

    private func mark(_ html: inout HTMLWriter, _ moment: UInt64, _ shape: String, _ span: (first: UInt64, last: UInt64)) {
        let place = "\(x(moment, span))"
        html.element("line", [.class(shape), Attribute("x1", place), Attribute("x2", place), Attribute("y1", "4"), Attribute("y2", "80")])
    }
}
