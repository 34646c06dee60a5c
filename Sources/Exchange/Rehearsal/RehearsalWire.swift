import Crypto
import Vault

/// What a parcel looks like on the way: a real envelope, or its bytes behind a checksum where thousands of schedules are to run in seconds.
struct RehearsalWire: Sendable {
    private let keys: [OrganisationKeys]

    init(_ keys: (OrganisationKeys, OrganisationKeys)?) {
        self.keys = keys.map { [$0, $1] } ?? []
    }

    func pack(_ parcel: Parcel, from side: Int, at time: Int64) throws -> [UInt8] {
        guard keys.isEmpty else { return try Envelope.seal(parcel, from: keys[side], to: keys[1 - side].publicKeys, made: time) }
        var writer = ByteWriter(reserving: 1024)
        writer.append(byte: UInt8(side))
        writer.append(time)
        parcel.append(to: &writer)
        return Array(SHA256.hash(data: writer.bytes)) + writer.bytes
    }

    /// Nil for what was damaged on the way.
    func unpack(_ bytes: [UInt8], at side: Int) -> (parcel: Parcel, made: Int64)? {
        guard keys.isEmpty else {
            guard let opened = try? Envelope.open(bytes, with: keys[side]),
                let (parcel, _) = try? Envelope.verify(opened, with: keys[1 - side].publicKeys, recipient: keys[side].organisation)
            else { return nil }
            return (parcel, opened.made)
        }
        guard bytes.count > 41, Array(SHA256.hash(data: bytes[32...])) == Array(bytes[..<32]) else { return nil }
        var reader = ByteReader(bytes[32...], subject: "The parcel")
        guard let sender = try? reader.byte(), Int(sender) == 1 - side, let made = try? reader.int64(), let parcel = try? Parcel(from: &reader) else {
            return nil
        }
        return (parcel, made)
    }
}
