import Dictionary
import Referral

/// What crosses, as it is shown: in the preview to whoever sends it, and in the same form to whoever receives it.
struct SharedPartPage {
    let answers: AnswerText
    /// The most sensitive that the reader may see.
    var clearance = Sensitivity.identity
    /// The level of the headings, one below that of the page around.
    var heading: StaticString = "h2"
    /// How somebody gets at a file that is named; nil where files are only named.
    var file: ((inout HTMLWriter, FileReference) -> Void)?

    /// A link to a file of the shared part of a referral, for those who work on it.
    static func link(to referral: String, _ translator: Translator) -> (inout HTMLWriter, FileReference) -> Void {
        { html, reference in
            html.element("p") { html in
                html.element("a", [.href("/referrals/\(referral)/files/\(reference.sha256)")]) { html in
                    html.text(translator("referrals.link.file", ["name": .text("\u{2068}\(reference.name)\u{2069}")]))
                }
            }
        }
    }

    func write(_ html: inout HTMLWriter, _ part: SharedPart) {
        for item in part.items { self.item(&html, item) }
    }

    private func item(_ html: inout HTMLWriter, _ item: SharedPart.Item) {
        let translator = answers.translator
        let kind = answers.dictionary.record(item.kind)?.label(translator.language) ?? item.kind
        html.element("article", [.class("card shared")]) { html in
            html.element(heading) { html in
                html.text(kind)
                if let role = item.role {
                    html.text(" ")
                    let label = answers.dictionary.vocabulary("relation-role")?.label(of: role, translator.language) ?? role
                    html.element("span", [.class("badge")], text: label)
                }
            }
            html.element("dl", [.class("facts")]) { html in
                for (name, answer) in item.fields {
                    guard let field = answers.dictionary.field(item.kind, name), field.sensitivity <= clearance else { continue }
                    html.element("dt", text: field.label(translator.language))
                    html.element("dd", [.dir("auto")]) { html in
                        html.text(answers.text(answer, field))
                        if let note = answer.note, clearance >= .identity { html.element("span", [.class("muted")], text: " — \(note)") }
                    }
                }
            }
            if let file { for reference in ReferralFiles.references(item) { file(&html, reference) } }
        }
    }

    /// That what is shared goes beyond what the people agreed to.
    func beyond(_ html: inout HTMLWriter, _ content: ReferralContent) {
        guard content.isBeyondConsent else { return }
        html.element("p", [.class("warning")]) { html in
            html.element("strong", text: answers.translator("referrals.beyond.mark"))
            html.text(": \(answers.translator("referrals.beyond.told"))")
        }
    }

    /// The words, needs and arrival of an offer.
    func offer(_ html: inout HTMLWriter, _ content: ReferralContent) {
        guard let offer = content.offer else { return }
        let translator = answers.translator
        let dictionary = answers.dictionary
        func label(_ field: String, _ code: String) -> String { answers.label("referral.\(field)", code) }
        func name(_ field: String) -> String { dictionary.field("referral", field)?.label(translator.language) ?? field }
        var facts: [(String, String)] = [(name("kind"), label("kind", offer.kind.rawValue)), (name("urgency"), label("urgency", offer.urgency))]
        if let reason = offer.reason { facts.append((name("reason"), label("reason", reason))) }
        if !offer.needs.isEmpty { facts.append((name("needs"), offer.needs.map { label("needs", $0) }.joined(separator: translator("cases.list-separator")))) }
        if clearance >= .identity {
            if let words = content.words { facts.append((name("details"), words)) }
            if let arrival = offer.arrival { facts += self.arrival(arrival) }
        }
        html.element("div", [.class("card")]) { html in
            html.element("dl", [.class("facts")]) { html in
                for (name, text) in facts {
                    html.element("dt", text: name)
                    html.element("dd", [.dir("auto")], text: text)
                }
            }
        }
    }

    private func arrival(_ arrival: ReferralContent.Arrival) -> [(String, String)] {
        let translator = answers.translator
        let all = [
            (translator("referrals.arrival.time"), ArrivalTime.text(arrival, translator)), (translator("referrals.arrival.flight"), arrival.flight),
            (translator("referrals.arrival.desk"), arrival.desk), (translator("referrals.arrival.description"), arrival.description),
        ]
        return all.filter { !$0.1.isEmpty }
    }
}

extension ArrivalTime {
    /// For people, by the clock at the place.
    static func text(_ arrival: ReferralContent.Arrival, _ translator: Translator) -> String {
        let minutes = Int(arrival.moment / 60_000) + arrival.offset
        guard let day = CalendarDay(daysSinceEpoch: minutes / 1_440) else { return "" }
        // The zone is written from left to right; in a line that goes the other way its sign would change places.
        let zone = translator.direction == "rtl" ? "\u{2066}(\(name(arrival.offset)))\u{2069}" : "(\(name(arrival.offset)))"
        let time = "\(two(minutes % 1_440 / 60)):\(two(minutes % 60)) \(zone)"
        return MomentText.day(day, translator) + " " + translator.catalogue.facts(of: translator.language).localised(time)
    }
}
