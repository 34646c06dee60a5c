import Dictionary
import Entitlements
import HTTPTypes
import Storage

/// Orientation sheets: drawing, keeping, printing, and saying when they are out of date.
enum SheetRoutes {
    static var all: [Route] {
        [
            .get("/policy/sheets", .permission(.readCases), list), .post("/policy/sheets", .permission(.writeCases), draw),
            .get("/policy/sheets/{sheet}", .permission(.readCases), show), .post("/policy/sheets/{sheet}", .permission(.writeCases), act),
        ]
    }

    private static func list(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        .page(try await page(request, services, problems: []))
    }

    private static func page(_ request: WebRequest, _ services: AppServices, problems: [FieldProblem]) async throws -> HTML {
        let access = try DirectoryRoutes.access(request, services)
        let today = try PolicyRoutes.today(request)
        let sheets = try await services.work {
            try access.node.database.read { connection in
                var reading = PolicyReading(access, connection)
                let register = try reading.register().register
                return try reading.sheets().prefix(200).map { ($0, !$0.sheet.superseded(in: register, on: today.lawDay).isEmpty) }
            }
        }
        return SheetPages.list(request, PolicyText(request, access, services), sheets.map { (kept: $0.0, isStale: $0.1) }, problems: problems)
    }

    private static func draw(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        var problems: [FieldProblem] = []
        let codes = { (vocabulary: String) in Set((access.node.dictionary.vocabulary(vocabulary)?.terms ?? []).map(\.code)) }
        func chosen(_ name: String, _ allowed: Set<String>) -> String {
            if let code = request.form.text(name), allowed.contains(code) { return code }
            problems.append(FieldProblem(field: name, sentence: request.translator("policy.error.\(name)")))
            return ""
        }
        let stage = OrientationSheet.Stage(rawValue: chosen("stage", Set(OrientationSheet.Stage.allCases.map(\.rawValue)))) ?? .beforeDeparture
        let scope = OrientationSheet.Scope(
            stage: stage, origin: chosen("origin", codes("country")), destination: chosen("destination", codes("country")),
            sector: request.form.text("sector").flatMap { codes(PolicySectors.vocabulary).contains($0) ? $0 : nil },
            language: chosen("language", Set(request.translator.catalogue.languages)))
        guard problems.isEmpty, let submission = CaseRoutes.submission(request) else {
            return .page(try await page(request, services, problems: problems), status: .unprocessableContent)
        }
        return .seeOther("/policy/sheets/\(try await keep(scope, submission, request, access, services))")
    }

    private static func keep(_ scope: OrientationSheet.Scope, _ submission: String, _ request: WebRequest, _ access: CaseAccess, _ services: AppServices)
        async throws
        -> String
    {
        let today = try PolicyRoutes.today(request)
        let own = ownText(scope.language, access, services)
        return try await services.work {
            let register = try access.node.database.read { connection in
                var reading = PolicyReading(access, connection)
                return try reading.register().register
            }
            let sheet = SheetDrawing(register: register, text: own, scope: scope, today: today).sheet()
            return try PolicyWork(node: access.node, account: access.session.account).keep(sheet, submission: submission)
        }
    }

    /// The register's words in the language of a sheet.
    private static func ownText(_ language: String, _ access: CaseAccess, _ services: AppServices) -> PolicyText {
        PolicyText(dictionary: access.node.dictionary, dates: DateText(Translator(catalogue: services.languages, language: language)))
    }

    private typealias Opened = (access: CaseAccess, kept: PolicyReading.KeptSheet, superseded: [OrientationSheet.Basis], register: PolicyRegister)

    private static func opened(_ request: WebRequest, _ services: AppServices) async throws -> Opened {
        let access = try DirectoryRoutes.access(request, services)
        let record = try request.parameter("sheet")
        let today = try PolicyRoutes.today(request)
        let (kept, register) = try await services.work {
            try access.node.database.read { connection in
                var reading = PolicyReading(access, connection)
                return (try reading.sheet(record), try reading.register())
            }
        }
        return (access, kept, kept.sheet.superseded(in: register.register, on: today.lawDay), register)
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, kept, superseded, register) = try await opened(request, services)
        let own = ownText(kept.sheet.scope.language, access, services)
        return .page(SheetPages.show(request, PolicyText(request, access, services), kept, superseded: superseded, register, own: own))
    }

    private static func act(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, kept, superseded, _) = try await opened(request, services)
        if request.form.isTicked("again") {
            guard let submission = CaseRoutes.submission(request) else { throw WebError.badRequest(key: "platform.error.malformed") }
            return .seeOther("/policy/sheets/\(try await keep(kept.sheet.scope, submission, request, access, services))")
        }
        let own = ownText(kept.sheet.scope.language, access, services)
        let (bytes, name, format) = try await SheetPages.document(kept.sheet, own, isStale: !superseded.isEmpty).converted(request, services)
        return .download(bytes, fileName: name, mediaType: format.mediaType)
    }
}
