import Dictionary
import Referral

/// The pages of a link: made, asked for its code, open, gone.
enum ReferralLinkPages {
    /// The link and the code, shown once.
    /// - Parameter address: of the server, as people reach it.
    static func told(_ request: WebRequest, _ row: ReferralRow, _ told: ReferralLinks.Told, address: String) -> HTML {
        let page = Page(request, title: "referrals.link", area: .referrals)
        let translator = request.translator
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("referrals.link.lead"))
            html.element("div", [.class("card")]) { html in
                html.element("h2", text: translator("referrals.link.address"))
                html.element("p") { html in html.element("code", [.dir("ltr"), .id("link")], text: "\(address)/referred/\(told.token)") }
                html.element("p", [.class("hint")], text: translator("referrals.link.address.hint"))
                // An address of this machine alone leads a partner nowhere.
                if AddressCheck.isLoopback(address) { html.element("p", [.class("warning")], text: translator("referrals.link.address.unset")) }
                html.element("h2", text: translator("referrals.link.code"))
                html.element("p", [.class("code")]) { html in
                    html.element("code", [.dir("ltr"), .id("code")], text: "\(told.code.prefix(4)) \(told.code.suffix(4))")
                }
                html.element("p", [.class("hint")], text: translator("referrals.link.code.hint"))
            }
            html.element("p") { $0.element("a", [.href("/referrals/\(row.referral)")], text: translator("referrals.show")) }
        }
    }

    static func code(_ request: WebRequest, problems: [FieldProblem]) -> HTML {
        let page = Page(request, title: "referrals.link.title")
        let translator = request.translator
        let controls = FormControls(translator: translator, values: FormFields(), problems: problems)
        return page.html { html in
            controls.summary(&html)
            html.element("form", [Attribute("method", "post"), Attribute("action", request.path), .class("card")]) { html in
                page.formToken(&html)
                controls.text(
                    &html, "code", label: translator("referrals.link.code"),
                    .init(hint: translator("referrals.link.ask"), isRequired: true, inputMode: "numeric", direction: "ltr"))
                controls.submit(&html, translator("referrals.link.open"))
            }
        }
    }

    static func gone(_ request: WebRequest) -> HTML {
        let page = Page(request, title: "referrals.link.title")
        return page.html { html in html.element("p", [.class("lead")], text: request.translator("referrals.link.gone")) }
    }

    static func referral(
        _ request: WebRequest, _ row: ReferralRow, _ steps: [ReferralStep], _ answers: AnswerText, organisation: Organisation, key: String,
        problems: [FieldProblem]
    ) throws -> HTML {
        // The sender's clock, which the text names: nobody knows where the link is opened.
        let clock = try LocalClock(organisation)
        var page = Page(request, title: "referrals.link.title")
        page.offersLanguages = false
        let translator = request.translator
        let controls = FormControls(translator: translator, values: problems.isEmpty ? FormFields() : request.form, problems: problems)
        let base = "/referred/\(request.parameters["token"] ?? "")"
        func form(_ html: inout HTMLWriter, _ event: ReferralEvent, isUpload: Bool = false, _ content: (inout HTMLWriter) -> Void) {
            html.element(
                "form",
                [
                    Attribute("method", "post"), Attribute("action", base + (isUpload ? "/files" : "")),
                    isUpload ? Attribute("enctype", "multipart/form-data") : nil,
                    .class("card"),
                ]
            ) { html in
                page.formToken(&html)
                html.element("input", [.type("hidden"), .name("key"), .value(key)])
                html.element("input", [.type("hidden"), .name("event"), .value(event.rawValue)])
                content(&html)
            }
        }
        func options(_ list: String) -> [FormControls.Option] {
            (answers.dictionary.vocabulary(list)?.terms ?? []).map { .init(value: $0.code, label: $0.label(translator.language)) }
        }
        /// The identifiers of controls must differ, although several forms of the page have words.
        func words(_ html: inout HTMLWriter, _ event: ReferralEvent, _ identifier: String, isRequired: Bool = false) {
            html.element("div", [.class("field")]) { html in
                html.element("label", [.for("field-\(identifier)")], text: translator("referrals.words"))
                if isRequired { controls.notes(&html, identifier, .init()) }
                html.element(
                    "textarea",
                    [
                        .id("field-\(identifier)"), .name("words"), .dir("auto"), Attribute("rows", "2"), .flag("required", if: isRequired),
                        isRequired ? controls.described(identifier, .init()) : nil,
                    ],
                    text: controls.values["event"] == event.rawValue ? controls.values["words"] ?? "" : "")
            }
        }
        func label(_ field: String) -> String { answers.dictionary.field("referral", field)?.label(translator.language) ?? field }
        return page.html { html in
            controls.summary(&html)
            html.element("p", [.class("lead")]) { html in
                html.element("bdi", text: organisation.name)
                html.text(" · ")
                html.element("span", [.class("badge strong")], text: answers.label("referral.status", row.state.rawValue))
            }
            if let deadline = row.deadline {
                let key = row.state == .offered ? "acknowledge-by" : "decide-by"
                html.element("p", text: translator("referrals.\(key)", ["moment": .text(clock.text(deadline, answers))]))
            }
            html.element("p", [.class("hint")], text: translator("referrals.link.keep-open"))
            var shown = SharedPartPage(answers: answers)
            for step in steps where !step.isOvertaken {
                guard let content = step.content else { continue }
                shown.file = step.side == .sender ? { self.file(&$0, $1, page, base: base, key: key) } : nil
                shown.offer(&html, content)
                shown.beyond(&html, content)
                shown.write(&html, content.part)
                if step.event == .message, let words = content.words {
                    html.element("p", [.class("told"), .dir("auto")], text: words)
                    let who = step.side == .sender ? organisation.name : translator("referrals.we")
                    html.element("p", [.class("small muted")]) { html in
                        html.element("bdi", text: who)
                        html.text(" · \(clock.text(step.moment, answers))")
                    }
                }
            }
            let permitted = row.rules.permitted(to: .receiver, in: row.state)
            for event in [ReferralEvent.acknowledge, .accept, .start] where permitted.contains(event) {
                form(&html, event) { controls.submit(&$0, translator("referrals.do.\(event.rawValue)")) }
            }
            if permitted.contains(.message) {
                form(&html, .message) { html in
                    controls.text(&html, "words", label: translator("referrals.message"), .init(isRequired: true, rows: 2))
                    controls.submit(&html, translator("referrals.message.send"))
                }
            }
            if permitted.contains(.share) {
                form(&html, .share, isUpload: true) { html in
                    html.element("div", [.class("field")]) { html in
                        html.element("label", [.for("field-file")], text: translator("documents.file"))
                        html.element("input", [.type("file"), .name("file"), .id("field-file"), .flag("multiple"), .flag("required")])
                    }
                    controls.submit(&html, translator("referrals.link.upload"))
                }
            }
            if permitted.contains(.resolve) {
                form(&html, .resolve) { html in
                    controls.select(&html, "outcome", label: label("outcome"), options: options("action-result"), .init(isRequired: true))
                    words(&html, .resolve, "words-resolve")
                    controls.submit(&html, translator("referrals.do.resolve"))
                }
            }
            if permitted.contains(.giveBack) {
                form(&html, .giveBack) { html in
                    words(&html, .giveBack, "give-back", isRequired: true)
                    controls.submit(&html, translator("referrals.do.return"))
                }
            }
            if permitted.contains(.decline) {
                form(&html, .decline) { html in
                    controls.select(&html, "refusal", label: label("refusal-reason"), options: options("referral-refusal"), .init(isRequired: true))
                    words(&html, .decline, "words-decline")
                    controls.submit(&html, translator("referrals.do.decline"))
                }
            }
        }
    }

    /// A button that gets a file.
    private static func file(_ html: inout HTMLWriter, _ reference: FileReference, _ page: Page, base: String, key: String) {
        html.element("form", [Attribute("method", "post"), Attribute("action", base + "/document"), .flag("data-downloads")]) { html in
            page.formToken(&html)
            html.element("input", [.type("hidden"), .name("key"), .value(key)])
            html.element("input", [.type("hidden"), .name("file"), .value(reference.sha256)])
            html.element(
                "button", [.type("submit"), .class("second")], text: page.request.translator("referrals.link.file", ["name": .text(reference.name)]))
        }
    }
}
