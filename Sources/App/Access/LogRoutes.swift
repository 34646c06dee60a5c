import Dictionary
import Formats
import Journal
import Storage

/// The log of who read and changed what, as the journal has it: for supervisors and custodians. It tells which fields, never their values.
enum LogRoutes {
    static let pageSize = 50
    /// Entries that are looked through for one page where a filter finds little.
    private static let scanLimit = 5_000

    static var all: [Route] {
        [.get("/log", .permission(.readLog), show)]
    }

    /// How the reason begins with which somebody looked for a case that is closed to them.
    static let lookup = "looked for: "

    struct Line: Sendable {
        var sequence: Int64
        var author: String
        var act: Entry.Act
        var kind: String
        var record: String
        /// Milliseconds since 1970.
        var time: UInt64
        /// Names of the fields that were written.
        var fields: [String]
        /// Codes that were written, by field, where they are what is of interest: who may do what, and what was decided about access.
        var codes: [String: [String]] = [:]
        /// Why somebody looked for a case that is closed to them: it was given to be read here.
        var reason: String?

        /// Whether the same person did the same in the same minute with another record of the kind.
        func isAlike(_ other: Line) -> Bool {
            (author, act, kind, fields) == (other.author, other.act, other.kind, other.fields) && codes == other.codes && reason == other.reason && time / 60_000 == other.time / 60_000
        }
    }

    /// What is looked for, from the query.
    struct Filter: Sendable {
        var act: Entry.Act?
        var author: String?
        var record: String?

        init(_ query: FormFields) {
            act = query.text("act").flatMap(Entry.Act.init(rawValue:))
            author = query.text("account")
            record = query.text("record")
        }
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let session = try request.signedIn()
        let node = try services.node(for: session)
        // A reason may name people: whoever needs a custodian to see an identity does not read it here either.
        let readsReasons = session.may(.authoriseIdentity) || !session.settings.identityNeedsAuthorisation
        let filter = Filter(request.query)
        let before = request.query.text("before").flatMap { Int64($0) } ?? Int64.max
        let (lines, next, names) = try await services.work {
            let (lines, next) = try node.database.read { try entries(of: node, filter, before: before, withReasons: readsReasons, $0) }
            return (lines, next, try services.accounts.names(of: node))
        }
        return .page(LogPages.log(request, lines, next: next, filter: filter, names: names, dictionary: node.dictionary))
    }

    /// - Returns: the lines, and where the next page begins; nil at the journal's beginning.
    private static func entries(of node: Node, _ filter: Filter, before: Int64, withReasons: Bool, _ connection: any Connection) throws -> ([Line], Int64?) {
        var lines: [Line] = []
        var bound = before
        var scanned = 0
        while lines.count < pageSize, scanned < scanLimit {
            let rows = try page(of: node, filter.record, before: bound, withReasons: withReasons, connection)
            guard !rows.isEmpty else { return (lines, nil) }
            for line in rows where lines.count < pageSize {
                bound = line.sequence
                scanned += 1
                if let act = filter.act, line.act != act { continue }
                if let author = filter.author, line.author != author { continue }
                lines.append(line)
            }
        }
        return (lines, bound)
    }

    private static func page(of node: Node, _ record: String?, before: Int64, withReasons: Bool, _ connection: any Connection) throws -> [Line] {
        let place = record == nil ? "" : "record = ? AND "
        // The rows first: opening a reason asks the database again.
        let rows = try connection.all(
            "SELECT sequence, body FROM journal_entry WHERE \(place)organisation = ? AND sequence < ? ORDER BY sequence DESC LIMIT 200",
            (record.map { [.text($0)] } ?? []) + [.integer(node.organisation.number), .integer(before)]
        ) { (sequence: $0.integer(0), entry: try Entry(body: $0.blob(1))) }
        var gate = Gate(reader: Reader(account: "", clearance: .identity), node: node, connection: connection)
        return try rows.map { sequence, entry in
            let codes = [StaffRecord.kind, OrganisationSettings.kind].contains(entry.kind) ? entry.answers.compactMapValues(openCodes) : [:]
            // Grounds of reading are sealed with the organisation's key.
            let ground =
                withReasons && entry.act == .read
                ? try entry.ground.flatMap { try gate.ground($0, of: node.organisation.identifier, clock: entry.clock) } : nil
            return Line(
                sequence: sequence, author: entry.author, act: entry.act, kind: entry.kind, record: entry.record, time: entry.clock.milliseconds,
                fields: entry.answers.keys.filter { !$0.hasPrefix("@") }.sorted(), codes: codes,
                reason: ground.flatMap { $0.hasPrefix(lookup) ? String($0.dropFirst(lookup.count)) : nil })
        }
    }

    private static func openCodes(_ answer: StoredAnswer) -> [String]? {
        guard case .open(let content, _) = answer else { return nil }
        return content["value"]?.string.map { [$0] } ?? content["value"]?.array?.compactMap(\.string)
    }
}
