import Dictionary
import Referral

/// The page of one referral: where it stands and until when, what can be done, what is shared, the conversation, every step with its time.
struct ReferralPage {
    let page: Page
    let sheet: ReferralSheet
    let answers: AnswerText
    /// Names of colleagues by account.
    let names: [String: String]
    /// Cases here that it may belong to.
    let known: ReferralKnown
    let controls: FormControls

    private var translator: Translator { page.request.translator }
    private var row: ReferralRow { sheet.row }
    private var dictionary: DataDictionary { answers.dictionary }
    private var showsWords: Bool { sheet.clearance == .identity }
    /// Why nothing of it can be read any more.
    private var sealed: String {
        guard row.state == .withdrawn else { return "referrals.sealed.declined" }
        return sheet.marks.isTakenElsewhere ? "referrals.sealed.taken" : "referrals.sealed"
    }

    init(_ request: WebRequest, _ sheet: ReferralSheet, _ answers: AnswerText, names: [String: String], known: ReferralKnown) {
        page = Page(request, title: "referrals.show", area: .referrals)
        self.sheet = sheet
        self.answers = answers
        (self.names, self.known) = (names, known)
        controls = request.controls(of: "referrals.show")
    }

    func html() -> HTML {
        page.html { html in
            html.element("p") { $0.element("a", [.href("/referrals")], text: translator("referrals.title")) }
            controls.summary(&html)
            head(&html)
            actions(&html)
            link(&html)
            answer(&html)
            if sheet.isSealed {
                html.element("p", [.class("warning")], text: translator(sealed))
                if row.state == .withdrawn, row.side == .receiver, hasShared(.receiver) {
                    html.element("p", text: translator("referrals.sealed.ours", ["partner": .text("\u{2068}\(row.partnerName)\u{2069}")]))
                }
            } else {
                shared(&html)
                conversation(&html)
                paper(&html)
            }
            history(&html)
        }
    }

    // MARK: Head

    private func head(_ html: inout HTMLWriter) {
        html.element("div", [.class("head")]) { html in
            html.element("p", [.class("name"), .dir("auto")], text: row.partnerName.isEmpty ? "–" : row.partnerName)
            html.element("p", [.class("badges")]) { html in
                html.element("span", [.class("badge")], text: translator("referrals.direction.\(row.direction.rawValue)"))
                html.element("span", [.class("badge")], text: answers.label("referral.kind", row.kind.rawValue))
                html.element("span", [.class(ReferralDeskPage.isUrgent(row) ? "badge strong" : "badge")], text: answers.label("referral.urgency", row.urgency))
                sheet.marks.write(&html, row, answers, isStrong: true)
            }
            if let deadline = row.deadline {
                let key = row.state == .offered ? "acknowledge-by" : "decide-by"
                html.element(
                    "p", [.class(deadline < sheet.now ? "warning" : "lead")],
                    text: translator("referrals.\(key)", ["moment": .text(sheet.clock.text(deadline, answers))]))
            }
            if row.partner.isEmpty, row.direction == .incoming { html.element("p", [.class("notice"), .id("by-hand")], text: translator("referrals.import.by-hand")) }
            if page.request.query.text(ReferralImportRoutes.knownMark) != nil {
                html.element("p", [.class("notice"), .role("status")], text: translator("referrals.import.known"))
            }
            if let name = sheet.addressed {
                html.element("p", [.class("warning"), .id("addressed")], text: translator("referrals.import.addressed", ["name": .text("\u{2068}\(name)\u{2069}")]))
            }
            ReferralEndedNotice.write(&html, page, row, sheet.ended, answers)
            if sheet.steps.contains(where: \.isHeldBack) { heldBack(&html) }
            if sheet.marks.isBeyondConsent { beyond(&html) }
            if let undelivered = sheet.undelivered { delivery(&html, undelivered) }
            if !row.caseRecord.isEmpty { html.element("p") { $0.element("a", [.href("/cases/\(row.caseRecord)")], text: translator("cases.back")) } }
        }
        ReferralPicture(sheet: sheet, answers: answers).write(&html)
        guard !sheet.chain.isEmpty else { return }
        html.element("h2", text: translator("referrals.chain"))
        html.element("ul", [.class("due")]) { html in
            for other in sheet.chain { ReferralDeskPage.line(&html, other, sheet.now, sheet.clock, answers) }
        }
    }

    /// Says that something of ours did not go, or not all of it, since nothing covered it any more when it could have gone.
    private func heldBack(_ html: inout HTMLWriter) {
        let isOffer = sheet.steps.contains { $0.isHeldBack && $0.event == nil }
        html.element("div", [.class("warning"), .id("held-back")]) { html in
            html.element("p", text: translator(isOffer ? "referrals.held-back.offer" : "referrals.held-back.title"))
            html.element("p", text: translator("referrals.held-back.means"))
        }
    }

    /// Says that it went beyond what the people agreed to: to the sender why and who let it, to the receiver what that asks of them.
    private func beyond(_ html: inout HTMLWriter) {
        html.element("div", [.class("warning"), .id("beyond")]) { html in
            html.element("p", text: translator("referrals.beyond.\(row.direction.rawValue)"))
            if let reason = sheet.beyond.reason { html.element("blockquote", [.dir("auto")], text: reason) }
            guard let second = sheet.beyond.secondPerson else { return }
            html.element("p", text: translator("referrals.beyond.second", ["name": .text("\u{2068}\(second)\u{2069}")]))
        }
    }

    /// Says that what was sent is not there yet, and why: a deadline tells nothing of somebody who was never asked.
    private func delivery(_ html: inout HTMLWriter, _ undelivered: Outbox.Undelivered) {
        html.element("div", [.class(undelivered.trouble == nil ? "notice" : "warning"), .id("delivery")]) { html in
            html.element("p", text: translator(undelivered.isWhole ? "referrals.undelivered" : "referrals.undelivered.part"))
            // Nobody is to pass on by telephone what may not go.
            if !sheet.silenced.isEmpty { return html.element("p", text: translator("referrals.undelivered.silenced")) }
            guard let trouble = undelivered.trouble else { return }
            html.element("p", text: translator("exchange.error.\(trouble.rawValue)"))
            let call = row.state == .withdrawn ? "referrals.undelivered.withdrawal" : undelivered.isWhole ? "referrals.undelivered.call" : "referrals.undelivered.steps"
            html.element("p", text: translator(call))
        }
    }

    // MARK: What can be done

    private func actions(_ html: inout HTMLWriter) {
        let permitted = row.rules.permitted(to: row.side, in: row.state)
        if row.asksForOwnCase {
            html.element("p", [.class("actions")]) {
                $0.element("a", [.class("button"), .href("/referrals/\(row.referral)/case")], text: translator("referrals.case.choose"))
            }
        }
        let simple = [ReferralEvent.acknowledge, .accept, .start, .remind, .close].filter { event in
            permitted.contains(event) && !(event == .accept && (row.asksForOwnCase || !known.isEmpty))
        }
        if permitted.contains(.accept), !known.isEmpty { acceptance(&html) }
        if !simple.isEmpty {
            html.element("div", [.class("actions")]) { html in
                for event in simple {
                    form(&html, event) { html in
                        html.element("button", [.type("submit"), .class(event == .accept ? "" : "second")], text: translator(key(event)))
                    }
                }
            }
            if simple.contains(.remind), row.partner.isEmpty { html.element("p", [.class("hint")], text: translator("referrals.remind.by-hand")) }
        }
        for event in [ReferralEvent.resolve, .decline, .giveBack, .withdraw].filter(permitted.contains) {
            let isOpen = controls.values["event"] == event.rawValue && controls.values["side"] == nil
            html.element("details", [.class("card"), .flag("open", if: isOpen)]) { html in
                html.element("summary", text: translator("referrals.do.\(event.rawValue)"))
                form(&html, event) { html in
                    if event == .withdraw {
                        html.element("p", text: translator(row.partner.isEmpty ? "referrals.withdraw.lead.by-hand" : "referrals.withdraw.lead"))
                        if hasShared(row.side.other) { html.element("p", text: translator("referrals.withdraw.theirs")) }
                    }
                    if event == .decline { select(&html, "refusal", "refusal-reason", "referral-refusal") }
                    if event == .resolve { select(&html, "outcome", "outcome", "action-result") }
                    words(&html, event)
                    page.keptActions(&html, save: translator("referrals.do.\(event.rawValue)"), isLong: false)
                }
            }
        }
    }

    /// Accepting where there may be a case here already: whoever accepts says to which it goes.
    private func acceptance(_ html: inout HTMLWriter) {
        html.element("section", [.class("card"), .id("known")]) { html in
            if !known.earlier.isEmpty {
                html.element("p", [.class("warning")], text: translator("referrals.known.earlier", ["partner": .text("\u{2068}\(row.partnerName)\u{2069}")]))
            }
            form(&html, .accept) { html in
                html.element("fieldset") { html in
                    html.element("legend", text: translator("referrals.known.where"))
                    for (index, line) in known.earlier.enumerated() {
                        choice(&html, line, isChosen: index == 0) { SearchPages.caseLine(&$0, line, answers) }
                    }
                    choice(&html, nil, isChosen: known.earlier.isEmpty) { _ in }
                    for result in known.alike {
                        choice(&html, result.line, isChosen: false) { html in
                            SearchPages.caseLine(&html, result.line, answers)
                            html.element("p", [.class("small")], text: translator("search.duplicate.title"))
                            html.element("ul", [.class("reasons")]) { html in
                                for reason in result.reasons { html.element("li") { SearchPages.reason(&$0, reason, answers) } }
                            }
                        }
                    }
                }
                html.element("button", [.type("submit")], text: translator(key(.accept)))
            }
        }
    }

    /// - Parameter line: nil for a case of its own.
    private func choice(_ html: inout HTMLWriter, _ line: CaseLine?, isChosen: Bool, _ content: (inout HTMLWriter) -> Void) {
        html.element("div", [.class("field")]) { html in
            let identifier = "into-\(line?.record ?? "own")"
            let names = line.map { $0.workers.isEmpty ? $0.record : $0.workers.joined(separator: translator("cases.list-separator")) }
            html.element("input", [.type("radio"), .name("into"), .id(identifier), .value(line?.record ?? ""), .flag("checked", if: isChosen)])
            html.text(" ")
            html.element("label", [.for(identifier), .dir("auto")], text: names ?? translator("referrals.known.own"))
            content(&html)
        }
    }

    private func hasShared(_ side: ReferralSide) -> Bool { sheet.steps.contains { $0.event == .share && $0.side == side } }

    /// Nothing reaches a partner without a node by itself: somebody reminds them, and notes that.
    private func key(_ event: ReferralEvent) -> String {
        event == .remind && row.partner.isEmpty ? "referrals.do.remind.by-hand" : "referrals.do.\(event.rawValue)"
    }

    private func form(_ html: inout HTMLWriter, _ event: ReferralEvent, _ content: (inout HTMLWriter) -> Void) {
        let action = "/referrals/\(row.referral)/steps"
        let attributes = event == .message ? page.waitingAttributes(action, as: row.referral) : page.keptAttributes(action, look: nil)
        html.element("form", attributes) { html in
            page.keptFields(&html, "referrals.show", matching: ("event", event.rawValue))
            html.element("input", [.type("hidden"), .name("event"), .value(event.rawValue)])
            content(&html)
        }
    }

    private func select(_ html: inout HTMLWriter, _ name: String, _ field: String, _ list: String) {
        controls.select(
            &html, name, label: dictionary.field("referral", field)?.label(translator.language) ?? name,
            options: (dictionary.vocabulary(list)?.terms ?? []).map { .init(value: $0.code, label: $0.label(translator.language)) }, .init(isRequired: true))
    }

    /// The identifiers of controls must differ, although several forms of the page have words.
    private func words(_ html: inout HTMLWriter, _ event: ReferralEvent) {
        guard sheet.silenced.isEmpty else { return html.element("p", [.class("hint")], text: translator("referrals.silenced.step")) }
        let identifier = event == .giveBack ? "field-give-back" : "words-\(event.rawValue)"
        html.element("div", [.class("field")]) { html in
            html.element("label", [.for(identifier)], text: translator("referrals.words"))
            html.element(
                "textarea", [.id(identifier), .name("words"), .dir("auto"), Attribute("rows", "3"), .flag("required", if: event == .giveBack)],
                text: controls.values["event"] == event.rawValue ? controls.values["words"] ?? "" : "")
        }
    }

    /// For a partner without a node.
    private func link(_ html: inout HTMLWriter) {
        guard row.partner.isEmpty, row.direction == .outgoing else { return }
        if let read = sheet.linkRead {
            let moments: [String: Translator.Argument] = [
                "first": .text(sheet.clock.text(read.lowerBound, answers)), "last": .text(sheet.clock.text(read.upperBound, answers)),
            ]
            html.element("p", [.class("notice")], text: translator("referrals.link.read", moments))
        }
        guard row.state.isOpen else { return }
        html.element("form", [Attribute("method", "post"), Attribute("action", "/referrals/\(row.referral)/link"), .class("card")]) { html in
            page.formToken(&html)
            html.element("p", text: translator("referrals.link.explain"))
            if let ends = sheet.linkEnds, ends > sheet.now {
                html.element("p", [.class("muted")], text: translator("referrals.link.ends", ["moment": .text(sheet.clock.text(ends, answers))]))
            }
            if sheet.linkFailures > 0 {
                html.element("p", [.class("warning")], text: translator("referrals.link.failures", ["count": .number(sheet.linkFailures)]))
            }
            controls.submit(&html, translator("referrals.link"))
        }
    }

    /// What a partner without a node has told by telephone or on paper.
    private func answer(_ html: inout HTMLWriter) {
        guard row.partner.isEmpty, row.direction == .outgoing else { return }
        let permitted = row.rules.permitted(to: .receiver, in: row.state)
        let events: [ReferralEvent] = [.acknowledge, .accept, .start, .resolve, .decline, .giveBack, .message].filter(permitted.contains)
        guard !events.isEmpty else { return }
        let isOpen = controls.values["side"] == "partner"
        let own = FormControls(translator: translator, values: isOpen ? controls.values : FormFields(), problems: isOpen ? controls.problems : [])
        html.element("details", [.class("card"), .flag("open", if: isOpen)]) { html in
            html.element("summary", text: translator("referrals.answer"))
            html.element("p", text: translator("referrals.answer.lead", ["code": .text(ReferralForm.grouped(row.referral))]))
            html.element("form", [Attribute("method", "post"), Attribute("action", "/referrals/\(row.referral)/steps")]) { html in
                page.formToken(&html)
                html.element("input", [.type("hidden"), .name("side"), .value("partner")])
                own.select(
                    &html, "event", label: translator("referrals.answer.what"),
                    options: events.map { .init(value: $0.rawValue, label: translator("referrals.event.\($0.rawValue)")) }, .init(isRequired: true))
                for (name, field, list) in [("refusal", "refusal-reason", "referral-refusal"), ("outcome", "outcome", "action-result")] {
                    let terms = dictionary.vocabulary(list)?.terms ?? []
                    let identifier = "answer-\(name)"
                    html.element("div", [.class("field")]) { html in
                        html.element("label", [.for(identifier)], text: dictionary.field("referral", field)?.label(translator.language) ?? name)
                        html.element("select", [.id(identifier), .name(name)]) { html in
                            html.element("option", [.value("")], text: translator("platform.form.choose"))
                            for term in terms {
                                html.element(
                                    "option", [.value(term.code), .flag("selected", if: own.values[name] == term.code)], text: term.label(translator.language))
                            }
                        }
                    }
                }
                html.element("div", [.class("field")]) { html in
                    html.element("label", [.for("answer-words")], text: translator("referrals.words"))
                    html.element("textarea", [.id("answer-words"), .name("words"), .dir("auto"), Attribute("rows", "3")], text: own.values["words"] ?? "")
                }
                own.submit(&html, translator("platform.save"))
            }
        }
    }

    // MARK: What is shared

    private func shared(_ html: inout HTMLWriter) {
        var shown = SharedPartPage(answers: answers, clearance: sheet.clearance, heading: "h4")
        if sheet.showsIdentity { shown.file = SharedPartPage.link(to: row.referral, translator) }
        html.element("section", [.id("shared"), Attribute("aria-labelledby", "title-shared"), .class("part")]) { html in
            html.element("h2", [.id("title-shared")], text: translator("referrals.shared"))
            for (side, content) in sheet.parts {
                html.element("h3", text: side == row.side ? translator("referrals.shared.ours") : translator("referrals.shared.theirs"))
                shown.offer(&html, content)
                shown.beyond(&html, content)
                shown.write(&html, content.part)
                if content.leftOut > 0 { html.element("p", [.class("muted")], text: translator("referrals.left-out", ["count": .number(content.leftOut)])) }
            }
            guard !row.caseRecord.isEmpty, row.rules.permits(.share, by: row.side, in: row.state) else { return }
            html.element("form", [Attribute("method", "post"), Attribute("action", "/cases/\(row.caseRecord)/share-more")]) { html in
                page.formToken(&html)
                html.element("input", [.type("hidden"), .name("referral"), .value(row.referral)])
                html.element("p", [.class("actions")]) {
                    $0.element("button", [.type("submit"), .class("second")], text: translator("referrals.share-more"))
                }
            }
        }
    }

    private func paper(_ html: inout HTMLWriter) {
        // It is made to be given to the partner: no more than words may go.
        guard sheet.showsIdentity, sheet.ended.isEmpty else { return }
        func file(_ format: String) -> (name: String, address: String) { (format.uppercased(), "/referrals/\(row.referral)/form/\(format)") }
        FileChoice(label: translator("referrals.form"), written: ["docx", "odt", "pdf"].map(file), neutral: [file("json")])
            .write(&html, translator, id: "form-language")
    }

    // MARK: Conversation

    private func conversation(_ html: inout HTMLWriter) {
        html.element("section", [.id("conversation"), Attribute("aria-labelledby", "title-conversation"), .class("part")]) { html in
            html.element("h2", [.id("title-conversation")], text: translator("referrals.conversation"))
            let messages = sheet.steps.filter { $0.event == .message }
            if !messages.isEmpty {
                html.element("ol", [.class("stream")]) { html in for step in messages { message(&html, step) } }
            }
            guard row.rules.permits(.message, by: row.side, in: row.state) else { return }
            guard sheet.silenced.isEmpty else { return html.element("p", [.class("notice")], text: translator("referrals.silenced")) }
            form(&html, .message) { html in
                let isOurs = controls.values["event"] == ReferralEvent.message.rawValue
                let own = FormControls(
                    translator: translator, values: isOurs ? controls.values : FormFields(), problems: controls.problems.filter { $0.field == "message" })
                html.element("div", [.class("field")]) { html in
                    html.element("label", [.for("field-message")], text: translator("referrals.message"))
                    html.element("p", [.class("hint")], text: translator("referrals.message.hint"))
                    html.element(
                        "textarea", [.id("field-message"), .name("words"), .dir("auto"), Attribute("rows", "2"), .flag("required")],
                        text: own.values["words"] ?? "")
                }
                page.keptActions(&html, save: translator("referrals.message.send"), isLong: false)
            }
        }
    }

    private func message(_ html: inout HTMLWriter, _ step: ReferralStep) {
        html.element("li") { html in
            html.element(
                "p", [.class("told"), .dir("auto")], text: (showsWords ? step.content?.words : nil) ?? translator("cases.not-shown"))
            html.element("p", [.class("small muted")]) { html in
                html.element("bdi", text: author(step))
                html.text(" · \(MomentText.text(step.moment, translator)) · \(seen(step))")
            }
        }
    }

    /// Who has seen a message: of ours, whether somebody of the partner; of theirs, which colleagues.
    private func seen(_ step: ReferralStep) -> String {
        if step.side == row.side {
            guard !step.isHeldBack else { return translator("referrals.held-back") }
            // What was held back whole has never reached them.
            let ours = sheet.steps.filter { $0.side == row.side && $0.number <= step.number && !($0.isHeldBack && [nil, .message, .share].contains($0.event)) }.count
            return translator(ours <= row.heard ? "referrals.seen.partner" : "referrals.seen.not-yet")
        }
        let who = sheet.seen.filter { $0.number >= step.number }.map { names[$0.account] ?? translator("cases.author.other") }
        return who.isEmpty
            ? translator("referrals.seen.nobody") : translator("referrals.seen", ["names": .text(who.joined(separator: translator("cases.list-separator")))])
    }

    private func author(_ step: ReferralStep) -> String {
        guard step.side == row.side else { return row.partnerName.isEmpty ? translator("referrals.they") : row.partnerName }
        return step.account.isEmpty ? translator("referrals.clock") : names[step.account] ?? translator("cases.author.other")
    }

    // MARK: Steps

    private func history(_ html: inout HTMLWriter) {
        html.element("section", [.id("steps"), Attribute("aria-labelledby", "title-steps"), .class("part")]) { html in
            html.element("h2", [.id("title-steps")], text: translator("referrals.steps"))
            html.element("table") { html in
                html.element("caption", [.class("hidden")], text: translator("referrals.steps"))
                html.element("thead") { html in
                    html.element("tr") { html in
                        for key in ["when", "what", "who"] { html.element("th", [Attribute("scope", "col")], text: translator("case.timeline.\(key)")) }
                    }
                }
                html.element("tbody") { html in for step in sheet.steps where step.event != .message { historyRow(&html, step) } }
            }
        }
    }

    /// What the receiver's log says had been read before it was sealed away. It keeps one entry an hour of a person and a record, so it is told in hours.
    private func reads(_ reads: ReferralContent.Reads) -> String {
        guard reads.count > 0 else { return translator("referrals.reads.none") }
        var parts = [translator("referrals.reads", ["count": .number(reads.count)])]
        if let people = reads.people {
            parts.append(translator("referrals.reads.people", ["count": .number(people)]))
            let moments: [String: Translator.Argument] = [
                "first": .text(sheet.clock.text(reads.first, answers)), "last": .text(sheet.clock.text(reads.last, answers)),
            ]
            parts.append(translator("referrals.reads.moments", moments))
        }
        return parts.joined(separator: translator("cases.list-separator"))
    }

    private func historyRow(_ html: inout HTMLWriter, _ step: ReferralStep) {
        html.element("tr") { html in
            html.element("td", [Attribute("data-label", translator("case.timeline.when"))], text: MomentText.text(step.moment, translator))
            html.element("td", [Attribute("data-label", translator("case.timeline.what"))]) { html in
                // The clock reminds whoever sent it, where it cannot remind the partner.
                let isDue = step.event == .remind && row.partner.isEmpty && step.account.isEmpty
                let isTaken = step.event == .withdraw && sheet.marks.isTakenElsewhere
                let key = isDue ? "remind.due" : isTaken ? "taken" : step.event?.rawValue ?? "offer"
                html.text(translator("referrals.event.\(key)"))
                if let decision = step.decision(refusal: sheet.refusal) { html.text(": \(answers.label(decision.field, decision.code))") }
                if let reads = step.content?.reads { html.text(": \(self.reads(reads))") }
                if showsWords, step.event != nil, let words = step.content?.words {
                    html.element("span", [.class("muted"), .dir("auto")], text: " — \(words)")
                }
                // Of what was offered and shared it stands with the shared part.
                if let event = step.event, event != .share, let count = step.content?.leftOut, count > 0 {
                    html.element("span", [.class("muted")], text: " (\(translator("referrals.left-out", ["count": .number(count)])))")
                }
                if step.isOvertaken { html.element("span", [.class("muted")], text: " (\(translator("referrals.overtaken")))") }
                if step.isHeldBack { html.element("strong", text: " (\(translator("referrals.held-back")))") }
            }
            html.element("td", [Attribute("data-label", translator("case.timeline.who"))]) { html in
                html.element("bdi", text: author(step))
                if step.side != row.side, !step.account.isEmpty {
                    let name = "\u{2068}\(names[step.account] ?? translator("cases.author.other"))\u{2069}"
                    html.element("span", [.class("muted")], text: " (\(translator("referrals.entered", ["name": .text(name)])))")
                }
            }
        }
    }
}
