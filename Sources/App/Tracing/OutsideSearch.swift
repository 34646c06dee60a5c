import Dictionary
import Journal
import Matching
import Storage

/// The search for people outside the organisation.
struct OutsideSearch: Sendable {
    /// Names must agree so well: a guess finds nobody.
    static let leastScore = 0.9
    /// At most so many notices are shown.
    static let limit = 3

    enum Outcome: Sendable {
        case searched(shown: Int)
        case refused
    }

    let node: Node

    /// A name has at least two words, or one long one, and no more than a person has.
    static func isName(_ text: String) -> Bool {
        guard text.unicodeScalars.count <= 120 else { return false }
        let words = text.split(whereSeparator: \.isWhitespace).filter { $0.unicodeScalars.filter(\.properties.isAlphabetic).count >= 2 }
        return words.count >= 2 || words.contains { $0.unicodeScalars.count >= 6 }
    }

    /// What may be shown of a notice to everybody; nil where nothing may.
    func poster(_ record: String, today: CalendarDay) throws -> Poster? {
        try node.database.read { connection in try poster(record, connection, today) }
    }

    private func poster(_ record: String, _ connection: any Connection, _ today: CalendarDay) throws -> Poster? {
        guard let state = try RecordRows(connection: connection, organisation: node.organisation.number).state(of: record), state.kind == "notice",
            !state.isErased, !state.isRetracted
        else { return nil }
        var gate = Gate(reader: Reader(account: "outside", clearance: .identity), node: node, connection: connection)
        let poster = try Poster(try gate.view(state, of: record), node, connection, today: today)
        return poster.mayPublish ? poster : nil
    }

    /// Notices of that very name that may be shown. Each search is counted by day, and leaves an entry in the journal that names nobody.
    func find(_ name: String, _ book: TracingBook, today: CalendarDay) throws -> [Poster] {
        let candidates = book.noticesNamed(name, limit: 10)
        let posters = try node.database.read { connection in
            try candidates.compactMap { try poster($0, connection, today) }.filter { poster in
                poster.names.contains { NameComparison(NameKey($0), NameKey(name)).score >= Self.leastScore }
            }
        }
        let shown = Array(posters.prefix(Self.limit))
        try count(.searched(shown: shown.count), on: today)
        if !shown.isEmpty {
            try node.change(by: "outside") { transaction in
                for poster in shown { try transaction.logReading(of: poster.record, kind: "notice", ground: "search from outside") }
            }
        }
        return shown
    }

    func count(_ outcome: Outcome, on day: CalendarDay) throws {
        let (searches, shown, refused): (Int64, Int64, Int64) =
            switch outcome {
            case .searched(let shown): (1, Int64(shown), 0)
            case .refused: (0, 0, 1)
            }
        try node.database.write { connection in
            try connection.execute(
                """
                INSERT INTO trace_outside_search (organisation, day, searches, shown, refused) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (organisation, day) DO UPDATE SET searches = trace_outside_search.searches + excluded.searches,
                shown = trace_outside_search.shown + excluded.shown, refused = trace_outside_search.refused + excluded.refused
                """,
                [.integer(node.organisation.number), .integer(Int64(day.daysSinceEpoch)), .integer(searches), .integer(shown), .integer(refused)])
        }
    }
}

/// What a poster says. By default it shows who is looking, not who is missing: a name in public can harm somebody who is hiding from an employer, or from the family.
struct Poster: Sendable {
    var record: String
    /// Names of the missing person, for comparing; shown only if ``showsMissing``.
    var names: [String]
    var organisation: String
    var organisationIdentifier: String
    /// What the seeker is to the missing person: a code of the list `relation-role`.
    var relation: String?
    /// Where the person was last known to be: a code of the list `country`.
    var country: String?
    var sex: String?
    var ageGroup: String?
    /// Whether the seeker agreed that the missing person is named.
    var showsMissing: Bool
    /// Whether it may be shown in public at all: the seeker chose it, consent to publication is in force, and the notice runs.
    var mayPublish: Bool

    init(_ view: RecordView, _ node: Node, _ connection: any Connection, today: CalendarDay) throws {
        record = view.record
        names = (view.answer("full-name")?.value?.elements ?? []).map(\.displayText)
        organisation = node.organisation.name
        organisationIdentifier = node.organisation.identifier
        relation = view.code("seeker-relation")
        country = view.code("last-country")
        sex = view.code("sex")
        ageGroup = view.code("age-group")
        let publish = view.codes("publish")
        var agreed = false
        if let caseRecord = view.links("case").first {
            agreed = try Consents(node: node, connection: connection).effective(for: caseRecord, on: today)?.allows("tracing-publication") ?? false
        }
        let isFound = view.answer("found-on")?.value != nil
        showsMissing = publish.contains("public-missing")
        mayPublish = agreed && !isFound && NoticeTerm.isRunning(view, on: today) && (showsMissing || publish.contains("public-seeker"))
    }

    /// Where everybody finds it who has the address.
    var path: String { "/missing/\(organisationIdentifier)/\(record)" }
}
