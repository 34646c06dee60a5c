import Crypto
import Foundation

/// One of n shares of a node key, of which any k recover it and fewer tell nothing of it (Shamir over GF(2⁸)).
///
/// On paper it is twenty groups of five letters. Each group checks itself, and 48 bits check the whole.
public struct KeyShare: Sendable, Concealed {
    /// The greatest number of shares of a set.
    public static let maximumCount = 16
    private static let groupCount = 20
    private static let header = "corridor-key-share-1"
    private static let format: UInt8 = 1
    private static let nodeKeyLength = 5
    private static let checksumLength = 6

    /// Which splitting the share comes from: 8 hexadecimal digits. Only shares of one set go together.
    public let setIdentifier: String
    /// The first 10 digits of the identifier of the node key.
    public let nodeKeyPrefix: String
    /// How many shares recover the key.
    public let threshold: Int
    /// How many shares were made.
    public let count: Int
    /// Which of them this one is, from 1.
    public let index: Int
    /// The values of the polynomials at the index.
    let values: SymmetricKey

    /// Splits a node key among `count` holders, so that any `threshold` of them recover it; 2 ≤ threshold ≤ count ≤ 16.
    ///
    /// Each splitting gives a new set. Shares of an older set stay good: to make them worthless, rotate the node key.
    public static func split(_ nodeKey: NodeKey, threshold: Int, count: Int) throws(VaultError) -> [KeyShare] {
        guard threshold >= 2, count >= threshold, count <= maximumCount else {
            throw VaultError(
                .invalidRequest,
                """
                \(threshold) of \(count) shares are not possible: at least 2 must be needed, at most as many as there are, and at \
                most \(maximumCount).
                """)
        }
        var secret = nodeKey.key.withUnsafeBytes { [UInt8]($0) }
        var shares = SecretSharing.split(secret, threshold: threshold, count: count) { length in
            SymmetricKey(size: SymmetricKeySize(bitCount: length * 8)).withUnsafeBytes { [UInt8]($0) }
        }
        defer {
            secret.erase()
            for index in shares.indices { shares[index].erase() }
        }
        let set = hexadecimal(randomBytes(4))
        return shares.enumerated().map { number, values in
            KeyShare(
                setIdentifier: set, nodeKeyPrefix: String(nodeKey.identifier.prefix(nodeKeyLength * 2)), threshold: threshold, count: count,
                index: number + 1, values: SymmetricKey(data: values))
        }
    }

    private init(setIdentifier: String, nodeKeyPrefix: String, threshold: Int, count: Int, index: Int, values: SymmetricKey) {
        self.setIdentifier = setIdentifier
        self.nodeKeyPrefix = nodeKeyPrefix
        self.threshold = threshold
        self.count = count
        self.index = index
        self.values = values
    }

    /// Says which share of which set it is.
    public var description: String { "KeyShare(\(index) of \(count), any \(threshold), set \(setIdentifier))" }

    /// The twenty groups in one line, the shortest form that can be read back. It is a secret.
    public var text: String { groups.joined(separator: " ") }

    /// The form to print or write down: comment lines for the holder, then four lines of five groups. It is a secret.
    public var printedText: String {
        let lines = stride(from: 0, to: Self.groupCount, by: 5).map { start in groups[start..<start + 5].joined(separator: " ") }
        return """
            # Corridor key share \(index) of \(count), set \(setIdentifier), node key \(nodeKeyPrefix)…
            # Any \(threshold) shares of this set recover the node key. Keep it apart from the others; show it to nobody alone.
            \(Self.header)
            \(lines.joined(separator: "\n"))

            """
    }

    private var groups: [String] {
        var payload = encoded
        defer { payload.erase() }
        return GroupedText.groups(payload + Self.checksum(payload))
    }

    /// Format (1), set (4), node key (5), threshold − 1 and count − 1 in four bits each (1), index (1), values (32): 44 bytes.
    private var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.append(byte: Self.format)
        writer.append(fixed: bytes(hexadecimal: setIdentifier) ?? [])
        writer.append(fixed: bytes(hexadecimal: nodeKeyPrefix) ?? [])
        writer.append(byte: UInt8(truncatingIfNeeded: (threshold - 1) << 4 | (count - 1)))
        writer.append(byte: UInt8(truncatingIfNeeded: index))
        values.withUnsafeBytes { writer.append(fixed: $0) }
        return writer.bytes
    }

    private static func checksum(_ payload: some Sequence<UInt8>) -> [UInt8] {
        var writer = ByteWriter(domain: "corridor/key-share/1")
        writer.append(fixed: payload)
        return Array(SHA256.hash(data: writer.bytes).prefix(checksumLength))
    }
}

extension KeyShare {
    /// A share as a person typed it: with or without the comment lines and the heading, in either case, groups separated by spaces, hyphens or
    /// lines. Throws `damaged` and says which group is mistyped. `name` is how errors call the share, such as “share 2”.
    public init(text: String, name: String = "the share") throws(VaultError) {
        let lines = Array(text.utf8).split { $0 == 0x0A || $0 == 0x0D }.filter { line in
            let content = line.drop { $0 == 0x20 || $0 == 0x09 }
            return content.first != 0x23 && !content.starts(with: Self.header.utf8)
        }
        var payload = try GroupedText.bytes(lines.joined(separator: [0x20]), groups: Self.groupCount, subject: name)
        defer { payload.erase() }
        guard payload[0] == Self.format else {
            throw VaultError(
                .unknownFormat,
                """
                \(name) has format \(payload[0]); this program reads format \(Self.format). Use a newer version of it.
                """)
        }
        guard Self.checksum(payload.dropLast(Self.checksumLength)).elementsEqual(payload.suffix(Self.checksumLength)) else {
            throw VaultError(
                .damaged,
                """
                The checksum of \(name) is wrong: at least two letters of a group are mistyped. Compare all groups with the paper.
                """)
        }
        let threshold = Int(payload[10] >> 4) + 1
        let count = Int(payload[10] & 15) + 1
        let index = Int(payload[11])
        guard threshold >= 2, threshold <= count, (1...count).contains(index) else {
            throw VaultError(.damaged, "\(name) says it is share \(index) of \(count), any \(threshold), which is not possible. Use another share.")
        }
        self.init(
            setIdentifier: hexadecimal(payload[1..<5]), nodeKeyPrefix: hexadecimal(payload[5..<10]), threshold: threshold, count: count,
            index: index, values: SymmetricKey(data: payload[12..<44]))
    }

    /// The node key from at least as many shares of one set as its threshold; more are welcome and checked too.
    ///
    /// The key is compared with the beginning of its identifier, which each share holds, and with the whole identifier if it is given. Throws
    /// `unsuitableShares` with a sentence for too few shares, shares of different sets, a share given twice, or another node key.
    public static func combine(_ shares: [KeyShare], expecting identifier: String? = nil) throws(VaultError) -> NodeKey {
        guard let first = shares.first else { throw VaultError(.unsuitableShares, "No share was given. Type the shares of the holders.") }
        try check(shares, against: first)
        var points = shares.map { share in (index: UInt8(truncatingIfNeeded: share.index), values: share.values.withUnsafeBytes { [UInt8]($0) }) }
        defer { for number in points.indices { points[number].values.erase() } }
        var secret = SecretSharing.combine(Array(points.prefix(first.threshold)))
        defer { secret.erase() }
        let key = try NodeKey(bytes: secret)
        guard key.identifier.utf8.starts(with: first.nodeKeyPrefix.utf8) else {
            throw VaultError(
                .unsuitableShares,
                """
                The shares do not give the key they were made from: one of them is false. Try other shares of the set.
                """)
        }
        for surplus in first.threshold..<max(first.threshold, shares.count) {
            var recovered = SecretSharing.combine(Array(points[..<(first.threshold - 1)]) + [points[surplus]])
            defer { recovered.erase() }
            guard isEqualInConstantTime(recovered, secret) else {
                throw VaultError(.unsuitableShares, "Share \(shares[surplus].index) does not fit the others: it is false. Leave it out.")
            }
        }
        if let identifier, !identifier.utf8.elementsEqual(key.identifier.utf8) {
            throw VaultError(
                .unsuitableShares,
                "The shares recover the node key \(key.identifier), but \(identifier) is needed here. Use the shares of this node's key.")
        }
        return key
    }

    private static func check(_ shares: [KeyShare], against first: KeyShare) throws(VaultError) {
        var seen: Set<Int> = []
        for (position, share) in shares.enumerated() {
            guard share.setIdentifier == first.setIdentifier, share.threshold == first.threshold, share.count == first.count,
                share.nodeKeyPrefix == first.nodeKeyPrefix
            else {
                throw VaultError(
                    .unsuitableShares,
                    """
                    Share \(position + 1) as given is of set \(share.setIdentifier), the first one of set \(first.setIdentifier). \
                    Only shares of one set go together: look for the set's number on the paper.
                    """)
            }
            guard seen.insert(share.index).inserted else {
                throw VaultError(.unsuitableShares, "Share \(share.index) was given twice. Give \(first.threshold) different shares.")
            }
        }
        guard shares.count >= first.threshold else {
            throw VaultError(
                .unsuitableShares,
                """
                \(shares.count) of \(first.threshold) shares were given. Set \(first.setIdentifier) has \(first.count) shares; \
                ask \(first.threshold - shares.count) more of their holders.
                """)
        }
    }
}
