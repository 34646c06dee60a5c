import Dictionary
import Referral

/// A referral on paper: for a partner that takes part by telephone, post or messenger, and for the file. It has the parts of the inter-agency referral form that the
/// humanitarian field uses (who refers, to whom, who it is about, what is needed, consent, and the receiver's answer) and a code to name it by in the answer.
struct ReferralForm {
    let sheet: ReferralSheet
    let answers: AnswerText
    let organisation: String

    /// The code that a partner names in an answer: the record's identifier in groups.
    var replyCode: String { Self.grouped(sheet.row.referral) }

    static func grouped(_ identifier: String) -> String {
        var groups: [String] = []
        var rest = Substring(identifier)
        while !rest.isEmpty {
            groups.append(String(rest.prefix(4)))
            rest = rest.dropFirst(4)
        }
        return groups.joined(separator: "-")
    }

    private static let style =
        "@page{size:A4;margin:2cm}body{font:11pt/1.5 Noto Sans,Noto Sans Devanagari,Noto Sans Bengali,Noto Sans Arabic,sans-serif}h1{font-size:16pt}h2{font-size:12.5pt}"
        + "table,dl{width:100%}th,td,dt{text-align:start;vertical-align:top;padding:.1cm .2cm}dt{font-weight:600}"

    /// A page of its own, without references to anything.
    var page: HTML {
        let translator = answers.translator
        return HTML { html in
            html.doctype()
            html.element("html", [.lang(translator.language), .dir(translator.direction)]) { html in
                html.element("head") { html in
                    html.element("meta", [Attribute("charset", "utf-8")])
                    html.element("title", text: translator("referrals.show"))
                    html.element("style", text: Self.style)
                }
                html.element("body") { body(&$0) }
            }
        }
    }

    private func body(_ html: inout HTMLWriter) {
        let translator = answers.translator
        func label(_ field: String) -> String { answers.dictionary.field("referral", field)?.label(translator.language) ?? field }
        html.element("h1", text: translator("referrals.show"))
        html.element("table") { html in
            row(&html, label("from-organisation"), sheet.row.direction == .outgoing ? organisation : sheet.row.partnerName)
            row(&html, label("to-organisation"), sheet.row.direction == .outgoing ? sheet.row.partnerName : organisation)
            row(&html, label("sent-on"), MomentText.text(sheet.row.offered, translator))
            row(&html, label("acknowledge-by"), MomentText.text(sheet.row.clock.acknowledgeBy, translator))
            row(&html, translator("referrals.form.code"), replyCode)
        }
        let shown = SharedPartPage(answers: answers, clearance: sheet.clearance)
        for (_, content) in sheet.parts {
            shown.offer(&html, content)
            shown.write(&html, content.part)
        }
        html.element("h2", text: translator("referrals.form.answer"))
        html.element("p", text: translator("referrals.form.answer.lead", ["code": .text(replyCode)]))
        html.element("table") { html in
            for name in [
                label("acknowledged-on"), translator("referrals.do.accept"), translator("referrals.do.decline"), label("refusal-reason"), label("outcome"),
                label("outcome-note"),
            ] {
                row(&html, name, "……………………………………")
            }
        }
    }

    private func row(_ html: inout HTMLWriter, _ name: String, _ text: String) {
        html.element("tr") { html in
            html.element("th", [Attribute("scope", "row")], text: name)
            html.element("td", [.dir("auto")], text: text)
        }
    }
}
