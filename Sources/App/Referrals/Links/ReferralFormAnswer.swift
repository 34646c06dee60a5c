import Dictionary
import Referral

/// What a receiver without Corridor has filled in under *The receiver's answer* of a form. It is read as the steps that it tells of; whoever takes the form in looks at
/// them and confirms.
struct ReferralFormAnswer: Sendable, Hashable {
    /// The day of acknowledgement as it was written; empty for none.
    var acknowledgedOn = ""
    var accepts = false
    var declines = false
    /// A code of the list `referral-refusal`.
    var refusal: String?
    /// A code of the list `action-result`.
    var outcome: String?
    /// Remarks on the outcome, and what could not be read as an answer to its field, with its label: nothing that somebody wrote is lost.
    var words: [String] = []

    var isEmpty: Bool { self == ReferralFormAnswer() }

    mutating func read(_ line: ReferralFormReading.Line, _ reading: ReferralFormReading) {
        let dictionary = reading.dictionary
        func code(_ list: String) -> String? { dictionary.vocabulary(list).flatMap { $0.contains(line.text) ? line.text : $0.codes(writtenAs: line.text).first } }
        // Whoever writes “no” beside Accept has not accepted.
        let isNo = code("yes-no") == "no" || line.text.allSatisfy { "-–—".contains($0) }
        if reading.isText(line.label, "referrals.do.accept") {
            accepts = !isNo
            if !isNo, code("yes-no") == nil, line.text.count > 2 { words.append("\(line.label): \(line.text)") }
            return
        }
        if reading.isText(line.label, "referrals.do.decline") {
            declines = !isNo
            if !isNo, code("yes-no") == nil, line.text.count > 2 { words.append("\(line.label): \(line.text)") }
            return
        }
        switch reading.field(line.label, of: "referral")?.name {
        case "acknowledged-on": acknowledgedOn = String(String.UnicodeScalarView(line.text.unicodeScalars.prefix(100)))
        case "refusal-reason": if let code = code("referral-refusal") { refusal = code } else { words.append("\(line.label): \(line.text)") }
        case "outcome": if let code = code("action-result") { outcome = code } else { words.append("\(line.label): \(line.text)") }
        case "outcome-note": words.append(line.text)
        default: words.append("\(line.label): \(line.text)")
        }
    }

    /// The remarks as one text, no longer than a step may say.
    var remarks: String? {
        let all = words.joined(separator: "\n")
        return all.isEmpty ? nil : String(String.UnicodeScalarView(all.unicodeScalars.prefix(ReferralContent.wordsLimit)))
    }

    /// The steps that it tells of, as far as they can be taken now, in their order. Who both accepts and declines has said neither.
    func events(_ row: ReferralRow) -> [ReferralEvent] {
        var wanted: [ReferralEvent] = []
        if !acknowledgedOn.isEmpty { wanted.append(.acknowledge) }
        if accepts != declines { wanted.append(accepts ? .accept : .decline) }
        if outcome != nil { wanted.append(.resolve) }
        if wanted.isEmpty || wanted == [.acknowledge], !words.isEmpty { wanted.append(.message) }
        var (state, events): (ReferralState, [ReferralEvent]) = (row.state, [])
        for event in wanted where row.rules.permits(event, by: .receiver, in: state) {
            events.append(event)
            if case .moves(let next) = row.rules.effect(of: event, by: .receiver, in: state) { state = next }
        }
        return events
    }
}
