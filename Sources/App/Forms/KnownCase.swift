import Dictionary
import Forms
import Journal
import Storage
import Vault

/// What is known of a case and its worker when a form is begun for it.
struct KnownCase {
    private(set) var answers: [FormPlan.Scope: [String: Answer]] = [:]
    private(set) var heads: [String: String] = [:]

    init(_ record: String, _ access: CaseAccess, _ services: AppServices, _ request: WebRequest) throws {
        try access.node.database.read { try access.requireCase(record, $0) }
        let report = try RecordViewing(access.node, reader: access.reader).report(
            on: record, withHistory: false, log: { services.readings.isDue(record, by: access.session.account, now: request.now) })
        answers[.theCase] = Self.answers(report.view)
        let worker = try access.node.database.read { try Self.worker(of: record, access.node, $0) }
        if let worker, let view = report.linked.first(where: { $0.view.record == worker })?.view { answers[.theWorker] = Self.answers(view) }
        for known in [record, worker].compactMap({ $0 }) {
            heads[known] = try access.node.database.read { connection in
                try RecordRows(connection: connection, organisation: access.node.organisation.number).state(of: known)?.heads.map(\.description).joined(
                    separator: " ") ?? ""
            }
        }
    }

    private static func answers(_ view: RecordView) -> [String: Answer] {
        var answers: [String: Answer] = [:]
        for entry in view.fields { answers[entry.field.name] = entry.answer }
        return answers
    }

    /// The worker of a case; nil where there is none or more than one.
    private static func worker(of record: String, _ node: Node, _ connection: any Connection) throws -> String? {
        let workers = try RecordRows(connection: connection, organisation: node.organisation.number).workers(of: record)
        return Set(workers).count == 1 ? workers[0] : nil
    }

    /// The case as its form was begun with it: what the records said at those entries.
    static func existing(_ record: String, heads: [String: String], _ access: CaseAccess) throws -> FormSubmission.ExistingCase {
        let worker = try access.node.database.read { try Self.worker(of: record, access.node, $0) }
        var shown: [String: FormSubmission.ExistingCase.Shown] = [:]
        for known in [record, worker].compactMap({ $0 }) {
            let digests = FormFilling.words(heads[known] ?? "").compactMap { Digest($0) }
            guard let view = try RecordVersion(node: access.node, reader: access.reader).view(of: known, seen: digests) else { continue }
            shown[known] = .init(answers: answers(view), heads: digests)
        }
        return FormSubmission.ExistingCase(record: record, worker: worker, shown: shown)
    }
}
