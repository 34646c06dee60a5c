import Dictionary
import Referral

/// A referral on paper: for a partner that takes part by telephone, post or messenger, and for the file. It has the parts of the inter-agency referral form that the
/// humanitarian field uses (who refers, to whom, who it is about, what is needed, consent, and the receiver's answer) and a code to name it by in the answer.
///
/// Everything stands in tables of two columns under headings, in words that ``ReferralFormReading`` finds again in each language: what was filled in by another
/// organisation can be taken in.
struct ReferralForm {
    let answers: AnswerText
    /// Who refers, to whom, when, until when, and the code.
    let head: [(String, String)]
    let contents: [ReferralContent]
    let replyCode: String?

    private var translator: Translator { answers.translator }
    private var dictionary: DataDictionary { answers.dictionary }

    /// The code that a partner names in an answer: the record's identifier in groups.
    static func grouped(_ identifier: String) -> String {
        var groups: [String] = []
        var rest = Substring(identifier)
        while !rest.isEmpty {
            groups.append(String(rest.prefix(4)))
            rest = rest.dropFirst(4)
        }
        return groups.joined(separator: "-")
    }

    /// The record behind a reply code as somebody types it; nil for what is none.
    static func code(_ typed: String) -> String? {
        let code = typed.filter { $0 != "-" && !$0.isWhitespace }.uppercased()
        return RecordIdentifier.read(code) == code ? code : nil
    }

    private static let style =
        "@page{size:A4;margin:2cm}body{font:11pt/1.5 Noto Sans,Noto Sans Devanagari,Noto Sans Bengali,Noto Sans Arabic,sans-serif}h1{font-size:16pt}h2{font-size:12.5pt}"
        + "table{width:100%;border-collapse:collapse}th,td{text-align:start;vertical-align:top;padding:.1cm .2cm;border-bottom:1px solid #999}td:first-child{width:38%}"

    /// A page of its own, without references to anything.
    var page: HTML {
        HTML { html in
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
        html.element("h1", text: translator("referrals.show"))
        table(&html, head)
        // Not in a table: it is said of the referral, and nobody fills it in.
        if contents.contains(where: \.isBeyondConsent) {
            html.element("p") { html in
                html.element("b", text: translator("referrals.beyond.mark"))
                html.text(": \(translator("referrals.beyond.told"))")
            }
        }
        if contents.isEmpty { blank(&html) }
        for content in contents {
            if let offer = content.offer {
                html.element("h2", text: kindLabel("referral"))
                table(&html, rows(of: offer, words: content.words))
            }
        }
        for item in items { self.item(&html, item) }
        guard let replyCode else { return }
        html.element("h2", text: translator("referrals.form.answer"))
        html.element("p", text: translator("referrals.form.answer.lead", ["code": .text(replyCode)]))
        table(
            &html,
            [
                label("referral", "acknowledged-on"), translator("referrals.do.accept"), translator("referrals.do.decline"),
                label("referral", "refusal-reason"), label("referral", "outcome"), label("referral", "outcome-note"),
            ].map { ($0, "……………………………………") })
    }

    /// Everything that is shared, each record once with what was said of it last: as often as something was added, it stays one person.
    private var items: [SharedPart.Item] {
        var items: [SharedPart.Item] = []
        for item in contents.flatMap(\.part.items) {
            guard let index = items.firstIndex(where: { $0.shared == item.shared && $0.kind == item.kind }) else {
                items.append(item)
                continue
            }
            var fields = Dictionary(items[index].fields.map { ($0.name, $0.answer) }, uniquingKeysWith: { $1 })
            for field in item.fields { fields[field.name] = field.answer }
            items[index].fields = fields.map { (name: $0.key, answer: $0.value) }.sorted { $0.name < $1.name }
        }
        return items
    }

    private func kindLabel(_ kind: String) -> String { dictionary.record(kind)?.label(translator.language) ?? kind }

    private func label(_ kind: String, _ field: String) -> String { dictionary.field(kind, field)?.label(translator.language) ?? field }

    private func rows(of offer: ReferralContent.Offer, words: String?) -> [(String, String)] {
        func code(_ field: String, _ code: String) -> String { answers.label("referral.\(field)", code) }
        var rows = [
            (label("referral", "kind"), code("kind", offer.kind.rawValue)), (label("referral", "urgency"), code("urgency", offer.urgency)),
            (label("referral", "reason"), offer.reason.map { code("reason", $0) } ?? ""),
            (label("referral", "needs"), offer.needs.map { code("needs", $0) }.joined(separator: "; ")), (label("referral", "details"), words ?? ""),
        ]
        if let arrival = offer.arrival {
            rows += zip(
                ReferralFormReading.arrivalKeys.map { translator($0) },
                // As it is read again, and as the reader tells days.
                ["\(ArrivalTime.written(arrival)) (\(ArrivalTime.text(arrival, translator)))", arrival.flight, arrival.desk, arrival.description]
            ).filter { !$0.1.isEmpty }
        }
        return rows.filter { !$0.1.isEmpty }
    }

    private func item(_ html: inout HTMLWriter, _ item: SharedPart.Item) {
        html.element("h2", text: kindLabel(item.kind))
        var rows: [(String, String)] = []
        if let role = item.role {
            rows.append((label("relation", "role"), dictionary.vocabulary("relation-role")?.label(of: role, translator.language) ?? role))
        }
        for (name, answer) in item.fields {
            guard let field = dictionary.field(item.kind, name) else { continue }
            let note = answer.note.map { " (\($0))" } ?? ""
            rows.append((field.label(translator.language), ReferralFormReading.written(answer, field, answers) + note))
        }
        table(&html, rows)
    }

    /// What somebody needs to take a case on, to be filled in.
    private func blank(_ html: inout HTMLWriter) {
        html.element("h2", text: kindLabel("referral"))
        let arrival = ReferralFormReading.arrivalKeys.map { translator($0) }
        table(&html, (["kind", "urgency", "reason", "needs", "details"].map { label("referral", $0) } + arrival).map { ($0, "") })
        for kind in SharedPart.kinds {
            guard let usual = SharedChoice.usual[kind] else { continue }
            html.element("h2", text: kindLabel(kind))
            table(&html, dictionary.fields(of: kind).filter { usual.contains($0.name) }.map { ($0.label(translator.language), "") })
        }
    }

    private func table(_ html: inout HTMLWriter, _ rows: [(String, String)]) {
        html.element("table") { html in
            html.element("tbody") { html in
                for (name, text) in rows {
                    html.element("tr") { html in
                        // No cell of a head: pandoc does not read such cells of an ODT file.
                        html.element("td") { $0.element("b", text: name) }
                        html.element("td", [.dir("auto")], text: text)
                    }
                }
            }
        }
    }
}

extension ReferralForm {
    init(_ sheet: ReferralSheet, _ answers: AnswerText, organisation: String) {
        let label = { (field: String) in answers.dictionary.field("referral", field)?.label(answers.translator.language) ?? field }
        let row = sheet.row
        let isOutgoing = row.direction == .outgoing
        self.answers = answers
        replyCode = Self.grouped(row.referral)
        contents = sheet.parts.map(\.content)
        head = [
            (label("from-organisation"), isOutgoing ? organisation : row.partnerName), (label("to-organisation"), isOutgoing ? row.partnerName : organisation),
            (label("sent-on"), sheet.clock.text(row.offered, answers)),
            (label("acknowledge-by"), sheet.clock.text(row.clock.acknowledgeBy, answers)),
            (answers.translator("referrals.form.code"), Self.grouped(row.referral)),
        ]
    }

    /// A form that a partner fills in.
    init(blank answers: AnswerText, to organisation: String) {
        let label = { (field: String) in answers.dictionary.field("referral", field)?.label(answers.translator.language) ?? field }
        self.answers = answers
        replyCode = nil
        contents = []
        head = [(label("from-organisation"), ""), (label("to-organisation"), organisation), (label("sent-on"), "")]
    }
}
