import CArgon2
import Crypto
import Foundation
import TestSupport
import Testing

@testable import Vault

@Suite(.enabled(if: GroundTruth.has("conformance/crypto/otp.csv"), "the published vectors are not beside the project"))
struct PublishedVectorTests {
    private static let folder = "conformance/crypto/"

    /// RFC 6238 appendix B and RFC 4226 appendix D.
    @Test func oneTimePasswords() throws {
        let rows = try rows(Self.folder + "otp.csv")
        #expect(rows.count == 28)
        for row in rows {
            let algorithm = try #require(OneTimePassword.Algorithm(rawValue: row["hash"] ?? ""))
            let digits = try #require(Int(row["digits"] ?? ""))
            let moment = try #require(Int64(row["time_or_counter"] ?? ""))
            let secret = try unhex(row["secret_hex"] ?? "")
            if row["kind"] == "totp" {
                let period = try #require(Int(row["step_seconds"] ?? ""))
                let password = try OneTimePassword(secret: secret, algorithm: algorithm, digits: digits, period: period)
                #expect(password.code(at: moment) == row["code"])
            } else {
                let password = try OneTimePassword(secret: secret, algorithm: algorithm, digits: digits)
                #expect(password.code(counter: UInt64(moment)) == row["code"])
            }
        }
    }

    /// D. J. Bernstein's sign.input. swift-crypto signs deterministically on Linux, so signatures are equal byte for byte.
    @Test func ed25519Signatures() throws {
        let rows = try rows(Self.folder + "ed25519-sign.csv")
        #expect(rows.count == 87)
        for row in rows {
            let key = try Curve25519.Signing.PrivateKey(rawRepresentation: unhex(row["seed"] ?? ""))
            let message = try unhex(row["message"] ?? "")
            #expect(hexadecimal(key.publicKey.rawRepresentation) == row["public_key"])
            #expect(hexadecimal(try key.signature(for: message)) == row["signature"])
            let verifier = try #require(SignatureVerifier(publicKey: key.publicKey.rawRepresentation))
            #expect(verifier.isValid(signature: try unhex(row["signature"] ?? ""), for: message))
        }
    }

    /// RFC 9106, OpenSSL's and the reference implementation's vectors. Exceptions: rows above 256 MiB, the greatest memory the vault allows
    /// (two rows of 1 GiB). Encoded strings of argon2i and version 0x10 go to libargon2 itself, for the vault's own type refuses them.
    @Test func argon2() throws {
        var computed = 0
        var skipped = 0
        var refused = 0
        for row in try rows(Self.folder + "argon2.csv") {
            let variant = try #require(["argon2d": Argon2_d, "argon2i": Argon2_i, "argon2id": Argon2_id][row["variant"] ?? ""])
            let secret = SymmetricKey(data: try unhex(row["password_hex"] ?? ""))
            if row["expect"] != "ok" {
                let encoded = row["encoded"] ?? ""
                expectError(.damaged) { _ = try PassphraseHash(encoded: encoded) }
                let accepted = try? Argon2.verify(encoded, secret: secret, variant: variant)
                #expect(accepted != true)
                // A mismatch is an answer, a string that cannot be read an error.
                #expect((accepted == nil) == (row["expect"] != "verify_mismatch"))
                refused += 1
                continue
            }
            let memory = try #require(UInt32(row["memory_kib"] ?? ""))
            guard memory <= 262_144 else {
                skipped += 1
                continue
            }
            let tag = try Self.tag(row, memory: memory, variant: variant)
            #expect(hexadecimal(tag) == row["tag_hex"], "\(row["variant"] ?? "") \(memory) KiB")
            if let encoded = row["encoded"], !encoded.isEmpty {
                #expect(try Argon2.verify(encoded, secret: secret, variant: variant))
                if memory <= 1024 { #expect(try !Argon2.verify(encoded, secret: SymmetricKey(data: Array("Password".utf8)), variant: variant)) }
            }
            computed += 1
        }
        #expect(skipped == 2)
        #expect(refused == 8)
        #expect(computed == 39)
    }

    /// With a secret or associated data by libargon2's full interface, otherwise by the vault's function.
    private static func tag(_ row: [String: String], memory: UInt32, variant: argon2_type) throws -> [UInt8] {
        let passes = try #require(UInt32(row["iterations"] ?? ""))
        let lanes = try #require(UInt32(row["lanes"] ?? ""))
        let length = try #require(Int(row["length"] ?? ""))
        let version = row["version"] == "16" ? ARGON2_VERSION_10 : ARGON2_VERSION_13
        var password = try unhex(row["password_hex"] ?? "")
        var salt = try unhex(row["salt_hex"] ?? "")
        var secret = try unhex(row["secret_hex"] ?? "")
        var associated = try unhex(row["ad_hex"] ?? "")
        if secret.isEmpty, associated.isEmpty {
            return try Argon2.key(
                secret: SymmetricKey(data: password), salt: salt, memoryKiB: memory, passes: passes, lanes: lanes, length: length,
                variant: variant, version: version
            ).withUnsafeBytes { [UInt8]($0) }
        }
        var tag = [UInt8](repeating: 0, count: length)
        let status = tag.withUnsafeMutableBufferPointer { tag in
            password.withUnsafeMutableBufferPointer { password in
                salt.withUnsafeMutableBufferPointer { salt in
                    secret.withUnsafeMutableBufferPointer { secret in
                        associated.withUnsafeMutableBufferPointer { associated in
                            var context = argon2_context()
                            (context.out, context.outlen) = (tag.baseAddress, UInt32(tag.count))
                            (context.pwd, context.pwdlen) = (password.baseAddress, UInt32(password.count))
                            (context.salt, context.saltlen) = (salt.baseAddress, UInt32(salt.count))
                            (context.secret, context.secretlen) = (secret.baseAddress, UInt32(secret.count))
                            (context.ad, context.adlen) = (associated.baseAddress, UInt32(associated.count))
                            (context.t_cost, context.m_cost, context.lanes, context.threads) = (passes, memory, lanes, lanes)
                            context.version = version.rawValue
                            return argon2_ctx(&context, variant)
                        }
                    }
                }
            }
        }
        #expect(status == ARGON2_OK.rawValue)
        return tag
    }

    /// RFC 5869 (HKDF), RFC 4231 (HMAC) and RFC 7748 (X25519). scrypt-rfc7914.txt is not run: the vault does not use scrypt.
    @Test func rfcFiles() throws {
        let hkdf = try blocks("rfc/hkdf-rfc5869-sha256.txt", beginning: "COUNT")
        for block in hkdf {
            let size = try #require(Int(block["L"] ?? ""))
            let key = HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: try unhex(block["IKM"] ?? "")), salt: try unhex(block["salt"] ?? ""),
                info: try unhex(block["info"] ?? ""), outputByteCount: size)
            #expect(key.withUnsafeBytes { hexadecimal($0) } == block["OKM"])
        }
        #expect(hkdf.count == 3)
        let hmac = try blocks("rfc/hmac-rfc4231-sha256.txt", beginning: "Len")
        for block in hmac {
            let code = HMAC<SHA256>.authenticationCode(
                for: try unhex(block["Msg"] ?? ""), using: SymmetricKey(data: try unhex(block["Key"] ?? "")))
            #expect(hexadecimal(code) == block["MD"])
        }
        #expect(hmac.count == 6)
        let x25519 = try blocks("rfc/x25519-rfc7748.txt", beginning: "COUNT")
        for block in x25519 {
            let secret = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: unhex(block["INPUT_SCALAR"] ?? ""))
            let point = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: unhex(block["INPUT_U"] ?? ""))
            let shared = try secret.sharedSecretFromKeyAgreement(with: point)
            #expect(shared.withUnsafeBytes { hexadecimal($0) } == block["OUTPUT_U"])
        }
        #expect(x25519.count == 3)
    }

    private func blocks(_ path: String, beginning first: String) throws -> [[String: String]] {
        let text = String(decoding: try GroundTruth.bytes(Self.folder + path), as: UTF8.self)
        var blocks: [[String: String]] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: "=", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2 else { continue }
            if parts[0] == first { blocks.append([:]) }
            if !blocks.isEmpty { blocks[blocks.count - 1][parts[0]] = parts[1] }
        }
        return blocks
    }
}

/// RFC 9180, the suite the vault uses. swift-crypto makes its ephemeral key itself, so what a sender gives (`enc`, `ct`) cannot be driven from
/// vectors and is tested by the receiving side, which opens the published ciphertexts. Not to be reached either: `ikmR`, `ikmE` and `ikmS`
/// (DeriveKeyPair is internal), and the intermediate values `shared_secret`, `key_schedule_context`, `secret`, `key`, `base_nonce` and
/// `exporter_secret`; each of them enters the ciphertexts and exported secrets that are compared. Other suites of the file are not used, nor is
/// hpke-pq-draft.jsonl. The file has no vector of mode 1 (PSK) for this suite.
@Suite(.enabled(if: GroundTruth.has("conformance/crypto/hpke-rfc9180.jsonl"), "the HPKE vectors are not beside the project"))
struct HPKEVectorTests {
    struct Vector: Decodable {
        let mode: Int
        let kem_id: Int
        let kdf_id: Int
        let aead_id: Int
        let info: String
        let skRm: String
        let pkRm: String
        let pkSm: String?
        let psk: String?
        let psk_id: String?
        let enc: String
        let encryptions: [Encryption]
        let exports: [Export]

        var isOfSuite: Bool { kem_id == 0x20 && kdf_id == 1 && aead_id == 3 }

        /// A recipient in the vector's mode.
        func recipient() throws -> HPKE.Recipient {
            let key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: unhex(skRm))
            #expect(hexadecimal(key.publicKey.rawRepresentation) == pkRm)
            let (info, enc) = (Data(try unhex(info)), Data(try unhex(enc)))
            let sender = try pkSm.map { try Curve25519.KeyAgreement.PublicKey(rawRepresentation: unhex($0)) }
            let psk = try psk.map { SymmetricKey(data: try unhex($0)) }
            let identifier = Data(try unhex(psk_id ?? ""))
            let suite = SealedMessage.suite
            switch (sender, psk) {
            case (nil, nil): return try .init(privateKey: key, ciphersuite: suite, info: info, encapsulatedKey: enc)
            case (nil, let psk?):
                return try .init(
                    privateKey: key, ciphersuite: suite, info: info, encapsulatedKey: enc, presharedKey: psk, presharedKeyIdentifier: identifier)
            case (let sender?, nil):
                return try .init(privateKey: key, ciphersuite: suite, info: info, encapsulatedKey: enc, authenticatedBy: sender)
            case (let sender?, let psk?):
                return try .init(
                    privateKey: key, ciphersuite: suite, info: info, encapsulatedKey: enc, authenticatedBy: sender, presharedKey: psk,
                    presharedKeyIdentifier: identifier)
            }
        }
    }

    struct Encryption: Decodable {
        let seq: Int?
        let aad: String
        let ct: String
        let pt: String
    }

    struct Export: Decodable {
        let exporter_context: String
        let L: Int
        let exported_value: String
    }

    /// Sequence numbers 0, 1, 2 and 4 … are not contiguous in the file, and a recipient counts only what it opens: each vector's run of
    /// ciphertexts from 0 without a gap is opened, and of the others that they do not open out of turn. The long run is in the other test.
    @Test func allModes() throws {
        let lines = String(decoding: try GroundTruth.bytes("conformance/crypto/hpke-rfc9180.jsonl"), as: UTF8.self).split(separator: "\n")
        let vectors = try lines.map { try JSONDecoder().decode(Vector.self, from: Data($0.utf8)) }.filter(\.isOfSuite)
        #expect(vectors.map(\.mode) == [0, 2, 3])
        for vector in vectors {
            var recipient = try vector.recipient()
            for (position, encryption) in vector.encryptions.enumerated() {
                if encryption.seq == position {
                    let opened = try recipient.open(unhex(encryption.ct), authenticating: unhex(encryption.aad))
                    #expect(hexadecimal(opened) == encryption.pt)
                } else {
                    #expect(throws: (any Error).self) { try recipient.open(unhex(encryption.ct), authenticating: unhex(encryption.aad)) }
                }
            }
            for export in vector.exports {
                let secret = try recipient.exportSecret(context: unhex(export.exporter_context), outputByteCount: export.L)
                #expect(secret.withUnsafeBytes { hexadecimal($0) } == export.exported_value)
            }
            var altered = try vector.recipient()
            #expect(throws: (any Error).self) { try altered.open(unhex(vector.encryptions[0].ct), authenticating: [1]) }
        }
    }

    /// All 257 ciphertexts in turn, over the byte border of the counter; the first also through the vault's own function.
    @Test func longRun() throws {
        let data = try Data(contentsOf: GroundTruth.url("conformance/crypto/hpke-rfc9180-base-x25519-sha256-chacha-full.json"))
        let vector = try JSONDecoder().decode(Vector.self, from: data)
        var recipient = try vector.recipient()
        #expect(vector.encryptions.count == 257)
        for encryption in vector.encryptions {
            #expect(hexadecimal(try recipient.open(unhex(encryption.ct), authenticating: unhex(encryption.aad))) == encryption.pt)
        }
        let first = try #require(vector.encryptions.first)
        let key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: unhex(vector.skRm))
        let opened = SealedMessage.open(
            try unhex(first.ct), encapsulated: try unhex(vector.enc), privateKey: key, info: try unhex(vector.info),
            authenticating: try unhex(first.aad))
        #expect(opened.map { hexadecimal($0) } == first.pt)
    }
}
