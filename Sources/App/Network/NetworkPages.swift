import Dictionary

/// The pages of partners: how each has answered, what was agreed, and what a corridor has and lacks.
enum NetworkPages {
    struct Content: Sendable {
        var own: PartnerResponses.Response
        var partners: [String: PartnerResponses.Response]
        /// The organisations that can be named.
        var names: [PartnerEntries.Choice]
        var members: [Networks.Member]
        var agreements: [Agreement]
        var leavings: [Networks.Leaving]
        var told: [LeavingMessage.Told]
        /// Names of those that messages cross to, by identifier.
        var partnerNames: [String: String]

        func name(_ record: String) -> String {
            if record.hasPrefix(PartnerResponses.nameMark) { return String(record.dropFirst(PartnerResponses.nameMark.count)) }
            return names.first { $0.record == record || $0.others.contains(record) }?.name ?? record
        }
    }

    static func start(_ request: WebRequest, _ answers: AnswerText, _ content: Content) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "network.title", area: .directory)
        let controls = FormControls(translator: translator, values: request.form, problems: request.problems)
        let mayWrite = request.session?.may(.assignCases) == true
        return page.html { html in
            DirectoryPages.places(&html, request)
            controls.summary(&html)
            html.element("p") { $0.element("a", [.href("/network/corridor")], text: translator("network.corridor.title")) }
            // One's own figures come first: nobody should be measured by others before they have seen it themselves.
            html.element("h2", text: translator("network.own.title"))
            html.element("p", text: translator("network.own.lead"))
            responses(&html, [("", translator("network.own"), content.own)], answers)
            html.element("h2", text: translator("network.partners.title"))
            let measured = content.partners.map { ($0.key, content.name($0.key), $0.value) }.sorted { $0.1 < $1.1 }
            if measured.isEmpty { html.element("p", text: translator("network.partners.none")) } else { responses(&html, measured, answers) }
            members(&html, page, controls, content, answers, mayWrite: request.session?.may(.coordinateNetwork) == true)
            AgreementPages.list(&html, page, content, answers, mayWrite: mayWrite)
        }
    }

    private static func responses(
        _ html: inout HTMLWriter, _ lines: [(record: String, name: String, response: PartnerResponses.Response)], _ answers: AnswerText
    ) {
        let translator = answers.translator
        let facts = translator.catalogue.facts(of: translator.language)
        func cell(_ html: inout HTMLWriter, _ column: String, _ text: String) {
            html.element("td", [Attribute("data-label", translator("network.column.\(column)"))], text: text)
        }
        html.element("table") { html in
            html.element("thead") { html in
                html.element("tr") { html in
                    for key in ["partner", "sent", "in-time", "accepted", "refused", "resolved", "median"] {
                        html.element("th", [Attribute("scope", "col")], text: translator("network.column.\(key)"))
                    }
                }
            }
            html.element("tbody") { html in
                for line in lines {
                    html.element("tr") { html in
                        html.element("th", [Attribute("scope", "row"), .dir("auto")]) { html in
                            if line.record.isEmpty || line.record.hasPrefix(PartnerResponses.nameMark) {
                                html.text(line.name)
                            } else {
                                html.element("a", [.href("/directory/entries/\(line.record)")], text: line.name)
                            }
                        }
                        let response = line.response
                        cell(&html, "sent", facts.text(response.sent))
                        // Where nothing was due yet there is nothing to be measured by.
                        cell(&html, "in-time", response.asked == 0 ? "–" : "\(facts.text(response.acknowledgedInTime)) / \(facts.text(response.asked))")
                        cell(&html, "accepted", facts.text(response.accepted))
                        let reasons = response.refusals.sorted { $0.key < $1.key }.map { code, count in
                            "\(answers.label("referral.refusal-reason", code)): \(facts.text(count))"
                        }
                        cell(&html, "refused", reasons.isEmpty ? facts.text(0) : reasons.joined(separator: translator("cases.list-separator")))
                        cell(&html, "resolved", facts.text(response.resolved))
                        cell(&html, "median", response.medianMinutes.map { WaitText.text($0, translator) } ?? "–")
                    }
                }
            }
        }
    }

    private static func members(
        _ html: inout HTMLWriter, _ page: Page, _ controls: FormControls, _ content: Content, _ answers: AnswerText, mayWrite: Bool
    ) {
        let translator = page.request.translator
        html.element("h2", [.id("members")], text: translator("network.members.title"))
        for (network, members) in Dictionary(grouping: content.members, by: \.network).sorted(by: { $0.key < $1.key }) {
            html.element("section", [.class("card")]) { html in
                html.element("h3", [.dir("auto")], text: network)
                html.element("ul", [.class("plain")]) { html in
                    for member in members {
                        html.element("li") { html in
                            html.element("a", [.href("/directory/entries/\(member.partner)"), .dir("auto")], text: content.name(member.partner))
                            if member.isCoordinator {
                                html.text(" ")
                                html.element("span", [.class("badge")], text: translator("network.coordinator"))
                            }
                            if mayWrite { LeavingPages.form(&html, page, member) }
                        }
                    }
                }
            }
        }
        LeavingPages.list(&html, page, content, answers, mayWrite: mayWrite)
        guard mayWrite else { return }
        let controls = page.request.controls(of: "network.members.add")
        html.element("details", [.flag("open", if: page.request.isResumed("network.members.add"))]) { html in
            html.element("summary", text: translator("network.members.add"))
            html.element("form", page.keptAttributes("/network/members")) { html in
                page.keptFields(&html, "network.members.add")
                controls.text(&html, "network", label: translator("network.members.network"), .init(isRequired: true))
                let options = content.names.map { FormControls.Option(value: $0.record, label: $0.name) }
                html.element("p") { html in
                    html.element("label", [.for("member-partner")], text: translator("network.column.partner"))
                    html.element("select", [.id("member-partner"), .name("partner"), .flag("required")]) { html in
                        for option in options {
                            html.element(
                                "option", [.value(option.value), .flag("selected", if: controls.values["partner"] == option.value)], text: option.label)
                        }
                    }
                }
                controls.choices(
                    &html, "coordinator", label: translator("network.members.role"), options: [.init(value: "yes", label: translator("network.coordinator"))])
                page.keptActions(&html, save: translator("platform.save"), isLong: false)
            }
        }
    }
}

/// A time of waiting in the unit that says most.
enum WaitText {
    /// - Parameter minutes: rounded to hours from two hours on, and to days from two days on.
    static func text(_ minutes: Int, _ translator: Translator) -> String {
        switch minutes {
        case ..<120: translator("network.minutes", ["count": .number(minutes)])
        case ..<2_880: translator("network.hours", ["count": .number((minutes + 30) / 60)])
        default: translator("network.days", ["count": .number((minutes + 720) / 1_440)])
        }
    }
}
