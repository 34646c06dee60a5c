import Dictionary

// What was done to the workers, and what was done for them.
extension CaseWriter {
    mutating func addViolation(_ type: String) throws {
        var sheet = AnswerSheet()
        let stage = DemonstrationPattern.stage(of: type)
        let isRecruitment = stage == "recruitment"
        let since = isRecruitment ? story.employedSince - random.number(20...120) : min(story.intake, story.employedSince + random.number(0...300))
        sheet.link("case", caseRecord)
        sheet.code("type", type)
        sheet.code("stage", stage)
        sheet.code("country", isRecruitment ? story.corridor.origin : story.corridor.destination)
        try sheet.date("since", day: since, vagueness: 0.6, random: &random)
        sheet.code("year", year(since))
        sheet.code("finding", random.weighted([("alleged", weight: 60), ("likely", weight: 25), ("confirmed", weight: 15)]))
        if let worker = workers.first { sheet.link("victim", worker) }
        if story.headcount > 1 { try sheet.quantity("victims-number", story.headcount, "persons") }
        sheet.links("perpetrator", [isRecruitment ? (subAgent ?? agency).record : employer.record])
        if !isRecruitment { sheet.code("place-kind", stage == "exit-or-detention" ? "deportation-centre" : story.sector.place) }
        sheet.text("description", story.fill(DemonstrationPhrases.sentence(for: type), agency: agency.name))
        try addDetails(of: type, to: &sheet)
        _ = add("violation", sheet)
    }

    private mutating func addDetails(of type: String, to sheet: inout AnswerSheet) throws {
        switch type {
        case "recruitment-fee":
            try sheet.money("amount", story.feeInDollars, "USD")
            sheet.code("amount-band", DemonstrationBands.amount(dollars: story.feeInDollars))
            sheet.links("fee-paid-to", [(subAgent ?? agency).record])
            sheet.code("fee-receipt", random.happens(0.15) ? "yes" : "no")
            try sheet.codes("fee-purposes", random.happens(0.5) ? ["agency-fee", "visa", "medical-test"] : ["agency-fee"])
        case "non-payment":
            try sheet.quantity("months-unpaid", story.monthsUnpaid, "months")
            sheet.code("months-unpaid-band", DemonstrationBands.months(story.monthsUnpaid))
            try sheet.money("amount", story.monthsUnpaid * story.wageAgreed, story.corridor.currency)
            sheet.code("amount-band", DemonstrationBands.amount(dollars: story.dollars(local: story.monthsUnpaid * story.wageAgreed)))
        case "underpayment", "contract-substitution":
            try sheet.money("wage-agreed", story.wageAgreed, story.corridor.currency)
            try sheet.money("wage-paid", story.wagePaid, story.corridor.currency)
            sheet.code("wage-period", "month")
        case "excessive-hours", "forced-overtime", "unpaid-overtime":
            let hours = random.number(10...17)
            try sheet.quantity("hours-worked", hours, "hours-per-day")
            sheet.code("hours-band", DemonstrationBands.hours(hours))
        case "document-retention":
            try sheet.codes("document-kinds", ["passport"])
            sheet.code("documents-held-by", story.sector.employerKind)
            sheet.code("documents-returned", story.isClosed ? "yes" : "no")
        case "injury":
            try sheet.codes("injury-kind", [random.element(of: ["leg-or-foot", "arm-or-hand", "back-or-spine", "head", "heat-illness"])])
            sheet.code("injury-at-work", "yes")
        case "death-unexplained":
            sheet.code("death-cause-stated", "cardiac-arrest-unexplained")
            sheet.code("post-mortem", random.element(of: ["none", "refused-by-family"]))
        case "detention":
            sheet.code("detention-kind", "immigration")
            if random.happens(0.5) { sheet.code("interpreter", "no") } else { sheet.absent("interpreter", .unknown) }
        default: break
        }
    }

    mutating func addClaims() throws {
        for type in story.violations {
            guard let head = DemonstrationPattern.claimHead(of: type), random.happens(0.6) else { continue }
            let amount = claimedAmount(for: type)
            var sheet = AnswerSheet()
            sheet.link("case", caseRecord)
            sheet.links("claimant", workers)
            sheet.links("respondent", [head == "recruitment-fee" ? agency.record : employer.record])
            sheet.code("head", head)
            try sheet.money("amount", amount, story.corridor.currency)
            sheet.code("amount-band", DemonstrationBands.amount(dollars: story.dollars(local: amount)))
            sheet.code("country", head == "recruitment-fee" ? story.corridor.origin : story.corridor.destination)
            sheet.code(
                "forum",
                head == "recruitment-fee"
                    ? "origin-recruitment-authority" : random.weighted([("labour-office", weight: 60), ("labour-court", weight: 25), ("employer", weight: 15)]))
            let filed = dayAfterIntake(90)
            sheet.code(
                "stage",
                random.weighted([
                    ("preparing", weight: 20), ("demanded", weight: 20), ("filed", weight: 25), ("conciliation", weight: 20), ("hearing", weight: 15),
                ]))
            try sheet.date("filed-on", day: filed, random: &random)
            sheet.code("filed-year", year(filed))
            try sheet.codes("evidence-held", random.happens(0.5) ? ["worker-statement", "messages"] : ["contract", "worker-statement"])
            let record = add("claim", sheet)
            if story.isClosed { try settleLater(record, amount: amount) }
        }
    }

    /// What is claimed, in the currency of the destination.
    private mutating func claimedAmount(for type: String) -> Int {
        switch type {
        case "non-payment": story.monthsUnpaid * story.wageAgreed
        case "underpayment": max(story.wageAgreed - story.wagePaid, story.wageAgreed / 10) * random.number(3...20)
        case "recruitment-fee": story.local(dollars: story.feeInDollars)
        case "injury", "death-compensation-denied": story.wageAgreed * random.number(6...30)
        default: story.wageAgreed * random.number(20...180) / 100
        }
    }

    private mutating func settleLater(_ claim: String, amount: Int) throws {
        let received = amount * random.number(20...100) / 100
        let day = dayAfterIntake(480)
        var sheet = AnswerSheet()
        sheet.code("stage", "paid")
        sheet.code("decision", received == amount ? "granted" : "settled")
        sheet.values("received", [.money(try Money(amount: ExactDecimal(received), currency: story.corridor.currency))])
        sheet.code("received-band", DemonstrationBands.amount(dollars: story.dollars(local: received)))
        sheet.values("received-on", [.date(try PartialDate(edtf: CalendarDay(daysSinceEpoch: day)?.description ?? year(day)))])
        later.append(RecordChange(record: claim, kind: "claim", answers: sheet.answers))
    }

    mutating func addActions() throws {
        var types = ["first-contact"]
        if random.happens(0.5) { types.append("interview") }
        for type in story.pattern.actions where random.happens(0.5) { types.append(type) }
        var day = story.intake
        for type in types {
            var sheet = AnswerSheet()
            sheet.link("case", caseRecord)
            sheet.code("type", type)
            try sheet.date("date", day: day, random: &random)
            sheet.code("year", year(day))
            sheet.code(
                "status",
                story.isClosed || type == "first-contact"
                    ? "done" : random.weighted([("done", weight: 50), ("in-progress", weight: 30), ("planned", weight: 20)]))
            if random.happens(0.7) {
                sheet.code(
                    "result",
                    random.weighted([
                        ("achieved", weight: 35), ("partly-achieved", weight: 20), ("pending", weight: 20), ("no-answer", weight: 15), ("refused", weight: 10),
                    ]))
            }
            sheet.text("done-by", "Caseworker \(random.number(1...9)) (generated)")
            sheet.text("description", random.element(of: DemonstrationPhrases.actionNotes))
            sheet.links("for-person", Array(workers.prefix(1)))
            _ = add("action", sheet)
            day = min(day + random.number(1...60), 20_640)
        }
    }

    mutating func addConsent() throws {
        guard let worker = workers.first else { return }
        var sheet = AnswerSheet()
        sheet.link("case", caseRecord)
        // In most groups somebody agrees for all.
        if story.headcount == 1 || random.happens(0.3) { sheet.link("person", worker) }
        guard !random.happens(0.04) else {
            sheet.absent("given", .refused, note: "Wants to think about it.")
            _ = add("consent", sheet)
            return
        }
        sheet.code("given", "yes")
        sheet.code("keeps-data", "yes")
        var scopes = ["record-keeping", "act-for-me"]
        for scope in ["contact-employer", "contact-mission", "contact-authorities", "share-with-partner", "statistics", "legal-claim", "anonymous-story"]
        where random.happens(0.5) {
            scopes.append(scope)
        }
        try sheet.codes("scopes", scopes)
        sheet.code("manner", random.weighted([("by-message", weight: 40), ("spoken", weight: 30), ("written", weight: 20), ("thumbprint", weight: 10)]))
        sheet.code("language", story.corridor.people.language)
        try sheet.date("given-on", day: story.intake + random.number(0...7), random: &random)
        sheet.text("words", random.element(of: DemonstrationPhrases.consentWords))
        sheet.code("given-by-other", story.pattern == .death ? "heir" : "person")
        if random.happens(0.15) { try sheet.date("until", day: story.intake + random.number(180...900), random: &random) }
        if random.happens(0.04) {
            try sheet.date("withdrawn-on", day: dayAfterIntake(200), random: &random)
            sheet.text("withdrawal-words", "I changed my mind. Do not speak to anybody for me any more.")
        }
        _ = add("consent", sheet)
    }

    mutating func addReferral() throws {
        var sheet = AnswerSheet()
        sheet.link("case", caseRecord)
        sheet.code("direction", "outgoing")
        sheet.code("kind", "referral")
        sheet.code("status", random.weighted([("accepted", weight: 50), ("offered", weight: 20), ("declined", weight: 15), ("resolved", weight: 15)]))
        sheet.code("urgency", story.pattern == .householdViolence ? "same-day" : "normal")
        sheet.code("reason", "more-services")
        try sheet.codes("needs", [random.element(of: ["shelter", "legal-aid", "repatriation", "health", "wage-claim"])])
        sheet.text("to-name", "Partner organisation \(random.number(1...5)) (generated)")
        try sheet.date("sent-on", day: dayAfterIntake(60), random: &random)
        _ = add("referral", sheet)
    }
}
