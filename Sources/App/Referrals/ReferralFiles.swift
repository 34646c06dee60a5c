import Dictionary
import Journal
import Storage

/// The files of shared documents on their way: each goes along with the message that names it by its SHA-256.
struct ReferralFiles {
    let node: Node

    /// Keeps files that came with a part at the referral itself, until it is accepted. A file that nothing names, or that is no kind that is taken, is left.
    func keep(_ attachments: [ExchangeMessage.Attachment], of part: SharedPart, at record: String, in transaction: RecordTransaction) throws {
        for item in part.items { try keep(attachments, named: item, at: record, in: transaction) }
    }

    func keep(_ attachments: [ExchangeMessage.Attachment], named item: SharedPart.Item, at record: String, in transaction: RecordTransaction) throws {
        let named = Set(Self.references(item).map(\.sha256))
        for attachment in attachments {
            guard named.contains(DocumentStore.digest(of: attachment.bytes)) else { continue }
            _ = try DocumentStore(node: node).keep(attachment.bytes, name: attachment.name, record: record, in: transaction)
        }
    }

    static func references(_ item: SharedPart.Item) -> [FileReference] {
        item.fields.flatMap { $0.answer.value?.elements ?? [] }.compactMap { if case .file(let reference) = $0 { reference } else { nil } }
    }

    /// The files that a part names and that are here.
    /// - Parameter origin: the record here that holds the files of an item.
    func attachments(of part: SharedPart, _ connection: any Connection, _ origin: (SharedPart.Item) throws -> String?) throws -> [ExchangeMessage.Attachment] {
        var attachments: [ExchangeMessage.Attachment] = []
        var known: Set<String> = []
        for item in part.items {
            for reference in Self.references(item) {
                guard !known.contains(reference.sha256), let record = try origin(item),
                    let bytes = try DocumentStore(node: node).bytes(of: reference, record: record, connection)
                else { continue }
                known.insert(reference.sha256)
                attachments.append(.init(name: reference.name, mediaType: reference.type, bytes: bytes))
            }
        }
        return attachments
    }
}
