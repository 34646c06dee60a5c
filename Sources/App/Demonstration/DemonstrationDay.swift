import Dictionary
import Journal
import Matching
import Storage
import Vault

/// Gives the made-up cases of a caseworker something to do around today, so that the day view has a hearing, a task and a next step whenever it is looked at.
struct DemonstrationDay {
    let node: Node
    let account: String
    let today: CalendarDay

    /// - Parameter cases: the caseworker's cases.
    func plan(_ cases: [String], in transaction: RecordTransaction) throws {
        var random = SeededRandom(seed: 5, stream: UInt64(cases.count))
        for (index, record) in cases.enumerated() {
            switch index % 8 {
            case 0: try task(DemonstrationPhrases.tasks[index % DemonstrationPhrases.tasks.count], offset: random.number(-3...5), record, &random, transaction)
            case 2: try save(["next-step-date": try date(random.number(-2...9))], of: record, "case", transaction)
            case 4: try claim(of: record, offset: random.number(0...12), transaction)
            case 6: try consent(of: record, until: random.number(2...13), transaction)
            default: continue
            }
        }
        try task("Write the monthly report", offset: 1, nil, &random, transaction)
    }

    private func date(_ offset: Int) throws -> Answer {
        guard let day = today.adding(days: offset) else { throw AppError("The clock of this machine is outside all calendars. Set it.") }
        return Answer(.date(PartialDate(day)))
    }

    private func task(_ title: String, offset: Int, _ caseRecord: String?, _ random: inout SeededRandom, _ transaction: RecordTransaction) throws {
        var answers: [String: Answer?] = ["title": Answer(.text(title)), "due": try date(offset), "assigned-to": Answer(.list([.link(account)]))]
        if let caseRecord { answers["case"] = Answer(.link(caseRecord)) }
        try transaction.save(RecordChange(record: RecordIdentifier.text(random.bytes(10)), kind: "task", answers: answers))
    }

    private func claim(of caseRecord: String, offset: Int, _ transaction: RecordTransaction) throws {
        guard let claim = try child("claim", of: caseRecord, transaction) else { return }
        try save(["stage": Answer(.code("hearing")), "next-hearing": try date(offset)], of: claim, "claim", transaction)
    }

    private func consent(of caseRecord: String, until offset: Int, _ transaction: RecordTransaction) throws {
        guard let consent = try child("consent", of: caseRecord, transaction) else { return }
        try save(["until": try date(offset)], of: consent, "consent", transaction)
    }

    private func child(_ kind: String, of caseRecord: String, _ transaction: RecordTransaction) throws -> String? {
        try RecordRows(connection: transaction.connection, organisation: node.organisation.number).linking(to: caseRecord)
            .first { $0.field == "case" && $0.row.state.kind == kind }?.row.record
    }

    private func save(_ answers: [String: Answer?], of record: String, _ kind: String, _ transaction: RecordTransaction) throws {
        try transaction.save(RecordChange(record: record, kind: kind, answers: answers))
    }
}

/// Notices of workers of the made-up cases, sightings of them elsewhere, and a party that was asked for its reply, so that tracing and the ledger can be walked through.
struct DemonstrationTracing {
    /// So many notices are made.
    private static let notices = 3
    private static let mark = "Generated; no such person exists."

    let node: Node
    let today: CalendarDay

    /// - Parameter cases: the caseworker's cases.
    func save(_ cases: [String], in transaction: RecordTransaction) throws {
        let rows = RecordRows(connection: transaction.connection, organisation: node.organisation.number)
        var reader = TraceProfileReader(node, transaction.connection)
        var made = 0
        for caseRecord in cases where made < Self.notices {
            let workers = try rows.linking(to: caseRecord).filter { $0.field == "to" && CaseFacts.openText($0.row.state, "role") == "worker" }
                .compactMap { CaseFacts.openText($0.row.state, "from") }
            guard workers.count == 1, let worker = workers.first, let profile = try reader.profile(of: worker), let name = profile.names.first,
                name.split(separator: " ").count > 1, profile.home != nil, let state = try rows.state(of: caseRecord)
            else { continue }
            try notice(of: worker, profile, name, caseRecord, country: CaseFacts.openText(state, "destination-country"), number: made, transaction)
            made += 1
        }
        try party(of: cases, rows, transaction)
    }

    private func day(_ offset: Int) throws -> String {
        guard let day = today.adding(days: offset) else { throw AppError("The clock of this machine is outside all calendars. Set it.") }
        return "\(day)"
    }

    private func record(_ kind: String, _ number: Int, _ name: String = "") -> String {
        RecordIdentifier.text(node.keys.recordIdentifier(for: "demonstration \(kind)\n\(number)\n\(name)"))
    }

    private func notice(
        of worker: String, _ profile: TraceProfile, _ name: String, _ caseRecord: String, country: String?, number: Int, _ transaction: RecordTransaction
    ) throws {
        let home = profile.home ?? ""
        let parts = name.split(separator: " ").map(String.init)
        try save(
            "consent", ["given": "yes", "scopes": "tracing-publication | matching", "given-on": try day(-20)], links: ["case": caseRecord],
            record: record("consent", number), transaction)
        try save(
            "notice",
            [
                "full-name": name, "sex": profile.sex, "last-country": country, "status": "information-sought", "publish": "public-seeker",
                "seeker-relation": ["parent-of", "spouse-of", "sibling-of"][number % 3], "reported-on": try day(-20), "last-contact": try day(-60 - number * 30),
                "description": "The phone has been off since the last call. \(Self.mark)", "remarks": Self.mark,
            ], links: ["case": caseRecord, "missing-person": worker], record: record("notice", number), transaction)
        // By name in another order, and a year of birth.
        try save(
            "sighting",
            [
                "kind": "spoken-to", "status": "believed-alive", "full-name": (parts.dropFirst() + parts.prefix(1)).joined(separator: " "), "sex": profile.sex, "country": country,
                "date-of-birth": profile.born.map { String($0.text.prefix(4)) }, "seen-on": try day(-4), "author": "Visitor (generated)",
                "description": "Met on a visit. \(Self.mark)",
            ], record: record("sighting", number, "visit"), transaction)
        // By the place that the person named, in a sentence.
        try save(
            "sighting",
            [
                "kind": "hearsay", "full-name": parts.count > 2 ? parts.dropLast().joined(separator: " ") : name, "sex": profile.sex, "seen-on": try day(-9),
                "author": "Caller (generated)", "description": "Somebody of that name works here and says that home is \(home). \(Self.mark)",
            ], record: record("sighting", number, "call"), transaction)
    }

    /// The party that most of these cases name was told what it is said to have done, and has replied: it may be listed, corrected, removed.
    private func party(of cases: [String], _ rows: RecordRows, _ transaction: RecordTransaction) throws {
        let counts = PartyCounts(node, transaction.connection)
        var parties: Set<String> = []
        for caseRecord in cases {
            for item in try rows.linking(to: caseRecord) where item.field == "to" && ["recruiter", "employer"].contains(CaseFacts.openText(item.row.state, "role") ?? "") {
                if let party = CaseFacts.openText(item.row.state, "from") { parties.insert(party) }
            }
        }
        let counted = try parties.map { (party: $0, cases: try counts.cases(of: $0).count) }.filter { $0.cases >= Listing.leastCases }
        guard let most = counted.max(by: { ($0.cases, $0.party) < ($1.cases, $1.party) }) else { return }
        try Listing.save(.ask, "Generated; no such firm exists.", of: most.party, in: transaction)
        try Listing.save(.reply, "Generated reply: all our workers are paid, and their papers are with them.", of: most.party, in: transaction)
    }

    private func save(
        _ kind: String, _ texts: [String: String?], links: [String: String] = [:], record: String, _ transaction: RecordTransaction
    ) throws {
        var answers: [String: Answer?] = [:]
        for (name, text) in texts {
            guard let text, !text.isEmpty, let field = node.dictionary.field(kind, name) else { continue }
            answers[name] = Answer(try field.parse(text, in: node.dictionary))
        }
        for (name, target) in links {
            guard let field = node.dictionary.field(kind, name) else { continue }
            let link = try FieldValue(link: target)
            answers[name] = Answer(field.takesList ? try FieldValue(list: [link], type: .link) : link)
        }
        try transaction.save(RecordChange(record: record, kind: kind, answers: answers))
    }
}
