import Crypto
import Foundation

/// A second factor by codes that change with time: TOTP (RFC 6238) on HOTP (RFC 4226).
public struct OneTimePassword: Sendable, Concealed {
    /// The hash of the HMAC. Most authenticator programs know SHA-1 only; its weakness against collisions does not touch HMAC.
    public enum Algorithm: String, Sendable, Codable {
        case sha1 = "SHA1"
        case sha256 = "SHA256"
        case sha512 = "SHA512"
    }

    /// The hash of the HMAC.
    public let algorithm: Algorithm
    /// The digits of a code, 6 to 8.
    public let digits: Int
    /// The seconds that a code is shown.
    public let period: Int
    private let secret: SymmetricKey

    /// A new random secret of 160 bits, as RFC 4226 § 4 recommends.
    public init() {
        algorithm = .sha1
        digits = 6
        period = 30
        secret = SymmetricKey(size: SymmetricKeySize(bitCount: 160))
    }

    /// A stored secret, at least 128 bits (RFC 4226 § 4), with 6 to 8 digits and a period of 15 to 120 seconds.
    public init(secret: [UInt8], algorithm: Algorithm = .sha1, digits: Int = 6, period: Int = 30) throws(VaultError) {
        guard secret.count >= 16, (6...8).contains(digits), (15...120).contains(period) else {
            throw VaultError(
                .invalidRequest, "A one-time password needs a secret of at least 16 bytes, 6 to 8 digits, and a period of 15 to 120 seconds.")
        }
        self.secret = SymmetricKey(data: secret)
        self.algorithm = algorithm
        self.digits = digits
        self.period = period
    }

    /// The secret's bytes, to be sealed and stored. They are a secret.
    public var secretBytes: [UInt8] { secret.withUnsafeBytes { [UInt8]($0) } }

    /// The step of time (RFC 6238 § 4.2) of a moment in seconds since 1970.
    public func step(at seconds: Int64) -> Int64 {
        let quotient = seconds / Int64(period)
        return seconds % Int64(period) < 0 ? quotient - 1 : quotient
    }

    /// The code of a moment in seconds since 1970.
    public func code(at seconds: Int64) -> String { code(counter: UInt64(bitPattern: step(at: seconds))) }

    /// The HOTP value of a counter (RFC 4226 § 5.3), with leading zeros.
    public func code(counter: UInt64) -> String {
        let message = withUnsafeBytes(of: counter.bigEndian) { [UInt8]($0) }
        let code: [UInt8] =
            switch algorithm {
            case .sha1: Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: secret))
            case .sha256: Array(HMAC<SHA256>.authenticationCode(for: message, using: secret))
            case .sha512: Array(HMAC<SHA512>.authenticationCode(for: message, using: secret))
            }
        let offset = Int(code[code.count - 1] & 15)
        let truncated = code[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(UInt32(1)) { power, _ in power * 10 }
        let number = String(truncated % modulus)
        return String(repeating: "0", count: digits - number.utf8.count) + number
    }

    /// The step of time whose code this is, from one before to one after the moment (seconds since 1970); nil for a wrong code.
    ///
    /// A code of `lastUsedStep` or before is refused, so that a code seen by another cannot be used again (RFC 6238 § 5.2): store the step
    /// returned, in the same transaction as the login. Spaces in the code are allowed. All three codes are compared whatever comes out.
    public func verify(_ typed: String, at seconds: Int64, lastUsedStep: Int64?) -> Int64? {
        let code = typed.utf8.filter { $0 != 0x20 }
        let now = step(at: seconds)
        var found: Int64?
        for candidate in now - 1...now + 1 {
            let isEqual = isEqualInConstantTime(self.code(counter: UInt64(bitPattern: candidate)).utf8, code)
            if isEqual, candidate > lastUsedStep ?? .min { found = candidate }
        }
        return found
    }

    /// The address for the QR code of an authenticator program: `otpauth://totp/ISSUER:ACCOUNT?secret=…`. It is a secret.
    public func address(issuer: String, account: String) -> String {
        let label = "\(Self.percentEncoded(issuer)):\(Self.percentEncoded(account))"
        return "otpauth://totp/\(label)?secret=\(Self.base32(secretBytes))&issuer=\(Self.percentEncoded(issuer))"
            + "&algorithm=\(algorithm.rawValue)&digits=\(digits)&period=\(period)"
    }

    /// Base32 (RFC 4648 § 6) without padding, as authenticator programs expect.
    static func base32(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        return String(decoding: Crockford32.quintets(bytes).map { alphabet[Int($0)] }, as: UTF8.self)
    }

    private static func percentEncoded(_ text: String) -> String {
        // The unreserved characters of RFC 3986 § 2.3; a colon in a name would split the label.
        let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
        return text.utf8.reduce(into: "") { result, byte in
            result += unreserved.contains(byte) ? String(UnicodeScalar(byte)) : "%" + hexadecimal([byte]).uppercased()
        }
    }
}
