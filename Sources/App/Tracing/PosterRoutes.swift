import Dictionary
import Foundation
import HTTPTypes
import Storage
import Vault

/// The poster of a notice, and what people outside the organisation can do: look at a notice of which they have the address, search by a name, say what they know.
///
/// Nobody outside can list notices. A search needs a name, is limited by address and in all (``OutsideBrakes``), is counted, and shows at most that somebody is being looked for
/// and by whom; only a notice of which the seeker agreed that the missing person is shown names them.
enum PosterRoutes {
    static var all: [Route] {
        [
            .get("/tracing/notices/{notice}/poster", .permission(.writeCases), poster),
            .post("/tracing/notices/{notice}/poster", .permission(.writeCases), file),
            .get("/missing/{organisation}", .anyone, search),
            .post("/missing/{organisation}", .anyone, find),
            .get("/missing/{organisation}/{notice}", .anyone, published),
            .post("/missing/{organisation}/{notice}", .anyone, tell),
        ]
    }

    // MARK: For the organisation

    private static func opened(_ request: WebRequest, _ services: AppServices) async throws -> (access: CaseAccess, poster: Poster) {
        let (access, record) = (try CaseAccess(try request.signedIn(), services), try request.parameter("notice"))
        guard let today = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        let poster = try await services.work {
            let (notice, poster) = try access.node.database.read { connection in
                let notice = try TracingReading(access, connection).notice(record)
                return (notice, try Poster(notice.view, as: notice.reader, access.node, connection, today: today))
            }
            try TracingReading.log([notice], access, services, now: request.now)
            return poster
        }
        return (access, poster)
    }

    private static func poster(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, poster) = try await opened(request, services)
        let isPDFPossible = DocumentConversion().isAvailable(.pdf)
        return .page(
            PosterPages.preview(request, poster, AnswerText(dictionary: access.node.dictionary, translator: request.translator), isPDFPossible: isPDFPossible))
    }

    private static func file(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, poster) = try await opened(request, services)
        guard poster.isAgreed else { throw VisibleError(sentence: request.translator("tracing.poster.not-agreed")) }
        guard poster.contact != nil else { throw VisibleError(sentence: PosterPages.noContact(request.translator)) }
        let conversion = DocumentConversion()
        guard conversion.isAvailable(.pdf) else {
            throw VisibleError(sentence: request.translator("letters.error.program", ["program": .text(DocumentConversion.programName(.pdf))]))
        }
        let translator = request.translator
        let isRightToLeft = translator.direction == "rtl"
        let bytes = try await services.conversions.run {
            try await services.work {
                let page = PosterPages.document(
                    poster, AnswerText(dictionary: access.node.dictionary, translator: translator), pictures: try embedded(poster, access.node))
                return try conversion.convert(page, to: .pdf, language: translator.language, isRightToLeft: isRightToLeft)
            }
        }
        return .download(bytes, fileName: "poster.pdf", mediaType: DocumentFormat.pdf.mediaType)
    }

    /// The pictures within the document itself: the program that makes the PDF fetches nothing.
    private static func embedded(_ poster: Poster, _ node: Node) throws -> [String] {
        try poster.pictures.compactMap { picture in
            try SharedCopy.make(picture.reference, record: picture.document, store: DocumentStore(node: node))
                .map { "data:\(picture.reference.type);base64,\(Data($0).base64EncodedString())" }
        }
    }

    // MARK: For everybody

    static func node(_ request: WebRequest, _ services: AppServices) throws -> Node {
        guard let node = services.organisations.node(try request.parameter("organisation")) else { throw WebError.notFound }
        return node
    }

    private static func search(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        _ = try node(request, services)
        return .page(PosterPages.search(request, found: nil, problems: []))
    }

    private static func find(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let node = try node(request, services)
        guard let today = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        // What is no name is not looked for: it shows nothing, and uses up none of the searches.
        guard let name = request.form.text("name"), OutsideSearch.isName(name) else {
            return .page(
                PosterPages.search(
                    request, found: nil, problems: [FieldProblem(field: "name", sentence: request.translator("tracing.public.name-needed"))]),
                status: .unprocessableContent)
        }
        if let wait = await services.outsiders.take(.search, from: request.clientAddress, of: node.organisation.identifier, now: request.now) {
            try await services.work { try OutsideSearch(node: node).count(.refused, on: today) }
            throw WebError.tooManyRequests(retryAfter: wait)
        }
        let posters = try await services.work {
            _ = try services.tracing.book(of: node).catchUp(services.search)
            return try OutsideSearch(node: node).find(name, services.tracing.book(of: node), today: today)
        }
        guard let posters else {
            let problem = FieldProblem(field: "name", sentence: request.translator("tracing.public.preparing"))
            return .page(PosterPages.search(request, found: nil, problems: [problem]), status: .serviceUnavailable)
        }
        return .page(PosterPages.search(request, found: posters, problems: []))
    }

    private static func publishedPoster(_ request: WebRequest, _ services: AppServices) async throws -> (node: Node, poster: Poster) {
        let (node, record) = (try node(request, services), try request.parameter("notice"))
        guard let today = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        let poster = try await services.work { try OutsideSearch(node: node).poster(record, today: today) }
        guard let poster else { throw WebError.notFound }
        return (node, poster)
    }

    private static func published(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (node, poster) = try await publishedPoster(request, services)
        var request = request
        request.form.items = [.init(name: "submission", value: RecordIdentifier.random())]
        return .page(PosterPages.published(request, poster, AnswerText(dictionary: node.dictionary, translator: request.translator), problems: []))
    }

    /// What somebody outside knows becomes a sighting, which a person of the organisation compares with the notice like any other.
    private static func tell(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (node, poster) = try await publishedPoster(request, services)
        guard let today = request.day, let submission = CaseRoutes.submission(request) else { throw WebError.badRequest(key: "platform.error.malformed") }
        guard let words = request.form.text("description") else {
            return .page(
                PosterPages.published(
                    request, poster, AnswerText(dictionary: node.dictionary, translator: request.translator),
                    problems: [FieldProblem(field: "description", sentence: request.translator("tracing.public.tell.needed"))]), status: .unprocessableContent)
        }
        if let wait = await services.outsiders.take(.tell, from: request.clientAddress, of: node.organisation.identifier, now: request.now) {
            throw WebError.tooManyRequests(retryAfter: wait)
        }
        let form = request.form
        try await services.work {
            func text(_ field: String, _ limit: Int) throws -> Answer? {
                try form.text(field).map { Answer(try FieldValue(text: String(String.UnicodeScalarView($0.unicodeScalars.prefix(limit))))) }
            }
            var answers: [String: Answer?] = [
                "kind": Answer(.code(form.isTicked("spoke") ? "spoken-to" : "seen")), "description": Answer(try FieldValue(text: String(words.prefix(4_000)))),
                // It is of this notice, which is why whoever opens the notice finds it there; that it is of the person is for them to say.
                "told-about": Answer(try FieldValue(link: poster.record)), "author": try text("author", 200), "author-contact": try text("author-contact", 200),
            ]
            if let name = form.text("full-name"), let value = try? PersonName(full: String(name.prefix(200))) {
                answers["full-name"] = Answer(try FieldValue(list: [.name(value)], type: .name))
            }
            _ = try Sightings(node: node).save(answers.filter { $0.value != nil }, by: "outside", submission: submission, day: today)
        }
        return .page(PosterPages.thanks(request))
    }
}
