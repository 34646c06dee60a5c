import Dictionary

/// What was agreed with partners, what they propose, and the form that writes an agreement down.
enum AgreementPages {
    static func list(_ html: inout HTMLWriter, _ page: Page, _ content: NetworkPages.Content, _ answers: AnswerText, mayWrite: Bool) {
        let translator = page.request.translator
        html.element("h2", [.id("agreements")], text: translator("network.agreements.title"))
        html.element("p", text: translator("network.agreements.lead"))
        // What waits for an answer comes first.
        let sorted = content.agreements.filter { $0.standing == .proposed } + content.agreements.filter { $0.standing != .proposed }
        for agreement in sorted {
            html.element("section", [.class("card"), .id("agreement-\(agreement.identifier)")]) {
                item(&$0, page, agreement, content, answers, mayWrite: mayWrite)
            }
        }
        if mayWrite { form(&html, page, content, answers) }
    }

    private static func form(_ html: inout HTMLWriter, _ page: Page, _ content: NetworkPages.Content, _ answers: AnswerText) {
        let translator = page.request.translator
        let controls = page.request.controls(of: "network.agreements.add", fresh: FormFields(items: [.init(name: "tell", value: "yes")]))
        html.element("details", [.flag("open", if: page.request.isResumed("network.agreements.add"))]) { html in
            html.element("summary", text: translator("network.agreements.add"))
            html.element("form", page.keptAttributes("/network/agreements") + [Attribute("enctype", "multipart/form-data")]) { html in
                page.keptFields(&html, "network.agreements.add")
                controls.select(
                    &html, "partner", label: translator("network.column.partner"), options: content.names.map { .init(value: $0.record, label: $0.name) },
                    .init(isRequired: true))
                let kinds = answers.dictionary.vocabulary("referral-kind")?.terms ?? []
                controls.choices(
                    &html, "purposes", label: translator("network.agreements.purposes"),
                    options: kinds.map { .init(value: $0.code, label: $0.label(translator.language)) })
                controls.select(
                    &html, "clearance", label: translator("network.agreements.clearance"),
                    options: Sensitivity.allCases.map { .init(value: $0.rawValue, label: translator("network.clearance.\($0.rawValue)")) },
                    .init(isRequired: true))
                controls.text(&html, "until", label: translator("network.agreements.until"), .init(hint: translator("cases.form.date-hint")))
                controls.text(&html, "words", label: translator("network.agreements.words"), .init(rows: 6))
                controls.file(
                    &html, label: translator("network.agreements.file"), hint: translator("network.agreements.file.hint"), accept: ".pdf,.docx,.odt",
                    isRequired: false)
                controls.choices(
                    &html, "tell", label: translator("network.agreements.tell"),
                    options: [.init(value: "yes", label: translator("network.agreements.tell.yes"))],
                    .init(hint: translator("network.agreements.tell.hint")))
                page.keptActions(&html, save: translator("platform.save"))
            }
        }
    }

    private static func item(
        _ html: inout HTMLWriter, _ page: Page, _ agreement: Agreement, _ content: NetworkPages.Content, _ answers: AnswerText, mayWrite: Bool
    ) {
        let translator = page.request.translator
        html.element("h3", [.dir("auto")], text: content.name(agreement.partner))
        let standing = standing(agreement, page)
        html.element("p") {
            $0.element("span", [.class(standing == "in-force" ? "badge" : "badge strong")], text: translator("network.agreements.\(standing)"))
        }
        html.element("p") { html in
            html.text(agreement.purposes.sorted().map { answers.label("referral.kind", $0) }.joined(separator: translator("cases.list-separator")))
            html.text(" · \(translator("network.clearance.\(agreement.clearance.rawValue)"))")
            if !agreement.until.isEmpty, let until = try? PartialDate(edtf: agreement.until) {
                html.text(" · \(translator("network.agreements.until-day", ["date": .text(answers.dates.text(until))]))")
            }
        }
        if !agreement.words.isEmpty { html.element("p", [.class("told"), .dir("auto")], text: agreement.words) }
        if let file = agreement.file {
            html.element("p") { html in
                html.element("a", [.href("/network/agreements/\(agreement.identifier)/text")], text: translator("network.agreements.open"))
                html.text(" ")
                html.element("bdi", [.class("muted")], text: file.name)
            }
        }
        if agreement.counts, agreement.theirs != .untold {
            html.element("p", [.class("small muted")], text: translator("network.agreements.theirs.\(agreement.theirs.rawValue)"))
        }
        if standing == "withdrawn" { html.element("p", [.class("small muted")], text: translator("network.agreements.withdrawn.means")) }
        guard mayWrite else { return }
        if standing == "proposed" { buttons(&html, page, agreement) } else if standing == "in-force" { end(&html, page, agreement) }
    }

    /// The last word of the key of what is said of an agreement.
    private static func standing(_ agreement: Agreement, _ page: Page) -> String {
        switch agreement.standing {
        case .declined: return "declined"
        case .proposed: return "proposed"
        case .withdrawn: return "withdrawn"
        case .ours: return page.request.day.map { agreement.isInForce(on: $0) } == true ? "in-force" : "ended"
        }
    }

    private static func buttons(_ html: inout HTMLWriter, _ page: Page, _ agreement: Agreement) {
        let translator = page.request.translator
        html.element("form", [Attribute("method", "post"), Attribute("action", "/network/agreements/\(agreement.identifier)/answer"), .class("actions")]) {
            html in
            page.formToken(&html)
            for (answer, look) in [("agree", ""), ("decline", "second")] {
                html.element(
                    "button", [.type("submit"), .name("answer"), .value(answer), .class(look)], text: translator("network.agreements.answer.\(answer)"))
            }
        }
        html.element("p", [.class("hint")], text: translator("network.agreements.answer.hint"))
    }

    private static func end(_ html: inout HTMLWriter, _ page: Page, _ agreement: Agreement) {
        html.element("form", [Attribute("method", "post"), Attribute("action", "/network/agreements/\(agreement.identifier)/end")]) { html in
            page.formToken(&html)
            html.element("button", [.type("submit"), .class("second")], text: page.request.translator("network.agreements.end"))
        }
    }
}
