import Forms
import HTTPTypes

/// An organisation's own forms: adding one, its new version, offering it no longer, and the pictures that came with it.
enum OwnFormRoutes {
    static var all: [Route] {
        [
            .get("/forms/files/{form}/{version}/{name}", .permission(.writeCases), file),
            .get("/forms/own", .permission(.assignCases)) { request, _ in .page(FormListPages.upload(request, problems: nil)) },
            .post("/forms/own", .permission(.assignCases), input: FormRoutes.limit, upload),
            .post("/forms/own/{form}/retire", .permission(.assignCases), retire),
        ]
    }

    /// What pages show of the files that come with a form. No kind that a browser would run.
    private static let types = [
        ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".mp3": "audio/mpeg",
        ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".wav": "audio/wav", ".mp4": "video/mp4", ".webm": "video/webm", ".3gp": "video/3gpp",
    ]

    private static func file(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let library = try FormRoutes.library(request, services)
        let (form, version, name) = (try request.parameter("form"), try request.parameter("version"), try request.parameter("name"))
        guard let type = Self.types.first(where: { name.lowercased().hasSuffix($0.key) })?.value else { throw WebError.notFound }
        guard let bytes = try await services.work({ try library.file(form, version: version, name: name) }) else { throw WebError.notFound }
        return WebResponse(headers: [.contentType: type], body: .bytes(bytes), isCompressible: false)
    }

    private static func upload(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let library = try FormRoutes.library(request, services)
        guard let workbook = request.files.first(where: { $0.field == "form" }) else {
            return .page(
                FormListPages.upload(request, problems: [FormProblem(.error, request.translator("forms.own.missing"), remedy: "")]),
                status: .unprocessableContent)
        }
        let others = request.files.filter { $0.field == "media" }
        let problems = try await services.work { () -> [FormProblem] in
            let name = workbook.fileName.lastIndex(of: ".").map { String(workbook.fileName[..<$0]) } ?? workbook.fileName
            let (form, problems) = FormLibrary.check(workbook.bytes, name: name, node: library.node)
            guard let form else { return problems }
            if services.forms.standard(library.node.dictionary).contains(where: { $0.identifier == form.identifier })
                || !FormListPages.isAddress(form.identifier)
            {
                return [
                    FormProblem(
                        .error, sheet: "settings", row: 2, column: "form_id",
                        "“\(form.identifier)” is the identifier of a standard form, or has signs that an address cannot have.",
                        remedy: "Choose another form_id of letters, digits, hyphens and underscores.")
                ]
            }
            let all = problems + (try FormFiles.problems(of: form, missingList: .error, dictionary: library.node.dictionary) { name in
                others.first { $0.fileName == name }?.bytes
            })
            guard !all.contains(where: { $0.severity == .error }) else { return all }
            try library.add(form, bytes: workbook.bytes, files: others.map { ($0.fileName, $0.bytes) }, now: request.now)
            return all
        }
        let isRefused = problems.contains { $0.severity == .error }
        return .page(FormListPages.upload(request, problems: problems), status: isRefused ? .unprocessableContent : .ok)
    }

    private static func retire(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let library = try FormRoutes.library(request, services)
        let form = try request.parameter("form")
        try await services.work {
            guard try library.forms().contains(where: { $0.identifier == form && !$0.isStandard }) else { throw WebError.notFound }
            try library.retire(form)
            services.forms.forget(library.node.organisation.number, form)
        }
        return .seeOther("/forms")
    }
}
