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

/// Two records beside each other, with the evidence that they are about one person.
struct TraceComparing: Sendable {
    var notice: TracingReading.Opened
    var other: TracingReading.Opened
    /// The missing person of the notice, as far as the reader sees them.
    var missing: RecordView?
    var comparison: TraceComparison
    var threshold: TraceThreshold
    var judgement: Judgement?
    /// Why it was decided so, in the words of whoever did.
    var reason: String?
    /// The addresses of pictures: of the missing person, and of the other record.
    var pictures: (notice: [String], other: [String]) = ([], [])

    /// - Throws: ``WebError/notFound`` unless both open for the reader.
    init(_ notice: String, _ other: String, _ reading: TracingReading, _ threshold: TraceThreshold) throws {
        self.notice = try reading.notice(notice)
        self.other = try reading.other(other)
        guard let left = try reading.profile(self.notice), let right = try reading.profile(self.other) else { throw WebError.notFound }
        comparison = TraceComparison(left, right)
        self.threshold = threshold
        judgement = try Judgements(node: reading.access.node).latest(notice, other, reading.connection)
        pictures = try Self.pictures(self.notice, self.other, NoticePictures(node: reading.access.node, connection: reading.connection))
        let rows = RecordRows(connection: reading.connection, organisation: reading.access.node.organisation.number)
        var gate = Gate(reader: self.notice.reader, node: reading.access.node, connection: reading.connection)
        if let person = self.notice.view.links("missing-person").first, let state = try rows.state(of: person), !state.isErased {
            missing = try gate.view(state, of: person)
        }
        if let judgement, let state = try rows.state(of: judgement.record) {
            reason = try gate.answer("reason", state, of: judgement.record)?.value?.displayText
        }
    }

    private static func pictures(_ notice: TracingReading.Opened, _ other: TracingReading.Opened, _ pictures: NoticePictures) throws -> (
        notice: [String], other: [String]
    ) {
        let missing = try pictures.all(of: notice.view, as: notice.reader).filter { $0.shows == .missing }.map(\.path)
        guard other.view.kind == "person", let caseRecord = other.caseRecord else { return (missing, Sightings.pictures(other.view)) }
        return (missing, try pictures.all(about: [(other.view.record, .missing)], in: caseRecord, as: other.reader).map(\.path))
    }
}
