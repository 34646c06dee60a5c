/// How a node sends mail: part of the configuration of `corridor serve`.
public struct MailSettings: Sendable, Hashable {
    public enum Security: String, Sendable, CaseIterable {
        /// The connection begins open and must become TLS before anything is said (RFC 3207).
        case startTLS = "starttls"
        /// TLS from the first byte (RFC 8314).
        case tls
        /// For a mail server on the same machine only.
        case none
    }

    public var server: String
    public var port: Int
    public var security = Security.startTLS
    public var user: String?
    public var password: String?
    /// The sender's address.
    public var from: String
    /// A file of certificates in PEM that are trusted besides the system's, for a server of one's own.
    public var trustedCertificates: String?
}

extension MailSettings {
    static let keys = ["mail-server", "mail-port", "mail-security", "mail-user", "mail-password", "mail-from", "mail-trusted-certificates"]

    /// - Returns: nil where no mail server is named: then nothing is sent.
    /// - Throws: ``AppError`` that names the key and what would be right.
    static func read(_ values: [String: String]) throws -> MailSettings? {
        guard let server = values["mail-server"], !server.isEmpty else {
            if let other = keys.first(where: { values[$0] != nil }) {
                throw AppError("\(other) is given without mail-server. Name the mail server, or leave all settings of mail out.", isWrongUse: true)
            }
            return nil
        }
        guard let from = values["mail-from"], let address = MailAddress(from) else {
            throw AppError("mail-from must be the address that mail comes from, such as corridor@example.org.", isWrongUse: true)
        }
        let name = values["mail-security"] ?? Security.startTLS.rawValue
        guard let security = Security(rawValue: name) else {
            throw AppError("mail-security must be starttls, tls or none, not «\(name)».", isWrongUse: true)
        }
        if security == .none, !["127.0.0.1", "::1", "localhost"].contains(server) {
            throw AppError("mail-security none is for a mail server on this machine only: choose starttls or tls for \(server).", isWrongUse: true)
        }
        let usual = security == .tls ? 465 : security == .startTLS ? 587 : 25
        guard let port = values["mail-port"].map({ Int($0) }) ?? usual, (1...65_535).contains(port) else {
            throw AppError("mail-port must be a number from 1 to 65535.", isWrongUse: true)
        }
        guard (values["mail-user"] == nil) == (values["mail-password"] == nil) else {
            throw AppError("mail-user and mail-password belong together: give both, or neither.", isWrongUse: true)
        }
        return MailSettings(
            server: server, port: port, security: security, user: values["mail-user"], password: values["mail-password"], from: address.text,
            trustedCertificates: values["mail-trusted-certificates"])
    }
}

/// An address of e-mail in the common form: letters, digits and some signs, an @, a host name (RFC 5321 without quoted parts and addresses of hosts).
struct MailAddress: Sendable, Hashable {
    let text: String

    /// Nil for what is none; nothing that is one can end a line or a command.
    init?(_ typed: String) {
        let trimmed = typed.trimmingSpaces
        let parts = trimmed.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard trimmed.utf8.count <= 254, parts.count == 2, (1...64).contains(parts[0].count), Self.isDotted(parts[0], signs: "!#$%&'*+-/=?^_`{|}~"),
            Self.isDotted(parts[1], signs: "-"), parts[1].contains(UInt8(ascii: "."))
        else { return nil }
        text = trimmed
    }

    private static func isDotted(_ part: Substring.UTF8View, signs: String) -> Bool {
        part.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            !label.isEmpty
                && label.allSatisfy { byte in
                    (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A) || signs.utf8.contains(byte)
                }
        }
    }
}
