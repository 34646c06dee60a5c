import Dictionary
import Formats
import HTTPTypes
import Storage
import Vault

/// A worker leaves within hours: what to take down now, one after the other, each saved by itself.
enum DepartureRoutes {
    static var all: [Route] {
        [
            .get("/cases/{case}/departure", .permission(.writeCases), show).showingKept,
            .post("/cases/{case}/departure/{kind}", .permission(.writeCases), input: .form(limit: DocumentRoutes.formLimit), save)
                .kept(on: "/cases/{case}/departure", as: "claims.departure.title", shownBy: show),
        ]
    }

    private static let hoursOffered = 1...240

    private static func read(_ request: WebRequest, _ services: AppServices) async throws -> (ClaimReading, CaseSheet) {
        let reading = try ClaimReading(request, services)
        let caseRecord = try request.parameter("case")
        return (reading, try await services.work { try reading.sheet(of: caseRecord) })
    }

    /// The page in the worker's own language, if the program speaks it.
    private static func spoken(_ request: WebRequest, _ chosen: String?) -> WebRequest {
        guard let chosen, request.translator.catalogue.languages.contains(chosen) else { return request }
        var request = request
        request.translator = Translator(catalogue: request.translator.catalogue, language: chosen, clock: request.translator.clock)
        return request
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (reading, sheet) = try await read(request, services)
        let request = spoken(request, request.query.text("language") ?? request.form.text("page-language"))
        return .page(DeparturePage(request, sheet, CaseRoutes.answerForm(request, reading.access.node, services), DateText(request, services)).html())
    }

    private static func save(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (reading, sheet) = try await read(request, services)
        let language = request.form.text("page-language").flatMap { request.translator.catalogue.languages.contains($0) ? $0 : nil }
        let request = spoken(request, language)
        let back = "/cases/\(sheet.view.record)/departure" + (language.map { "?language=\($0)" } ?? "")
        let kind = try request.parameter("kind")
        if kind == "hours" {
            let typed = request.form.text("hours")?.trimmingSpaces ?? ""
            guard let hours = Int(withASCIIDigits(typed) ?? typed), hoursOffered.contains(hours),
                let moment = DepartureMoment.date(request.now + UInt64(hours) * 3_600_000, request.translator.clock)
            else {
                throw UnfinishedForm(problems: [FieldProblem(field: "hours", sentence: request.translator("claims.departure.error.hours"))])
            }
            try await services.work {
                try reading.access.node.change(by: reading.access.session.account) {
                    try $0.save(RecordChange(record: sheet.view.record, kind: "case", answers: ["departure-date": Answer(.date(moment))]))
                }
            }
            return .seeOther(back)
        }
        guard let item = DepartureItem(rawValue: kind), item != .permission else { throw WebError.notFound }
        let saving = DepartureSaving(reading: reading, sheet: sheet, request: request, form: CaseRoutes.answerForm(request, reading.access.node, services))
        let problems = try await services.work { try saving.save(item) }
        guard problems.isEmpty else { throw UnfinishedForm(problems: problems) }
        return .seeOther(back + "#" + item.rawValue)
    }
}

/// Saves one thing of the list.
struct DepartureSaving: Sendable {
    let reading: ClaimReading
    let sheet: CaseSheet
    let request: WebRequest
    let form: AnswerForm

    private var node: Node { reading.access.node }
    private var account: String { reading.access.session.account }
    private var caseRecord: String { sheet.view.record }

    /// - Returns: what is wrong with what was typed; empty if it was saved.
    func save(_ item: DepartureItem) throws -> [FieldProblem] {
        switch item {
        case .mandate: try mandate()
        case .statement: try statement()
        case .contacts: try contacts()
        case .account: try bankAccount()
        case .copies: try files(item, isNeeded: true)
        case .permission: []
        }
    }

    private func needed(_ field: String) -> FieldProblem { FieldProblem(field: field, sentence: request.translator("claims.departure.error.empty")) }

    private func mandate() throws -> [FieldProblem] {
        let (answers, problems) = form.read(request.form, ["mandate-holder", "mandate-given-on"].compactMap { form.dictionary.field("claim", $0) })
        guard problems.isEmpty else { return problems }
        guard answers["mandate-holder"] != .some(nil) else { return [needed("mandate-holder")] }
        var said = answers.filter { $0.value != nil }
        said["mandate-steps"] = Answer(try FieldValue(list: [.code("signed")], type: .codes))
        let refused = try files(.mandate, isNeeded: false)
        guard refused.isEmpty else { return refused }
        try ClaimWork(node: node, account: account).saveMandate(
            said, in: caseRecord, claims: sheet.claims.filter { !ReminderRules.endedStages.contains($0.code("stage") ?? "") })
        return []
    }

    private func statement() throws -> [FieldProblem] {
        let hasFile = request.files.contains { !$0.bytes.isEmpty }
        let (answers, problems) = form.read(request.form, ["description"].compactMap { form.dictionary.field("action", $0) })
        guard problems.isEmpty else { return problems }
        let said = answers["description"] ?? nil
        guard said != nil || hasFile else { return [needed("description")] }
        let refused = try files(.statement, isNeeded: false)
        guard refused.isEmpty else { return refused }
        guard let day = request.day else { return [] }
        var action: [String: Answer?] = [
            "case": Answer(try FieldValue(link: caseRecord)), "type": Answer(.code("statement-before-departure")), "status": Answer(.code("done")),
            "date": Answer(.date(PartialDate(day))),
        ]
        if let said { action["description"] = said }
        try save("action", action)
        return []
    }

    private func contacts() throws -> [FieldProblem] {
        let names = ["name-1", "name-2"].compactMap { request.form.text($0) }
        guard !names.isEmpty else { return [needed("name-1")] }
        guard let nameField = form.dictionary.field("person", "names"), let phoneField = form.dictionary.field("person", "mobile-phones") else { return [] }
        var people: [[String: Answer?]] = []
        for number in 1...2 {
            guard let name = request.form.text("name-\(number)") else { continue }
            var answers: [String: Answer?] = [:]
            do { answers["names"] = Answer(try nameField.parse(name, in: form.dictionary)) } catch {
                return [FieldProblem(field: "name-\(number)", sentence: AnswerFault.sentence(error, nameField, request.translator))]
            }
            if let phone = request.form.text("phone-\(number)") {
                do { answers["mobile-phones"] = Answer(try phoneField.parse(phone, in: form.dictionary)) } catch {
                    return [FieldProblem(field: "phone-\(number)", sentence: AnswerFault.sentence(error, phoneField, request.translator))]
                }
            }
            people.append(answers)
        }
        guard let submission = CaseRoutes.submission(request) else { throw WebError.badRequest(key: "platform.error.malformed") }
        try node.change(by: account) { transaction in
            for (index, answers) in people.enumerated() {
                let person = record("contact \(index)", submission)
                guard try transaction.state(of: person) == nil else { continue }
                try transaction.save(RecordChange(record: person, kind: "person", answers: answers))
                try CaseWork.relate(person, to: caseRecord, as: "family-contact", record: record("contact relation \(index)", submission), transaction)
            }
        }
        return []
    }

    private func bankAccount() throws -> [FieldProblem] {
        guard let worker = ClaimReading.workers(sheet).first(where: { $0.record == request.form.text("worker") }) ?? ClaimReading.workers(sheet).first else {
            return [FieldProblem(field: "bank-account", sentence: request.translator("claims.no-worker"))]
        }
        guard let typed = request.form.text("bank-account"), let field = form.dictionary.field("person", "bank-account") else {
            return [needed("bank-account")]
        }
        let number = typed.utf8.contains(UInt8(ascii: ":")) ? typed : "bank-account: \(typed)"
        do {
            let answer = Answer(try field.parse(number, in: form.dictionary))
            try node.change(by: account) { try $0.save(RecordChange(record: worker.record, kind: "person", answers: ["bank-account": answer])) }
            return []
        } catch let error as ValueError {
            return [FieldProblem(field: "bank-account", sentence: AnswerFault.sentence(error, field, request.translator))]
        }
    }

    /// Keeps what was uploaded as a document of the case.
    private func files(_ item: DepartureItem, isNeeded: Bool) throws -> [FieldProblem] {
        let files = request.files.filter { !$0.bytes.isEmpty }
        guard !files.isEmpty else { return isNeeded ? [FieldProblem(field: "file", sentence: request.translator("claims.departure.error.file"))] : [] }
        let kind = request.form.text("kind").flatMap { item.documentKinds.contains($0) ? $0 : nil } ?? item.documentKinds.first
        guard let kind, let submission = CaseRoutes.submission(request), let day = request.day else {
            throw WebError.badRequest(key: "platform.error.malformed")
        }
        let title = form.dictionary.vocabulary("document-type")?.label(of: kind, request.translator.language) ?? kind
        let refused = try Documents(access: reading.access).create(
            .init(title: title, kind: kind), files: files, in: caseRecord, submission: "\(item.rawValue) \(submission)", day: day
        ).refused
        return refused.isEmpty ? [] : [FieldProblem(field: "file", sentence: request.translator("claims.departure.error.kind"))]
    }

    private func record(_ what: String, _ submission: String) -> String {
        RecordIdentifier.text(node.keys.recordIdentifier(for: "departure \(what)\n\(caseRecord)\n\(submission)"))
    }

    private func save(_ kind: String, _ answers: [String: Answer?]) throws {
        guard let submission = CaseRoutes.submission(request) else { throw WebError.badRequest(key: "platform.error.malformed") }
        let record = record(kind, submission)
        try node.change(by: account) { transaction in
            guard try transaction.state(of: record) == nil else { return }
            try transaction.save(RecordChange(record: record, kind: kind, answers: answers))
        }
    }
}
