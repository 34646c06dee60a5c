import Dictionary
import Journal
import Storage
import Vault

/// Adding records to a case and changing them, in forms that are kept as drafts until they can be saved.
enum RecordRoutes {
    static var all: [Route] {
        [
            .get("/cases/{case}/add/{kind}", .permission(.writeCases), askAdding),
            .post("/cases/{case}/add/{kind}", .permission(.writeCases), add).rescued(by: FormRescuing.rescue),
            .get("/cases/{case}/records/{record}", .permission(.writeCases), askChange),
            .post("/cases/{case}/records/{record}", .permission(.writeCases), change).rescued(by: FormRescuing.rescue),
        ]
    }

    private static let kinds: Set<String> = ["violation", "action", "claim", "person", "party"]
    /// These have a role in a case instead of being its part.
    private static let involved: Set<String> = ["person", "party"]

    // MARK: Adding

    private static func addable(_ request: WebRequest, _ services: AppServices) async throws -> (CaseAccess, KeptForm) {
        guard kinds.contains(try request.parameter("kind")) else { throw WebError.notFound }
        let (access, caseRecord) = try await CaseRoutes.opened(request, services)
        return (access, KeptForm(caseRecord: caseRecord, kind: try request.parameter("kind")))
    }

    private static func askAdding(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, kept) = try await addable(request, services)
        guard let request = try await services.work({ try kept.opened(request, access) { FormFields() } }) else {
            return .seeOther("/cases/\(kept.caseRecord)")
        }
        let form = CaseRoutes.answerForm(request, access.node, services)
        let problems = request.query.isTicked("check") ? readNew(request, form, kept.kind).problems : []
        return .page(RecordPages(request, access, kept, form, problems: problems).html())
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
        let (access, kept) = try await addable(request, services)
        guard let submission = CaseRoutes.submission(request) else { throw WebError.badRequest(key: "platform.error.malformed") }
        let form = CaseRoutes.answerForm(request, access.node, services)
        let path = try await services.work { () -> String in
            let record = RecordIdentifier.text(access.node.keys.recordIdentifier(for: "added\n\(kept.caseRecord)\n\(submission)"))
            let (answers, problems) = readNew(request, form, kept.kind)
            if let address = try kept.keptAddress(request, access, hasProblems: !problems.isEmpty) { return address }
            try access.node.change(by: access.session.account) { transaction in
                try kept.remove(request, transaction)
                guard try transaction.state(of: record) == nil else { return }
                var answers = answers
                if !involved.contains(kept.kind) { answers["case"] = Answer(try FieldValue(link: kept.caseRecord)) }
                try transaction.save(RecordChange(record: record, kind: kept.kind, answers: answers))
                guard involved.contains(kept.kind), let role = request.form.text("role") else { return }
                try transaction.save(
                    RecordChange(
                        record: RecordIdentifier.random(), kind: "relation",
                        answers: [
                            "from": Answer(try FieldValue(link: record)), "to": Answer(try FieldValue(link: kept.caseRecord)), "role": Answer(.code(role)),
                        ]))
            }
            return "/cases/\(kept.caseRecord)"
        }
        return request.leading(to: path)
    }

    // MARK: Changing

    /// A record as this person may see it.
    private struct Changeable: Sendable {
        var access: CaseAccess
        var kept: KeptForm
        var record: String
        var view: RecordView
        /// Its latest entries.
        var heads: String
        /// How the person reads the case.
        var reader: Reader

        /// Nobody writes over what they cannot see.
        var fields: [Field] {
            access.node.dictionary.fields(of: view.kind).filter { AnswerForm.isAnswerable($0) && $0.sensitivity <= reader.clearance }
        }
    }

    private static func changeable(_ request: WebRequest, _ services: AppServices) async throws -> Changeable {
        let access = try CaseAccess(try request.signedIn(), services)
        let (caseRecord, record) = (try request.parameter("case"), try request.parameter("record"))
        return try await services.work {
            let (reader, heads) = try access.node.database.read { connection in
                let state = try access.requireRecord(record, of: caseRecord, connection)
                return (try access.requireCase(caseRecord, connection), state.heads.map(\.description).joined(separator: " "))
            }
            let view = try RecordViewing(access.node, reader: reader).report(
                on: record, withHistory: false, log: { services.readings.isDue(record, by: access.session.account, now: request.now) }
            ).view
            return Changeable(
                access: access, kept: KeptForm(caseRecord: caseRecord, kind: view.kind), record: record, view: view, heads: heads, reader: reader)
        }
    }

    private static func askChange(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let found = try await changeable(request, services)
        let form = CaseRoutes.answerForm(request, found.access.node, services)
        let opened = try await services.work {
            try found.kept.opened(request, found.access) {
                var fields = form.fields(found.view)
                fields.items.append(.init(name: "seen", value: found.heads))
                return fields
            }
        }
        guard let request = opened else { return .seeOther("/cases/\(found.kept.caseRecord)") }
        let problems = request.query.isTicked("check") ? form.read(request.form, found.fields).problems : []
        return .page(RecordPages(request, found.access, found.kept, form, upTo: found.reader.clearance, problems: problems).html())
    }

    private static func change(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let found = try await changeable(request, services)
        let form = CaseRoutes.answerForm(request, found.access.node, services)
        guard let seen = request.form["seen"]?.split(separator: " ").compactMap({ Digest(String($0)) }) else {
            throw WebError.badRequest(key: "platform.error.malformed")
        }
        let path = try await services.work { () -> String in
            let (answers, problems) = form.read(request.form, found.fields)
            if let address = try found.kept.keptAddress(request, found.access, hasProblems: !problems.isEmpty) { return address }
            try save(answers, of: found, seen: seen, request)
            return "/cases/\(found.kept.caseRecord)"
        }
        return request.leading(to: path)
    }

    /// Only what was changed on the form is saved. What a colleague wrote meanwhile is not overwritten: both answers stay, and the clash is shown.
    private static func save(_ answers: [String: Answer?], of found: Changeable, seen: [Digest], _ request: WebRequest) throws {
        let node = found.access.node
        let versions = RecordVersion(node: node, reader: found.reader)
        let original = try versions.view(of: found.record, seen: seen)
        let changed = answers.filter { $0.value != original?.answer($0.key) }
        let isSaved = try versions.holds(changed, of: found.record, by: found.access.session.account, seen: seen)
        try node.change(by: found.access.session.account) { transaction in
            try found.kept.remove(request, transaction)
            guard !changed.isEmpty, !isSaved else { return }
            _ = try transaction.save(RecordChange(record: found.record, kind: found.view.kind, answers: changed), seen: seen)
        }
    }
}
