import HTTPTypes

/// What a browser or a program asked for, read and bounded, apart from the server library that took it in.
struct WebRequest: Sendable {
    var method: HTTPRequest.Method
    /// The path without the query, percent-decoded by segment.
    var path: String
    /// The named segments of the route's pattern.
    var parameters: [String: String] = [:]
    var query = FormFields()
    /// The fields of a posted form, urlencoded or multipart; empty for other bodies.
    var form = FormFields()
    /// Files of a multipart form that was small enough to hold in memory.
    var files: [UploadedFile] = []
    /// The body of a request that is no form, up to the route's limit; empty for routes that take a stream.
    var body: [UInt8] = []
    /// For routes that declare `.stream`: the body piece by piece.
    var stream: BodyStream?
    var headers = HTTPFields()
    /// Who is signed in; nil for somebody who is not.
    var session: SignedIn?
    /// What a program's token is for; empty for people.
    var scopes: Set<APIScope> = []
    /// The language of the answer.
    var translator: Translator
    /// Marks this request in the log.
    var identifier: String
    /// The address of the client, from the connection or, behind a trusted proxy, from its header. For rate limits only; never logged.
    var clientAddress: String
    /// Masked anew for each answer; to be put into every form.
    var formToken: String = ""
    /// Milliseconds since 1970.
    var now: UInt64
    /// On pages with forms that are kept: whose they are, and what is gone on with.
    var kept: KeptSheet?
    /// The form that is being saved, for handlers whose effect must not be had twice even if the program ends in the middle; nil for others.
    var sending: FormBeingSent?

    /// A parameter of the path that the route's pattern names.
    func parameter(_ name: String) throws(WebError) -> String {
        guard let value = parameters[name], !value.isEmpty else { throw .notFound }
        return value
    }

    /// Who is signed in, on routes that require it.
    func signedIn() throws(WebError) -> SignedIn {
        guard let session else { throw .signInNeeded }
        return session
    }
}

/// A body that comes piece by piece and is never longer than its limit.
struct BodyStream: Sendable {
    /// The next piece; nil at the end.
    /// - Throws: ``WebError/tooLarge`` beyond the limit.
    var next: @Sendable () async throws -> [UInt8]?
}
