import Dictionary
import Referral

/// The steps of referring a case: whom and why; what goes; what the partner will see.
enum ReferralOfferPages {
    /// To whom a case can be referred.
    struct Choices: Sendable {
        /// Organisations that messages cross to.
        var partners: [(identifier: String, name: String, country: String)]
        /// Organisations of the directory that have no node.
        var organisations: [PartnerEntries.Choice]
    }

    /// - Parameters:
    ///   - way: to the organisation of the directory that somebody came from; nil for none.
    ///   - isClosed: whether the work on the case has ended here.
    ///   - keepingEnded: since when the case is not to be kept any more.
    static func whom(
        _ request: WebRequest, _ caseRecord: String, _ choices: Choices, _ way: ReferralWay?, isClosed: Bool, keepingEnded: CalendarDay?, _ answers: AnswerText
    ) -> HTML {
        let dictionary = answers.dictionary
        let partners = choices.partners
        let page = Page(request, title: "referrals.refer", area: .cases)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: request.problems)
        func label(_ field: String) -> String { dictionary.field("referral", field)?.label(translator.language) ?? field }
        func options(_ list: String) -> [FormControls.Option] {
            (dictionary.vocabulary(list)?.terms ?? []).filter { !$0.isDeprecated }.map { .init(value: $0.code, label: $0.label(translator.language)) }
        }
        func country(_ code: String) -> String { dictionary.vocabulary("country")?.label(of: code, translator.language) ?? code }
        let named = partners.map { FormControls.Option(value: $0.identifier, label: "\($0.name) (\(country($0.country)))") }
        let organisations = choices.organisations.map { choice in
            FormControls.Option(value: choice.record, label: choice.name + (choice.country.map { " (\(country($0)))" } ?? ""))
        }
        return page.html { html in
            back(&html, caseRecord, translator)
            progress(&html, 1, translator)
            controls.summary(&html)
            if isClosed { html.element("p", [.class("warning")], text: translator("referrals.refer.closed")) }
            ConsentPages.keepingEnded(&html, keepingEnded, answers.dates)
            if let way { ReferralWayPage.write(&html, way, answers, mayAdminister: request.session?.may(.administer) == true) }
            if partners.isEmpty { html.element("p", [.class("notice")], text: translator("referrals.partner.nobody")) }
            html.element("form", page.keptAttributes(request.path)) { html in
                page.keptFields(&html, "referrals.refer")
                controls.choices(&html, "kind", label: label("kind"), options: options("referral-kind"), single: true, .init(isRequired: true))
                controls.select(
                    &html, "partner", label: translator("referrals.partner"),
                    options: named + [.init(value: ReferralDraft.withoutNode, label: translator("referrals.partner.none"))], .init(isRequired: true))
                if !organisations.isEmpty {
                    controls.select(
                        &html, "organisation", label: translator("referrals.partner.entry"), options: organisations,
                        .init(hint: translator("referrals.partner.entry.hint")))
                }
                controls.text(&html, "partner-name", label: translator("referrals.partner.name"), .init(hint: translator("referrals.partner.name.hint")))
                if partners.count > 1 {
                    let places = ReferralOfferForm.places(choices)
                    html.element("details", [.flag("open", if: places.contains { controls.values.text($0) != nil })]) { html in
                        html.element("summary", text: translator("referrals.next"))
                        html.element("p", [.class("hint")], text: translator("referrals.next.hint"))
                        for (index, place) in places.enumerated() {
                            controls.select(&html, place, label: translator("referrals.next.place", ["number": .number(index + 2)]), options: named)
                        }
                    }
                }
                controls.select(&html, "urgency", label: label("urgency"), options: urgencies(dictionary, translator), .init(isRequired: true))
                controls.select(&html, "reason", label: label("reason"), options: options("referral-reason"))
                html.element("details", [.flag("open", if: !controls.values.all("needs").isEmpty)]) { html in
                    html.element("summary", text: label("needs"))
                    controls.choices(&html, "needs", label: label("needs"), options: options("service-type"))
                }
                controls.text(&html, "words", label: label("details"), .init(hint: translator("referrals.words.hint"), rows: 4))
                arrival(&html, controls)
                page.keptActions(&html, save: translator("referrals.go-on"))
            }
        }
    }

    private static func urgencies(_ dictionary: DataDictionary, _ translator: Translator) -> [FormControls.Option] {
        (dictionary.vocabulary("referral-urgency")?.terms ?? []).map { term in
            let hours = Int(ReferralUrgency.minutes(term.code, dictionary) / 60)
            return .init(value: term.code, label: "\(term.label(translator.language)) — \(translator("referrals.hours", ["count": .number(hours)]))")
        }
    }

    private static func arrival(_ html: inout HTMLWriter, _ controls: FormControls) {
        let translator = controls.translator
        let names = ["arrival-day", "arrival-time", "flight", "desk", "recognise"]
        let isOpen = controls.values["kind"] == ReferralKind.arrivalHandOver.rawValue || names.contains { controls.values.text($0) != nil }
        html.element("details", [.flag("open", if: isOpen)]) { html in
            html.element("summary", text: translator("referrals.arrival"))
            controls.text(&html, "arrival-day", label: translator("referrals.arrival.day"), .init(hint: translator("cases.form.date-hint")))
            controls.text(&html, "arrival-time", label: translator("referrals.arrival.hour"), .init(type: "time", direction: "ltr"))
            controls.select(
                &html, "arrival-offset", label: translator("referrals.arrival.offset"),
                options: ArrivalTime.offsets.map { .init(value: "\($0)", label: ArrivalTime.name($0)) })
            controls.text(&html, "flight", label: translator("referrals.arrival.flight"))
            controls.text(&html, "desk", label: translator("referrals.arrival.desk"))
            controls.text(&html, "recognise", label: translator("referrals.arrival.description"), .init(rows: 3))
        }
    }

    // MARK: What goes

    /// What whoever chooses must know.
    struct Advice: Sendable {
        /// What the workers do not want, in their words.
        var excluded: [String]
        /// The most sensitive that agreements let go.
        var clearance: Sensitivity
        /// Whom an agreement stops, and why.
        var stopped: [(name: String, obstacle: SharingGate.Obstacle)]
    }

    static func what(
        _ request: WebRequest, _ draft: ReferralDraft, _ choice: SharedChoice, _ advice: Advice, _ answers: AnswerText
    ) -> HTML {
        let page = Page(request, title: "referrals.what", area: .cases)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: request.problems)
        let chosen = Set(request.form.all("chosen"))
        return page.html { html in
            back(&html, draft.caseRecord, translator)
            progress(&html, 2, translator)
            html.element("p", [.class("lead")], text: translator("referrals.what.lead"))
            controls.summary(&html)
            if !advice.excluded.isEmpty {
                html.element("div", [.class("warning")]) { html in
                    html.element("p", text: translator("referrals.what.excluded"))
                    for words in advice.excluded { html.element("blockquote", [.dir("auto")], text: words) }
                }
            }
            stopped(&html, advice.stopped, answers)
            if advice.clearance < .identity {
                html.element(
                    "p", [.class("warning")],
                    text: translator(
                        "referrals.agreement.limit",
                        ["what": .text(translator("network.clearance.\(advice.clearance.rawValue)")), "count": .number(choice.leftOut)]))
            }
            if choice.unmarkedPapers > 0 {
                html.element("p", [.class("muted")]) { html in
                    html.text(translator("referrals.what.papers", ["count": .number(choice.unmarkedPapers)]) + " ")
                    html.element("a", [.href("/cases/\(draft.caseRecord)#documents")], text: translator("case.section.documents"))
                }
            }
            html.element("form", page.keptAttributes(request.path, look: nil)) { html in
                page.keptFields(&html, "referrals.what")
                for record in choice.records { self.record(&html, record, chosen, answers) }
                if draft.offer != nil {
                    let label = answers.dictionary.field("referral", "details")?.label(translator.language) ?? "details"
                    let hint = advice.clearance < .identity ? "referrals.words.limited" : "referrals.words.hint"
                    controls.text(&html, "words", label: label, .init(hint: translator(hint), rows: 3))
                }
                page.keptActions(&html, save: translator("referrals.to-preview"), isLong: false)
            }
        }
    }

    /// Whom an agreement stops, each with a sentence and the way to mend it.
    private static func stopped(_ html: inout HTMLWriter, _ stopped: [(name: String, obstacle: SharingGate.Obstacle)], _ answers: AnswerText) {
        guard !stopped.isEmpty else { return }
        html.element("div", [.class("warning"), .role("alert")]) { html in
            for (name, obstacle) in stopped { html.element("p", text: sentence(obstacle, name, answers)) }
            html.element("p") { $0.element("a", [.href("/network#agreements")], text: answers.translator("network.agreements.title")) }
        }
    }

    static func sentence(_ obstacle: SharingGate.Obstacle, _ name: String, _ answers: AnswerText) -> String {
        let translator = answers.translator
        // The name keeps its own direction within the sentence.
        let partner = "\u{2068}\(name)\u{2069}"
        switch obstacle {
        case .consent: return translator("referrals.error.beyond-consent")
        case .agreementEnded(let agreement):
            let end = agreement.ended.isEmpty ? agreement.until : agreement.ended
            let date = (try? PartialDate(edtf: end)).map(answers.dates.text) ?? end
            return translator("referrals.agreement.ended", ["partner": .text(partner), "date": .text(date)])
        case .memberLeft(let leaving): return LeavingPages.sentence(leaving, partner, answers)
        case .agreementLimit(let agreement, let excess): return self.excess(excess, agreement, partner, answers)
        }
    }

    /// What of it is more than an agreement lets go: the kind of referral, or the fields by name.
    private static func excess(_ excess: SharingGate.Excess, _ agreement: Agreement, _ partner: String, _ answers: AnswerText) -> String {
        let translator = answers.translator
        guard !excess.isOtherKind else {
            let purposes = agreement.purposes.sorted().map { answers.label("referral.kind", $0) }.joined(separator: translator("cases.list-separator"))
            return translator("referrals.way.covers", ["partner": .text(partner), "purposes": .text(purposes)])
        }
        let fields = excess.fields.map { name -> String in
            let field = answers.dictionary.field(name)
            let kind = field.flatMap { answers.dictionary.record($0.record)?.label(translator.language) } ?? ""
            return "\(kind): \(field?.label(translator.language) ?? name)"
        }
        return translator(
            "referrals.agreement.too-much",
            [
                "partner": .text(partner), "what": .text(translator("network.clearance.\(excess.clearance.rawValue)")),
                "fields": .text(fields.joined(separator: translator("cases.list-separator"))),
            ])
    }

    private static func record(_ html: inout HTMLWriter, _ record: SharedChoice.Record, _ chosen: Set<String>, _ answers: AnswerText) {
        let translator = answers.translator
        html.element("fieldset", [.class("card choose")]) { html in
            html.element("legend", [.dir("auto")]) { html in
                html.text(answers.dictionary.record(record.view.kind)?.label(translator.language) ?? record.view.kind)
                if let role = record.role {
                    html.text(" · \(answers.dictionary.vocabulary("relation-role")?.label(of: role, translator.language) ?? role)")
                }
            }
            for entry in record.fields {
                guard let answer = entry.answer else { continue }
                let name = SharedChoice.name(record.view.record, entry.field.name)
                html.element("label", [.class("choice")]) { html in
                    html.element("input", [.type("checkbox"), .name("chosen"), .value(name), .flag("checked", if: chosen.contains(name))])
                    html.element("span") { html in
                        html.element("b", text: entry.field.label(translator.language))
                        html.text(" ")
                        html.element("bdi", text: shortened(answers.text(answer, entry.field) + (answer.note.map { " — \($0)" } ?? "")))
                    }
                }
            }
        }
    }

    private static func shortened(_ text: String) -> String {
        let scalars = text.unicodeScalars
        return scalars.count <= 240 ? text : String(String.UnicodeScalarView(scalars.prefix(240))) + "…"
    }

    // MARK: Preview

    /// Who is asked, and whether what goes is covered by what was agreed to.
    struct Receivers: Sendable {
        var names: [String]
        /// Those to whom the people did not agree.
        var uncovered: [String]
        /// Those whom an agreement between the organisations stops, and why.
        var stopped: [(name: String, obstacle: SharingGate.Obstacle)]
        /// Whether it goes back to whoever referred the case, under what the people agreed to there.
        var isReturn = false
        /// Earlier referrals of the case, by which receivers know it already.
        var earlier: [ReferralRow] = []
    }

    static func preview(
        _ request: WebRequest, _ draft: ReferralDraft, _ content: ReferralContent, _ receivers: Receivers, _ answers: AnswerText, isOwn: Bool
    ) -> HTML {
        let page = Page(request, title: "referrals.preview", area: .cases)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: request.problems)
        let path = "/cases/\(draft.caseRecord)/refer/\(draft.draft)"
        return page.html { html in
            back(&html, draft.caseRecord, translator)
            progress(&html, 3, translator)
            controls.summary(&html)
            html.element("p", [.class("lead")], text: translator("referrals.preview.lead"))
            // An urgent call goes to all of them at once, anything else to the first.
            let isCall = draft.offer?.kind == .urgentCall
            self.names(&html, isCall ? receivers.names : Array(receivers.names.prefix(1)))
            if isCall, receivers.names.count == 1 { html.element("p", [.class("notice"), .id("alone")], text: translator("referrals.preview.alone")) }
            if !isCall, receivers.names.count > 1 {
                html.element("p", [.id("then")], text: translator("referrals.preview.then"))
                self.names(&html, Array(receivers.names.dropFirst()))
            }
            for row in receivers.earlier {
                html.element("p", [.class("notice")]) { html in
                    let told: [String: Translator.Argument] = [
                        "partner": .text("\u{2068}\(row.partnerName)\u{2069}"), "date": .text(MomentText.day(of: row.offered, translator)),
                    ]
                    html.element("a", [.href("/referrals/\(row.referral)")], text: translator("referrals.known.told", told))
                }
            }
            let shown = SharedPartPage(answers: answers)
            html.element("section", [Attribute("aria-label", translator("referrals.preview")), .class("letter")]) { html in
                shown.offer(&html, content)
                shown.beyond(&html, content)
                if content.offer == nil, let words = content.words { html.element("p", [.class("told"), .dir("auto")], text: words) }
                shown.write(&html, content.part)
                if content.part.isEmpty { html.element("p", [.class("muted")], text: translator("referrals.preview.empty")) }
            }
            html.element("p") { $0.element("a", [.href(path)], text: translator("referrals.preview.change")) }
            if !receivers.stopped.isEmpty {
                stopped(&html, receivers.stopped, answers)
            } else if receivers.uncovered.isEmpty {
                if receivers.isReturn { html.element("p", [.class("notice")], text: translator("referrals.preview.return")) }
                form(&html, page, draft, action: "\(path)/send") { controls.submit(&$0, translator("referrals.send")) }
            } else {
                beyond(&html, page, draft, receivers, controls, isOwn: isOwn, path: path)
            }
        }
    }

    private static func names(_ html: inout HTMLWriter, _ names: [String]) {
        html.element("ol", [.class("ticks")]) { html in for name in names { html.element("li", [.dir("auto")], text: name) } }
    }

    private static func beyond(
        _ html: inout HTMLWriter, _ page: Page, _ draft: ReferralDraft, _ receivers: Receivers, _ controls: FormControls, isOwn: Bool, path: String
    ) {
        let translator = controls.translator
        html.element("div", [.class("warning")]) { html in
            html.element("p", text: translator("referrals.beyond"))
            html.element("ul") { html in for name in receivers.uncovered { html.element("li", [.dir("auto")], text: name) } }
            html.element("p") { $0.element("a", [.href("/cases/\(draft.caseRecord)/consents/new")], text: translator("consents.record")) }
        }
        if let reason = draft.override, draft.isWaiting {
            html.element("h2", text: translator("referrals.beyond.asked"))
            html.element("blockquote", [.dir("auto")], text: reason)
            if isOwn {
                html.element("p", text: translator("referrals.beyond.waiting"))
            } else {
                form(&html, page, draft, action: "\(path)/send") { html in
                    html.element("input", [.type("hidden"), .name("beyond"), .value("yes")])
                    controls.submit(&html, translator("referrals.beyond.allow"))
                }
                form(&html, page, draft, action: "\(path)/refuse") { html in
                    controls.text(&html, "reply", label: translator("referrals.beyond.reply"), .init(rows: 2))
                    html.element("p", [.class("actions")]) {
                        $0.element("button", [.type("submit"), .class("second")], text: translator("referrals.beyond.refuse"))
                    }
                }
            }
        } else if isOwn {
            if let name = draft.refusedBy {
                html.element("div", [.class("notice"), .role("status")]) { html in
                    html.element("p", text: translator("referrals.beyond.refused", ["name": .text("\u{2068}\(name)\u{2069}")]))
                    if let words = draft.refusal { html.element("blockquote", [.dir("auto")], text: words) }
                }
            }
            html.element("details", [.flag("open", if: page.request.isResumed)]) { html in
                html.element("summary", text: translator("referrals.beyond.emergency"))
                form(&html, page, draft, action: "\(path)/ask", keptAs: "referrals.preview") { html in
                    controls.text(
                        &html, "reason", label: translator("referrals.beyond.reason"),
                        .init(hint: translator("referrals.beyond.hint"), isRequired: true, rows: 3))
                    page.keptActions(&html, save: translator("referrals.beyond.ask"), isLong: false)
                }
            }
        }
    }

    private static func form(
        _ html: inout HTMLWriter, _ page: Page, _ draft: ReferralDraft, action: String, keptAs name: String? = nil, _ content: (inout HTMLWriter) -> Void
    ) {
        let plain = [Attribute("method", "post"), Attribute("action", action), .class("card")]
        html.element("form", name == nil ? plain : page.keptAttributes(action)) { html in
            if let name { page.keptFields(&html, name) } else { page.formToken(&html) }
            html.element("input", [.type("hidden"), .name("mark"), .value(draft.mark)])
            content(&html)
        }
    }

    private static func back(_ html: inout HTMLWriter, _ caseRecord: String, _ translator: Translator) {
        html.element("p") { $0.element("a", [.href("/cases/\(caseRecord)")], text: translator("cases.back")) }
    }

    private static func progress(_ html: inout HTMLWriter, _ step: Int, _ translator: Translator) {
        html.element("p", [.class("muted")], text: translator("referrals.step", ["step": .number(step), "steps": .number(3)]))
    }
}
