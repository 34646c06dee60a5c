import Crypto
import Foundation
import Testing

@testable import Vault

@Suite struct AccountTests {
    @Test func passphraseHash() throws {
        let hash = try PassphraseHash("correct horse é")
        #expect(hash.encoded.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(try hash.verify("correct horse e\u{301}"))
        #expect(try !hash.verify("correct horse e"))
        #expect(try !hash.verify(""))
        #expect(!hash.needsRehash())
        #expect(hash.needsRehash(for: .lock))
        let stored = try JSONDecoder().decode(PassphraseHash.self, from: JSONEncoder().encode(hash))
        #expect(try stored.verify("correct horse é"))
        #expect(try PassphraseHash("correct horse é").encoded != hash.encoded)
        expectError(.unsuitablePassphrase, containing: "at least 8") { _ = try PassphraseHash("seven77") }
        expectError(.tooCostly) {
            _ = try PassphraseHash(encoded: hash.encoded.replacingOccurrences(of: "m=19456", with: "m=4194304"))
        }
        for other in ["", "$argon2id$", "$2b$12$abc", hash.encoded.replacingOccurrences(of: "argon2id", with: "argon2i"), hash.encoded + "$x"] {
            expectError(.damaged) { _ = try PassphraseHash(encoded: other) }
        }
        let cut = try PassphraseHash(encoded: String(hash.encoded.dropLast(3)))
        #expect((try? cut.verify("correct horse é")) != true)
    }

    @Test func oneTimePassword() throws {
        let password = try OneTimePassword(secret: Array("12345678901234567890".utf8))
        let now: Int64 = 1_700_000_000
        let step = password.step(at: now)
        for offset: Int64 in [-1, 0, 1] {
            #expect(password.verify(password.code(at: now + 30 * offset), at: now, lastUsedStep: nil) == step + offset)
        }
        for offset: Int64 in [-2, 2] { #expect(password.verify(password.code(at: now + 30 * offset), at: now, lastUsedStep: nil) == nil) }
        let code = password.code(at: now)
        #expect(password.verify(code, at: now, lastUsedStep: step) == nil)
        #expect(password.verify(code, at: now, lastUsedStep: step - 1) == step)
        #expect(password.verify(code.prefix(3) + " " + code.suffix(3), at: now, lastUsedStep: nil) == step)
        #expect(password.verify("", at: now, lastUsedStep: nil) == nil)
        #expect(
            password.address(issuer: "Corridor: ASHA", account: "sita@example.org")
                == "otpauth://totp/Corridor%3A%20ASHA:sita%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=Corridor%3A%20ASHA&algorithm=SHA1&digits=6&period=30")
        #expect(OneTimePassword().secretBytes.count == 20)
        #expect(OneTimePassword().secretBytes != OneTimePassword().secretBytes)
        expectError(.invalidRequest) { _ = try OneTimePassword(secret: [1, 2, 3]) }
    }

    @Test func recoveryCodes() throws {
        var (codes, stored) = RecoveryCodes.generate()
        #expect(codes.count == 10 && Set(codes).count == 10 && stored.remaining == 10)
        #expect(codes.allSatisfy { $0.utf8.count == 19 })
        let json = String(decoding: try JSONEncoder().encode(stored), as: UTF8.self)
        for code in codes { #expect(!json.contains(code)) }
        stored = try JSONDecoder().decode(RecoveryCodes.self, from: Data(json.utf8))
        let attempts = ["0000-0000-0000-0000", "", codes[3].lowercased().replacingOccurrences(of: "-", with: " "), codes[3]]
        let answers = attempts.map { stored.use($0) }
        #expect(answers == [false, false, true, false])
        #expect(stored.remaining == 9)
        for code in codes where code != codes[3] {
            let isUsed = stored.use(code)
            #expect(isUsed)
        }
        #expect(stored.remaining == 0)
    }
}

/// Nothing that is printed, interpolated, dumped or thrown shows a secret.
@Suite struct ConcealmentTests {
    private static func shown(_ value: Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        let mirrored = Mirror(reflecting: value).children.map { "\($0.value)" }.joined()
        return "\(value) \(String(reflecting: value)) \([value]) \(Optional(value) as Any) \(dumped) \(mirrored)".lowercased()
    }

    /// The secret as hexadecimal, decimal list, Base64 and Base32 of each stretch of eight bytes.
    private static func forms(_ secret: [UInt8]) -> [String] {
        stride(from: 0, through: secret.count - 8, by: 8).flatMap { start -> [String] in
            let part = Array(secret[start..<start + 8])
            return [
                hexadecimal(part), part.map(String.init).joined(separator: ", "), String(Data(part).base64EncodedString().prefix(10)).lowercased(),
                String(decoding: Crockford32.quintets(part).prefix(12).map(Crockford32.letter), as: UTF8.self).lowercased(),
            ]
        }
    }

    private static func bytes(_ key: SymmetricKey) -> [UInt8] { key.withUnsafeBytes { [UInt8]($0) } }

    @Test func nothingIsShown() throws {
        let (recordKey, nodeKey, unlockKey) = (RecordKey(), NodeKey(), UnlockKey())
        let share = try #require(KeyShare.split(nodeKey, threshold: 2, count: 2).first)
        let keys = try OrganisationKeys(organisation: "asha", at: 0)
        let passphrase = try Passphrase("correct horse battery staple")
        let password = OneTimePassword()
        var values: [(Any, [UInt8])] = [
            (recordKey, Self.bytes(recordKey.key)), (nodeKey, Self.bytes(nodeKey.key)), (unlockKey, Self.bytes(unlockKey.key)),
            (share, Self.bytes(share.values)), (passphrase, Array("correct horse battery staple".utf8)), (password, password.secretBytes),
            (keys, Array(keys.signingKey.rawRepresentation)), (keys, Self.bytes(keys.pseudonymKey)),
            (keys, Self.bytes(try #require(keys.wrappingKeys.first).key)),
            (keys, Array(try #require(keys.receivingKeys.first).key.rawRepresentation)),
        ]
        let sealed = try SealedStreamTests.seal([1], nodeKey: nodeKey)
        let source = SealedStreamTests.source(sealed)
        let reader = try SealedStreamReader(SealedStreamHeader(reading: source), nodeKey: nodeKey, source: source)
        let streamKey = try nodeKey.open(reader.header.recipients[0].sealedKey, purpose: SealedStreamFormat.purpose)
        values.append((reader, streamKey))
        values.append((try SealedStreamWriter(nodeKey: nodeKey) { _ in }, Self.bytes(nodeKey.key)))
        for (value, secret) in values {
            let shown = Self.shown(value)
            for form in Self.forms(secret) { #expect(!shown.contains(form), "\(type(of: value)) shows a secret") }
            #expect(!shown.contains("correct horse"))
            #expect(Mirror(reflecting: value).children.isEmpty)
        }
    }

    /// Errors hold neither the passphrase tried, nor the letters of a share or key file, nor a plaintext.
    @Test func errorsShowNothing() throws {
        let nodeKey = NodeKey()
        let lock = try NodeKeyLock(nodeKey, passphrase: "correct horse battery staple", parameters: cheap)
        let unlockKey = UnlockKey()
        let share = try #require(KeyShare.split(nodeKey, threshold: 2, count: 2).first)
        let attempts: [(secret: String, body: () throws -> Void)] = [
            ("hunter2 hunter2", { _ = try lock.unlock(passphrase: "hunter2 hunter2") }),
            ("short", { _ = try NodeKeyLock(nodeKey, passphrase: "short", parameters: cheap) }),
            ("hunter2\u{7}", { _ = try Passphrase("hunter2\u{7}") }),
            (String(unlockKey.text.suffix(5)), { _ = try UnlockKey(text: "x " + unlockKey.text) }),
            (String(unlockKey.text.suffix(11).prefix(5)), { _ = try UnlockKey(text: String(unlockKey.text.dropLast())) }),
            (String(share.text.suffix(11).prefix(5)), { _ = try KeyShare(text: String(share.text.dropLast())) }),
            (String(share.text.prefix(5)), { _ = try KeyShare(text: share.text + " 12345") }),
        ]
        for attempt in attempts {
            do {
                try attempt.body()
                Issue.record("no error")
            } catch {
                let shown = "\(error) \(String(reflecting: error)) \(error.localizedDescription)"
                #expect(!shown.contains(attempt.secret), "\(shown)")
            }
        }
    }
}
