import Dictionary
import Entitlements
import HTTPTypes
import Storage
import Vault

/// A worker's contracts beside the law: clause by clause, with what the country of origin asks for.
enum ContractRoutes {
    static var all: [Route] {
        [
            .get("/cases/{case}/claim/{record}/contract", .permission(.readCases), show).showingKept,
            .post("/cases/{case}/claim/{record}/contract", .permission(.writeCases), save)
                .kept(on: "/cases/{case}/claim/{record}/contract", as: "claims.contract.title", shownBy: show),
        ]
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (reading, opened) = try await ClaimRoutes.opened(request, services)
        return .page(
            ContractPage(
                request, opened.sheet, opened.computed, AnswerText(dictionary: reading.access.node.dictionary, dates: DateText(request, services)),
                CaseRoutes.answerForm(request, reading.access.node, services), phrases: try ClaimRoutes.phrases(request.translator.language),
                today: try ClaimRoutes.today(request)
            ).html())
    }

    private static func save(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (reading, opened) = try await ClaimRoutes.opened(request, services)
        let form = CaseRoutes.answerForm(request, reading.access.node, services)
        var (answers, problems) = form.read(request.form, ContractClause.fields.compactMap { form.dictionary.field("clause", $0) })
        for name in ["paper", "topic"] where answers[name] == .some(nil) {
            problems.append(needed(name, form, request))
        }
        if case .text(let text)? = answers["number"]??.value, Fraction(text)?.isNegative != false {
            problems.append(FieldProblem(field: "number", sentence: request.translator("claims.contract.error.number")))
        }
        // A clause without a number and without words says nothing.
        if answers["number"] == .some(nil), answers["wording"] == .some(nil) { problems.append(needed("wording", form, request)) }
        guard problems.isEmpty, let submission = request.form.text("submission") else {
            throw UnfinishedForm(problems: problems)
        }
        let (caseRecord, worker) = (opened.sheet.view.record, opened.computed.facts.worker.record)
        answers = answers.filter { $0.value != nil }
        answers["case"] = Answer(try FieldValue(link: caseRecord))
        answers["worker"] = Answer(try FieldValue(link: worker))
        let checked = answers
        try await services.work {
            try ClaimWork(node: reading.access.node, account: reading.access.session.account).addClause(checked, in: caseRecord, submission: submission)
        }
        return .seeOther("/cases/\(caseRecord)/claim/\(worker)/contract")
    }

    private static func needed(_ name: String, _ form: AnswerForm, _ request: WebRequest) -> FieldProblem {
        let label = form.dictionary.field("clause", name)?.label(request.translator.language) ?? name
        return FieldProblem(field: name, sentence: request.translator("cases.form.needed", ["field": .text(label)]))
    }
}

extension ClaimWork {
    /// Adds a clause; a form that is sent twice adds one.
    func addClause(_ answers: [String: Answer?], in caseRecord: String, submission: String) throws {
        let record = RecordIdentifier.text(node.keys.recordIdentifier(for: "clause\n\(caseRecord)\n\(submission)"))
        try node.change(by: account) { transaction in
            guard try transaction.state(of: record) == nil else { return }
            try transaction.save(RecordChange(record: record, kind: "clause", answers: answers))
        }
    }
}
