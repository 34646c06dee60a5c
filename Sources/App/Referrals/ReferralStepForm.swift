import Dictionary
import Referral

/// Reads what somebody does to a referral, here or by a link.
struct ReferralStepForm {
    let form: FormFields
    let dictionary: DataDictionary

    /// - Returns: the names of fields that are wrong as well; nothing may be done unless there are none.
    func read() -> (content: ReferralContent?, wrong: [String]) {
        // What is shared goes through the preview, and what nobody does by hand is none of a form's.
        guard let event = form.text("event").flatMap(ReferralEvent.init(rawValue:)), ![.share, .seal, .award, .expire].contains(event) else {
            return (nil, ["event"])
        }
        var content = ReferralContent(event)
        var wrong: [String] = []
        content.words = form.text("words")
        if (content.words?.unicodeScalars.count ?? 0) > ReferralContent.wordsLimit { wrong.append("words") }
        switch event {
        case .message: if content.words == nil { wrong.append("message") }
        case .decline:
            content.refusal = code("refusal", "referral-refusal")
            if content.refusal == nil { wrong.append("refusal") }
        case .resolve:
            content.outcome = code("outcome", "action-result")
            if content.outcome == nil { wrong.append("outcome") }
        case .giveBack: if content.words == nil { wrong.append("give-back") }
        default: break
        }
        return (content, wrong)
    }

    private func code(_ name: String, _ list: String) -> String? {
        form.text(name).flatMap { dictionary.vocabulary(list)?.contains($0) == true ? $0 : nil }
    }
}
