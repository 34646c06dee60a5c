import Crypto
import Dictionary
import Formats
import Forms
import HTTPTypes

/// A long list of the dictionary that the script of a form's page loads by itself, once for all forms, instead of in each page: the provinces of all countries have ten
/// times the size of the largest form.
struct FormListFile: Sendable {
    /// From here on a list is a file of its own.
    static let leastTerms = 200

    /// Holds the hash of the content, so that browsers may keep it for good.
    let path: String
    let bytes: [UInt8]

    /// - Parameter table: the list as forms take choices from it.
    init(_ list: String, language: String, table: FormTable) {
        let content = JSONValue.object([
            "columns": .array(table.columns.map { .string($0) }), "rows": .array(table.rows.map { .array($0.map { .string($0) }) }),
        ])
        bytes = content.canonicalBytes()
        let hash = SHA256.hash(data: bytes).prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        path = "/forms/lists/\(list)/\(language)/\(hash)"
    }
}

enum FormListRoutes {
    static var all: [Route] { [.get("/forms/lists/{list}/{language}/{hash}", .permission(.writeCases), file)] }

    private static func file(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let node = try services.node(for: try request.signedIn())
        let (list, language) = (try request.parameter("list"), try request.parameter("language"))
        guard services.languages.languages.contains(language),
            let file = try await services.work({ services.forms.listFile(list, language: language, node.dictionary) }), file.path == request.path
        else { throw WebError.notFound }
        return WebResponse(
            headers: [.contentType: "application/json", .cacheControl: "private, max-age=31536000, immutable"], body: .bytes(file.bytes))
    }
}
