import Dictionary
import Entitlements
import HTTPTypes
import Storage

/// The schedule of one worker, or the joint one of all workers of a case, as a file or as a document of the case.
enum ScheduleRoutes {
    static var all: [Route] {
        [
            .post("/cases/{case}/claim/schedule", .permission(.writeCases), joint),
            .post("/cases/{case}/claim/{record}/schedule", .permission(.writeCases), single),
        ]
    }

    private static func single(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (reading, opened) = try await ClaimRoutes.opened(request, services)
        return try await answer([opened.computed], reading, opened.sheet, request, services)
    }

    private static func joint(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let reading = try ClaimReading(request, services)
        let caseRecord = try request.parameter("case")
        let (sheet, computed) = try await services.work {
            let sheet = try reading.sheet(of: caseRecord)
            return (sheet, try ClaimReading.workers(sheet).map { try reading.compute($0, sheet) })
        }
        return try await answer(computed, reading, sheet, request, services)
    }

    private static func answer(
        _ computed: [ComputedClaim], _ reading: ClaimReading, _ sheet: CaseSheet, _ request: WebRequest, _ services: AppServices
    ) async throws -> WebResponse {
        let claims = computed.compactMap(\.claim)
        guard !claims.isEmpty else { throw VisibleError(sentence: request.translator("claims.nothing")) }
        let schedule = ClaimSchedule(
            claims, phrases: try ClaimRoutes.phrases(request.form.text("letter-language") ?? request.translator.language),
            for: request.form.isTicked("with-cautions") ? .worker : .forum)
        let document = MadeDocument(
            page: schedule.page, title: schedule.title, fileName: "schedule", language: schedule.language, isRightToLeft: schedule.isRightToLeft)
        return try await document.answer(request, reading.access, sheet.view.record, services)
    }

    /// The form for it, with the other papers of a claim.
    static func write(_ html: inout HTMLWriter, _ page: Page, _ caseRecord: String, action: String, country: String?) {
        let translator = page.request.translator
        html.element("h2", [.id("papers")], text: translator("claims.papers"))
        html.element("p", [.class("actions")]) { html in
            for letter in ["demand", "complaint", "power-of-attorney"] {
                html.element(
                    "a", [.class("button second"), .href("/cases/\(caseRecord)/letters/\(letter)")], text: translator("claims.papers.\(letter)"))
            }
        }
        html.element("details", [.class("card")]) { html in
            html.element("summary", text: translator("claims.papers.schedule"))
            html.element("form", [Attribute("method", "post"), Attribute("action", action)]) { html in
                MadeDocument.controls(&html, page, languages: Phrases.languages, chosen: forumLanguage(country))
                html.element("label", [.class("choice")]) { html in
                    html.element("input", [.type("checkbox"), .name("with-cautions"), .value("yes")])
                    html.element("span", text: translator("claims.papers.with-cautions"))
                }
                html.element("p", [.class("actions")]) { $0.element("button", [.type("submit")], text: translator("letters.make")) }
            }
        }
    }

    /// The language in which bodies of the country of work take papers, as far as the program writes it: Arabic in the Arab states, English elsewhere.
    static func forumLanguage(_ country: String?) -> String {
        ["QA", "SA", "AE", "KW", "BH", "OM", "JO", "LB"].contains(country ?? "") ? "ar" : "en"
    }
}
