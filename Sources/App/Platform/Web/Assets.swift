import Crypto
import HTTPTypes

/// The style sheet, the script and pictures, compiled into the binary. Their addresses hold their hash, so that browsers may keep them for good.
struct Assets: Sendable {
    struct Asset: Sendable {
        var path: String
        var mediaType: String
        var bytes: [UInt8]
    }

    private let byName: [String: Asset]
    private let byPath: [String: Asset]

    static let standard = Assets(files: EmbeddedFiles.under("App/Resources/web/"))

    init(files: [String: [UInt8]]) {
        var byName: [String: Asset] = [:]
        for (name, bytes) in files {
            let hash = SHA256.hash(data: bytes).prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            byName[name] = Asset(path: "/assets/\(hash)/\(name)", mediaType: Self.mediaType(name), bytes: bytes)
        }
        self.byName = byName
        byPath = [String: Asset](byName.values.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
    }

    /// The address of an asset by its name.
    func path(_ name: String) -> String { byName[name]?.path ?? "/assets/none/\(name)" }

    func asset(at path: String) -> Asset? { byPath[path] }

    private static func mediaType(_ name: String) -> String {
        if name.hasSuffix(".css") { return "text/css; charset=utf-8" }
        if name.hasSuffix(".js") { return "text/javascript; charset=utf-8" }
        if name.hasSuffix(".svg") { return "image/svg+xml" }
        return "application/octet-stream"
    }
}

enum AssetRoutes {
    static var all: [Route] {
        [
            .get("/assets/{hash}/{name}", .anyone) { request, _ in
                guard let asset = Assets.standard.asset(at: request.path) else { throw WebError.notFound }
                return WebResponse(
                    headers: [.contentType: asset.mediaType, .cacheControl: "public, max-age=31536000, immutable"], body: .bytes(asset.bytes))
            }
        ]
    }
}
