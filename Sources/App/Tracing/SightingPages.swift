import Dictionary

/// Writing down a sighting, and the page of one.
enum SightingPages {
    static func form(_ request: WebRequest, _ form: AnswerForm) -> HTML {
        let page = Page(request, title: "tracing.sighting.new", area: .tracing)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: request.problems)
        return page.html { html in
            html.element("p", [.class("lead")], text: translator("tracing.sighting.lead"))
            controls.summary(&html)
            html.element("form", page.keptAttributes(request.path) + [Attribute("enctype", "multipart/form-data")]) { html in
                page.keptFields(&html, "tracing.sighting.new")
                for name in Sightings.usual { if let field = form.dictionary.field("sighting", name) { form.control(&html, field, controls) } }
                controls.file(
                    &html, "photo", label: form.dictionary.field("sighting", "photo")?.label(translator.language) ?? "",
                    hint: translator("tracing.picture.hint"), accept: "image/*", isMultiple: true, isRequired: false)
                html.element("details", [.flag("open", if: request.isResumed)]) { html in
                    html.element("summary", text: translator("cases.form.more"))
                    for name in Sightings.further { if let field = form.dictionary.field("sighting", name) { form.control(&html, field, controls) } }
                }
                page.keptActions(&html, save: translator("platform.save"))
            }
        }
    }

    static func show(_ request: WebRequest, _ opened: TracingReading.Opened, _ lines: [TracingDesk.Line], _ answers: AnswerText) -> HTML {
        let page = Page(request, title: "tracing.sighting.title", area: .tracing)
        let translator = request.translator
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/tracing")], text: translator("tracing.back")) }
            html.element("section", [.class("card")]) { html in
                var view = opened.view
                view.fields.removeAll { $0.field.name == "photo" }
                CasePages.facts(&html, view, answers)
                TracingPages.pictures(&html, Sightings.pictures(opened.view), translator)
            }
            TracingPages.part(&html, "suggestions", translator("tracing.sighting.notices")) { html in
                if lines.isEmpty { html.element("p", text: translator("tracing.suggestions.none")) }
                html.element("ul", [.class("due")]) { html in
                    for line in lines {
                        html.element("li") { html in
                            html.element("a", [.class("task"), .href("/tracing/notices/\(line.suggestion.notice)/compare/\(line.suggestion.other)")]) { html in
                                html.element("bdi", text: TracingPages.name(line.notice.view, translator))
                            }
                            let reasons = line.suggestion.reasons.map { translator("tracing.evidence.\($0.rawValue)") }
                            html.element("span", [.class("muted")], text: reasons.joined(separator: translator("cases.list-separator")))
                        }
                    }
                }
            }
        }
    }
}
