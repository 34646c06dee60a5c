import Storage
import Vault

/// The keys of records: one each, wrapped by the organisation's wrapping key, made when a record first has something to seal.
struct RecordKeyring {
    private let connection: any Connection
    private let organisation: Organisation
    private let keys: OrganisationKeys
    private var known: [String: RecordKey] = [:]

    init(_ connection: any Connection, organisation: Organisation, keys: OrganisationKeys) {
        self.connection = connection
        self.organisation = organisation
        self.keys = keys
    }

    /// The record's key, or nil if it has none: nothing was sealed yet, or the record was erased.
    mutating func key(of record: String) throws -> RecordKey? {
        if let key = known[record] { return key }
        let wrapped = try connection.first(
            "SELECT wrapped FROM record_key WHERE record = ? AND organisation = ?", [.text(record), .integer(organisation.number)]
        ) { $0.blob(0) }
        guard let wrapped else { return nil }
        let key = try keys.unwrap(wrapped, record: record)
        known[record] = key
        return key
    }

    /// Drops keys that were read before, so that memory stays bounded where all records are gone through.
    mutating func forget() {
        known.removeAll(keepingCapacity: true)
    }

    mutating func makeKey(of record: String) throws -> RecordKey {
        let key = RecordKey()
        try connection.execute(
            "INSERT INTO record_key (record, organisation, wrapped) VALUES (?, ?, ?)",
            [.text(record), .integer(organisation.number), .blob(try keys.wrap(key, record: record))])
        known[record] = key
        return key
    }

    mutating func destroyKey(of record: String) throws {
        known[record] = nil
        try connection.execute("DELETE FROM record_key WHERE record = ?", [.text(record)])
    }
}
