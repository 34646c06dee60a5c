import Dictionary
import HTTPTypes
import Storage

/// The pictures of notices and sightings.
enum PictureRoutes {
    static var all: [Route] {
        [
            .post("/tracing/notices/{notice}/pictures", .permission(.writeCases), allow),
            .get("/tracing/sightings/{sighting}/pictures/{number}", .permission(.writeCases), ofSighting),
            .get("/missing/{organisation}/{notice}/pictures/{number}", .anyone, published),
        ]
    }

    /// Somebody says that whoever gave a picture allows that it is shown, or does not any more.
    private static func allow(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, record) = (try CaseAccess(try request.signedIn(), services), try request.parameter("notice"))
        let document = request.form.text("document")
        let isAllowed = request.form.isTicked("allowed")
        try await services.work {
            let picture = try access.node.database.read { connection in
                let notice = try TracingReading(access, connection).notice(record)
                guard notice.reader.clearance == .identity else { throw WebError.notAllowed }
                return try NoticePictures(node: access.node, connection: connection).all(of: notice.view, as: notice.reader)
                    .first { $0.document == document }
            }
            guard let picture else { throw WebError.notFound }
            try NoticePictures.allow(isAllowed, picture, access.node, by: access.session.account)
        }
        return .seeOther("/tracing/notices/\(record)")
    }

    private static func number(_ request: WebRequest) throws(WebError) -> Int {
        guard let number = Int(try request.parameter("number")), number >= 0 else { throw .notFound }
        return number
    }

    private static func ofSighting(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, record, number) = (try CaseAccess(try request.signedIn(), services), try request.parameter("sighting"), try number(request))
        let (reference, bytes) = try await services.work {
            let (opened, reference) = try access.node.database.read { connection in
                let opened = try TracingReading(access, connection).sighting(record)
                let references = Documents.references(opened.view, in: "photo")
                guard references.indices.contains(number), NoticePictures.isPicture(references[number]) else { throw WebError.notFound }
                return (opened, references[number])
            }
            try TracingReading.log([opened], access, services, now: request.now)
            return (reference, try DocumentStore(node: access.node).bytes(of: reference, record: record))
        }
        return picture(bytes, reference)
    }

    /// A picture of a poster, without what the camera wrote into it.
    private static func published(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (node, record, number) = (try PosterRoutes.node(request, services), try request.parameter("notice"), try number(request))
        guard let today = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        let (reference, bytes) = try await services.work {
            guard let poster = try OutsideSearch(node: node).poster(record, today: today), poster.pictures.indices.contains(number) else {
                throw WebError.notFound
            }
            let picture = poster.pictures[number]
            guard let bytes = try SharedCopy.make(picture.reference, record: picture.document, store: DocumentStore(node: node)) else {
                throw WebError.notFound
            }
            return (picture.reference, bytes)
        }
        return picture(bytes, reference)
    }

    private static func picture(_ bytes: [UInt8], _ reference: FileReference) -> WebResponse {
        var response = WebResponse(headers: [.contentType: reference.type])
        // The name that somebody's camera or telephone gave it is told to nobody.
        response.headers[.contentDisposition] = "inline"
        // What people upload runs nothing here, whatever a browser takes it for.
        if let policy = HTTPField.Name("Content-Security-Policy") { response.headers[policy] = "default-src 'none'; sandbox" }
        response.isCompressible = false
        response.body = .bytes(bytes)
        return response
    }
}
