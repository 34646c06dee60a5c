import Dictionary
import Formats
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
        let unfinished = try await services.work { try ImportList(access.node).unfinished { $0 == SightingListMapping.source } }
        return .page(TraceImportPages.form(request, AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services)), unfinished))
    }

    /// Rows that do not land come back as a file with their reasons; the good ones land.
    private static func read(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let dictionary = access.node.dictionary
        func again(_ sentence: String) -> UnfinishedForm { UnfinishedForm(problems: [FieldProblem(field: "file", sentence: sentence)]) }
        guard let file = request.files.first, !file.bytes.isEmpty else { throw again(request.translator("tracing.import.needed")) }
        let form = try dated(request, CaseRoutes.answerForm(request, access.node, services))
        do {
            let result = try await services.work { () throws -> TraceImportResult in
                if PFIFImport.isPFIF(file.bytes) { return try PFIFImport(node: access.node, author: access.session.account).run(file.bytes) }
                return try SightingList(node: access.node, author: access.session.account).run(file, form)
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

    /// The form with the day of the list as EDTF.
    /// - Throws: ``UnfinishedForm`` if it is no day.
    private static func dated(_ request: WebRequest, _ answers: AnswerForm) throws -> FormFields {
        let (read, problems) = answers.read(request.form, ["seen-on"].compactMap { answers.dictionary.field("sighting", $0) })
        guard problems.isEmpty else { throw UnfinishedForm(problems: problems) }
        var form = request.form
        form.items.removeAll { $0.name == "seen-on" }
        if case .date(let date)? = read["seen-on"]??.value { form.items.append(.init(name: "seen-on", value: date.edtf)) }
        return form
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
    /// Records that were erased because their term has ended at their source.
    var erased = 0
    /// How the columns were understood; empty for PFIF.
    var columns: [SightingListMapping.Column] = []
    /// Rows that did not land, with their reasons, as CSV.
    var rejects: [UInt8] = []
    /// Parts that rows landed without, each with the row's number in the list as it came.
    var leftOut: [(row: Int, kind: String, omission: DraftOmission)] = []
    var leftOutCount = 0

    init() {}

    /// - Parameter rejects: the file of rows that did not land.
    init(_ outcome: ImportOutcome, rejects: URL) {
        read = outcome.read
        imported = outcome.imported
        unchanged = outcome.unchanged
        rejected = outcome.rejected
        leftOut = outcome.leftOut
        leftOutCount = outcome.leftOutCount
        if rejected > 0 { self.rejects = (try? Data(contentsOf: rejects)).map { [UInt8]($0) } ?? [] }
    }
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
        let encoding = form.text("encoding").flatMap { CSVDialect.Encoding(named: $0) }
        let list = try ListHeader.open(source, name: file.fileName, encoding: encoding, recognises: SightingListColumns.areRecognised)
        let kind = form.text("kind").flatMap { SightingListMapping.kinds.contains($0) ? $0 : nil } ?? "list-detention"
        let dates = form.text("dates").flatMap { ["year-month-day", "day-month-year", "month-day-year"].contains($0) ? $0 : nil } ?? "day-month-year"
        guard
            let mapping = SightingListMapping(
                list.columns, kind: kind, country: form.text("country").flatMap { node.dictionary.vocabulary("country")?.term($0)?.code }, place: form.text("place"),
                seenOn: form.text("seen-on"), author: form.text("author"), dates: dates,
                cells: { (try? TableColumns.cells(of: $0, in: source, name: file.fileName)) ?? [] })
        else {
            throw AppError(
                "No column of the file tells a name or the number of a paper. Name the columns in the first row, such as: name, passport, nationality.")
        }
        let outcome = try Importer(
            node: node, file: source, instructions: .mapping(bytes: Array(mapping.yaml.utf8), name: file.fileName), author: author,
            originalRow: list.originalRow
        ).run(rejects: rejects)
        var result = TraceImportResult(outcome, rejects: rejects)
        result.columns = mapping.columns
        return result
    }
}
