import Dictionary
import HTTPTypes
import Journal
import Storage

/// Writing entries with the usual forms of records.
enum DirectoryEditing {
    static var all: [Route] {
        [
            .get("/directory/new", .permission(.writeCases), newOrganisation).showingKept,
            .post("/directory/new", .permission(.writeCases), saveOrganisation)
                .kept(on: "/directory/new", as: "directory.add.title", shownBy: newOrganisation),
            .get("/directory/entries/{record}/services/new", .permission(.writeCases), newService).showingKept,
            .post("/directory/entries/{record}/services/new", .permission(.writeCases), saveService)
                .kept(on: "/directory/entries/{record}/services/new", as: "directory.add.title", shownBy: newService),
            .get("/directory/entries/{record}/edit", .permission(.writeCases), edit).showingKept,
            .post("/directory/entries/{record}/edit", .permission(.writeCases), saveEdit)
                .kept(on: "/directory/entries/{record}/edit", as: "cases.edit.title", shownBy: edit),
        ]
    }

    private static func newOrganisation(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        var request = request
        if isOwn(request, access) {
            request.prefill([
                .init(name: own, value: "yes"), .init(name: "names", value: access.node.organisation.name),
                .init(name: "country", value: access.node.organisation.country),
            ])
        }
        return .page(page(request, "organisation", access, fields("organisation", access), services))
    }

    /// The field that says that the new entry is this organisation's own.
    private static let own = "own"

    /// Whether the entry of this organisation is asked for or sent, by somebody who may say that it is.
    private static func isOwn(_ request: WebRequest, _ access: CaseAccess) -> Bool {
        access.session.may(.assignCases) && (request.query[own] ?? request.form[own]) == "yes"
    }

    private static func newService(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, entry) = try await DirectoryRoutes.ownEntry(request, services)
        guard entry.view.kind == "organisation" else { throw WebError.notFound }
        return .page(page(request, "service", access, fields("service", access), services))
    }

    private static func page(_ request: WebRequest, _ kind: String, _ access: CaseAccess, _ fields: [Field], _ services: AppServices) -> HTML {
        let seen = request.form["seen"]
        let translator = request.translator
        let form = CaseRoutes.answerForm(request, access.node, services)
        let controls = FormControls(translator: translator, values: request.form, problems: request.problems)
        let page = Page(request, title: seen == nil ? "directory.add.title" : "cases.edit.title", area: .directory)
        return page.html { html in
            html.element("p", [.class("lead")], text: form.dictionary.record(kind)?.label(translator.language) ?? kind)
            controls.summary(&html)
            html.element("form", page.keptAttributes(request.path)) { html in
                page.keptFields(&html, kind)
                html.element("input", [.type("hidden"), .name(KeptForm.kindField), .value(kind)])
                if let seen { html.element("input", [.type("hidden"), .name("seen"), .value(seen)]) }
                if isOwn(request, access) {
                    html.element("input", [.type("hidden"), .name(own), .value("yes")])
                    html.element("p", [.class("notice")], text: translator("directory.owner.ours"))
                }
                RecordPages.fields(&html, of: kind, form, controls, among: fields)
                page.keptActions(&html, save: translator("platform.save"))
            }
        }
    }

    private static func saveOrganisation(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try await saveNew(request, "organisation", try DirectoryRoutes.access(request, services), of: nil, services)
    }

    private static func saveService(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, entry) = try await DirectoryRoutes.ownEntry(request, services)
        guard entry.view.kind == "organisation" else { throw WebError.notFound }
        return try await saveNew(request, "service", access, of: entry.record, services)
    }

    private static func saveNew(_ request: WebRequest, _ kind: String, _ access: CaseAccess, of organisation: String?, _ services: AppServices) async throws
        -> WebResponse
    {
        let form = CaseRoutes.answerForm(request, access.node, services)
        var (answers, problems) = form.read(request.form, fields(kind, access))
        let name = kind == "organisation" ? "names" : "name"
        if answers[name].flatMap({ $0 }) == nil, !problems.contains(where: { $0.field == name }) {
            problems.append(FieldProblem(field: name, sentence: request.translator("directory.error.name")))
        }
        answers = answers.filter { $0.value != nil }
        problems += DirectoryChecks.problems(answers, of: kind, access.node.dictionary, request.translator)
        guard let submission = CaseRoutes.submission(request), problems.isEmpty else {
            throw UnfinishedForm(problems: problems)
        }
        let (checked, isOwn) = (answers, isOwn(request, access))
        let record = try await services.work {
            try DirectoryWork(node: access.node, account: access.session.account).add(
                kind, checked, of: organisation, isOwn: isOwn, submission: submission)
        }
        return .seeOther("/directory/entries/\(record)")
    }

    /// What can be written: of an entry that came by a feed, a private note.
    private static func fields(_ kind: String, _ access: CaseAccess, writer: String? = nil) -> [Field] {
        access.node.dictionary.fields(of: kind).filter {
            AnswerForm.isAnswerable($0) && $0.sensitivity <= access.reader.clearance && !DirectoryWork.kept.contains($0.name)
                && (writer == nil || $0.name == "private-note")
        }
    }

    private static func edit(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, entry) = try await DirectoryRoutes.opened(request, services)
        let heads = try await services.work {
            if entry.view.showsIdentity, services.readings.isDue(entry.record, by: access.session.account, now: request.now) {
                try access.node.change(by: access.session.account) { try $0.logReading(of: entry.record, kind: entry.view.kind, ground: nil) }
            }
            return try access.node.database.read {
                try RecordRows(connection: $0, organisation: access.node.organisation.number).state(of: entry.record)?.heads ?? []
            }
        }
        var request = request
        request.prefill(
            CaseRoutes.answerForm(request, access.node, services).fields(entry.view).items
                + [.init(name: "seen", value: heads.map(\.description).joined(separator: " "))])
        let writer = try await DirectoryRoutes.writer(of: entry, access, services)
        return .page(page(request, entry.view.kind, access, fields(entry.view.kind, access, writer: writer), services))
    }

    private static func saveEdit(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, entry) = try await DirectoryRoutes.opened(request, services)
        let form = CaseRoutes.answerForm(request, access.node, services)
        guard let seen = request.form["seen"]?.split(separator: " ").compactMap({ Digest(String($0)) }) else { throw UnfinishedForm(problems: []) }
        let original = try await services.work { try RecordVersion(node: access.node, reader: access.reader).view(of: entry.record, seen: seen) }
        let writer = try await DirectoryRoutes.writer(of: entry, access, services)
        let (answers, problems) = form.read(request.form, fields(entry.view.kind, access, writer: writer), keeping: original)
        // Only what was changed on the form is saved, so that two people's changes both stay.
        let changed = answers.filter { $0.value != original?.answer($0.key) }
        let wrong = problems + DirectoryChecks.problems(
            changed, of: entry.view.kind, access.node.dictionary, request.translator, original: original)
        guard wrong.isEmpty else { throw UnfinishedForm(problems: wrong) }
        try await services.work {
            guard !changed.isEmpty else { return }
            try access.node.change(by: access.session.account) { transaction in
                _ = try transaction.save(RecordChange(record: entry.record, kind: entry.view.kind, answers: changed), seen: seen)
            }
        }
        return .seeOther("/directory/entries/\(entry.record)")
    }
}
