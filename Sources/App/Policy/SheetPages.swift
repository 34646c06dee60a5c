import Dictionary
import Entitlements

/// The pages of orientation sheets, and the sheet as a page of its own for printing and other programs.
enum SheetPages {
    static func list(_ request: WebRequest, _ text: PolicyText, _ sheets: [(kept: PolicyReading.KeptSheet, isStale: Bool)], problems: [FieldProblem]) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "policy.sheets.title", area: .policy)
        return page.html { html in
            PolicyPages.places(&html, request)
            html.element("p", [.class("lead")], text: translator("policy.sheets.lead"))
            if request.session?.may(.writeCases) == true { form(&html, page, text, problems) }
            html.element("h2", text: translator("policy.sheets.kept", ["count": .number(sheets.count)]))
            html.element("ul", [.class("due")]) { html in
                for (kept, isStale) in sheets {
                    html.element("li") { html in
                        html.element("span", [.class(isStale ? "when late" : "when")], text: text.dates.text(kept.sheet.drawnOn))
                        html.element("span", [.class("what")]) { html in
                            html.element("a", [.href("/policy/sheets/\(kept.record)")], text: title(kept.sheet.scope, text))
                            if isStale {
                                html.text(" ")
                                html.element("span", [.class("badge strong")], text: translator("policy.sheet.stale"))
                            }
                        }
                    }
                }
            }
        }
    }

    static func title(_ scope: OrientationSheet.Scope, _ text: PolicyText) -> String {
        let corridor = "\(text.countries([scope.origin])) \(text.translator("policy.arrow")) \(text.countries([scope.destination]))"
        let parts =
            [text.label("sheet-stage", scope.stage.rawValue), corridor] + (scope.sector.map { [text.sectors([$0])] } ?? []) + [text.language(scope.language)]
        return parts.joined(separator: " · ")
    }

    private static func form(_ html: inout HTMLWriter, _ page: Page, _ text: PolicyText, _ problems: [FieldProblem]) {
        let translator = page.request.translator
        var values = page.request.form
        if values.items.isEmpty {
            values.items = [.init(name: "stage", value: OrientationSheet.Stage.beforeDeparture.rawValue), .init(name: "language", value: translator.language)]
        }
        let controls = FormControls(translator: translator, values: values, problems: problems)
        controls.summary(&html)
        html.element("form", [Attribute("method", "post"), Attribute("action", "/policy/sheets"), .class("card")]) { html in
            page.formToken(&html)
            html.element("input", [.type("hidden"), .name("submission"), .value(values["submission"] ?? RecordIdentifier.random())])
            controls.choices(&html, "stage", label: translator("policy.sheet.stage"), options: PolicyPages.options("sheet-stage", text), single: true)
            for name in ["origin", "destination"] {
                controls.select(
                    &html, name, label: translator("policy.filter.\(name)"), options: PolicyPages.options("country", text), .init(isRequired: true))
            }
            controls.select(
                &html, "sector", label: translator("policy.filter.sector"), options: PolicyPages.options(PolicySectors.vocabulary, text))
            controls.select(
                &html, "language", label: translator("policy.sheet.language"),
                options: text.languageOptions, .init(isRequired: true))
            controls.submit(&html, translator("policy.sheet.draw"))
        }
    }

    /// - Parameters:
    ///   - superseded: titles of the entries of which a version it rests on no longer holds, with links.
    ///   - own: in the language of the sheet.
    static func show(
        _ request: WebRequest, _ text: PolicyText, _ kept: PolicyReading.KeptSheet, superseded: [OrientationSheet.Basis], _ register: PolicyRegister,
        own: PolicyText
    ) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "policy.sheet.title", area: .policy)
        return page.html { html in
            PolicyPages.places(&html, request)
            html.element("p", [.class("lead")], text: title(kept.sheet.scope, text))
            if !superseded.isEmpty {
                html.element("div", [.class("warning"), .role("status")]) { html in
                    html.element("p") { $0.element("strong", text: translator("policy.sheet.stale.explained")) }
                    html.element("ul") { html in
                        for basis in superseded {
                            html.element("li") { html in
                                if let entry = register[basis.entry] { PolicyPages.link(&html, text, entry) } else { html.text(basis.entry) }
                            }
                        }
                    }
                }
            }
            if request.session?.may(.writeCases) == true { actions(&html, page, kept) }
            html.element("article", [.lang(own.translator.language), .dir(own.translator.direction), .class("card sheet")]) { html in
                write(&html, kept.sheet, own, isStale: !superseded.isEmpty, heading: "h2", subheading: "h3")
            }
            html.element("h2", text: translator("policy.sheet.rests-on", ["count": .number(kept.sheet.basis.count)]))
            html.element("ul") { html in
                for basis in kept.sheet.basis {
                    html.element("li") { html in
                        if let entry = register[basis.entry] { PolicyPages.link(&html, text, entry) } else { html.text(basis.entry) }
                        if superseded.contains(basis) {
                            html.text(" ")
                            html.element("span", [.class("badge strong")], text: translator("policy.sheet.superseded"))
                        }
                    }
                }
            }
        }
    }

    private static func actions(_ html: inout HTMLWriter, _ page: Page, _ kept: PolicyReading.KeptSheet) {
        let translator = page.request.translator
        html.element("form", [Attribute("method", "post"), Attribute("action", "/policy/sheets/\(kept.record)"), .class("actions")]) { html in
            page.formToken(&html)
            html.element("input", [.type("hidden"), .name("submission"), .value(RecordIdentifier.random())])
            for format in DocumentFormat.allCases {
                html.element(
                    "button", [.type("submit"), .class("second"), .name("format"), .value(format.rawValue)],
                    text: translator("letters.format.\(format.rawValue)"))
            }
            html.element("button", [.type("submit"), .name("again"), .value("yes")], text: translator("policy.sheet.again"))
        }
    }

    // MARK: The sheet itself

    /// - Parameter own: in the language of the sheet.
    static func write(
        _ html: inout HTMLWriter, _ sheet: OrientationSheet, _ own: PolicyText, isStale: Bool, heading: StaticString, subheading: StaticString
    ) {
        let translator = own.translator
        html.element(heading, text: translator("policy.sheet.heading.\(sheet.scope.stage.rawValue)"))
        let corridor = "\(own.countries([sheet.scope.origin])) \(translator("policy.arrow")) \(own.countries([sheet.scope.destination]))"
        html.element("p", text: sheet.scope.sector.map { "\(corridor) · \(own.sectors([$0]))" } ?? corridor)
        html.element("p", text: translator("policy.sheet.as-of", ["date": .text(own.dates.text(sheet.drawnOn))]))
        if isStale { html.element("p", [.class("warning")]) { $0.element("strong", text: translator("policy.sheet.stale.print")) } }
        if sheet.sections.isEmpty { html.element("p", text: translator("policy.sheet.empty")) }
        for section in sheet.sections {
            html.element(subheading, text: translator("policy.sheet.section.\(section.key)"))
            html.element("ul") { html in
                for line in section.lines {
                    html.element("li") { html in
                        html.element("span", [line.language == sheet.scope.language ? nil : .lang(line.language), .dir("auto")], text: line.text)
                        html.element("br")
                        html.element("small", [.lang("en"), .dir("auto"), .class("muted")], text: line.source)
                    }
                }
            }
        }
        html.element("p") { $0.element("small", text: translator("policy.sheet.note")) }
    }

    /// For printing and for other programs.
    static func document(_ sheet: OrientationSheet, _ own: PolicyText, isStale: Bool) -> MadeDocument {
        let translator = own.translator
        let title = translator("policy.sheet.heading.\(sheet.scope.stage.rawValue)")
        let page = HTML { html in
            html.doctype()
            html.element("html", [.lang(translator.language), .dir(translator.direction)]) { html in
                html.element("head") { html in
                    html.element("meta", [Attribute("charset", "utf-8")])
                    html.element("title", text: title)
                    html.element("style", text: Letter.style)
                }
                html.element("body") { write(&$0, sheet, own, isStale: isStale, heading: "h1", subheading: "h2") }
            }
        }
        return MadeDocument(
            page: page, title: title, fileName: "sheet-\(sheet.scope.origin)-\(sheet.scope.destination)", language: translator.language,
            isRightToLeft: translator.direction == "rtl")
    }
}
