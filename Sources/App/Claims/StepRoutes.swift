import Dictionary
import Entitlements
import HTTPTypes
import Storage

/// The addresses under which a worker's claims are followed: what was filed, heard, offered, awarded, received, passed on.
enum StepRoutes {
    static var all: [Route] {
        [
            .get("/cases/{case}/claim/{record}/steps", .permission(.readCases), show),
            .get("/cases/{case}/claim/{record}/steps/{kind}", .permission(.writeCases), ask).showingKept,
            .post("/cases/{case}/claim/{record}/steps/{kind}", .permission(.writeCases), save)
                .kept(on: "/cases/{case}/claim/{record}/steps/{kind}", as: "claims.steps.title", shownBy: ask),
        ]
    }

    private struct Opened: Sendable {
        var reading: ClaimReading
        var sheet: CaseSheet
        var worker: RecordView
        var claims: [RecordView]
        var answers: AnswerText
        var form: AnswerForm
    }

    private static func opened(_ request: WebRequest, _ services: AppServices) async throws -> Opened {
        let reading = try ClaimReading(request, services)
        let (caseRecord, record) = (try request.parameter("case"), try request.parameter("record"))
        let (sheet, worker) = try await services.work {
            let sheet = try reading.sheet(of: caseRecord)
            return (sheet, try reading.worker(record, sheet))
        }
        return Opened(
            reading: reading, sheet: sheet, worker: worker, claims: StepsPage.claims(of: record, sheet),
            answers: AnswerText(dictionary: reading.access.node.dictionary, dates: DateText(request, services)),
            form: try form(request, reading, services, StepsPage.claims(of: record, sheet)))
    }

    /// A bare sum is meant in the currency of the claims, where they have one.
    private static func form(_ request: WebRequest, _ reading: ClaimReading, _ services: AppServices, _ claims: [RecordView]) throws -> AnswerForm {
        var form = CaseRoutes.answerForm(request, reading.access.node, services)
        var currencies = Set(claims.compactMap { HeadSums($0).claimed?.currency })
        if currencies.isEmpty {
            currencies = Set(try claims.compactMap { try $0.code("country").flatMap { try LawLibrary.book(country: $0, category: .privateSector)?.currency.code } })
        }
        if currencies.count == 1 { form.currency = currencies.first }
        return form
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let opened = try await opened(request, services)
        let notice = request.query["claimed"] == nil ? nil : request.translator("claims.notice.claimed")
        return .page(StepsPage(request, opened.sheet, opened.worker, opened.answers, today: try ClaimRoutes.today(request), notice: notice).html())
    }

    private static func step(_ request: WebRequest) throws -> ClaimStep {
        guard let step = ClaimStep(rawValue: try request.parameter("kind")) else { throw WebError.notFound }
        return step
    }

    private static func ask(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let opened = try await opened(request, services)
        let step = try step(request)
        guard !opened.claims.isEmpty else { return .seeOther("/cases/\(opened.sheet.view.record)/claim/\(opened.worker.record)") }
        var request = request
        let open = opened.claims.filter { !ReminderRules.endedStages.contains($0.code("stage") ?? "") || step.adds || step == .costs }
        // What was filed already is filed again only by whoever says so: a second filing takes the place of the first in the claim.
        let unfiled = open.filter { $0.date("filed-on") == nil }
        var items: [FormFields.Item] = (step == .filing ? unfiled : open).map { .init(name: "heads", value: $0.record) }
        if step == .evidence {
            items += EvidenceList.held(opened.claims, in: opened.sheet).sorted().map { .init(name: "evidence-held", value: $0) }
        } else if let day = request.day, let date = step.fields.first(where: { $0.hasSuffix("-on") && $0 != "passed-on" }) {
            items.append(.init(name: date, value: day.description))
        }
        request.prefill(items)
        return .page(
            StepPage.html(request, step, opened.worker, opened.claims, opened.form, opened.answers, caseRecord: opened.sheet.view.record))
    }

    private static func save(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let opened = try await opened(request, services)
        let step = try step(request)
        let dictionary = opened.form.dictionary
        let chosen = Set(request.form.all("heads"))
        let claims = opened.claims.filter { chosen.contains($0.record) }
        var (answers, problems) = opened.form.read(request.form, step.fields.compactMap { dictionary.field("claim", $0) })
        // One payment or offer at a time: the fields take several, of which this is one more.
        for name in step.adds ? step.fields : [] {
            guard case .list(let values)? = answers[name]??.value else { continue }
            if values.count == 1 {
                answers[name] = Answer(values[0])
            } else {
                problems.append(FieldProblem(field: name, sentence: request.translator("claims.step.error.one")))
            }
        }
        if claims.isEmpty { problems.append(FieldProblem(field: "heads", sentence: request.translator("claims.step.error.heads"))) }
        for name in step.needed where answers[name] == .some(nil) {
            let label = dictionary.field("claim", name)?.label(request.translator.language) ?? name
            problems.append(FieldProblem(field: name, sentence: request.translator("claims.step.error.needed", ["field": .text(label)])))
        }
        let today = try ClaimRoutes.today(request)
        problems += StepCheck(step: step, claims: claims, answers: answers, today: today, translator: request.translator, dictionary: dictionary)
            .problems(isConfirmed: request.form.text(StepCheck.confirmation) == "yes" || !problems.isEmpty)
        guard let submission = CaseRoutes.submission(request), problems.isEmpty else {
            throw UnfinishedForm(problems: problems)
        }
        answers = answers.filter { $0.value != nil }
        let writing = StepWriting(step: step, claims: claims, answers: answers)
        let (reading, worker, sheet) = (opened.reading, opened.worker, opened.sheet)
        let appeal = step == .decision ? try writing.appeal(try await services.work { try reading.compute(worker, sheet) }) : [:]
        let written = try writing.records(allHeads: opened.claims, documents: opened.sheet.documents)
            .map { (record: $0.record, answers: $0.answers.merging(appeal) { _, new in new }) }
        let action = try writing.action(on: today, label: request.translator("claims.step.\(step.rawValue)"))
        let forums = opened.form.dictionary.vocabulary("forum-kind")
        let earlier = try writing.earlierFilings(opened.sheet.actions, label: request.translator("claims.step.filing")) { code in
            forums?.term(code)?.label(request.translator.language) ?? code
        }
        let decisions = try writing.earlierDecisions(label: request.translator("claims.step.decision")) { "\($0.currency) \($0.text)" }
        let (caseRecord, account) = (opened.sheet.view.record, opened.reading.access.session.account)
        try await services.work {
            try ClaimWork(node: opened.reading.access.node, account: account).step(written, action: action, earlier: earlier + decisions, in: caseRecord, submission: submission)
        }
        return .seeOther("/cases/\(caseRecord)/claim/\(opened.worker.record)/steps")
    }
}

/// What a step writes into each head.
struct StepWriting {
    let step: ClaimStep
    let claims: [RecordView]
    /// As the form read them.
    let answers: [String: Answer?]

    func records(allHeads: [RecordView], documents: [RecordView]) throws -> [(record: String, answers: [String: Answer?])] {
        var shared = answers
        let sum = step.sum.flatMap { shared.removeValue(forKey: $0) ?? nil }
        if step == .evidence { try addMissing(to: &shared) }
        if let stage = step.stage(decision: code("decision")) { shared["stage"] = Answer(.code(stage)) }
        if step == .settlement { shared["decision"] = Answer(.code("settled")) }
        for name in step.besideSum { shared[name] = nil }
        let parts = divide(sum)
        return try claims.enumerated().filter { !isOlderFiling(than: $0.element) }.map { index, view in
            var own = shared
            if step == .filing, case .date(let date)? = answers["filed-on"]??.value, let year = date.year {
                own["filed-year"] = Answer(.code("\(year)"))
            }
            if step == .filing { endDeadline(of: view, &own) }
            if step == .settlement {
                if let offer = HeadSums(view).offered { own["awarded"] = Answer(.money(try offer.money())) }
                // What is settled is neither heard nor appealed any more.
                for name in ["deadline", "deadline-basis", "next-hearing"] where view.answer(name) != nil { own[name] = .some(nil) }
            }
            if let name = step.sum {
                if let parts {
                    try add(parts[index], name, view, to: &own)
                } else if let sum {
                    // An answer that says why there is no sum.
                    own[name] = sum
                }
            }
            return (view.record, own)
        }
    }

    /// A filing that is written down late stands among what was done, and changes nothing of a claim that has gone further since.
    private func isOlderFiling(than view: RecordView) -> Bool {
        guard step == .filing, case .date(let date)? = answers["filed-on"]??.value, let filed = date.latest else { return false }
        return [view.date("filed-on"), view.date("decided-on")].contains { $0?.earliest.map { filed < $0 } == true }
    }

    /// A claim that was filed in time has met its last day, which then calls for nothing more; the history of the claim keeps it.
    private func endDeadline(of view: RecordView, _ own: inout [String: Answer?]) {
        guard let last = view.date("deadline")?.earliest, case .date(let filed)? = answers["filed-on"]??.value, let day = filed.latest, day <= last else {
            return
        }
        own["deadline"] = .some(nil)
    }

    private func code(_ name: String) -> String? { if case .code(let code)? = answers[name]??.value { code } else { nil } }

    /// The sum in parts, one for each head; nil where there is no sum.
    private func divide(_ sum: Answer?) -> [Coins]? {
        guard case .money(let money)? = sum?.value else { return nil }
        return Apportionment.parts(of: Coins(money), by: claims.map { HeadSums($0).weight(step) })
    }

    /// For what an offer does not say.
    private static let unsaid = "–"

    private func add(_ part: Coins, _ name: String, _ view: RecordView, to own: inout [String: Answer?]) throws {
        guard step.adds else {
            own[name] = Answer(.money(try part.money()))
            return
        }
        // Nothing is written for a head that gets nothing of a payment; of an offer it is, since accepting gives it up.
        guard part.count > 0 || step == .offer else { return }
        let sums = view.answer(name)?.value?.elements ?? []
        for field in step.besideSum {
            let type: FieldType = field.hasSuffix("-on") ? .date : .narrative
            var values = view.answer(field)?.value?.elements ?? []
            let said = answers[field]??.value
            // An offer from the time before conditions were kept for each has none.
            while type == .narrative, values.count < sums.count { values.append(try FieldValue(text: Self.unsaid)) }
            if let said { values.append(said) } else if type == .narrative { values.append(try FieldValue(text: Self.unsaid)) }
            own[field] = Answer(try FieldValue(list: values, type: type))
        }
        own[name] = Answer(try FieldValue(list: sums + [.money(try part.money())], type: .money))
        if step == .received, let outstanding = HeadSums(view).outstanding, outstanding.currency == part.currency, outstanding.count > 0,
            part.count >= outstanding.count
        {
            own["stage"] = Answer(.code("paid"))
        }
    }

    private func addMissing(to shared: inout [String: Answer?]) throws {
        let held = Set((answers["evidence-held"]??.value?.elements ?? []).compactMap { if case .code(let code) = $0 { code } else { nil } })
        let needed = EvidenceList.needed(heads: Set(claims.compactMap { $0.code("head") }), forum: claims.compactMap { $0.code("forum") }.first)
        let missing = needed.filter { !held.contains($0) }
        shared["evidence-missing"] = missing.isEmpty ? .some(nil) : Answer(try FieldValue(list: missing.map { .code($0) }, type: .codes))
        if held.isEmpty { shared["evidence-held"] = .some(nil) }
    }

    /// A claim names its next hearing only. The one that it named before stays in the case as an action: held, or put off where its day has not come.
    private func earlierHearing(_ today: CalendarDay, label: String) throws -> [String: Answer?]? {
        guard case .date(let next)? = answers["next-hearing"]??.value,
            let earlier = claims.compactMap({ $0.date("next-hearing") }).filter({ $0 != next }).max()
        else { return nil }
        let isOver = earlier.latest.map { $0 < today } ?? true
        return [
            "type": Answer(.code("hearing")), "status": Answer(.code(isOver ? "done" : "not-done")), "date": Answer(.date(earlier)),
            "description": Answer(try FieldValue(text: label)),
        ]
    }

    /// A claim names its latest filing only. Those that it named before stay in the case as actions, with the body: the ministry first, then the court.
    func earlierFilings(_ actions: [RecordView], label: String, forum: (String) -> String) throws -> [[String: Answer?]] {
        guard step == .filing, case .date(let filed)? = answers["filed-on"]??.value else { return [] }
        let known = Set(actions.filter { $0.code("type") == "complaint" }.compactMap { $0.date("date") })
        var seen: Set<PartialDate> = []
        return try claims.compactMap { view -> [String: Answer?]? in
            guard let earlier = view.date("filed-on"), earlier != filed, !isOlderFiling(than: view), !known.contains(earlier), seen.insert(earlier).inserted else { return nil }
            let description = [label, view.code("forum").map(forum)].compactMap(\.self).joined(separator: ": ")
            return [
                "type": Answer(.code("complaint")), "status": Answer(.code("done")), "date": Answer(.date(earlier)),
                "description": Answer(try FieldValue(text: description)),
            ]
        }
    }

    /// A claim names its latest decision only. Those that it named before stay in the case as actions, with what was awarded.
    func earlierDecisions(label: String, sum: (Coins) -> String) throws -> [[String: Answer?]] {
        guard step == .decision || step == .settlement, case .date(let decided)? = answers["decided-on"]??.value else { return [] }
        var days: [PartialDate] = []
        for case let earlier? in claims.map({ $0.date("decided-on") }) where (earlier != decided || step == .settlement) && !days.contains(earlier) {
            days.append(earlier)
        }
        return try days.map { day in
            let awarded = HeadSums.total(claims.filter { $0.date("decided-on") == day }.map { HeadSums($0).single("awarded") }.filter { $0 != nil })
            return [
                "type": Answer(.code("other")), "status": Answer(.code("done")), "date": Answer(.date(day)),
                "description": Answer(try FieldValue(text: ([label] + awarded.map(sum)).joined(separator: " – "))),
            ]
        }
    }

    /// The last day on which a decision can be appealed, in place of the day by which the claim had to be filed; nil where no rule on file gives it.
    func appeal(_ computed: ComputedClaim) throws -> [String: Answer?] {
        guard step == .decision, code("decision") != "settled", case .date(let decided)? = answers["decided-on"]??.value, let day = decided.earliest,
            let deadline = computed.appeal(from: day, by: claims.compactMap { $0.code("forum") }.first),
            let last = CalendarDay(daysSinceEpoch: deadline.day.number)
        else { return [:] }
        return [
            "deadline": Answer(.date(PartialDate(last))),
            "deadline-basis": Answer(try FieldValue(text: "\(deadline.rule.law), \(deadline.rule.article)")),
        ]
    }

    /// The action that stands among what was done in the case; nil for what is none.
    func action(on today: CalendarDay, label: String) throws -> [String: Answer?]? {
        if step == .hearing { return try earlierHearing(today, label: label) }
        guard let type = step.action else { return nil }
        var action: [String: Answer?] = ["type": Answer(.code(type)), "status": Answer(.code("done")), "description": Answer(try FieldValue(text: label))]
        let date = step.fields.first { $0.hasSuffix("-on") && $0 != "passed-on" }.flatMap { answers[$0] ?? nil }
        action["date"] = date ?? Answer(.date(PartialDate(today)))
        if step == .received, let sum = answers["received"] ?? nil { action["money-obtained"] = sum }
        return action
    }
}
