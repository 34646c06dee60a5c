import Dictionary

// The case itself and the people in it.
extension CaseWriter {
    mutating func addCase() throws {
        var sheet = AnswerSheet()
        try addHead(to: &sheet)
        try addJourney(to: &sheet)
        try addMoney(to: &sheet)
        addNarratives(to: &sheet)
        if story.isClosed && !random.happens(0.4) { try addClosing(to: &sheet) }
        changes.append(RecordChange(record: caseRecord, kind: "case", answers: sheet.answers))
        if story.isClosed && sheet.answers["closing-date"] == nil { try closeLater() }
    }

    private mutating func addHead(to sheet: inout AnswerSheet) throws {
        let corridor = story.corridor
        try sheet.identifier("reference", kind: "case-reference", number: story.reference)
        sheet.text("title", "\(story.reference): \(story.sector.job), \(corridor.originName) to \(corridor.destinationName)")
        sheet.code("data-source", "generated")
        sheet.code("group", story.headcount > 1 ? "yes" : "no")
        if story.headcount > 1 {
            try sheet.quantity("headcount", story.headcount, "persons")
            sheet.code("headcount-band", DemonstrationBands.headcount(story.headcount))
        }
        sheet.code("status", random.weighted([("active", weight: 60), ("intake", weight: 15), ("on-hold", weight: 10), ("follow-up", weight: 15)]))
        sheet.code(
            "priority",
            story.pattern == .householdViolence
                ? random.element(of: ["life-at-risk", "urgent"]) : random.weighted([("normal", weight: 70), ("urgent", weight: 20), ("low", weight: 10)]))
        try sheet.date("intake-date", day: story.intake, random: &random)
        sheet.code("registration-year", year(story.intake))
        sheet.code(
            "reported-by",
            random.weighted([
                ("worker", weight: 55), ("family", weight: 20), ("co-worker", weight: 10), ("partner-organisation", weight: 8),
                ("friend-or-community", weight: 7),
            ]))
        sheet.code(
            "channel",
            random.weighted([
                ("messaging-app", weight: 40), ("phone-call", weight: 25), ("in-person", weight: 20), ("social-media", weight: 10), ("helpline", weight: 5),
            ]))
        try sheet.codes("wishes-coded", story.pattern.wishes)
    }

    private mutating func addJourney(to sheet: inout AnswerSheet) throws {
        let corridor = story.corridor
        sheet.code("origin-country", corridor.origin)
        sheet.code("destination-country", corridor.destination)
        sheet.code("exploitation-country", corridor.destination)
        if random.happens(0.1) { try sheet.codes("transit-countries", [random.element(of: ["AE", "IN", "BH", "TH", "KE"])]) }
        try sheet.place("place", country: corridor.destination, locality: story.town)
        sheet.code("sector", story.sector.code)
        sheet.code("industry", story.sector.industry)
        sheet.code("occupation", story.sector.occupation)
        sheet.code("stage", "employment")
        sheet.code(
            "worker-location-now",
            story.isClosed ? random.element(of: ["return", "employment", "reintegration"]) : random.element(of: ["employment", "exit-or-detention", "return"]))
        sheet.code(
            "visa-kind",
            story.sector.code == "domestic-work" ? "domestic-work" : random.weighted([("work", weight: 85), ("free-visa", weight: 8), ("visit", weight: 7)]))
        sheet.code(
            "migration-status",
            story.pattern == .status
                ? random.element(of: ["expired", "reported-absconding", "irregular"])
                : random.weighted([("regular", weight: 80), ("expired", weight: 12), ("irregular", weight: 8)]))
        sheet.code(
            "contract-exists",
            random.weighted([
                ("written-held", weight: 35), ("written-not-held", weight: 35), ("several", weight: 15), ("oral", weight: 10), ("none", weight: 5),
            ]))
        try sheet.date("employment-since", day: story.employedSince, vagueness: 0.45, random: &random)
        try sheet.codes(
            "recruitment-methods",
            [random.weighted([("agency-office", weight: 50), ("village-agent", weight: 30), ("friends", weight: 12), ("online-social-network", weight: 8)])])
        sheet.code("trafficking-status", story.pattern == .trafficking ? "possible" : "not-trafficking")
        let indicators = Set(story.violations.compactMap { DemonstrationPattern.forcedLabourIndicators[$0] })
        try sheet.codes("forced-labour-indicators", indicators.sorted())
    }

    private mutating func addMoney(to sheet: inout AnswerSheet) throws {
        let currency = story.corridor.currency
        try sheet.money("wage-agreed", story.wageAgreed, currency)
        if random.happens(0.85) { try sheet.money("wage-paid", story.wagePaid, currency) } else { sheet.absent("wage-paid", .unknown, note: absenceNote()) }
        sheet.code("wage-period", "month")
        if story.violations.contains("recruitment-fee") || random.happens(0.4) {
            try sheet.money("recruitment-cost", story.feeInDollars, "USD")
            sheet.code("recruitment-cost-band", DemonstrationBands.amount(dollars: story.feeInDollars))
        } else {
            let absence: Absence = random.happens(0.3) ? .refused : .unknown
            sheet.absent("recruitment-cost", absence, note: absenceNote())
            sheet.absent("recruitment-cost-band", absence)
        }
        if story.violations.contains("non-payment") {
            sheet.code("amount-owed-band", DemonstrationBands.amount(dollars: story.dollars(local: story.monthsUnpaid * story.wageAgreed)))
        }
    }

    private mutating func addNarratives(to sheet: inout AnswerSheet) {
        var sentences = [random.element(of: DemonstrationPhrases.beginnings)]
        sentences += story.violations.map { DemonstrationPhrases.sentence(for: $0) }
        sentences.append(random.element(of: DemonstrationPhrases.endings))
        let text = sentences.map { story.fill($0, agency: agency.name) }.joined(separator: " ")
        sheet.text("summary", "[\(story.reference), made up] \(text)")
        if random.happens(0.4) { sheet.text("safe-contact", "Message in the evening only; never call. Say you are a cousin from \(story.home).") }
        if random.happens(0.5) {
            sheet.text(
                "next-step",
                random.element(of: ["Ask for the contract.", "Call the labour office.", "Write to the embassy.", "Wait for the employer's answer."]))
        }
    }

    private mutating func addClosing(to sheet: inout AnswerSheet) throws {
        sheet.code("status", "closed")
        let outcome = random.weighted([
            ("money-received-in-part", weight: 35), ("money-received-in-full", weight: 20), ("no-money-received", weight: 15), ("returned-home", weight: 20),
            ("changed-employer", weight: 10),
        ])
        try sheet.codes("outcomes", [outcome])
        sheet.code(
            "closing-reason",
            random.weighted([("resolved", weight: 45), ("settled", weight: 25), ("contact-lost", weight: 20), ("withdrawn-by-worker", weight: 10)]))
        try sheet.date("closing-date", day: dayAfterIntake(500), random: &random)
        if outcome.hasPrefix("money-received") {
            sheet.code(
                "amount-received-band", DemonstrationBands.amount(dollars: story.dollars(local: story.wageAgreed * random.number(1...story.monthsUnpaid))))
        }
    }

    /// Some cases were closed by a second entry, so that they have a history.
    private mutating func closeLater() throws {
        var sheet = AnswerSheet()
        try addClosing(to: &sheet)
        later.append(RecordChange(record: caseRecord, kind: "case", answers: sheet.answers))
    }

    // MARK: People

    mutating func addWorker(_ index: Int) throws {
        let isWoman = index == 0 ? story.isWoman : random.happens(story.sector.shareOfWomen)
        let age = index == 0 ? story.age : 18 + random.number(0...30)
        var sheet = try person(isWoman: isWoman)
        try addAge(age, to: &sheet)
        sheet.code("primary-language", story.corridor.people.language)
        sheet.code("occupation", story.sector.occupation)
        try sheet.codes("nationality", [story.corridor.origin])
        sheet.code("marital-status", random.weighted([("married", weight: 60), ("single", weight: 30), ("separated", weight: 5), ("widowed", weight: 5)]))
        if random.happens(0.6) {
            sheet.code("education", random.element(of: ["primary", "lower-secondary", "upper-secondary", "none"]))
        } else {
            sheet.absent("education", .unknown)
        }
        try sheet.place("home-place", country: story.corridor.origin, locality: story.home)
        var papers: [FieldValue] = [
            .identifier(try Identifier(kind: "passport", number: "GEN\(random.number(100_000...999_999))", issuer: story.corridor.origin))
        ]
        if random.happens(0.3) {
            papers.append(
                .identifier(
                    try Identifier(kind: story.corridor.people.paper, number: "GEN-\(random.number(10_000...99_999_999))", issuer: story.corridor.origin)))
        }
        sheet.values("identifiers", papers)
        if story.pattern == .death && index == 0 { sheet.code("deceased", "yes") }
        let record = add("person", sheet)
        workers.append(record)
        try addRelation(from: record, role: "worker")
    }

    private mutating func addAge(_ age: Int, to sheet: inout AnswerSheet) throws {
        switch random.number(0...9) {
        case 0: sheet.absent("date-of-birth", .unknown, note: absenceNote())
        case 1: sheet.absent("date-of-birth", .refused)
        default: try sheet.date("date-of-birth", day: story.intake - age * 365 - random.number(0...360), vagueness: 0.35, random: &random)
        }
        try sheet.quantity("age-at-registration", age, "years")
        sheet.code("age-group", DemonstrationBands.age(age))
        sheet.code("majority-status", "adult")
    }

    /// Name, sex, phone and the marks of a made-up person.
    private mutating func person(isWoman: Bool) throws -> AnswerSheet {
        let people = story.corridor.people
        let given = random.element(of: isWoman ? people.women : people.men)
        let family = random.element(of: people.families)
        var names: [FieldValue] = [
            .name(try PersonName(full: "\(given.latin) \(family.latin)", given: given.latin, family: people.language == "amh" ? nil : family.latin))
        ]
        if let script = people.script, let first = given.native, let last = family.native, random.happens(0.7) {
            names.append(.name(try PersonName(full: "\(first) \(last)", script: script)))
        }
        var sheet = AnswerSheet()
        sheet.values("names", names)
        sheet.code("sex", isWoman ? "female" : "male")
        // +999 is a code that no country has, so that nobody is ever called.
        sheet.values(
            "mobile-phones", [.phone(try PhoneNumber(written: "+999 \(random.number(100...999)) \(random.number(1000...9999)) \(random.number(100...999))"))])
        sheet.text("source-record", story.reference)
        sheet.text("remarks", "Generated; no such person exists.")
        return sheet
    }

    mutating func addFamilyContact() throws {
        guard let worker = workers.first else { return }
        var sheet = try person(isWoman: random.happens(0.5))
        try sheet.place("home-place", country: story.corridor.origin, locality: story.home)
        let record = add("person", sheet)
        try addRelation(from: record, role: "family-contact")
        var tie = AnswerSheet()
        tie.link("from", record)
        tie.link("to", worker)
        tie.code("role", random.weighted([("spouse-of", weight: 45), ("sibling-of", weight: 30), ("parent-of", weight: 25)]))
        _ = add("relation", tie)
    }
}
