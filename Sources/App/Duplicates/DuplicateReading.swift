import Dictionary
import Formats
import Journal
import Storage

/// The desk of likely duplicates as somebody may see it: pairs of which both people open for them.
struct DuplicateDesk: Sendable {
    /// Which pairs are shown.
    enum Shown: String, Sendable, Hashable, CaseIterable {
        case undecided, same
        case notSame = "not-same"
        case cannotSay = "cannot-say"

        var verdict: Judgement.Verdict? { Judgement.Verdict(rawValue: rawValue) }
    }

    struct Line: Sendable {
        var pair: DuplicatePair
        var first: TracingReading.Opened
        var second: TracingReading.Opened
    }

    /// Where a page ended. Pairs that come or go meanwhile do not shift the next one.
    struct Cursor: Sendable, Hashable {
        /// In tenths of a bit.
        var weight: Int
        var first: String
        var second: String

        init(_ pair: DuplicatePair) { (weight, first, second) = (Int((pair.weight * 10).rounded()), pair.first, pair.second) }

        /// Nil for what is no place.
        init?(text: String) {
            let parts = text.split(separator: ".").map(String.init)
            guard parts.count == 3, let weight = Int(parts[0]), let first = RecordIdentifier.read(parts[1]), let second = RecordIdentifier.read(parts[2]) else {
                return nil
            }
            (self.weight, self.first, self.second) = (weight, first, second)
        }

        var text: String { "\(weight).\(first).\(second)" }

        func isBefore(_ pair: DuplicatePair) -> Bool {
            let other = Cursor(pair)
            return (other.weight, first, second) < (weight, other.first, other.second)
        }
    }

    var shown: Shown
    var progress: DuplicateBook.Progress
    var threshold: TraceThreshold
    var lines: [Line] = []
    /// How many pairs may be seen.
    var total = 0
    /// Whether there are more than were counted.
    var isCutOff = false
    var next: Cursor?

    static let pageSize = 20
    /// So many pairs are looked through.
    private static let scanLimit = 20_000
    /// So many are opened for somebody who sees identity only in some cases.
    private static let openedLimit = 200

    init(
        _ shown: Shown, after cursor: Cursor?, _ reading: TracingReading, _ services: AppServices, _ threshold: TraceThreshold, _ progress: DuplicateBook.Progress
    ) throws {
        (self.shown, self.threshold, self.progress) = (shown, threshold, progress)
        let access = reading.access
        let rows = DuplicateRows(connection: reading.connection, organisation: access.node.organisation.number)
        // What was decided stays to be looked up, whatever the threshold has become.
        let kept = try rows.pairs(shown.verdict, from: shown == .undecided ? threshold.shownWeight : -1_000, limit: Self.scanLimit)
        isCutOff = kept.count == Self.scanLimit
        let visible = try Self.visible(kept, reading, services)
        // Even how many there are would tell somebody of names that are closed to them: then only those count that the gate has shown.
        guard access.reader.clearance == .identity else {
            let opened = try visible.prefix(Self.openedLimit).compactMap { try Self.line($0, reading) }
            total = opened.count
            let rest = opened.drop { line in cursor.map { !$0.isBefore(line.pair) } ?? false }
            lines = Array(rest.prefix(Self.pageSize))
            next = rest.count > lines.count ? lines.last.map { Cursor($0.pair) } : nil
            return
        }
        total = visible.count
        let rest = visible.drop { pair in cursor.map { !$0.isBefore(pair) } ?? false }
        var last = rest.startIndex
        for pair in rest where lines.count < Self.pageSize {
            last += 1
            if let line = try Self.line(pair, reading) { lines.append(line) } else { total -= 1 }
        }
        if last < rest.endIndex { next = lines.last.map { Cursor($0.pair) } }
    }

    /// How many pairs that nobody has decided on wait for somebody; nil where that is not told before each is opened.
    static func count(_ reading: TracingReading, _ services: AppServices, _ threshold: TraceThreshold) throws -> Int? {
        guard reading.access.reader.clearance == .identity else { return nil }
        let rows = DuplicateRows(connection: reading.connection, organisation: reading.access.node.organisation.number)
        return try visible(rows.pairs(nil, from: threshold.shownWeight, limit: scanLimit), reading, services).count
    }

    /// Those of which both people are in a case that opens, by the rule that lists and search ask.
    private static func visible(_ pairs: [DuplicatePair], _ reading: TracingReading, _ services: AppServices) throws -> [DuplicatePair] {
        guard !pairs.isEmpty, !reading.access.reader.isPartner else { return [] }
        let (node, connection) = (reading.access.node, reading.connection)
        let rule = try reading.access.rule(connection)
        return try services.lists.read(node, connection) { table in
            let cases = table.visible(to: rule)
            return try services.ties.ask(node, connection) { ties in
                var known: [String: Bool] = [:]
                func opens(_ person: String) throws -> Bool {
                    if let opens = known[person] { return opens }
                    let opens = try ties.ties(of: person).contains { table.contains($0.caseRecord, in: cases) }
                    known[person] = opens
                    return opens
                }
                return try pairs.filter { try opens($0.first) && opens($0.second) }
            }
        }
    }

    private static func line(_ pair: DuplicatePair, _ reading: TracingReading) throws -> Line? {
        guard let first = try reading.ifOpen({ try reading.person(pair.first) }), let second = try reading.ifOpen({ try reading.person(pair.second) }) else {
            return nil
        }
        return Line(pair: pair, first: first, second: second)
    }
}

/// Two people beside each other, with what there is to do when they are one.
struct DuplicateComparing: Sendable {
    var comparing: TraceComparing
    /// The cases of each that open for the reader.
    var cases: (first: [CaseLine], second: [CaseLine])
    /// Pairs of cases that may be one: the later with the earlier, of those that are not tied yet.
    var tieable: [(later: CaseLine, earlier: CaseLine)] = []

    /// What was decided and taken back, the earliest first, as the journal has it.
    var history: [Step] = []

    struct Step: Sendable {
        /// Milliseconds since 1970.
        var moment: UInt64
        var author: String
        /// Nil where a decision was taken back.
        var verdict: Judgement.Verdict?
    }

    /// So many pairs of cases are offered.
    private static let tieLimit = 3

    /// - Throws: ``WebError/notFound`` unless both open for the reader.
    init(_ first: String, _ second: String, _ reading: TracingReading, _ services: AppServices) throws {
        guard first != second else { throw WebError.notFound }
        let (access, connection) = (reading.access, reading.connection)
        let book = services.duplicates.book(of: access.node)
        comparing = try TraceComparing(
            reading.person(first), reading.person(second), reading, book.threshold(services.search, connection)
        ) { try book.nameBits($0, $1, services.search, connection) }
        var lines = CaseLines(access, access.node.listFields, connection)
        cases = (try lines.lines(reading.cases(of: first)), try lines.lines(reading.cases(of: second)))
        history = try Self.history(first, second, access.node, connection)
        guard comparing.judgement?.verdict == .same else { return }
        let rows = RecordRows(connection: connection, organisation: access.node.organisation.number)
        for one in cases.first {
            for other in cases.second where one.record != other.record && tieable.count < Self.tieLimit {
                if cases.first.contains(where: { $0.record == other.record }) || cases.second.contains(where: { $0.record == one.record }) { continue }
                guard try !rows.areTied(one.record, other.record) else { continue }
                let isLater = (other.created, other.record) < (one.created, one.record)
                tieable.append(isLater ? (one, other) : (other, one))
            }
        }
    }

    private static func history(_ first: String, _ second: String, _ node: Node, _ connection: any Connection) throws -> [Step] {
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        let records = try rows.linking(to: first).filter { item in
            guard item.row.state.kind == "judgement", !item.row.state.isErased, let judgement = Judgements.judgement(item.row.record, item.row.state) else {
                return false
            }
            return [judgement.first, judgement.second].contains(second)
        }.map(\.row.record)
        return try Set(records).sorted().flatMap { record in
            try rows.entries(of: record).compactMap { item -> Step? in
                let entry = item.entry
                if entry.act == .retract { return Step(moment: entry.clock.milliseconds, author: entry.author, verdict: nil) }
                guard case .open(let content, _)? = entry.answers["verdict"], case .string(let code)? = content["value"], let verdict = Judgement.Verdict(rawValue: code)
                else { return nil }
                return Step(moment: entry.clock.milliseconds, author: entry.author, verdict: verdict)
            }
        }
    }
}
