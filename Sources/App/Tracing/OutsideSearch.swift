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
        let outside = Reader(account: "outside", clearance: .identity)
        var gate = Gate(reader: outside, node: node, connection: connection)
        let poster = try Poster(try gate.view(state, of: record), as: outside, node, connection, today: today)
        return poster.mayPublish ? poster : nil
    }

    /// Whether somebody asked for a notice's name: neither for a part of it, with which one could go through all who share it, nor for several names at once.
    static func isAsked(_ asked: NameKey, for name: NameKey) -> Bool {
        let (first, second) = (tellingParts(asked), tellingParts(name))
        guard min(first, second) > 0, abs(first - second) <= 1, min(first, second) > 1 || first == second else { return false }
        return NameComparison(name, asked).score >= leastScore
    }

    private static func tellingParts(_ name: NameKey) -> Int {
        name.parts.count { [.name, .filler, .compound, .servant, .parent].contains($0.role) }
    }

    /// Notices of that very name that may be shown. Each search is counted by day, and leaves an entry in the journal that names nobody.
    /// - Returns: nil while the notices are being read; that is counted as refused.
    func find(_ name: String, _ book: TracingBook, today: CalendarDay) throws -> [Poster]? {
        guard let candidates = book.published(named: name, limit: 10) else {
            try count(.refused, on: today)
            return nil
        }
        let asked = NameKey(name)
        let posters = try node.database.read { connection in
            try candidates.compactMap { try poster($0, connection, today) }.filter { $0.names.contains { Self.isAsked(asked, for: NameKey($0)) } }
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
