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

    /// The signed feed of this organisation: the entries that did not come from elsewhere, without contact persons and notes.
    public static func bytes(of node: Node) throws -> [UInt8] {
        let document = try node.database.read { connection in
            var reading = DirectoryReading(node, reader: Reader(account: Reader.keyHolder.account, clearance: .sensitive), connection)
            let own = { (entry: DirectoryEntry) in !entry.answered.contains("source-identifier") }
            return DirectoryExchange(node).document(
                organisations: try reading.entries("organisation").filter(own), services: try reading.entries("service").filter(own))
        }
        return try SignedFeed.bytes(of: node, .directory, entries: document.page)
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
