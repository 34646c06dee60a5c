import Dictionary
import Formats
import Foundation

/// The pages of importing lists.
enum TraceImportPages {
    /// - Parameter unfinished: lists whose reading broke off, or goes on at this moment.
    static func form(_ request: WebRequest, _ answers: AnswerText, _ unfinished: [ImportSummary]) -> HTML {
        let dictionary = answers.dictionary
        let page = Page(request, title: "tracing.import.title", area: .tracing)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: request.problems)
        func options(_ vocabulary: String, _ codes: [String]? = nil) -> [FormControls.Option] {
            (dictionary.vocabulary(vocabulary)?.terms ?? []).filter { !$0.isDeprecated && codes?.contains($0.code) ?? true }.map {
                .init(value: $0.code, label: $0.label(translator.language))
            }
        }
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/tracing")], text: translator("tracing.back")) }
            html.element("p", [.class("lead")], text: translator("tracing.import.lead"))
            if !unfinished.isEmpty {
                html.element("section", [.class("notice")]) { html in
                    html.element("p", text: translator("tracing.import.unfinished"))
                    html.element("ul") { html in
                        for one in unfinished {
                            let begun = CalendarDay(daysSinceEpoch: Int(one.begun / 86_400_000)).map { answers.dates.text($0) } ?? ""
                            html.element("li", text: "\(answers.label("sighting.kind", one.title)), \(begun)")
                        }
                    }
                }
            }
            controls.summary(&html)
            html.element("form", page.uploadAttributes("/tracing/import")) { html in
                page.keptFields(&html, "tracing.import.title")
                controls.file(
                    &html, label: translator("tracing.import.file"), hint: translator("tracing.import.file.hint"),
                    isRequired: request.kept?.draft?.files.isEmpty != false)
                controls.select(&html, "kind", label: translator("tracing.import.kind"), options: options("sighting-kind", SightingListMapping.kinds))
                controls.select(
                    &html, "country", label: dictionary.field("sighting.country")?.label(translator.language) ?? "",
                    options: options("country").sorted { $0.label.compare($1.label, locale: Locale(identifier: translator.language)) == .orderedAscending })
                controls.text(&html, "place", label: dictionary.field("sighting.place")?.label(translator.language) ?? "")
                controls.text(
                    &html, "seen-on", label: dictionary.field("sighting.seen-on")?.label(translator.language) ?? "",
                    .init(hint: translator("cases.form.date-hint")))
                controls.text(&html, "author", label: translator("tracing.import.author"))
                controls.select(
                    &html, "dates", label: translator("tracing.import.dates"),
                    options: [("day-month-year", "31/12/1990"), ("month-day-year", "12/31/1990"), ("year-month-day", "1990-12-31")].map {
                        .init(value: $0.0, label: $0.1)
                    })
                controls.select(
                    &html, "encoding", label: translator("tracing.import.encoding"),
                    options: [.init(value: "", label: translator("tracing.import.encoding.unicode"))]
                        + CSVDialect.Encoding.allCases.filter { $0 != .utf8 }.map { .init(value: $0.rawValue, label: $0.rawValue) })
                controls.submit(&html, translator("tracing.import.button"))
                KeptForm.state(&html)
            }
        }
    }

    static func done(_ request: WebRequest, _ result: TraceImportResult, _ dictionary: DataDictionary) -> HTML {
        let page = Page(request, title: "tracing.import.title", area: .tracing)
        let translator = request.translator
        return page.html { html in
            ImportReport.write(
                &html, read: result.read, imported: result.imported, unchanged: result.unchanged, rejected: result.rejected, translator)
            if result.erased > 0 { html.element("p", text: translator("tracing.import.erased", ["count": .number(result.erased)])) }
            if !result.columns.isEmpty {
                html.element("h2", text: translator("tracing.import.columns"))
                html.element("dl", [.class("facts")]) { html in
                    for column in result.columns {
                        html.element("dt") { $0.element("bdi", text: column.name) }
                        html.element("dd", text: dictionary.field("sighting.\(column.field)")?.label(translator.language) ?? column.field)
                    }
                }
            }
            ImportReport.leftOut(&html, result, dictionary, translator)
            ImportReport.rejects(&html, result.rejects, translator)
            html.element("p") { $0.element("a", [.class("button"), .href("/tracing")], text: translator("tracing.back")) }
        }
    }
}
