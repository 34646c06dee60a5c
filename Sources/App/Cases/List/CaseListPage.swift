import Dictionary
import Journal

/// The page of the list, and the page that asks before several cases are changed.
enum CaseListPage {
    static func list(_ request: WebRequest, _ found: CaseListRoutes.Found, dictionary: DataDictionary) -> HTML {
        let translator = request.translator
        let changed = request.query.text("changed").flatMap { Int($0) }.map { translator("list.changed", ["count": .number($0)]) }
        let none = request.query.isTicked("none") ? translator("list.error.none-chosen") : nil
        let page = Page(request, title: "list.title", area: .cases, notice: changed ?? none)
        let table = CaseListTable(dictionary: dictionary, translator: translator, colleagues: found.colleagues, order: found.listRequest.query.order)
        return page.html { html in
            FormControls(translator: translator, values: request.form, problems: found.listRequest.problems).summary(&html)
            if request.session?.may(.writeCases) == true {
                html.element("p", [.class("actions")]) { $0.element("a", [.class("button"), .href("/cases/new")], text: translator("cases.new")) }
            }
            SearchPages.box(&html, page)
            DuplicateDeskPages.link(&html, request)
            views(&html, page, found)
            CaseListFilters(request: request, found: found, dictionary: dictionary).write(&html)
            guard !found.lines.isEmpty else {
                html.element("p", text: translator(found.page.visible == 0 ? "list.empty" : "list.none-fit"))
                return saveView(&html, page, found)
            }
            lines(&html, page, found, table)
            if let next = found.page.next {
                html.element("p", [.class("actions")]) { html in
                    html.element(
                        "a", [.class("button second"), .href("/cases?\(found.address.isEmpty ? "" : found.address + "&")after=\(next.text)")],
                        text: translator("list.more"))
                }
            }
            saveView(&html, page, found)
        }
    }

    private static func lines(_ html: inout HTMLWriter, _ page: Page, _ found: CaseListRoutes.Found, _ table: CaseListTable) {
        let translator = page.request.translator
        let caption = translator(
            "list.caption",
            ["count": .number(found.page.total), "visible": .text(translator.catalogue.facts(of: translator.language).text(found.page.visible))])
        guard page.request.session?.may(.writeCases) == true else { return table.write(&html, found.lines, caption: caption) }
        html.element("form", [Attribute("method", "post"), Attribute("action", "/cases/chosen")]) { html in
            page.formToken(&html)
            html.element("input", [.type("hidden"), .name("list"), .value(found.address)])
            table.write(&html, found.lines, caption: caption, isChoosable: true)
            html.element("p", [.class("actions")]) { html in
                html.element("button", [.type("submit"), .class("second")], text: translator("list.choose"))
                if found.page.total > found.lines.count {
                    let count = min(found.page.total, CaseListRoutes.chosenLimit)
                    let key = count < found.page.total ? "list.choose-first" : "list.choose-all"
                    html.element("button", [.type("submit"), .class("second"), .name("all"), .value("yes")], text: translator(key, ["count": .number(count)]))
                }
            }
        }
    }

    // MARK: Views

    private static func views(_ html: inout HTMLWriter, _ page: Page, _ found: CaseListRoutes.Found) {
        let translator = page.request.translator
        guard let session = page.request.session else { return }
        html.element("nav", [.class("views"), Attribute("aria-label", translator("list.views"))]) { html in
            html.element("ul") { html in
                link(&html, CaseListRequest.open, translator("list.view.open"), found.address)
                link(&html, "", translator("list.view.all"), found.address)
                if session.roles.contains(.supervisor) {
                    link(&html, "assigned=me", translator("list.view.mine"), found.address)
                    link(&html, "assigned=nobody", translator("list.view.nobody"), found.address)
                }
                for view in found.views { link(&html, view.address, view.name, found.address, isOwnWord: true) }
            }
        }
    }

    private static func link(_ html: inout HTMLWriter, _ address: String, _ text: String, _ current: String, isOwnWord: Bool = false) {
        html.element("li") { html in
            html.element(
                "a",
                [
                    .href(address.isEmpty ? "/cases" : "/cases?" + address), address == current ? Attribute("aria-current", "page") : nil,
                    isOwnWord ? .dir("auto") : nil,
                ],
                text: text)
        }
    }

    private static func saveView(_ html: inout HTMLWriter, _ page: Page, _ found: CaseListRoutes.Found) {
        let translator = page.request.translator
        guard let session = page.request.session else { return }
        let controls = FormControls(translator: translator, values: page.request.form, problems: found.listRequest.problems)
        html.element("details", [.class("card"), .flag("open", if: found.listRequest.problems.contains { $0.field == "name" })]) { html in
            html.element("summary", text: translator("list.views.manage"))
            html.element("form", [Attribute("method", "post"), Attribute("action", "/cases/views")]) { html in
                page.formToken(&html)
                html.element("input", [.type("hidden"), .name("list"), .value(found.address)])
                controls.text(&html, "name", label: translator("list.view.name"), .init(hint: translator("list.view.name-hint"), isRequired: true))
                if session.may(.writeCases) {
                    html.element("label", [.class("choice")]) { html in
                        html.element("input", [.type("checkbox"), .name("shared"), .value("yes")])
                        html.element("span", text: translator("list.view.share"))
                    }
                }
                controls.submit(&html, translator("list.view.save"))
            }
            for view in found.views where view.account == session.account || session.may(.assignCases) {
                html.element("form", [Attribute("method", "post"), Attribute("action", "/cases/views/\(view.identifier)/remove"), .class("line")]) { html in
                    page.formToken(&html)
                    html.element("span", [.dir("auto")], text: view.name)
                    if view.isShared { html.element("span", [.class("badge")], text: translator("list.view.shared")) }
                    html.element("button", [.type("submit"), .class("plain")]) { html in
                        html.text(translator("list.view.remove"))
                        html.element("span", [.class("hidden"), .dir("auto")], text: " " + view.name)
                    }
                }
            }
        }
    }

    // MARK: Several cases at once

    static func confirm(
        _ request: WebRequest, _ chosen: [CaseLine], colleagues: [(account: String, name: String)], address: String, dictionary: DataDictionary,
        problems: [FieldProblem]
    ) -> HTML {
        let page = Page(request, title: "list.chosen.title", area: .cases)
        let translator = request.translator
        var values = request.form
        if values["mode"] == nil { values.items.append(.init(name: "mode", value: ChosenChange.Mode.add.rawValue)) }
        let controls = FormControls(translator: translator, values: values, problems: problems)
        let table = CaseListTable(dictionary: dictionary, translator: translator, colleagues: colleagues, order: .newest)
        return page.html { html in
            controls.summary(&html)
            html.element("form", [Attribute("method", "post"), Attribute("action", "/cases/chosen/change"), .class("card")]) { html in
                page.formToken(&html)
                html.element("input", [.type("hidden"), .name("list"), .value(address)])
                for line in chosen { html.element("input", [.type("hidden"), .name("case"), .value(line.record)]) }
                html.element("p", [.class("lead")], text: translator("list.chosen.lead", ["count": .number(chosen.count)]))
                if request.session?.may(.assignCases) == true {
                    controls.choices(
                        &html, "account", label: translator("list.chosen.assign"), options: colleagues.map { .init(value: $0.account, label: $0.name) })
                    controls.choices(
                        &html, "mode", label: translator("list.chosen.mode"),
                        options: ChosenChange.Mode.allCases.map { .init(value: $0.rawValue, label: translator("list.chosen.mode.\($0.rawValue)")) },
                        single: true)
                }
                for name in ["status", "priority"] {
                    let terms = ChosenChange.terms(of: name, dictionary)
                    controls.select(
                        &html, name, label: translator("list.chosen.\(name)"),
                        options: terms.map { .init(value: $0.code, label: $0.label(translator.language)) })
                }
                html.element("p", [.class("actions")]) { html in
                    html.element("button", [.type("submit")], text: translator("list.chosen.button", ["count": .number(chosen.count)]))
                    html.element(
                        "a", [.class("button second"), .href("/cases" + (address.isEmpty ? "" : "?" + address))], text: translator("list.chosen.cancel"))
                }
            }
            table.write(&html, chosen, caption: translator("list.chosen.caption", ["count": .number(chosen.count)]))
        }
    }
}
