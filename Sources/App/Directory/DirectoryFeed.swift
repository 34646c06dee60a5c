import Dictionary
import Formats
import Interchange
import Journal
import Storage
import Vault

/// The entries of the directory that an organisation owns, as HSDS in a ``SignedFeed``.
public struct DirectoryFeed: Sendable {
    public let signed: SignedFeed
    public let document: HSDSDocument

    public var keys: OrganisationPublicKeys { signed.keys }
    public var name: String { signed.name }

    /// The signed feed of this organisation: its own entries, without contact persons and notes. What it keeps of others is for those to publish.
    public static func bytes(of node: Node) throws -> [UInt8] {
        let document = try node.database.read { connection in
            let own = try entries(of: node, connection)
            return DirectoryExchange(node).document(organisations: own.organisations, services: own.services)
        }
        return try SignedFeed.bytes(of: node, .directory, entries: document.page)
    }

    /// The entries that say that they are this organisation's, and the services that it gives.
    static func entries(of node: Node, _ connection: any Connection) throws -> (organisations: [DirectoryEntry], services: [DirectoryEntry]) {
        var reading = DirectoryReading(node, reader: Reader(account: Reader.keyHolder.account, clearance: .sensitive), connection)
        let organisations = try PartnerEntries(node: node, connection: connection).owned(by: node.organisation.identifier).map { try reading.entry($0) }
        return (organisations, try organisations.flatMap { try reading.services(of: $0.record) })
    }

    /// Reads a feed and checks its signature with the keys in it.
    /// - Throws: ``AppError`` with what is wrong.
    public init(bytes: [UInt8], file: String) throws {
        signed = try SignedFeed(bytes: bytes, file: file, purpose: .directory)
        // A feed without entries is a feed: everything was taken out. One whose entries cannot be read is not, or it would take out what is there.
        let isEmpty = signed.entries["contents"]?.array?.isEmpty == true
        document = isEmpty ? HSDSDocument() : try HSDSDocument(json: signed.entries.canonicalBytes(), file: file)
    }
}
