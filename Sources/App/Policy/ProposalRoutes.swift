import Dictionary
import Entitlements
import HTTPTypes
import Storage

/// Proposing a change to the register, and the second person's decision.
enum ProposalRoutes {
    static var all: [Route] {
        [
            .get("/policy/new", .permission(.writeCases), newEntry).showingKept,
            .post("/policy/new", .permission(.writeCases), proposeEntry).kept(on: "/policy/new", as: "policy.propose.title", shownBy: newEntry),
            .get("/policy/entries/{entry}/change", .permission(.writeCases), change).showingKept,
            .post("/policy/entries/{entry}/change", .permission(.writeCases), proposeChange)
                .kept(on: "/policy/entries/{entry}/change", as: "policy.propose.title", shownBy: change),
            .get("/policy/proposals", .permission(.readCases), list), .get("/policy/proposals/{change}", .permission(.readCases), show).showingKept,
            .post("/policy/proposals/{change}", .permission(.writeCases), decide)
                .kept(on: "/policy/proposals/{change}", as: "policy.proposal.title", shownBy: show),
        ]
    }

    // MARK: Proposing

    private static func newEntry(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        let form = ChangeForm(kind: .entry, entry: nil, version: nil, text: PolicyText(request, access, services))
        return .page(ProposalPages.form(request, form.text, form))
    }

    private static func proposeEntry(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        return try await propose(request, ChangeForm(kind: .entry, entry: nil, version: nil, text: PolicyText(request, access, services)), access, services)
    }

    /// The form for a kind of change to an entry. Entries of a feed are changed by their owner only.
    private static func form(_ request: WebRequest, kind: String?, version: String?, _ services: AppServices) async throws -> (CaseAccess, ChangeForm) {
        let (access, entry) = try await PolicyRoutes.opened(request, services)
        guard entry.owner == nil, let kind = kind.flatMap(RegisterChange.Kind.init(rawValue:)) else { throw WebError.notFound }
        let found = entry.instrument.versions.first { $0.identifier == version }
        guard found != nil || kind == .entry || kind == .version else { throw WebError.notFound }
        return (access, ChangeForm(kind: kind, entry: entry, version: found, text: PolicyText(request, access, services)))
    }

    private static func change(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        // What was kept says itself what it is.
        let kept = request.isResumed ? request.form : FormFields()
        let (_, form) = try await form(
            request, kind: kept.text("change") ?? request.query.text("kind") ?? RegisterChange.Kind.version.rawValue,
            version: kept.text("version") ?? request.query.text("version"), services)
        return .page(ProposalPages.form(request, form.text, form))
    }

    private static func proposeChange(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, form) = try await form(request, kind: request.form.text("change"), version: request.form.text("version"), services)
        return try await propose(request, form, access, services)
    }

    private static func propose(_ request: WebRequest, _ form: ChangeForm, _ access: CaseAccess, _ services: AppServices) async throws -> WebResponse {
        guard let submission = CaseRoutes.submission(request) else { throw WebError.badRequest(key: "platform.error.malformed") }
        let work = PolicyWork(node: access.node, account: access.session.account)
        let entryIdentifier = form.entry?.instrument.identifier ?? work.newIdentifier("entry", submission: submission)
        let read = form.read(request.form, entryIdentifier: entryIdentifier, versionIdentifier: work.newIdentifier("version", submission: submission))
        switch read {
        case .failure(let problems): throw UnfinishedForm(problems: problems.fields)
        case .success(let change):
            do {
                let record = try await services.work {
                    try work.propose(change, to: entryIdentifier, reason: request.form.text("reason") ?? "", submission: submission)
                }
                return .seeOther("/policy/proposals/\(record)")
            } catch let error as RegisterError {
                throw UnfinishedForm(problems: [FieldProblem(field: error.field, sentence: form.sentence(error))])
            }
        }
    }

    // MARK: Deciding

    private static func list(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        let (changes, register, names) = try await services.work {
            let names = try services.accounts.names(of: access.node)
            let read = try access.node.database.read { connection in
                var reading = PolicyReading(access, connection)
                return (try reading.changes(), try reading.register())
            }
            return (read.0, read.1, names)
        }
        return .page(ProposalPages.list(request, PolicyText(request, access, services), changes, register, names: names))
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        let record = try request.parameter("change")
        let text = PolicyText(request, access, services)
        let (change, before, names) = try await services.work {
            let names = try services.accounts.names(of: access.node)
            let read = try access.node.database.read { connection in
                var reading = PolicyReading(access, connection)
                guard let change = try reading.change(record) else { throw WebError.notFound }
                return (change, try reading.register()[change.entry])
            }
            return (read.0, read.1, names)
        }
        let made = Result { () throws(RegisterError) in try Instrument.applying(change.change, to: before?.instrument) }
        var fault: String?
        if case .failure(let error) = made { fault = request.translator("policy.error.\(error.problem.rawValue)") }
        return .page(ProposalPages.show(request, text, change, before: before, after: try? made.get(), fault: fault, names: names))
    }

    private static func decide(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        let record = try request.parameter("change")
        do {
            try await services.work {
                guard let act = request.form["act"].flatMap(ProposalState.Act.init(rawValue:)) else {
                    _ = try access.node.database.read { connection in
                        var reading = PolicyReading(access, connection)
                        guard try reading.change(record) != nil else { throw WebError.notFound }
                    }
                    throw WebError.badRequest(key: "platform.error.malformed")
                }
                try PolicyWork(node: access.node, account: access.session.account).decide(act, on: record, remark: request.form.text("remark") ?? "")
            }
        } catch let refusal as ProposalState.Refusal {
            throw UnfinishedForm(problems: [FieldProblem(field: "", sentence: request.translator("policy.proposal.\(refusal.rawValue)"))])
        } catch let error as RegisterError {
            throw UnfinishedForm(problems: [FieldProblem(field: "", sentence: request.translator("policy.error.\(error.problem.rawValue)"))])
        }
        return .seeOther("/policy/proposals/\(record)")
    }
}
