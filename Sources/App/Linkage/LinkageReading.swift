import Dictionary
import Journal
import Storage

/// What the pages of encoded linkage show, as far as the reader may see it.
struct LinkageReading {
    let access: CaseAccess
    let connection: any Connection
    private var node: Node { access.node }

    init(_ access: CaseAccess, _ connection: any Connection) {
        self.access = access
        self.connection = connection
    }

    /// A partner with where the agreement stands.
    struct PartnerLine: Sendable {
        var partner: Partner
        var agreement: LinkageAgreement?
        var last: LinkageRound?
        var isReachable: Bool
    }

    /// A pair whose record of ours opens for the reader.
    struct Line: Sendable {
        var pair: LinkagePair
        var own: TracingReading.Opened
        var partnerName: String
    }

    struct Desk: Sendable {
        var partners: [PartnerLine]
        var held: [(round: LinkageRound, partnerName: String)]
        var pairs: [(state: LinkagePair.State, lines: [Line])]

        var isEmpty: Bool { pairs.allSatisfy(\.lines.isEmpty) }
    }

    func desk(limit: Int = 60) throws -> Desk {
        let partners = try Partners.list(node, connection)
        let names = [String: String](partners.map { ($0.identifier, $0.name) }, uniquingKeysWith: { first, _ in first })
        let rounds = LinkageRounds(node, connection)
        let reading = TracingReading(access, connection)
        let pairs = try [LinkagePair.State.asking, .found, .agreed, .asked].map { state in
            var lines: [Line] = []
            for pair in try LinkagePairs(node, connection).all(in: state, limit: limit * 5) where lines.count < limit {
                guard let own = try open(pair, reading) else { continue }
                lines.append(Line(pair: pair, own: own, partnerName: names[pair.partner] ?? ""))
            }
            return (state: state, lines: lines)
        }
        return Desk(
            partners: try partners.map { try line($0) },
            held: try rounds.all(in: .held).map { ($0, names[$0.partner] ?? "") }, pairs: pairs)
    }

    /// - Throws: ``WebError/notFound``.
    func partner(_ identifier: String) throws -> PartnerLine {
        guard let partner = try Partners.find(identifier, node, connection), partner.trust != .removed else { throw WebError.notFound }
        return try line(partner)
    }

    private func line(_ partner: Partner) throws -> PartnerLine {
        PartnerLine(
            partner: partner, agreement: try LinkageAgreements(node, connection).find(partner.identifier),
            last: try LinkageRounds(node, connection).latest(of: partner.identifier, limit: 1).first,
            isReachable: partner.trust.isTrusted && partner.changedKeys == nil)
    }

    /// The record of ours, if it opens.
    func open(_ pair: LinkagePair, _ reading: TracingReading) throws -> TracingReading.Opened? {
        try reading.ifOpen {
            do { return try reading.notice(pair.record) } catch WebError.notFound { return try reading.other(pair.record) }
        }
    }

    /// Pairs of one record, for its own page.
    func lines(of record: String) throws -> [Line] {
        let pairs = try LinkagePairs(node, connection).all(of: record).filter { LinkagePair.State.inForce.contains($0.state) }
        guard !pairs.isEmpty, let own = try open(pairs[0], TracingReading(access, connection)) else { return [] }
        return try pairs.map { pair in
            Line(pair: pair, own: own, partnerName: try Partners.find(pair.partner, node, connection)?.name ?? "")
        }
    }
}

/// Everything that the page of one pair shows.
struct LinkagePairSheet: Sendable {
    var pair: LinkagePair
    var partner: Partner
    var own: TracingReading.Opened
    /// What the partner showed, once it did.
    var counterpart: TracingReading.Opened?
    var steps: [LinkageStep]
    /// Whether what it is about still takes part.
    var takesPart: Bool
    /// What of our record can be shown.
    var choices: [(field: Field, answer: Answer)]

    /// - Throws: ``WebError/notFound`` unless our record opens for the reader.
    init(_ token: String, _ access: CaseAccess, _ connection: any Connection) throws {
        let node = access.node
        guard let pair = try LinkagePairs(node, connection).find(token), let partner = try Partners.find(pair.partner, node, connection) else {
            throw WebError.notFound
        }
        let reading = TracingReading(access, connection)
        guard let own = try LinkageReading(access, connection).open(pair, reading) else { throw WebError.notFound }
        (self.pair, self.partner, self.own) = (pair, partner, own)
        if !pair.counterpart.isEmpty {
            counterpart = try reading.ifOpen {
                do { return try reading.notice(pair.counterpart) } catch WebError.notFound { return try reading.other(pair.counterpart) }
            }
        }
        steps = try own.view.showsIdentity ? LinkagePairs(node, connection).steps(of: pair) : []
        var candidates = LinkageCandidates(node, connection)
        takesPart = try candidates.takesPart(pair.record)
        let showing = LinkageShowing(node, connection)
        choices = showing.choices(own.view, limit: try showing.limit(of: pair.record, for: partner))
    }

    /// Where our record and what the partner showed lie beside each other; nil while there is nothing, or both look for somebody.
    var comparePath: String? {
        guard let counterpart else { return nil }
        switch (own.view.kind, counterpart.view.kind) {
        case ("notice", "sighting"): return "/tracing/notices/\(own.view.record)/compare/\(counterpart.view.record)"
        case (_, "notice") where own.view.kind != "notice": return "/tracing/notices/\(counterpart.view.record)/compare/\(own.view.record)"
        default: return nil
        }
    }
}
