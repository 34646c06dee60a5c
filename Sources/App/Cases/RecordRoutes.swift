import Dictionary
import Journal
import Storage
import Vault

/// Adding records to a case and changing them, in forms that are kept as drafts until they can be saved.
enum RecordRoutes {
    static var all: [Route] {
        [
            .get("/cases/{case}/add/{kind}", .permission(.writeCases), askAdding).showingKept,
            .post("/cases/{case}/add/{kind}", .permission(.writeCases), add).kept(on: "/cases/{case}/add/{kind}", as: "cases.add.title", shownBy: askAdding),
            .get("/cases/{case}/records/{record}", .permission(.writeCases), askChange).showingKept,
            .post("/cases/{case}/records/{record}", .permission(.writeCases), change)
                .kept(on: "/cases/{case}/records/{record}", as: "cases.edit.title", shownBy: askChange),
        ]
    }

    private static let kinds: Set<String> = ["violation", "action", "claim", "person", "party"]
    /// These have a role in a case instead of being its part.
    private static let involved: Set<String> = ["person", "party"]

    // MARK: Adding

    private static func addable(_ request: WebRequest, _ services: AppServices) async throws -> (access: CaseAccess, caseRecord: String, kind: String) {
        let kind = try request.parameter("kind")
        guard kinds.contains(kind) else { throw WebError.notFound }
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        return (access, caseRecord, kind)
    }

    private static func askAdding(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord, kind) = try await addable(request, services)
        return .page(RecordPages(request, CaseRoutes.answerForm(request, access.node, services), caseRecord: caseRecord, kind: kind).html())
    }

    private static func readNew(_ request: WebRequest, _ form: AnswerForm, _ kind: String) -> (answers: [String: Answer?], problems: [FieldProblem]) {
        let fields = form.dictionary.fields(of: kind).filter(AnswerForm.isAnswerable)
        var (answers, problems) = form.read(request.form, fields)
        if involved.contains(kind), request.form.text("role").flatMap({ form.dictionary.vocabulary("relation-role")?.term($0) }) == nil {
            problems.append(FieldProblem(field: "role", sentence: request.translator("cases.form.role-needed")))
        }
        if problems.isEmpty, !answers.values.contains(where: { $0 != nil }) {
            problems.append(FieldProblem(field: fields.first?.name ?? "", sentence: request.translator("cases.form.empty")))
        }
        return (answers, problems)
    }

    private static func add(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, caseRecord, kind) = try await addable(request, services)
        guard let submission = CaseRoutes.submission(request) else { throw WebError.badRequest(key: "platform.error.malformed") }
        let form = CaseRoutes.answerForm(request, access.node, services)
        try await services.work {
            let record = RecordIdentifier.text(access.node.keys.recordIdentifier(for: "added\n\(caseRecord)\n\(submission)"))
            let (answers, problems) = readNew(request, form, kind)
            guard problems.isEmpty else { throw UnfinishedForm(problems: problems) }
            try access.node.change(by: access.session.account) { transaction in
                guard try transaction.state(of: record) == nil else { return }
                var answers = answers
                if !involved.contains(kind) { answers["case"] = Answer(try FieldValue(link: caseRecord)) }
                try transaction.save(RecordChange(record: record, kind: kind, answers: answers))
                guard involved.contains(kind), let role = request.form.text("role") else { return }
                try CaseWork.relate(record, to: caseRecord, as: role, record: RecordIdentifier.random(), transaction)
            }
        }
        return .seeOther("/cases/\(caseRecord)")
    }

    // MARK: Changing

    /// A record as this person may see it.
    private struct Changeable: Sendable {
        var access: CaseAccess
        var caseRecord: String
        var record: String
        var view: RecordView
        /// Its latest entries.
        var heads: String
        /// How the person reads the case.
        var reader: Reader
        /// Whether the steps of a referral write it.
        var isOfReferral: Bool

        /// Nobody writes over what they cannot see.
        var fields: [Field] {
            access.node.dictionary.fields(of: view.kind).filter { AnswerForm.isAnswerable($0) && $0.sensitivity <= reader.clearance }
        }
    }

    private static func changeable(_ request: WebRequest, _ services: AppServices) async throws -> Changeable {
        let access = try CaseAccess(try request.signedIn(), services)
        let (caseRecord, record) = (try request.parameter("case"), try request.parameter("record"))
        return try await services.work {
            let (reader, heads, isOfReferral) = try access.node.database.read { connection in
                let state = try access.requireRecord(record, of: caseRecord, connection)
                return (
                    try access.requireCase(caseRecord, connection), state.heads.map(\.description).joined(separator: " "),
                    try ReferralGuard.isWritten(record, connection)
                )
            }
            let view = try RecordViewing(access.node, reader: reader).report(
                on: record, withHistory: false, log: { services.readings.isDue(record, by: access.session.account, now: request.now) }
            ).view
            return Changeable(
                access: access, caseRecord: caseRecord, record: record, view: view, heads: heads, reader: reader, isOfReferral: isOfReferral)
        }
    }

    private static func askChange(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let found = try await changeable(request, services)
        // What a referral says is changed by what is done on its own page.
        if found.isOfReferral { return .seeOther("/referrals/\(found.record)") }
        if found.view.kind == "task" { return .seeOther("/cases/\(found.caseRecord)/tasks/\(found.record)/edit") }
        let form = CaseRoutes.answerForm(request, found.access.node, services)
        var request = request
        request.prefill(form.fields(found.view).items + [.init(name: "seen", value: found.heads)])
        return .page(RecordPages(request, form, caseRecord: found.caseRecord, kind: found.view.kind, upTo: found.reader.clearance).html())
    }

    private static func change(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let found = try await changeable(request, services)
        guard !found.isOfReferral else { throw ReferralRoutes.visible(ReferralError(.byHand), request) }
        let form = CaseRoutes.answerForm(request, found.access.node, services)
        guard let seen = request.form["seen"]?.split(separator: " ").compactMap({ Digest(String($0)) }) else {
            throw WebError.badRequest(key: "platform.error.malformed")
        }
        let versions = RecordVersion(node: found.access.node, reader: found.reader)
        let original = try await services.work { try versions.view(of: found.record, seen: seen) }
        var (answers, problems) = form.read(request.form, found.fields, keeping: original)
        if found.view.kind == "case" { problems += ClosingContradiction.problems(answers, original, form.dictionary, request.translator) }
        problems += WithdrawnConsent.problems(answers, original, request.translator)
        guard problems.isEmpty else { throw UnfinishedForm(problems: problems) }
        let changed = answers.filter { $0.value != original?.answer($0.key) }
        try await services.work { try save(changed, of: found, seen: seen, versions) }
        return .seeOther("/cases/\(found.caseRecord)")
    }

    /// Only what was changed on the form is saved. What a colleague wrote meanwhile is not overwritten: both answers stay, and the clash is shown.
    private static func save(_ changed: [String: Answer?], of found: Changeable, seen: [Digest], _ versions: RecordVersion) throws {
        let node = found.access.node
        let isSaved = try versions.holds(changed, of: found.record, by: found.access.session.account, seen: seen)
        try node.change(by: found.access.session.account) { transaction in
            guard !changed.isEmpty, !isSaved else { return }
            let isCase = found.view.kind == "case"
            let answers = isCase ? try found.access.keepingReachable(changed, of: found.record, transaction.connection) : changed
            _ = try transaction.save(RecordChange(record: found.record, kind: found.view.kind, answers: answers), seen: seen)
        }
    }
}
