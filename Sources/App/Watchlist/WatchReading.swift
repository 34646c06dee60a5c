import Dictionary
import Journal
import Matching
import Storage

/// Reads the ledger for somebody. A party opens with any case that it is tied to; one of a list that no case names opens for whoever may write cases.
struct WatchReading {
    let access: CaseAccess
    let connection: any Connection
    private let rows: RecordRows
    let counts: PartyCounts

    init(_ access: CaseAccess, _ connection: any Connection) {
        self.access = access
        self.connection = connection
        rows = RecordRows(connection: connection, organisation: access.node.organisation.number)
        counts = PartyCounts(access.node, connection)
    }

    struct Opened: Sendable {
        var view: RecordView
        /// The cases that open for the reader.
        var cases: [String]
    }

    /// - Throws: ``WebError/notFound``.
    func party(_ record: String) throws -> Opened {
        guard !access.reader.isPartner, let state = try rows.state(of: record), state.kind == "party", !state.isErased, !state.isRetracted,
            PartyCounts.kinds.contains(CaseFacts.openText(state, "kind") ?? "")
        else { throw WebError.notFound }
        let all = try counts.cases(of: record).sorted()
        let open = try all.filter { try access.mayOpen($0, connection) }
        guard all.isEmpty || !open.isEmpty else { throw WebError.notFound }
        // What is marked as confidential shows to those only who work on its cases.
        if CaseFacts.openText(state, "confidential") == "yes", open.isEmpty { throw WebError.notFound }
        var gate = Gate(reader: try open.first.map { try access.requireCase($0, connection) } ?? access.reader, node: access.node, connection: connection)
        return Opened(view: try gate.view(state, of: record), cases: open)
    }

    func ifOpen(_ record: String) throws -> Opened? {
        do {
            return try party(record)
        } catch WebError.notFound {
            return nil
        }
    }

    /// A party with all that somebody judged to be one with it, as far as they open: one line of the list. The first is the one that is asked for, if it opens.
    func groupIfOpen(_ record: String) throws -> (party: Opened, others: [RecordView])? {
        let open = try counts.group(of: record).compactMap { try ifOpen($0) }
        guard var first = open.first else { return nil }
        first.cases = Set(open.flatMap(\.cases)).sorted()
        return (first, open.dropFirst().map(\.view))
    }

    /// Parties that may be one with this, the likeliest first. Nothing that was decided already.
    func candidates(for party: Opened, besides group: [String], _ search: SearchService) throws -> [(party: Opened, comparison: PartyComparison)] {
        let names = ["names", "trade-names"].flatMap { party.view.answer($0)?.value?.elements ?? [] }.map(\.displayText)
        var found: [String] = []
        // Also by the telling words alone: legal forms and words for what a company does differ from one script to the other.
        for name in names.prefix(4).flatMap({ [$0, OrganisationComparison.proper($0)] }) where !name.isEmpty {
            for match in try search.read(access.node, connection, { $0.people.find(PersonQuery(name), limit: 25) }).result ?? []
            where !found.contains(match.identifier) { found.append(match.identifier) }
        }
        let decided = Set(
            try Judgements(node: access.node).judgements(of: party.view.record, connection).filter { $0.verdict != .cannotSay }.flatMap {
                [$0.first, $0.second]
            })
        return try found.filter { !group.contains($0) && !decided.contains($0) }.compactMap { record in
            guard let other = try ifOpen(record) else { return nil }
            let comparison = PartyComparison(party.view, other.view)
            return comparison.weight >= PartyComparison.least ? (other, comparison) : nil
        }.sorted { $0.comparison.weight > $1.comparison.weight }
    }
}
