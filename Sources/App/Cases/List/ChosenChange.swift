import Dictionary
import Storage

/// What is done to several cases at once: assigned, given a status, given a priority.
struct ChosenChange: Sendable {
    enum Mode: String, Sendable, CaseIterable {
        /// The colleagues chosen join those who work on a case.
        case add
        /// They take their place.
        case replace
    }

    /// What keeps it from being done: a field of the form, and the key of a text.
    private(set) var problem: (field: String, key: String)?
    private var accounts: [String] = []
    private var mode = Mode.add
    private var codes: [String: String] = [:]

    /// - Throws: ``WebError/notAllowed`` if cases are to be assigned by somebody whose role does not do that.
    init(_ form: FormFields, _ access: CaseAccess, _ services: AppServices) throws {
        let chosen = form.all("account")
        if !chosen.isEmpty {
            guard access.session.may(.assignCases) else { throw WebError.notAllowed }
            let known = Set(try services.accounts.accounts(of: access.node).filter { $0.isAssignable }.map(\.identifier))
            accounts = chosen.filter(known.contains)
            guard accounts.count == chosen.count else { throw WebError.badRequest(key: "cases.error.assign") }
        }
        if let mode = form.text("mode").flatMap(Mode.init) { self.mode = mode }
        for name in ["status", "priority"] {
            guard let code = form.text(name) else { continue }
            guard Self.terms(of: name, access.node.dictionary).contains(where: { $0.code == code }) else {
                throw WebError.badRequest(key: "platform.error.malformed")
            }
            codes[name] = code
        }
        if accounts.isEmpty && codes.isEmpty { problem = ("status", "list.error.nothing-to-do") }
    }

    /// The codes that several cases can be given at once. Closing asks for a reason and an outcome, so it is done case by case.
    static func terms(of name: String, _ dictionary: DataDictionary) -> [Term] {
        let terms = dictionary.field("case", name).flatMap { dictionary.vocabulary(of: $0) }?.terms ?? []
        return terms.filter { !$0.isDeprecated && !(name == "status" && ($0.code.hasPrefix("closed") || $0.code == "reopened")) }
    }

    /// The chosen cases that are closed, where the change would open them again: each is opened on its own page, with a reason.
    func wouldReopen(_ records: [String], _ access: CaseAccess) throws -> [String] {
        guard codes["status"] != nil else { return [] }
        return try access.node.database.read { connection in
            let rows = RecordRows(connection: connection, organisation: access.node.organisation.number)
            return try records.filter { record in
                guard let state = try rows.state(of: record), let status = CaseFacts.openText(state, "status") else { return false }
                return ReminderRules.closedStatuses.contains(status)
            }
        }
    }

    /// Changes the cases in one transaction: all or none.
    /// - Returns: how many said something else before.
    func apply(to records: [String], _ access: CaseAccess) throws -> Int {
        try access.node.change(by: access.session.account) { transaction in
            var count = 0
            for record in records {
                try access.requireCase(record, transaction.connection)
                try access.requireAssignable(accounts, to: record, transaction.connection)
                if try transaction.save(RecordChange(record: record, kind: "case", answers: try answers(for: record, transaction))) != nil { count += 1 }
            }
            return count
        }
    }

    private func answers(for record: String, _ transaction: RecordTransaction) throws -> [String: Answer?] {
        var answers: [String: Answer?] = codes.mapValues { Answer(.code($0)) }
        guard !accounts.isEmpty else { return answers }
        let present =
            mode == .add
            ? try RecordRows(connection: transaction.connection, organisation: transaction.node.organisation.number).targets(of: record, field: "assigned-to")
            : []
        let all = present + accounts.filter { !present.contains($0) }
        try Notifications.announceAssignment(of: record, to: all, in: transaction)
        answers["assigned-to"] = Answer(try FieldValue(list: all.map { try FieldValue(link: $0) }, type: .link))
        return answers
    }
}
