import Formats
import HTTPTypes

/// An answer, apart from the server library that sends it.
struct WebResponse: Sendable {
    enum Body: Sendable {
        case bytes([UInt8])
        /// The next piece, nil at the end; for downloads that should not be held in memory.
        case stream(@Sendable () async throws -> [UInt8]?)
    }

    var status: HTTPResponse.Status = .ok
    var headers = HTTPFields()
    var body: Body = .bytes([])
    /// Whether the answer may be compressed. Not for what is compressed already.
    var isCompressible = true
    /// The session to be set or ended along with the answer.
    var sessionChange: SessionChange?
    /// What the operator's log says of it besides: numbers and identifiers only, nothing that somebody typed.
    var logged: [String: String] = [:]

    /// A page. The server adds the headers that every page has: policy, no caching, no referrer.
    static func page(_ html: HTML, status: HTTPResponse.Status = .ok) -> WebResponse {
        WebResponse(status: status, headers: [.contentType: "text/html; charset=utf-8"], body: .bytes(html.bytes))
    }

    /// After a form: the browser gets the address anew (303), so that going back or reloading sends nothing twice.
    static func seeOther(_ path: String) -> WebResponse {
        WebResponse(status: .seeOther, headers: [.location: path])
    }

    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok, mediaType: String = "application/json") -> WebResponse {
        WebResponse(status: status, headers: [.contentType: mediaType], body: .bytes(value.canonicalBytes()))
    }

    /// A file to be saved by the browser; the name may hold any letters.
    static func download(_ bytes: [UInt8], fileName: String, mediaType: String) -> WebResponse {
        WebResponse(
            headers: [.contentType: mediaType, .contentDisposition: Self.disposition("attachment", fileName)], body: .bytes(bytes), isCompressible: false)
    }

    /// `Content-Disposition` after RFC 6266 with the name in RFC 8187 form.
    /// - Parameter kind: `attachment` to be saved, `inline` to be shown.
    static func disposition(_ kind: String, _ fileName: String) -> String {
        let plain = fileName.utf8.allSatisfy {
            ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x41 && $0 <= 0x5A) || ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
        }
        if plain { return "\(kind); filename=\"\(fileName)\"" }
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in fileName.utf8 {
            let isUnreserved =
                (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A) || byte == 0x2D || byte == 0x2E
                || byte == 0x5F
            if isUnreserved { encoded.append(byte) } else { encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        }
        return "\(kind); filename*=UTF-8''\(String(decoding: encoded, as: UTF8.self))"
    }
}

/// What happens to the browser's session with an answer.
enum SessionChange: Sendable {
    /// The browser gets this token as its session from now on.
    case begin(token: String)
    case end
}
