import Dictionary
import Formats
import Journal
import Storage

/// A picture of a case that shows the missing person or the seeker: a file of a document that is about one of them.
struct NoticePicture: Sendable, Hashable {
    enum Shown: String, Sendable, Hashable {
        case missing, seeker
    }

    var caseRecord: String
    var document: String
    /// Its place among the document's files.
    var number: Int
    var reference: FileReference
    /// A picture of both shows the missing person.
    var shows: Shown
    /// Whether whoever gave it allows that it is shown to others.
    var isAllowed: Bool

    /// Where those who may open the case see it.
    var path: String { "/cases/\(caseRecord)/documents/\(document)/files/\(number)/view" }
}

/// Finds the pictures that belong to a notice.
struct NoticePictures {
    /// A larger one is for the page of its document: posters and pages are sent over slow lines.
    static let byteLimit: Int64 = 10 << 20
    /// So many are looked at.
    private static let limit = 12

    let node: Node
    let connection: any Connection

    /// The pictures of the notice's case that show the missing person or the seeker, as a reader may see them.
    func all(of notice: RecordView, as reader: Reader) throws -> [NoticePicture] {
        guard let caseRecord = notice.links("case").first else { return [] }
        let (missing, seeker) = (notice.links("missing-person"), notice.links("seeker"))
        var pictures: [NoticePicture] = []
        for (person, shows) in missing.map({ ($0, NoticePicture.Shown.missing) }) + seeker.map({ ($0, NoticePicture.Shown.seeker) }) {
            for picture in try self.all(about: person, in: caseRecord, as: reader, shows: shows)
            where !pictures.contains(where: { $0.document == picture.document && $0.number == picture.number }) {
                pictures.append(picture)
            }
        }
        return Array(pictures.prefix(Self.limit))
    }

    /// The pictures of one person in one case.
    func all(about person: String, in caseRecord: String, as reader: Reader, shows: NoticePicture.Shown) throws -> [NoticePicture] {
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        var gate = Gate(reader: reader, node: node, connection: connection)
        var pictures: [NoticePicture] = []
        for linked in try rows.linking(to: person) where linked.field == "about" && linked.row.state.kind == "document" {
            guard !linked.row.state.isErased, !linked.row.state.isRetracted else { continue }
            let view = try gate.view(linked.row.state, of: linked.row.record)
            guard view.links("case").contains(caseRecord) else { continue }
            let isAllowed = view.code("share-allowed") == "yes" && view.code("confidential") != "yes"
            for (number, reference) in Documents.references(view).enumerated() where Self.isPicture(reference) {
                pictures.append(
                    NoticePicture(
                        caseRecord: caseRecord, document: linked.row.record, number: number, reference: reference, shows: shows, isAllowed: isAllowed))
            }
            if pictures.count >= Self.limit { break }
        }
        return pictures
    }

    /// Whether a browser shows it, and what the camera wrote into it can be taken out.
    static func isPicture(_ reference: FileReference) -> Bool {
        guard let kind = MediaKind(rawValue: reference.type), reference.bytes <= byteLimit else { return false }
        return [MediaKind.jpeg, .png, .webp, .gif].contains(kind) && kind.isCleanable
    }

    /// Writes down whether whoever gave a picture allows that it is shown to others.
    static func allow(_ isAllowed: Bool, _ picture: NoticePicture, _ node: Node, by account: String) throws {
        try node.change(by: account) { transaction in
            try transaction.save(
                RecordChange(record: picture.document, kind: "document", answers: ["share-allowed": Answer(.code(isAllowed ? "yes" : "no"))]))
        }
    }
}
