import Dictionary

/// A made-up case with everything recorded in it.
struct GeneratedCase {
    /// Shared parties that the case names; each is made once.
    var parties: [PartyGenerator.Key]
    /// The case's records in an order in which they can be saved.
    var changes: [RecordChange]
    /// What was written later, in some cases.
    var later: [RecordChange]
}

/// Makes up cases. The same seed and number give the same case, whatever was made before, so that cases can be made side by side.
struct CaseGenerator: Sendable {
    let seed: UInt64
    let parties: PartyGenerator

    init(seed: UInt64, caseCount: Int) {
        self.seed = seed
        parties = PartyGenerator(seed: seed, caseCount: caseCount)
    }

    /// Of so many cases the worker of one was registered before, in another case.
    private static let casesPerRepeat = 20
    /// So many earlier cases are looked through for somebody who may come again.
    private static let repeatReach = 60

    /// - Parameter number: from 1 on.
    func make(_ number: Int) throws -> GeneratedCase {
        let (story, random) = story(number)
        var made = try written(story, random)
        guard number % Self.casesPerRepeat == 17, story.workers == 1 else { return made }
        for earlier in stride(from: number - 1, to: max(0, number - Self.repeatReach), by: -1) {
            let (other, random) = self.story(earlier)
            guard other.workers == 1, other.corridorIndex == story.corridorIndex, other.isWoman == story.isWoman, earlier % Self.casesPerRepeat != 17,
                let known = try written(other, random).changes.first(where: { $0.kind == "person" }), let place = made.changes.firstIndex(where: { $0.kind == "person" })
            else { continue }
            made.changes[place].answers["names"] = try Self.heardAgain(known.answers["names"] ?? nil)
            for field in ["date-of-birth", "home-place"] { made.changes[place].answers[field] = known.answers[field] ?? nil }
            break
        }
        return made
    }

    private func story(_ number: Int) -> (CaseStory, SeededRandom) {
        var random = SeededRandom(seed: seed, stream: UInt64(number))
        let story = CaseStory(number: number, random: &random)
        return (story, random)
    }

    private func written(_ story: CaseStory, _ random: SeededRandom) throws -> GeneratedCase {
        var writer = CaseWriter(story: story, random: random, parties: parties)
        return try writer.write()
    }

    /// Names as somebody else wrote them down: in the worker's own script where that is known, else by ear.
    private static func heardAgain(_ answer: Answer?) throws -> Answer? {
        let names = (answer?.value?.elements ?? []).compactMap { value -> PersonName? in if case .name(let name) = value { name } else { nil } }
        guard let name = names.last else { return answer }
        guard names.count == 1 else { return Answer(try FieldValue(list: [.name(name)], type: .name)) }
        let spellings = [("sh", "s"), ("u", "oo"), ("v", "w"), ("i", "ee")]
        let (written, heard) = spellings.first { name.full.contains($0.0) } ?? ("", "")
        let full = written.isEmpty ? name.full : name.full.replacing(written, with: heard, maxReplacements: 1)
        return Answer(try FieldValue(list: [.name(try PersonName(full: full))], type: .name))
    }

    /// The identifier of a case, for those who want to do something with it afterwards.
    func record(ofCase number: Int) throws -> String {
        try make(number).changes.first { $0.kind == "case" }?.record ?? ""
    }
}

/// Writes the records of one made-up case.
struct CaseWriter {
    let story: CaseStory
    var random: SeededRandom
    let caseRecord: String
    let employer: PartyGenerator.Party
    let agency: PartyGenerator.Party
    let subAgent: PartyGenerator.Party?
    var workers: [String] = []
    var changes: [RecordChange] = []
    var later: [RecordChange] = []

    init(story: CaseStory, random: SeededRandom, parties: PartyGenerator) {
        self.story = story
        self.random = random
        caseRecord = RecordIdentifier.text(self.random.bytes(10))
        employer = parties.party(parties.choose(.employer, for: story, random: &self.random))
        agency = parties.party(parties.choose(.agency, for: story, random: &self.random))
        subAgent = self.random.happens(0.3) ? parties.party(parties.choose(.subAgent, for: story, random: &self.random)) : nil
    }

    mutating func write() throws -> GeneratedCase {
        try addCase()
        for index in 0..<story.workers { try addWorker(index) }
        try addRelation(from: employer.record, role: "employer")
        try addRelation(from: agency.record, role: "recruiter")
        if let subAgent { try addRelation(from: subAgent.record, role: "sub-agent") }
        if random.happens(0.2) { try addFamilyContact() }
        for violation in story.violations { try addViolation(violation) }
        try addClaims()
        try addActions()
        try addConsent()
        if random.happens(0.12) { try addReferral() }
        addNotes()
        try addTasks()
        return GeneratedCase(parties: [employer.key, agency.key] + (subAgent.map { [$0.key] } ?? []), changes: changes, later: later)
    }

    mutating func add(_ kind: String, _ sheet: AnswerSheet) -> String {
        let record = RecordIdentifier.text(random.bytes(10))
        changes.append(RecordChange(record: record, kind: kind, answers: sheet.answers))
        return record
    }

    mutating func addRelation(from: String, role: String) throws {
        var sheet = AnswerSheet()
        sheet.link("from", from)
        sheet.link("to", caseRecord)
        sheet.code("role", role)
        if role == "employer" && random.happens(0.6) { try sheet.date("since", day: story.employedSince, vagueness: 0.5, random: &random) }
        _ = add("relation", sheet)
    }

    /// A day between first contact and about a year after it.
    mutating func dayAfterIntake(_ limit: Int = 365) -> Int {
        min(story.intake + random.number(0...limit), 20_640)
    }

    func year(_ day: Int) -> String {
        CalendarDay(daysSinceEpoch: day).map { String($0.year) } ?? "2025"
    }

    mutating func absenceNote() -> String? {
        random.happens(0.5) ? random.element(of: DemonstrationPhrases.absenceNotes) : nil
    }
}
