/// A claim in words: for the terminal as plain text, for a document as blocks. In the language of the phrases.
public struct ClaimStatement {
    private let claims: [Claim]
    let phrases: Phrases
    private let reader: Reader

    /// For whom a statement is written.
    public enum Reader: String, Sendable, Hashable, CaseIterable {
        /// The body that decides and the other side: facts, articles, arithmetic and sums, and nothing that the other side could take for an argument.
        case forum
        /// The worker and whoever helps: with all that is to be careful about, what was read where, and what else could be.
        case worker
    }

    /// Several claims make one joint schedule.
    public init(_ claims: [Claim], phrases: Phrases, for reader: Reader = .forum) {
        self.claims = claims
        self.phrases = phrases
        self.reader = reader
    }

    // MARK: Plain text

    /// Lines for a terminal.
    public func text() -> String {
        var lines: [String] = []
        for claim in claims { lines += self.lines(claim) }
        if claims.count > 1 { lines += joint().map { "\($0.name): \($0.total)" } }
        return lines.joined(separator: "\n")
    }

    private func lines(_ claim: Claim) -> [String] {
        var lines: [String] = []
        if !claim.facts.worker.isEmpty { lines += ["\(phrases.words("statement.worker")): \(claim.facts.worker)", ""] }
        for head in claim.heads {
            lines.append("\(title(head)): \(amount(head, claim))")
            lines += details(head, claim).map { "    " + $0 }
            lines.append("")
        }
        lines.append("\(phrases.words("statement.total")): \(money(claim.total, claim))")
        lines += rest(claim).flatMap { section in ["", section.title + ":"] + section.lines.map { "    " + $0 } }
        return lines + [""]
    }

    // MARK: Blocks

    /// A part of the statement as a document shows it; whoever makes pages writes them in their own markup.
    public enum Block: Sendable, Hashable {
        case title(String)
        /// The name of a worker.
        case worker(String)
        case heading(String)
        case table(header: [String], rows: [[String]])
        case list([String])
        case paragraph(String)
    }

    /// The statement from top to bottom; several claims with their joint table first.
    public func blocks() -> [Block] {
        var blocks: [Block] = [.title(documentTitle)]
        if claims.count > 1 {
            blocks.append(.table(header: [phrases.words("statement.worker"), phrases.words("statement.total")], rows: joint().map { [$0.name, $0.total] }))
        }
        for claim in claims { blocks += self.blocks(claim) }
        return reader == .forum ? blocks : blocks + [.paragraph(phrases.words("statement.note"))]
    }

    /// What the document is called.
    public var documentTitle: String { phrases.words(claims.count > 1 ? "statement.joint-title" : "statement.title") }

    private func blocks(_ claim: Claim) -> [Block] {
        var blocks: [Block] = claim.facts.worker.isEmpty ? [] : [.worker(claim.facts.worker)]
        // What may come to nothing is no claim yet.
        let heads = reader == .forum ? claim.heads.filter { ($0.amount ?? $0.low ?? 0) > 0 } : claim.heads
        let rows = heads.map { [title($0), amount($0, claim)] } + [[phrases.words("statement.total"), money(claim.total, claim)]]
        blocks.append(.table(header: [phrases.words("statement.fact"), phrases.words("statement.as-given")], rows: facts(claim)))
        blocks.append(.table(header: [phrases.words("statement.head"), phrases.words("statement.amount")], rows: rows))
        for head in heads {
            blocks.append(.heading("\(title(head)): \(amount(head, claim))"))
            blocks.append(.list(details(head, claim, forCourt: reader == .forum)))
        }
        for section in reader == .forum ? reserved(claim) : rest(claim) { blocks += [.heading(section.title), .list(section.lines)] }
        return blocks
    }

    /// What a forum is told besides the sums: which claims are not in them, so that none is given up by silence, and which day was taken for one that is not known.
    private func reserved(_ claim: Claim) -> [(title: String, lines: [String])] {
        let left = claim.heads.filter { !$0.isInTotal }.map(title)
        var sections: [(title: String, lines: [String])] = []
        if !left.isEmpty {
            sections.append((phrases.words("statement.left-out"), [say("statement.not-in-total", [left.joined(separator: phrases.comma)], claim)]))
        }
        let apart = claim.heads.compactMap { head in
            head.apart.map { apart in
                let laws = apart.rules.filter { $0.confidence == .low }.map { "\(phrases.law($0)), \(phrases.article($0.article))" }
                return say("statement.apart-reserved", [title(head), laws.first ?? "–"], claim)
            }
        }
        if !apart.isEmpty {
            if let last = sections.indices.last { sections[last].lines += apart } else { sections.append((phrases.words("statement.left-out"), apart)) }
        }
        let assumed = claim.problems.filter { $0.field == "end" }.map { phrases.text($0.sentence, claim.currency) }
        return assumed.isEmpty ? sections : sections + [(phrases.words("statement.problems"), assumed)]
    }

    // MARK: Parts

    private func title(_ head: Head) -> String { phrases.words("head." + head.kind.rawValue) }

    /// What a deadline is for. Rules are written in English; others are told the kind of claim in their own language.
    private func title(_ deadline: Deadline) -> String {
        let said = phrases.sentence(of: deadline.rule)
        if said.language == phrases.language { return said.text }
        let isAppeal = deadline.rule.topic == "dispute-appeal"
        let kind = isAppeal ? "appeal" : (deadline.rule.conditions.work ?? "after-the-end").filter { $0 != " " }
        return phrases.has("limit." + kind) ? phrases.words("limit." + kind) : deadline.claim
    }

    func money(_ amount: Fraction, _ claim: Claim) -> String { "\(claim.currency.code) \(claim.currency.text(amount))" }

    func say(_ phrase: String, _ values: [String], _ claim: Claim) -> String {
        phrases.text(Sentence(phrase, values.map { .text($0) }), claim.currency)
    }

    private func amount(_ head: Head, _ claim: Claim) -> String {
        if let amount = head.amount { return money(amount, claim) }
        guard let low = head.low, head.high != nil || low > 0 else { return phrases.words("statement.unknown") }
        guard let high = head.high else { return say("statement.at-least", [money(low, claim)], claim) }
        if low == high { return say("statement.uncertain", [money(low, claim)], claim) }
        return say("statement.between", [money(low, claim), money(high, claim)], claim)
    }

    /// - Parameter forCourt: without what others get by other roundings, cautions, open questions, and papers that give less: they help whoever helps, and weaken a claim.
    private func details(_ head: Head, _ claim: Claim, forCourt: Bool = false) -> [String] {
        var lines = head.steps.map { phrases.text($0, claim.currency) }
        if !forCourt, let apart = head.apart {
            lines.append(say("statement.apart", [apart.low == apart.high ? money(apart.high, claim) : say("statement.between", [money(apart.low, claim), money(apart.high, claim)], claim)], claim))
            lines += apart.steps.map { phrases.text($0, claim.currency) }
        }
        if !forCourt { lines += head.warnings.map { "\(phrases.words("statement.warnings")): \(phrases.text($0, claim.currency))" } }
        if !head.narrowedBy.isEmpty, !forCourt { lines.append(say("statement.narrowed", [head.narrowedBy.map(phrases.fact).joined(separator: phrases.comma)], claim)) }
        // A court is told what the claim could also be, not by which reading it would be less.
        let readings = forCourt ? head.readings.filter { reading in head.amount.map { reading.amount > $0 } ?? false } : head.readings
        lines += readings.map {
            "\(phrases.words("statement.readings")): " + say("statement.reading", [phrases.text($0.basis, claim.currency), money($0.amount, claim)], claim)
        }
        if !head.roundings.isEmpty, !forCourt {
            let texts = head.roundings.map { say("statement.reading", [phrases.text($0.basis, claim.currency), money($0.amount, claim)], claim) }
            lines.append(say("statement.roundings", [texts.joined(separator: "; ")], claim))
        }
        lines += head.comparisons.filter { !forCourt || $0.isBetter }.map {
            say($0.isBetter ? "statement.better" : "statement.comparison", [phrases.paper($0.basis), money($0.amount, claim)], claim)
        }
        return lines + (forCourt ? citations(head, claim) : rules(head, claim))
    }

    /// The articles as a court is given them: with the page where each was read only if its state or the authority that applies it published that.
    private func citations(_ head: Head, _ claim: Claim) -> [String] {
        var lines: [String] = []
        for rule in head.rules where rule.confidence > .low {
            let isOfficial = !SourceCitation.isAddress(rule.source) || OfficialPublishers.publishes(rule.source)
            let line = say(
                isOfficial ? "statement.citation-source" : "statement.citation", [phrases.law(rule), phrases.article(rule.article), rule.source], claim)
            if !lines.contains(line) { lines.append(line) }
        }
        return lines
    }

    /// Where it is written; two rules of one article that were read on one page are one line.
    private func rules(_ head: Head, _ claim: Claim) -> [String] {
        var lines: [String] = []
        for rule in head.rules + (head.apart?.rules ?? []) {
            let line = say(
                "statement.rule", [phrases.law(rule), phrases.article(rule.article), phrases.words("confidence." + rule.confidence.rawValue), rule.source], claim)
            if !lines.contains(line) { lines.append(line) }
        }
        return lines
    }

    private func rest(_ claim: Claim) -> [(title: String, lines: [String])] {
        var sections: [(title: String, lines: [String])] = []
        let left = claim.heads.filter { !$0.isInTotal }.map(title)
        if !left.isEmpty {
            sections.append((phrases.words("statement.left-out"), [say("statement.not-in-total", [left.joined(separator: phrases.comma)], claim)]))
        }
        let deadlines = claim.deadlines.flatMap { deadline in
            [say("statement.deadline", [title(deadline), deadline.day.description], claim)]
                + (deadline.steps + deadline.warnings).map { phrases.text($0, claim.currency) }
        }
        let gaps = claim.limitationGaps.map { $0.says(phrases, claim.currency) }
        if !(deadlines + gaps).isEmpty { sections.append((phrases.words("statement.deadlines"), deadlines + gaps)) }
        if let wage = claim.realWage {
            let lines =
                [say("statement.real-wage", [money(wage.agreed, claim), money(wage.real, claim)], claim)] + wage.steps.map { phrases.text($0, claim.currency) }
            sections.append((phrases.words("statement.real"), lines))
        }
        if !claim.duties.isEmpty { sections.append((phrases.words("statement.duties"), claim.duties.map { phrases.text($0.sentence, claim.currency) })) }
        let problems = claim.problems.map {
            $0.field.isEmpty ? phrases.text($0.sentence, claim.currency) : "\(phrases.fact($0.field)): \(phrases.text($0.sentence, claim.currency))"
        }
        if !problems.isEmpty { sections.append((phrases.words("statement.problems"), problems)) }
        return sections
    }

    private func joint() -> [(name: String, total: String)] {
        claims.enumerated().map { ($1.facts.worker.isEmpty ? String($0 + 1) : $1.facts.worker, money($1.total, $1)) } + sums()
    }

    /// Sums by currency, since workers of one employer may have worked in several countries.
    private func sums() -> [(name: String, total: String)] {
        var sums: [(currency: Currency, total: Fraction)] = []
        for claim in claims {
            if let index = sums.firstIndex(where: { $0.currency == claim.currency }) {
                sums[index].total += claim.total
            } else {
                sums.append((claim.currency, claim.total))
            }
        }
        return sums.map { (phrases.words("statement.total"), "\($0.currency.code) \($0.currency.text($0.total))") }
    }
}
