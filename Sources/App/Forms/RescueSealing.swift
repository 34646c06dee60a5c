import Crypto

/// Seals what a browser left behind with a key that is made of the token in its cookie (HKDF with SHA-256, RFC 5869; ChaCha20-Poly1305, RFC 8439).
enum RescueSealing {
    static func seal(_ bytes: [UInt8], token: String) throws -> [UInt8] { [UInt8](try ChaChaPoly.seal(bytes, using: key(token)).combined) }

    static func open(_ sealed: [UInt8], token: String) -> [UInt8]? {
        guard let box = try? ChaChaPoly.SealedBox(combined: sealed), let bytes = try? ChaChaPoly.open(box, using: key(token)) else { return nil }
        return [UInt8](bytes)
    }

    private static func key(_ token: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: SymmetricKey(data: Array(token.utf8)), info: Array("corridor/form-rescue/1".utf8), outputByteCount: 32)
    }
}
