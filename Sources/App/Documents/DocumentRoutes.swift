import Dictionary
import Formats
import Foundation
import HTTPTypes
import Journal
import Storage
import Synchronization

/// The addresses of documents. They lie below their case, whose rules decide who may open them.
enum DocumentRoutes {
    /// The bytes in one form with files. Larger files go in pieces, which the page's script does.
    static let formLimit = 48 << 20

    static var all: [Route] {
        [
            .get("/cases/{case}/documents/new", .permission(.writeCases), newDocument).showingKept,
            .post("/cases/{case}/documents", .permission(.writeCases), input: .form(limit: formLimit), create)
                .kept(on: "/cases/{case}/documents/new", as: "documents.new.title", shownBy: newDocument),
            .get("/cases/{case}/documents/{document}", .permission(.readCases), show).showingKept,
            .post("/cases/{case}/documents/{document}/files", .permission(.writeCases), input: .form(limit: formLimit), addFiles)
                .kept(on: "/cases/{case}/documents/{document}", as: "documents.add", shownBy: show),
            .post("/cases/{case}/documents/{document}/custody", .permission(.writeCases), addCustody)
                .kept(on: "/cases/{case}/documents/{document}", as: "documents.custody", shownBy: show),
            .get("/cases/{case}/documents/{document}/files/{number}", .permission(.readCases), original),
            .get("/cases/{case}/documents/{document}/files/{number}/view", .permission(.readCases), view),
            .get("/cases/{case}/documents/{document}/files/{number}/shared", .permission(.readCases), shared),
            .post("/cases/{case}/documents/{document}/uploads", .permission(.writeCases), beginUpload),
            .post(
                "/cases/{case}/documents/{document}/uploads/{upload}/{number}", .permission(.writeCases), input: .bytes(limit: DocumentStore.pieceSize),
                addPiece),
            .post("/cases/{case}/documents/{document}/uploads/{upload}", .permission(.writeCases), finishUpload),
        ]
    }

    private static func documents(_ request: WebRequest, _ services: AppServices) throws -> (Documents, caseRecord: String) {
        (Documents(access: try CaseAccess(try request.signedIn(), services)), try request.parameter("case"))
    }

    // MARK: Making

    /// Refuses with a sentence what would add to a case that its sender has taken back.
    private static func requireUsable(_ request: WebRequest, _ services: AppServices) async throws { _ = try await CaseRoutes.opened(request, services) }

    private static func newDocument(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try await requireUsable(request, services)
        let (documents, caseRecord) = try documents(request, services)
        return .page(DocumentPages.new(request, caseRecord, try await choices(documents, caseRecord, request, services)))
    }

    /// The records of the case that a document can speak of.
    private static func choices(_ documents: Documents, _ caseRecord: String, _ request: WebRequest, _ services: AppServices) async throws
        -> DocumentPages.Choices
    {
        let access = documents.access
        let report = try await services.work {
            let reader = try access.node.database.read { try access.requireCase(caseRecord, $0) }
            return try RecordViewing(access.node, reader: reader).report(
                on: caseRecord, withHistory: false, log: { services.readings.isDue(caseRecord, by: access.session.account, now: request.now) })
        }
        return DocumentPages.Choices(dictionary: access.node.dictionary, linked: report.linked.map(\.view))
    }

    private static func create(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try await requireUsable(request, services)
        let (documents, caseRecord) = try documents(request, services)
        let choices = try await choices(documents, caseRecord, request, services)
        guard let submission = request.form.text("submission"), submission.utf8.count <= 64 else { throw WebError.badRequest(key: "platform.error.malformed") }
        // The script sends the description first and the files after, piece by piece.
        let isInPieces = request.form["pieces"] == "yes"
        var problems: [FieldProblem] = []
        let title = request.form.text("title")
        if title == nil { problems.append(FieldProblem(field: "title", sentence: request.translator("documents.error.title"))) }
        if let title, title.unicodeScalars.count > 300 { problems.append(FieldProblem(field: "title", sentence: request.translator("documents.error.long"))) }
        if request.files.isEmpty, !isInPieces { problems.append(FieldProblem(field: "file", sentence: request.translator("documents.error.file"))) }
        problems += unfit(request)
        let kind = request.form.text("kind")
        if let kind, choices.dictionary.vocabulary("document-type")?.term(kind) == nil { throw WebError.badRequest(key: "platform.error.malformed") }
        guard problems.isEmpty, let title, let day = request.day else {
            throw UnfinishedForm(problems: problems)
        }
        let known = Set(choices.linked.map(\.record))
        let description = Documents.Description(
            title: title, kind: kind, about: request.form.all("about").filter(known.contains), receivedFrom: request.form.text("received-from"))
        let files = request.files
        let (record, refused) = try await services.work {
            try documents.create(description, files: files, in: caseRecord, submission: submission, day: day)
        }
        if isInPieces { return .json(.object(["address": .string("/cases/\(caseRecord)/documents/\(record)")])) }
        if refused.count == files.count, problems.isEmpty { problems = [FieldProblem(field: "file", sentence: request.translator("documents.error.kind"))] }
        guard problems.isEmpty else { throw UnfinishedForm(problems: problems) }
        return .seeOther("/cases/\(caseRecord)/documents/\(record)" + (refused.isEmpty ? "" : "?refused=\(refused.count)"))
    }

    /// What is wrong with files of which only the beginning has come, before a document is made for them.
    private static func unfit(_ request: WebRequest) -> [FieldProblem] {
        let beginnings = request.form.all("beginning").map { Data(base64Encoded: $0) ?? Data() } + request.files.filter(\.bytes.isEmpty).map { _ in Data() }
        let translator = request.translator
        if beginnings.contains(where: \.isEmpty) { return [FieldProblem(field: "file", sentence: translator("documents.error.empty"))] }
        guard beginnings.contains(where: { MediaKind(beginning: Array($0.prefix(MediaKind.recognisedWithin))) == nil }) else { return [] }
        return [FieldProblem(field: "file", sentence: translator("documents.error.kind"))]
    }

    private static func addFiles(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try await requireUsable(request, services)
        let (documents, caseRecord) = try documents(request, services)
        let document = try request.parameter("document")
        let files = request.files
        let refused = try await services.work { try documents.add(files, to: document, of: caseRecord) }
        let notice = files.isEmpty ? "?refused=0" : refused.isEmpty ? "" : "?refused=\(refused.count)"
        return .seeOther("/cases/\(caseRecord)/documents/\(document)" + notice)
    }

    private static func addCustody(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try await requireUsable(request, services)
        let (documents, caseRecord) = try documents(request, services)
        let document = try request.parameter("document")
        if let line = request.form.text("custody") {
            guard line.unicodeScalars.count <= 2_000 else { throw WebError.badRequest(key: "documents.error.long") }
            try await services.work { try documents.addCustody(line, to: document, of: caseRecord) }
        }
        return .seeOther("/cases/\(caseRecord)/documents/\(document)")
    }

    // MARK: Uploads in pieces

    private static func beginUpload(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try await requireUsable(request, services)
        let (documents, caseRecord) = try documents(request, services)
        let document = try request.parameter("document")
        guard let tag = request.form.text("tag"), tag.utf8.count <= 1_000, let bytes = request.form.text("bytes").flatMap({ Int64($0) }) else {
            throw WebError.badRequest(key: "platform.error.malformed")
        }
        let access = documents.access
        let upload = try await services.work {
            let state = try access.node.database.read { try access.requireRecord(document, of: caseRecord, $0) }
            guard state.kind == "document", !state.isErased else { throw WebError.notFound }
            return try DocumentStore(node: access.node).begin(record: document, tag: tag, bytes: bytes, account: access.session.account)
        }
        return answer(upload)
    }

    private static func addPiece(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (documents, caseRecord) = try documents(request, services)
        let (document, upload) = (try request.parameter("document"), try request.parameter("upload"))
        guard let number = Int64(try request.parameter("number")), number >= 0 else { throw WebError.notFound }
        let access = documents.access
        let piece = request.body
        return answer(
            try await services.work {
                _ = try access.node.database.read { try access.requireRecord(document, of: caseRecord, $0) }
                return try DocumentStore(node: access.node).add(piece, number: number, to: upload, record: document)
            })
    }

    private static func finishUpload(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (documents, caseRecord) = try documents(request, services)
        let (document, upload) = (try request.parameter("document"), try request.parameter("upload"))
        let name = request.form.text("name") ?? ""
        let isTaken = try await services.work { try documents.finish(upload: upload, name: name, of: document, in: caseRecord) }
        guard isTaken else { throw VisibleError(sentence: request.translator("documents.error.kind")) }
        return .json(.object(["address": .string("/cases/\(caseRecord)/documents/\(document)")]))
    }

    private static func answer(_ upload: DocumentStore.Upload) -> WebResponse {
        .json(
            .object([
                "upload": .string(upload.file), "piece": .integer(Int64(DocumentStore.pieceSize)), "received": .integer(upload.pieces),
            ]))
    }

    // MARK: Seeing

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (documents, caseRecord) = try documents(request, services)
        let document = try request.parameter("document")
        let access = documents.access
        let (report, isAgreed, isUsable, names) = try await services.work {
            let (state, reader) = try access.node.database.read { connection in
                (try access.requireRecord(document, of: caseRecord, connection), try access.requireCase(caseRecord, connection))
            }
            guard state.kind == "document" else { throw WebError.notFound }
            let report = try RecordViewing(access.node, reader: reader).report(
                on: document, withHistory: !reader.isPartner, log: { services.readings.isDue(document, by: access.session.account, now: request.now) })
            let isAgreed = try !Consents.isLacking(Documents.sharingScope, for: caseRecord, access, on: request.day)
            let isUsable = try access.node.database.read { try !ReferralGuard.isSealed(caseRecord, $0) && !ReferralGuard.isSealed(document, $0) }
            return (report, isAgreed, isUsable, try services.accounts.names(of: Set(report.history.map(\.author)), in: access.node))
        }
        return .page(DocumentPages.show(request, caseRecord, report, isAgreed: isAgreed, isUsable: isUsable, dictionary: access.node.dictionary, names: names))
    }

    private static func number(_ request: WebRequest) throws(WebError) -> Int {
        guard let number = Int(try request.parameter("number")), number >= 0 else { throw .notFound }
        return number
    }

    /// The file as it was received, to be kept by whoever asks: each time is written down.
    private static func original(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try await send(request, services, isInline: false, isLogged: true)
    }

    /// The file within the page. Nothing of it is kept by the browser.
    private static func view(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let document = try request.parameter("document")
        let isDue = services.readings.isDue(document, by: try request.signedIn().account, now: request.now)
        return try await send(request, services, isInline: true, isLogged: isDue)
    }

    private static func send(_ request: WebRequest, _ services: AppServices, isInline: Bool, isLogged: Bool) async throws -> WebResponse {
        let (documents, caseRecord) = try documents(request, services)
        let (document, number) = (try request.parameter("document"), try number(request))
        let (reference, pieces) = try await services.work {
            let reference = try documents.reference(number, of: document, in: caseRecord, isLogged: isLogged)
            return (reference, PieceSource(try DocumentReading(DocumentStore(node: documents.access.node), reference, record: document)))
        }
        if isInline, !DocumentPages.isShown(reference.type) { throw WebError.notFound }
        var response = file(named: reference.name, type: reference.type, isInline: isInline)
        response.headers[.contentLength] = "\(reference.bytes)"
        response.body = .stream { try await services.work { try pieces.next() } }
        return response
    }

    private static func shared(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (documents, caseRecord) = try documents(request, services)
        let (document, number) = (try request.parameter("document"), try number(request))
        let (reference, copy) = try await services.work {
            let reference = try documents.reference(number, of: document, in: caseRecord, isLogged: true)
            return (reference, try SharedCopy.make(reference, record: document, store: DocumentStore(node: documents.access.node)))
        }
        guard let copy else { throw VisibleError(sentence: request.translator("documents.error.damaged")) }
        var response = file(named: reference.name, type: reference.type, isInline: false)
        response.body = .bytes(copy)
        return response
    }

    static func file(named name: String, type: String, isInline: Bool) -> WebResponse {
        var response = WebResponse(headers: [.contentType: type == "text/plain" ? "text/plain; charset=utf-8" : type])
        response.headers[.contentDisposition] = WebResponse.disposition(isInline ? "inline" : "attachment", name)
        // What people upload runs nothing here, whatever a browser takes it for.
        if let policy = HTTPField.Name("Content-Security-Policy") { response.headers[policy] = "default-src 'none'; style-src 'unsafe-inline'; sandbox" }
        response.isCompressible = false
        return response
    }
}

/// Hands out the pieces of a file one at a time.
final class PieceSource: Sendable {
    private let reading: Mutex<DocumentReading>

    init(_ reading: DocumentReading) {
        self.reading = Mutex(reading)
    }

    func next() throws -> [UInt8]? { try reading.withLock { try $0.next() } }
}
