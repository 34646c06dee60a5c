import Dictionary
import Foundation
import HTTPTypes
import Interchange
import Storage
import Vault

/// Lists of people and PFIF documents, read as sightings and notices.
enum TraceImportRoutes {
    static var all: [Route] {
        [
            .get("/tracing/import", .permission(.writeCases), form).showingKept,
            .post("/tracing/import", .permission(.writeCases), input: .form(limit: limit), read)
                .kept(on: "/tracing/import", as: "tracing.import.title", shownBy: form),
            .get("/tracing/notices/{notice}/pfif", .permission(.writeCases), export),
        ]
    }

    private static let limit = 16 << 20

    private static func form(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        return .page(TraceImportPages.form(request, access.node.dictionary))
    }

    /// Rows that do not land come back as a file with their reasons; the good ones land.
    private static func read(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let dictionary = access.node.dictionary
        func again(_ sentence: String) -> UnfinishedForm { UnfinishedForm(problems: [FieldProblem(field: "file", sentence: sentence)]) }
        guard let file = request.files.first, !file.bytes.isEmpty else { throw again(request.translator("tracing.import.needed")) }
        do {
            let result = try await services.work { () throws -> TraceImportResult in
                if PFIFImport.isPFIF(file.bytes) { return try PFIFImport(node: access.node, author: access.session.account).run(file.bytes) }
                return try SightingList(node: access.node, author: access.session.account).run(file, request.form)
            }
            return .page(TraceImportPages.done(request, result, dictionary))
        } catch let error as ImportError {
            throw again("\(error)")
        } catch let error as PFIFError {
            throw again("\(error)")
        } catch let error as AppError {
            throw again("\(error)")
        }
    }

    private static func export(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, record) = (try CaseAccess(try request.signedIn(), services), try request.parameter("notice"))
        let bytes = try await services.work {
            let notice = try access.node.database.read { try TracingReading(access, $0).notice(record) }
            let outcome = try PFIFExport.one(record, of: access.node, reader: notice.reader)
            try TracingReading.log([notice], access, services, now: request.now)
            return outcome.bytes
        }
        return .download(bytes, fileName: "notice.pfif.xml", mediaType: "application/xml")
    }
}

/// What an import of a list or document did.
struct TraceImportResult: Sendable {
    var read = 0
    var imported = 0
    var unchanged = 0
    var rejected = 0
    /// How the columns were understood; empty for PFIF.
    var columns: [SightingListMapping.Column] = []
    /// Rows that did not land, with their reasons, as CSV.
    var rejects: [UInt8] = []
}

/// A list of people as sightings, through the importer that every file goes through.
struct SightingList: Sendable {
    let node: Node
    let author: String

    func run(_ file: UploadedFile, _ form: FormFields) throws -> TraceImportResult {
        let folder = FileManager.default.temporaryDirectory.appending(path: "corridor-" + RecordIdentifier.random())
        try PrivateFile.makeFolder(folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (source, rejects) = (folder.appending(path: "list"), folder.appending(path: "rejects.csv"))
        try PrivateFile.write(Data(file.bytes), to: source)
        let columns = try ListHeader.columns(of: source, name: file.fileName, recognises: SightingListColumns.areRecognised)
        let kind = form.text("kind").flatMap { SightingListMapping.kinds.contains($0) ? $0 : nil } ?? "list-detention"
        let dates = form.text("dates").flatMap { ["year-month-day", "day-month-year", "month-day-year"].contains($0) ? $0 : nil } ?? "day-month-year"
        guard
            let mapping = SightingListMapping(
                columns, kind: kind, country: form.text("country").flatMap { node.dictionary.vocabulary("country")?.term($0)?.code }, place: form.text("place"),
                seenOn: form.text("seen-on"), author: form.text("author"), dates: dates)
        else {
            throw AppError(
                "No column of the file tells a name or the number of a paper. Name the columns in the first row, such as: name, passport, nationality.")
        }
        let outcome = try Importer(
            node: node, file: source, instructions: .mapping(bytes: Array(mapping.yaml.utf8), name: file.fileName), author: author
        ).run(rejects: rejects)
        var result = TraceImportResult(
            read: outcome.read, imported: outcome.imported, unchanged: outcome.unchanged, rejected: outcome.rejected, columns: mapping.columns)
        if outcome.rejected > 0 { result.rejects = (try? Data(contentsOf: rejects)).map { [UInt8]($0) } ?? [] }
        return result
    }
}
