import CArgon2
import Crypto
import Foundation

/// The cost of argon2id (RFC 9106): memory in KiB, passes over it, and lanes computed side by side.
public struct Argon2Parameters: Sendable, Hashable, Codable {
    /// Memory in KiB.
    public let memoryKiB: UInt32
    /// Passes over the memory.
    public let passes: UInt32
    /// Lanes, each of which can be computed by a core of its own.
    public let lanes: UInt32

    /// For locks of node keys: 64 MiB, 3 passes, 4 lanes, the second recommended option of RFC 9106 § 4, which asks for no dedicated machine.
    public static let lock = Argon2Parameters(unchecked: 65_536, 3, 4)
    /// For accounts, where several people log in at once: 19 MiB, 2 passes, 1 lane, the first choice of the OWASP Password Storage Cheat Sheet.
    public static let account = Argon2Parameters(unchecked: 19_456, 2, 1)

    private init(unchecked memoryKiB: UInt32, _ passes: UInt32, _ lanes: UInt32) {
        self.memoryKiB = memoryKiB
        self.passes = passes
        self.lanes = lanes
    }

    /// Checks the parameters: at least OWASP's 19 MiB and 2 passes, at most 256 MiB, 16 passes and 16 lanes, and at most 1 GiB of memory written
    /// in all. A file from elsewhere can so cost some seconds and 256 MiB, never more.
    public init(memoryKiB: UInt32, passes: UInt32, lanes: UInt32) throws(VaultError) {
        self.init(unchecked: memoryKiB, passes, lanes)
        try check()
    }

    /// Decodes and checks. Throws `VaultError` for parameters beyond the bounds.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            memoryKiB: container.decode(UInt32.self, forKey: .memoryKiB), passes: container.decode(UInt32.self, forKey: .passes),
            lanes: container.decode(UInt32.self, forKey: .lanes))
    }

    func check() throws(VaultError) {
        let isWithinBounds =
            (19_456...262_144).contains(memoryKiB) && (2...16).contains(passes) && (1...16).contains(lanes)
            && UInt64(memoryKiB) * UInt64(passes) <= 1 << 20
        guard isWithinBounds else {
            throw VaultError(
                .tooCostly,
                """
                A passphrase lock asks for argon2id with \(memoryKiB) KiB, \(passes) passes and \(lanes) lanes. Allowed are 19456 to 262144 KiB, \
                2 to 16 passes, 1 to 16 lanes, and 1 GiB in all. The file is damaged or not to be trusted: use a copy from a backup.
                """)
        }
    }
}

/// The calls to libargon2. A call takes a core (or one for each lane) for about a tenth of a second and its memory: run few at a time.
enum Argon2 {
    static let saltLength = 16
    static let tagLength = 32

    /// The argon2id tag of a secret (RFC 9106, version 0x13), 32 bytes, as a key.
    static func key(secret: SymmetricKey, salt: [UInt8], parameters: Argon2Parameters) throws(VaultError) -> SymmetricKey {
        try parameters.check()
        return try key(
            secret: secret, salt: salt, memoryKiB: parameters.memoryKiB, passes: parameters.passes, lanes: parameters.lanes, length: tagLength)
    }

    /// As above with parameters that were not checked; for published vectors. `variant` and `version` are for these too.
    static func key(
        secret: SymmetricKey, salt: [UInt8], memoryKiB: UInt32, passes: UInt32, lanes: UInt32, length: Int,
        variant: argon2_type = Argon2_id, version: argon2_version = ARGON2_VERSION_13
    ) throws(VaultError) -> SymmetricKey {
        var tag = [UInt8](repeating: 0, count: length)
        defer { tag.erase() }
        let status = secret.withUnsafeBytes { secret in
            argon2_hash(
                passes, memoryKiB, lanes, secret.baseAddress, secret.count, salt, salt.count, &tag, length, nil, 0, variant, version.rawValue)
        }
        try check(status)
        return SymmetricKey(data: tag)
    }

    /// The encoded string `$argon2id$v=19$m=…,t=…,p=…$salt$tag`.
    static func encoded(secret: SymmetricKey, salt: [UInt8], parameters: Argon2Parameters) throws(VaultError) -> String {
        try parameters.check()
        let capacity = argon2_encodedlen(
            parameters.passes, parameters.memoryKiB, parameters.lanes, UInt32(salt.count), UInt32(tagLength), Argon2_id)
        var encoded = [CChar](repeating: 0, count: capacity)
        let status = secret.withUnsafeBytes { secret in
            argon2id_hash_encoded(
                parameters.passes, parameters.memoryKiB, parameters.lanes, secret.baseAddress, secret.count, salt, salt.count, tagLength,
                &encoded, capacity)
        }
        try check(status)
        return String(decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Whether the secret gives the tag of an encoded string; libargon2 compares in constant time. Throws for a string it cannot read.
    static func verify(_ encoded: String, secret: SymmetricKey, variant: argon2_type = Argon2_id) throws(VaultError) -> Bool {
        let status = secret.withUnsafeBytes { argon2_verify(encoded, $0.baseAddress, $0.count, variant) }
        if status == ARGON2_VERIFY_MISMATCH.rawValue { return false }
        try check(status)
        return true
    }

    private static func check(_ status: Int32) throws(VaultError) {
        guard status != ARGON2_OK.rawValue else { return }
        let reason = argon2_error_message(status).map { String(cString: $0) } ?? "error \(status)"
        let isMemory = status == ARGON2_MEMORY_ALLOCATION_ERROR.rawValue
        throw VaultError(
            isMemory ? .systemFailure : .damaged,
            isMemory
                ? "There is not enough memory to check the passphrase (argon2: \(reason)). Close other programs, or use a larger machine."
                : "The stored passphrase check cannot be read (argon2: \(reason)). Use an undamaged copy.")
    }
}
