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
        let people = notice.links("missing-person").map { ($0, NoticePicture.Shown.missing) } + notice.links("seeker").map { ($0, NoticePicture.Shown.seeker) }
        return try all(about: people, in: caseRecord, as: reader)
    }

    /// The pictures of people in one case. What is about several counts for the one who is named first.
    func all(about people: [(person: String, shows: NoticePicture.Shown)], in caseRecord: String, as reader: Reader) throws -> [NoticePicture] {
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        var gate = Gate(reader: reader, node: node, connection: connection)
        var pictures: [NoticePicture] = []
        for linked in try rows.linking(to: caseRecord) where linked.field == "case" && linked.row.state.kind == "document" {
            guard pictures.count < Self.limit, !linked.row.state.isErased, !linked.row.state.isRetracted else { continue }
            let view = try gate.view(linked.row.state, of: linked.row.record)
            let about = view.links("about")
            guard let shows = people.first(where: { about.contains($0.person) })?.shows else { continue }
            let isAllowed = view.code("share-allowed") == "yes" && view.code("confidential") != "yes"
            for (number, reference) in Documents.references(view).enumerated() where Self.isPicture(reference) {
                pictures.append(
                    NoticePicture(
                        caseRecord: caseRecord, document: linked.row.record, number: number, reference: reference, shows: shows, isAllowed: isAllowed))
            }
        }
        return Array(pictures.prefix(Self.limit))
    }

    /// Whether a browser shows it, and what the camera wrote into it can be taken out.
    static func isPicture(_ kind: MediaKind, bytes: Int64) -> Bool {
        [MediaKind.jpeg, .png, .webp, .gif].contains(kind) && kind.isCleanable && bytes <= byteLimit
    }

    static func isPicture(_ reference: FileReference) -> Bool {
        MediaKind(rawValue: reference.type).map { isPicture($0, bytes: reference.bytes) } ?? false
    }

    /// Writes down whether whoever gave a picture allows that it is shown to others.
    static func allow(_ isAllowed: Bool, _ picture: NoticePicture, _ node: Node, by account: String) throws {
        try node.change(by: account) { transaction in
            try transaction.save(
                RecordChange(record: picture.document, kind: "document", answers: ["share-allowed": Answer(.code(isAllowed ? "yes" : "no"))]))
        }
    }
}
