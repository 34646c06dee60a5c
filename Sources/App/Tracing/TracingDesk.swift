import Dictionary
import Journal
import Storage

/// What the page of tracing shows.
struct TracingDesk: Sendable {
    /// A suggestion whose two records open for the reader.
    struct Line: Sendable {
        var suggestion: TraceSuggestion
        var notice: TracingReading.Opened
        var other: TracingReading.Opened
    }

    /// False while the index of people is being built.
    var isReady: Bool
    var threshold: TraceThreshold
    var suggestions: [Line]
    var notices: [TracingReading.Opened]
    var sightings: [TracingReading.Opened]
}

/// A notice with everything that its page shows.
struct NoticeSheet: Sendable {
    var notice: TracingReading.Opened
    var isReady: Bool
    var today: CalendarDay
    var lines: [TracingDesk.Line] = []
    /// Sightings judged to belong to it, the earliest first.
    var sightings: [RecordView] = []
    /// People and sightings somebody judged to be the missing person.
    var isMatched = false
    /// What the case's people agree to; nil for a notice without a case.
    var agreement: ConsentAgreement?
    var threshold: TraceThreshold
    /// Pairs with records of partners.
    var linkage: [LinkageReading.Line] = []
    var pictures: [NoticePicture] = []

    init(_ record: String, _ reading: TracingReading, _ threshold: TraceThreshold, isReady: Bool, today: CalendarDay) throws {
        notice = try reading.notice(record)
        self.isReady = isReady
        self.today = today
        self.threshold = threshold
        let (node, connection) = (reading.access.node, reading.connection)
        for suggestion in try SuggestionRows(connection: connection, organisation: node.organisation.number).all(ofNotice: record) {
            guard suggestion.verdict != nil || suggestion.isTold || suggestion.weight >= threshold.shownWeight,
                let other = try reading.ifOpen({ try reading.other(suggestion.other) })
            else { continue }
            lines.append(TracingDesk.Line(suggestion: suggestion, notice: notice, other: other))
        }
        sightings = try reading.sightings(ofNotice: record)
        isMatched = try Judgements(node: node).judgements(of: record, connection).contains { $0.verdict == .same }
        linkage = try LinkageReading(reading.access, connection).lines(of: record)
        pictures = try NoticePictures(node: node, connection: connection).all(of: notice.view, as: notice.reader)
        if let caseRecord = notice.caseRecord { agreement = try Consents(node: node, connection: connection).effective(for: caseRecord, on: today) }
    }
}

/// Two records beside each other, with the evidence that they are about one person: a notice with a sighting or a person, or two people.
struct TraceComparing: Sendable {
    var first: TracingReading.Opened
    var second: TracingReading.Opened
    /// The missing person of a notice, as far as the reader sees them.
    var missing: RecordView?
    var comparison: TraceComparison
    var threshold: TraceThreshold
    var judgement: Judgement?
    /// Why it was decided so, in the words of whoever did.
    var reason: String?
    /// The addresses of pictures: of the first record or its missing person, and of the second.
    var pictures: (first: [String], second: [String]) = ([], [])

    /// - Throws: ``WebError/notFound`` unless both open for the reader.
    init(_ notice: String, _ other: String, _ reading: TracingReading, _ threshold: TraceThreshold) throws {
        try self.init(reading.notice(notice), reading.other(other), reading, threshold)
    }

    /// - Parameter nameBits: what their names weigh, see ``TraceComparison``.
    init(
        _ first: TracingReading.Opened, _ second: TracingReading.Opened, _ reading: TracingReading, _ threshold: TraceThreshold,
        nameBits: (TraceProfile, TraceProfile) throws -> Double? = { _, _ in nil }
    ) throws {
        self.first = first
        self.second = second
        guard let left = try reading.profile(first), let right = try reading.profile(second) else { throw WebError.notFound }
        comparison = TraceComparison(left, right, nameBits: try nameBits(left, right))
        self.threshold = threshold
        judgement = try Judgements(node: reading.access.node).latest(first.view.record, second.view.record, reading.connection)
        let all = NoticePictures(node: reading.access.node, connection: reading.connection)
        pictures = (try Self.pictures(first, all), try Self.pictures(second, all))
        let rows = RecordRows(connection: reading.connection, organisation: reading.access.node.organisation.number)
        var gate = Gate(reader: first.reader, node: reading.access.node, connection: reading.connection)
        if let person = first.view.links("missing-person").first, let state = try rows.state(of: person), !state.isErased {
            missing = try gate.view(state, of: person)
        }
        if let judgement, let state = try rows.state(of: judgement.record) {
            reason = try gate.answer("reason", state, of: judgement.record)?.value?.displayText
        }
    }

    private static func pictures(_ opened: TracingReading.Opened, _ pictures: NoticePictures) throws -> [String] {
        switch opened.view.kind {
        case "notice": return try pictures.all(of: opened.view, as: opened.reader).filter { $0.shows == .missing }.map(\.path)
        case "person":
            guard let caseRecord = opened.caseRecord else { return [] }
            return try pictures.all(about: [(opened.view.record, .missing)], in: caseRecord, as: opened.reader).map(\.path)
        default: return Sightings.pictures(opened.view)
        }
    }
}
