import Dictionary
import Entitlements

/// The pages on which changes are proposed and a second person decides.
enum ProposalPages {
    static func form(_ request: WebRequest, _ text: PolicyText, _ form: ChangeForm) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "policy.propose.title", area: .policy)
        let controls = FormControls(translator: translator, values: request.isResumed ? request.form : form.values, problems: request.problems)
        return page.html { html in
            PolicyPages.places(&html, request)
            if let entry = form.entry { html.element("p", [.class("lead")]) { PolicyPages.link(&$0, text, entry) } }
            html.element("p", text: text.label("policy-change-kind", form.kind.rawValue) + (form.version.map { " · " + text.time($0) } ?? ""))
            html.element("p", [.class("hint")], text: translator("policy.propose.second"))
            controls.summary(&html)
            html.element("form", page.keptAttributes(request.path)) { html in
                page.keptFields(&html, "policy.propose.title")
                for (name, value) in [("change", form.kind.rawValue), ("version", form.version?.identifier ?? "")] {
                    html.element("input", [.type("hidden"), .name(name), .value(value)])
                }
                form.write(&html, controls)
                page.keptActions(&html, save: translator("policy.propose.send"))
            }
        }
    }

    static func list(_ request: WebRequest, _ text: PolicyText, _ changes: [ProposedChange], _ register: PolicyRegister, names: [String: String]) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "policy.proposals.title", area: .policy)
        let account = request.session?.account
        return page.html { html in
            PolicyPages.places(&html, request)
            html.element("p", [.class("lead")], text: translator("policy.propose.second"))
            let parts = [
                ("theirs", changes.filter { $0.state == .waiting && $0.proposer != account }),
                ("mine", changes.filter { $0.state == .waiting && $0.proposer == account }),
                ("decided", Array(changes.filter { $0.state != .waiting }.prefix(100))),
            ]
            for (key, list) in parts {
                html.element("h2", text: translator("policy.proposals.\(key)", ["count": .number(list.count)]))
                html.element("ul", [.class("due")]) { html in
                    for change in list {
                        html.element("li") { html in
                            html.element("span", [.class("when")], text: text.label("policy-decision", change.state.rawValue))
                            html.element("span", [.class("what")]) { html in
                                html.element("a", [.href("/policy/proposals/\(change.record)"), .dir("auto")], text: title(change, register, text))
                                html.text(" · " + text.label("policy-change-kind", change.change.kind.rawValue) + " · ")
                                html.element("span", [.dir("auto")], text: names[change.proposer] ?? change.proposer)
                            }
                        }
                    }
                }
            }
        }
    }

    static func title(_ change: ProposedChange, _ register: PolicyRegister, _ text: PolicyText) -> String {
        if let entry = register[change.entry] { return text.title(entry.instrument) }
        if case .entry(let instrument) = change.change { return instrument.title }
        return change.entry
    }

    /// - Parameter after: the entry as it would be; nil where the change can no longer be made.
    static func show(
        _ request: WebRequest, _ text: PolicyText, _ change: ProposedChange, before: PolicyEntry?, after: Instrument?, fault: String?, names: [String: String]
    ) -> HTML {
        let page = Page(request, title: "policy.proposal.title", area: .policy)
        return page.html { html in
            PolicyPages.places(&html, request)
            html.element("div", [.class("head")]) { html in
                html.element("p", [.class("name"), .dir("auto")], text: (after ?? before?.instrument).map(text.title) ?? change.entry)
                html.element("p") { html in
                    html.text(text.label("policy-change-kind", change.change.kind.rawValue) + " · ")
                    html.element("span", [.dir("auto")], text: names[change.proposer] ?? change.proposer)
                    html.text(" ")
                    html.element("span", [.class("badge")], text: text.label("policy-decision", change.state.rawValue))
                }
                if !change.reason.isEmpty { html.element("p", [.class("told"), .dir("auto")], text: change.reason) }
                if let decider = change.decidedBy {
                    html.element("p") { html in
                        html.element("span", [.dir("auto")], text: names[decider] ?? decider)
                        if let remark = change.remark { html.element("span", [.dir("auto")], text: ": " + remark) }
                    }
                }
            }
            if let fault, change.state == .waiting { html.element("p", [.class("warning")], text: fault) }
            what(&html, text, change, before?.instrument)
            if change.state == .waiting, request.session?.may(.writeCases) == true { decision(&html, page, change) }
        }
    }

    private static func what(_ html: inout HTMLWriter, _ text: PolicyText, _ change: ProposedChange, _ before: Instrument?) {
        let translator = text.translator
        switch change.change {
        case .entry(let entry):
            html.element("dl", [.class("facts card")]) { html in
                let rows = [
                    ("policy.field.title", entry.title, before?.title), ("policy.filter.kind", text.kind(entry.kind), before.map { text.kind($0.kind) }),
                    ("policy.field.countries", text.countries(entry.countries), before.map { text.countries($0.countries) }),
                    ("policy.field.origins", text.countries(entry.origins), before.map { text.countries($0.origins) }),
                    ("policy.field.destinations", text.countries(entry.destinations), before.map { text.countries($0.destinations) }),
                    ("policy.field.sectors", text.sectors(entry.sectors), before.map { text.sectors($0.sectors) }),
                ]
                for (key, value, old) in rows where !value.isEmpty || old?.isEmpty == false {
                    html.element("dt", text: translator(key))
                    html.element("dd", [.dir("auto")]) { html in
                        if let old, old != value { html.element("del", text: old + " ") }
                        html.text(value)
                    }
                }
            }
            for version in entry.versions where before == nil { write(&html, text, version, nil) }
        case .version(let version): write(&html, text, version, nil)
        case .correction(let version): write(&html, text, version, before?.versions.first { $0.identifier == version.identifier })
        case .withdrawal(let identifier):
            if let version = before?.versions.first(where: { $0.identifier == identifier }) { write(&html, text, version, nil) }
        case .translation(let identifier, let language, let translation):
            if let version = before?.versions.first(where: { $0.identifier == identifier }) { write(&html, text, version, nil) }
            html.element("h2", text: text.language(language))
            html.element("p", [.class("told card"), .lang(language), .dir("auto")], text: translation)
        }
    }

    private static func write(_ html: inout HTMLWriter, _ text: PolicyText, _ version: InstrumentVersion, _ before: InstrumentVersion?) {
        html.element("div", [.class("card")]) { html in
            html.element("p") { html in
                if let before, text.time(before) != text.time(version) { html.element("del", text: text.time(before) + " ") }
                html.element("strong", text: text.time(version))
                html.text(" · \(text.standing(version.standing)) · \(text.confidence(version.confidence))")
            }
            if let before {
                html.element("p", [.class("told"), .lang(version.language), .dir("auto")]) { html in
                    for piece in VersionDifference(from: before, to: version).summary {
                        switch piece {
                        case .same(let words): html.text(words + " ")
                        case .removed(let words): html.element("del", text: words + " ")
                        case .added(let words): html.element("ins", text: words + " ")
                        }
                    }
                }
            } else {
                html.element("p", [.class("told"), .lang(version.language), .dir("auto")], text: version.summary)
            }
            if !version.note.isEmpty { html.element("p", [.class("hint"), .dir("auto")], text: version.note) }
            text.writeSources(&html, version.sources)
        }
    }

    private static func decision(_ html: inout HTMLWriter, _ page: Page, _ change: ProposedChange) {
        let translator = page.request.translator
        let isOwn = change.proposer == page.request.session?.account
        let controls = page.request.controls(of: "policy.proposal.title")
        controls.summary(&html)
        html.element("form", page.keptAttributes("/policy/proposals/\(change.record)")) { html in
            page.keptFields(&html, "policy.proposal.title")
            html.element("p", text: translator(isOwn ? "policy.proposal.own" : "policy.proposal.check"))
            if !isOwn { controls.text(&html, "remark", label: translator("policy.proposal.remark"), .init(rows: 2)) }
            html.element("p", [.class("actions")]) { html in
                let acts: [ProposalState.Act] = isOwn ? [.withdraw] : [.approve, .refuse]
                for act in acts {
                    html.element(
                        "button", [.type("submit"), .class(act == .approve ? "" : "second"), .name("act"), .value(act.rawValue)],
                        text: translator("policy.proposal.\(act.rawValue)"))
                }
            }
        }
    }
}
