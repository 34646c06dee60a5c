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

/// The time of an arrival, by the clock at the place.
enum ArrivalTime {
    /// Minutes by which clocks are ahead of UTC where people work and come from.
    static let offsets = [0, 60, 120, 180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 540, 600]

    static func name(_ offset: Int) -> String {
        let minutes = abs(offset)
        return "UTC\(offset < 0 ? "−" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    }

    static func text(_ arrival: ReferralContent.Arrival, _ translator: Translator) -> String {
        let minutes = Int(arrival.moment / 60_000) + arrival.offset
        guard let day = CalendarDay(daysSinceEpoch: minutes / 1_440) else { return "" }
        // The zone is written from left to right; in a line that goes the other way its sign would change places.
        let zone = translator.direction == "rtl" ? "\u{2066}(\(name(arrival.offset)))\u{2069}" : "(\(name(arrival.offset)))"
        let time = "\(two(minutes % 1_440 / 60)):\(two(minutes % 60)) \(zone)"
        return MomentText.day(day, translator) + " " + translator.catalogue.facts(of: translator.language).localised(time)
    }

    /// As it is read again by ``read(_:)``: `2026-11-25 14:35 UTC+05:45`.
    static func written(_ arrival: ReferralContent.Arrival) -> String {
        let minutes = Int(arrival.moment / 60_000) + arrival.offset
        guard let day = CalendarDay(daysSinceEpoch: minutes / 1_440) else { return "" }
        return "\(day) \(two(minutes % 1_440 / 60)):\(two(minutes % 60)) \(name(arrival.offset))"
    }

    /// - Returns: milliseconds since 1970, and by how many minutes the clock at the place is ahead of UTC; nil if it is not written so.
    static func read(_ text: String) -> (moment: UInt64, offset: Int)? {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count >= 2 else { return nil }
        let zone = parts.count > 2 ? parts[2] : name(0)
        guard let offset = offsets.first(where: { name($0) == zone }), let moment = moment(day: parts[0], time: parts[1], offset: offset) else { return nil }
        return (moment, offset)
    }

    /// - Parameters:
    ///   - day: `2026-11-25`.
    ///   - time: `14:35`.
    /// - Returns: milliseconds since 1970; nil if they are no day and time.
    static func moment(day: String, time: String, offset: Int) -> UInt64? {
        let parts = time.split(separator: ":").map { Int($0) }
        let days = day.split(separator: "-").map { Int($0) }
        guard parts.count >= 2, let hour = parts[0], let minute = parts[1], (0..<24).contains(hour), (0..<60).contains(minute), days.count == 3,
            let year = days[0],
            let month = days[1], let number = days[2], (2000...2200).contains(year), let date = CalendarDay(year: year, month: month, day: number)
        else { return nil }
        return UInt64(max(0, (date.daysSinceEpoch * 1_440 + hour * 60 + minute - offset))) * 60_000
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
