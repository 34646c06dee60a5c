import Crypto
import Foundation
import TestSupport
import Testing

@testable import Vault

/// C2SP Wycheproof, for the primitives the vault uses. Not run, because nothing here uses them: aes_gcm_siv, aes_kwp, xchacha20_poly1305, pbkdf2,
/// hkdf and hmac over SHA-384, json_web_key and json_web_crypto. aes_gcm and hmac over SHA-512 are run although only one-time passwords use the
/// latter, so that a later change of cipher finds them in place.
@Suite(.enabled(if: GroundTruth.has("conformance/crypto/wycheproof"), "the Wycheproof vectors are not beside the project"))
struct WycheproofTests {
    struct Vectors: Decodable {
        let numberOfTests: Int
        let testGroups: [Group]
    }

    struct Group: Decodable {
        let ivSize: Int?
        let tagSize: Int?
        let publicKey: PublicKey?
        let tests: [Case]
    }

    struct PublicKey: Decodable { let pk: String }

    struct Case: Decodable {
        let tcId: Int
        let comment: String
        let result: String
        let key: String?
        let iv: String?
        let aad: String?
        let msg: String?
        let ct: String?
        let tag: String?
        let sig: String?
        let ikm: String?
        let salt: String?
        let info: String?
        let size: Int?
        let okm: String?
        let `public`: String?
        let `private`: String?
        let shared: String?
    }

    /// Runs each case; gives the number run. The body says whether the case was accepted, nil if it is an exception of the listed reason.
    private func run(_ name: String, exceptions: Int = 0, _ body: (Group, Case) throws -> Bool?) throws -> Int {
        let data = try Data(contentsOf: GroundTruth.url("conformance/crypto/wycheproof/\(name)_test.json"))
        let vectors = try JSONDecoder().decode(Vectors.self, from: data)
        var count = 0
        var skipped = 0
        for group in vectors.testGroups {
            for test in group.tests {
                guard let accepted = try body(group, test) else {
                    skipped += 1
                    continue
                }
                count += 1
                if test.result != "acceptable" {
                    #expect(accepted == (test.result == "valid"), "\(name) \(test.tcId): \(test.comment)")
                }
            }
        }
        #expect(count + skipped == vectors.numberOfTests)
        #expect(skipped == exceptions)
        return count
    }

    @Test func ed25519() throws {
        let count = try run("ed25519") { group, test in
            let key = try #require(SignatureVerifier(publicKey: unhex(group.publicKey?.pk ?? "")))
            return key.isValid(signature: try unhex(test.sig ?? ""), for: try unhex(test.msg ?? ""))
        }
        #expect(count == 109)
    }

    /// `acceptable` cases are low-order points, non-canonical and twist points. swift-crypto 4.5 gives the all-zero secret of a low-order point
    /// instead of an error, so the vault looks for it itself (RFC 7748 § 6.1, RFC 9180 § 7.1.4).
    @Test func x25519() throws {
        let count = try run("x25519") { _, test in
            let shared = try unhex(test.shared ?? "")
            let secret = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: unhex(test.private ?? ""))
            let other = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: unhex(test.public ?? ""))
            let isZero = shared.allSatisfy { $0 == 0 }
            #expect(SealedMessage.isOfLowOrder(other, with: secret) == isZero, "x25519 \(test.tcId)")
            guard let result = try? secret.sharedSecretFromKeyAgreement(with: other).withUnsafeBytes({ [UInt8]($0) }) else { return false }
            return result == shared
        }
        #expect(count == 369)
    }

    /// Cases with another nonce length than 96 bits: the interface refuses the nonce, which is the right answer for `invalid` ones.
    @Test func chaCha20Poly1305() throws {
        let count = try run("chacha20_poly1305") { _, test in
            let key = SymmetricKey(data: try unhex(test.key ?? ""))
            let sealed = try unhex((test.iv ?? "") + (test.ct ?? "") + (test.tag ?? ""))
            guard (test.iv ?? "").utf8.count == 24 else { return false }
            let opened = AuthenticatedEncryption.open(sealed, key: key, authenticating: try unhex(test.aad ?? ""))
            return opened == (try unhex(test.msg ?? ""))
        }
        #expect(count > 200)
    }

    /// Exceptions: the 54 cases with nonces shorter or longer than 96 bits that are valid; only 96-bit nonces would be used.
    @Test func aesGCM() throws {
        var exceptions = 0
        let data = try Data(contentsOf: GroundTruth.url("conformance/crypto/wycheproof/aes_gcm_test.json"))
        for group in try JSONDecoder().decode(Vectors.self, from: data).testGroups where group.ivSize != 96 { exceptions += group.tests.count }
        let count = try run("aes_gcm", exceptions: exceptions) { group, test in
            guard group.ivSize == 96 else { return nil }
            let key = SymmetricKey(data: try unhex(test.key ?? ""))
            guard let nonce = try? AES.GCM.Nonce(data: unhex(test.iv ?? "")),
                let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: unhex(test.ct ?? ""), tag: unhex(test.tag ?? "")),
                let opened = try? AES.GCM.open(box, using: key, authenticating: unhex(test.aad ?? ""))
            else { return false }
            return [UInt8](opened) == (try unhex(test.msg ?? ""))
        }
        #expect(count > 100)
    }

    /// `invalid` cases ask for more than 255 blocks of output; swift-crypto traps on these instead of throwing, so they cannot be driven. The
    /// vault only ever asks for 16 or 32 bytes.
    @Test(arguments: ["hkdf_sha256", "hkdf_sha512"]) func hkdf(name: String) throws {
        let data = try Data(contentsOf: GroundTruth.url("conformance/crypto/wycheproof/\(name)_test.json"))
        let invalid = try JSONDecoder().decode(Vectors.self, from: data).testGroups.flatMap(\.tests).filter { $0.result == "invalid" }.count
        let count = try run(name, exceptions: invalid) { _, test in
            guard test.result != "invalid" else { return nil }
            let ikm = SymmetricKey(data: try unhex(test.ikm ?? ""))
            let (salt, info, size) = (try unhex(test.salt ?? ""), try unhex(test.info ?? ""), test.size ?? 0)
            let key =
                name == "hkdf_sha256"
                ? HKDF<SHA256>.deriveKey(inputKeyMaterial: ikm, salt: salt, info: info, outputByteCount: size)
                : HKDF<SHA512>.deriveKey(inputKeyMaterial: ikm, salt: salt, info: info, outputByteCount: size)
            return key.withUnsafeBytes { [UInt8]($0) } == (try unhex(test.okm ?? ""))
        }
        #expect(count > 50)
    }

    @Test(arguments: ["hmac_sha256", "hmac_sha512"]) func hmac(name: String) throws {
        let count = try run(name) { group, test in
            let key = SymmetricKey(data: try unhex(test.key ?? ""))
            let message = try unhex(test.msg ?? "")
            let code =
                name == "hmac_sha256"
                ? Array(HMAC<SHA256>.authenticationCode(for: message, using: key)) : Array(HMAC<SHA512>.authenticationCode(for: message, using: key))
            return isEqualInConstantTime(code.prefix((group.tagSize ?? 0) / 8), try unhex(test.tag ?? ""))
        }
        #expect(count > 100)
    }
}
