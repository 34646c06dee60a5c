import Dictionary
import Referral
import Storage

/// A referral as the page of its case shows it: where it stands, what was said last, and what the partner's case tells.
struct CaseReferral: Sendable {
    struct Message: Sendable {
        var words: String
        var isOurs: Bool
        /// Milliseconds since 1970.
        var moment: UInt64
    }

    /// What the receiver decided or reached: a refusal, an outcome or a return.
    struct Result: Sendable {
        var event: ReferralEvent
        /// Nil where the step names none, as a return does.
        var decision: ReferralStep.Decision?
        /// Nil where there are none, or the reader may not see who the case is about.
        var words: String?
        var isOurs: Bool
        /// Whether the other side did not know yet that the referral was over.
        var isOvertaken: Bool
        /// Milliseconds since 1970.
        var moment: UInt64
    }

    var row: ReferralRow
    /// Nil where there is none, or the reader may not see who the case is about.
    var message: Message?
    /// What came of it; nil as long as nothing did.
    var result: Result?
    /// What the partner told of its own case: in confidence, so that it is shown here and never becomes an answer of the case.
    var told = SharedPart()
    var undelivered: Outbox.Undelivered?
    /// What no longer covers what was sent.
    var ended: [SharingGate.Obstacle] = []
    /// Whether words of ours may not go now.
    var isSilenced = false
    var marks = ReferralMarks()
    /// Its steps on the way of the case.
    var events: [TimelineEvent] = []

    /// All referrals of a case, the latest changed first. O(steps).
    static func all(of caseRecord: String, clearance: Sensitivity, _ node: Node, _ connection: any Connection) throws -> [CaseReferral] {
        let reading = ReferralSteps(node, connection)
        return try ReferralRows(node, connection).ofCase(caseRecord).map { row in
            let steps = try reading.all(of: row.referral)
            var referral = CaseReferral(row: row)
            referral.marks = try ReferralMarks(row.referral, node, connection)
            let refusal = try ReferralMarks.refusal(row.referral, node, connection)
            referral.events = steps.compactMap { event($0, row, refusal, clearance, node.clock) }
            if let last = steps.last(where: { [.decline, .resolve, .giveBack].contains($0.event) }), let event = last.event {
                referral.result = Result(
                    event: event, decision: last.decision(refusal: refusal), words: clearance == .identity ? last.content?.words : nil,
                    isOurs: last.side == row.side, isOvertaken: last.isOvertaken, moment: last.moment)
            }
            let gate = SharingGate(node: node, connection: connection)
            referral.ended = try gate.ended(row, steps: steps)
            referral.isSilenced = try row.state.isOpen && !gate.obstaclesToWords(on: row).isEmpty
            referral.undelivered = try row.partner.isEmpty ? nil : Outbox.undelivered(row.conversation, to: row.partner, node: node, connection)
            guard clearance == .identity else { return referral }
            if let last = steps.last(where: { $0.event == .message && $0.content?.words != nil }), let words = last.content?.words {
                referral.message = Message(words: words, isOurs: last.side == row.side, moment: last.moment)
            }
            for step in steps where step.side == row.side.other && !step.isOvertaken {
                referral.told.items += (step.content?.part.items ?? []).filter { $0.kind == "case" }
            }
            return referral
        }
    }

    /// What is said and added is in the conversation; what was decided and done is on the way of the case.
    private static func event(
        _ step: ReferralStep, _ row: ReferralRow, _ refusal: String?, _ clearance: Sensitivity, _ clock: LocalClock
    ) -> TimelineEvent? {
        if let event = step.event, [.message, .share, .remind, .seal].contains(event) { return nil }
        guard !step.isOvertaken, let day = clock.day(of: step.moment) else { return nil }
        return TimelineEvent(
            lane: .action, date: PartialDate(day), text: .key("referrals.event.\(step.event?.rawValue ?? "offer")"),
            result: step.decision(refusal: refusal), remark: row.partnerName.isEmpty ? nil : row.partnerName,
            words: step.event != nil && clearance == .identity ? step.content?.words : nil, author: step.account.isEmpty ? nil : step.account,
            moment: step.moment)
    }
}

extension CaseSheetPage {
    /// The referrals of the case, each with what it needs of somebody here.
    func referrals(_ html: inout HTMLWriter) {
        for referral in sheet.referrals { self.referral(&html, referral) }
    }

    private func referral(_ html: inout HTMLWriter, _ referral: CaseReferral) {
        let row = referral.row
        html.element("article", [.class("card"), .id("record-\(row.referral)")]) { html in
            html.element("h3") { html in
                html.element(
                    "a", [.href("/referrals/\(row.referral)"), .dir("auto")], text: row.partnerName.isEmpty ? translator("referrals.they") : row.partnerName)
            }
            html.element("p", [.class("badges")]) { html in
                html.element("span", [.class("badge")], text: translator("referrals.direction.\(row.direction.rawValue)"))
                html.element("span", [.class("badge")], text: answers.label("referral.kind", row.kind.rawValue))
                referral.marks.write(&html, row, answers, isStrong: true)
                if row.hasNews { html.element("span", [.class("badge strong")], text: translator("referrals.news")) }
            }
            if let deadline = row.deadline, let clock = sheet.clock {
                let key = row.state == .offered ? "acknowledge-by" : "decide-by"
                html.element("p", text: translator("referrals.\(key)", ["moment": .text(clock.text(deadline, answers))]))
            }
            if let undelivered = referral.undelivered {
                html.element(
                    "p", [.class(undelivered.trouble == nil ? "notice" : "warning")],
                    text: translator(undelivered.isWhole ? "referrals.undelivered" : "referrals.undelivered.part"))
            }
            ReferralEndedNotice.write(&html, page, row, referral.ended, answers)
            if let result = referral.result { self.result(&html, result, row) }
            if !referral.told.isEmpty { told(&html, referral) }
            conversation(&html, referral)
        }
    }

    private func result(_ html: inout HTMLWriter, _ result: CaseReferral.Result, _ row: ReferralRow) {
        html.element("div", [.id("result-\(row.referral)")]) { html in
            html.element("p") { html in
                html.element("strong", text: translator("referrals.event.\(result.event.rawValue)"))
                if let decision = result.decision { html.text(": \(answers.label(decision.field, decision.code))") }
                if result.isOvertaken { html.element("span", [.class("muted")], text: " (\(translator("referrals.overtaken")))") }
            }
            if let words = result.words { html.element("p", [.class("told"), .dir("auto")], text: words) }
            html.element("p", [.class("small muted")]) { html in
                html.element("bdi", text: result.isOurs ? translator("referrals.we") : row.partnerName.isEmpty ? translator("referrals.they") : row.partnerName)
                html.text(" · \(MomentText.text(result.moment, translator))")
            }
        }
    }

    private func told(_ html: inout HTMLWriter, _ referral: CaseReferral) {
        html.element("details") { html in
            html.element("summary", text: translator("referrals.shared.theirs"))
            SharedPartPage(answers: answers, heading: "h4").write(&html, referral.told)
        }
    }

    /// The last message, and a field to answer it here.
    private func conversation(_ html: inout HTMLWriter, _ referral: CaseReferral) {
        let row = referral.row
        if let message = referral.message {
            html.element("p", [.class("told"), .dir("auto")], text: message.words)
            html.element("p", [.class("small muted")]) { html in
                html.element("bdi", text: message.isOurs ? translator("referrals.we") : row.partnerName)
                html.text(" · \(MomentText.text(message.moment, translator)) · ")
                html.element("a", [.href("/referrals/\(row.referral)#conversation")], text: translator("referrals.conversation"))
            }
        }
        guard mayWrite, row.rules.permits(.message, by: row.side, in: row.state) else { return }
        guard !referral.isSilenced else { return html.element("p", [.class("notice")], text: translator("referrals.silenced")) }
        let identifier = "message-\(row.referral)"
        html.element("form", page.waitingAttributes("/referrals/\(row.referral)/steps", as: row.referral)) { html in
            page.keptFields(&html, "referrals.show", matching: ("event", ReferralEvent.message.rawValue))
            html.element("input", [.type("hidden"), .name("event"), .value(ReferralEvent.message.rawValue)])
            html.element("input", [.type("hidden"), .name("back"), .value("case")])
            html.element("div", [.class("field")]) { html in
                html.element("label", [.for(identifier)], text: translator("referrals.message"))
                html.element("textarea", [.id(identifier), .name("words"), .dir("auto"), Attribute("rows", "2"), .flag("required")], text: "")
            }
            page.keptActions(&html, save: translator("referrals.message.send"), isLong: false)
        }
    }
}
