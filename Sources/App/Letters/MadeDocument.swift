import Dictionary
import HTTPTypes

/// A page that is given out as a file, or kept as a document of its case: a letter, a schedule.
struct MadeDocument: Sendable {
    var page: HTML
    var title: String
    /// Without its ending.
    var fileName: String
    var language: String
    var isRightToLeft: Bool

    /// The file in the format that the form asked for.
    func converted(_ request: WebRequest, _ services: AppServices) async throws -> (bytes: [UInt8], name: String, format: DocumentFormat) {
        guard let format = request.form.text("format").flatMap({ DocumentFormat(rawValue: $0) }) else {
            throw WebError.badRequest(key: "platform.error.malformed")
        }
        let conversion = DocumentConversion()
        guard conversion.isAvailable(format) else {
            throw VisibleError(sentence: request.translator("letters.error.program", ["program": .text(DocumentConversion.programName(format))]))
        }
        let document = self
        let bytes = try await services.conversions.run {
            try await services.work {
                try conversion.convert(document.page, to: format, language: document.language, isRightToLeft: document.isRightToLeft)
            }
        }
        return (bytes, "\(fileName)-\(language).\(format.rawValue)", format)
    }

    /// What the form asked for: `format`, and with `keep` to keep it under the form's number of submission.
    func answer(_ request: WebRequest, _ access: CaseAccess, _ caseRecord: String, _ services: AppServices) async throws -> WebResponse {
        let (bytes, name, format) = try await converted(request, services)
        guard request.form.isTicked("keep") else { return .download(bytes, fileName: name, mediaType: format.mediaType) }
        guard let submission = CaseRoutes.submission(request), let day = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        let record = try await services.work {
            try Documents(access: access).create(
                .init(title: title, kind: "letter"),
                files: [UploadedFile(field: "file", fileName: name, mediaType: format.mediaType, bytes: bytes)], in: caseRecord, submission: submission,
                day: day
            ).record
        }
        return .seeOther("/cases/\(caseRecord)/documents/\(record)")
    }

    /// The choice of language and format, and whether it is kept.
    static func controls(_ html: inout HTMLWriter, _ page: Page, languages: [String], chosen: String) {
        let translator = page.request.translator
        var values = page.request.form
        if values.text("letter-language") == nil { values.items.append(.init(name: "letter-language", value: chosen)) }
        if values.text("format") == nil { values.items.append(.init(name: "format", value: DocumentFormat.docx.rawValue)) }
        let controls = FormControls(translator: translator, values: values)
        page.formToken(&html)
        html.element("input", [.type("hidden"), .name("submission"), .value(values["submission"] ?? RecordIdentifier.random())])
        controls.select(
            &html, "letter-language", label: translator("letters.language"),
            options: languages.map { language in
                let isKnown = translator.catalogue.languages.contains(language)
                return .init(value: language, label: isKnown ? translator.catalogue.facts(of: language).name : language)
            })
        controls.choices(
            &html, "format", label: translator("letters.format"),
            options: DocumentFormat.allCases.map { .init(value: $0.rawValue, label: translator("letters.format.\($0.rawValue)")) }, single: true)
        html.element("label", [.class("choice")]) { html in
            html.element("input", [.type("checkbox"), .name("keep"), .value("yes"), .flag("checked", if: values.isTicked("keep"))])
            html.element("span", text: translator("letters.keep"))
        }
    }
}
