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

    /// Where a file lies that one of the two sides has shared in a referral: at the record that it is a document of here, or, until the referral is accepted, at the referral.
    /// - Parameter fingerprint: its SHA-256.
    /// - Returns: nil if nothing that was shared names it, or it is not here yet.
    func find(_ fingerprint: String, in row: ReferralRow, _ connection: any Connection) throws -> (reference: FileReference, record: String, kind: String)? {
        for step in try ReferralSteps(node, connection).all(of: row.referral) where !step.isOvertaken && !step.isHeldBack {
            for item in step.content?.part.items ?? [] {
                guard let reference = Self.references(item).first(where: { $0.sha256 == fingerprint }) else { continue }
                let origin = try connection.first(
                    "SELECT record FROM referral_record WHERE referral = ? AND shared = ?", [.text(row.referral), .text(item.shared)]
                ) { $0.text(0) }
                for (record, kind) in [(origin, item.kind), (row.referral, "referral")] {
                    guard let record, try DocumentStore(node: node).file(of: reference, record: record, connection) != nil else { continue }
                    return (reference, record, kind)
                }
            }
        }
        return nil
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
