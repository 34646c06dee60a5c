import Dictionary
import Forms
import Journal
import Storage
import Vault

/// Writes the records of one submission.
struct SubmissionWriter {
    let submission: FormSubmission
    let node: Node
    let account: String
    let transaction: RecordTransaction
    let caseRecord: String
    let answers: FormAnswers

    /// - Returns: the records that were made or added to, the case first.
    mutating func write() throws -> [String] {
        var records = [caseRecord]
        try writeCase()
        for draft in answers.drafts where draft.isAsked && draft.scope != .theCase {
            let record = record(of: draft)
            if !records.contains(record) { records.append(record) }
            try write(draft, record)
        }
        return records + (try writeFilesApart())
    }

    func identifier(_ place: String) -> String {
        RecordIdentifier.text(node.keys.recordIdentifier(for: "submission-record\n\(submission.number)\n\(place)"))
    }

    func record(of draft: FormAnswers.Draft) -> String {
        switch draft.scope {
        case .theCase: caseRecord
        case .theWorker: submission.existing?.worker ?? identifier("worker")
        case .only(let kind): identifier("only " + kind)
        case .group: identifier(draft.node.map { submission.filling.controlName(of: $0) } ?? "group")
        }
    }

    private func writeCase() throws {
        let draft = answers.drafts.first { $0.scope == .theCase }
        if submission.existing != nil {
            if let draft { try update(caseRecord, "case", draft.answers) }
            return
        }
        var values = try CaseRegistration.beginning(by: account, on: submission.day)
        for (name, answer) in draft?.answers ?? [:] where answer != nil { values[name] = answer }
        try CaseNumbers.number(&values, on: submission.day, transaction)
        try transaction.save(RecordChange(record: caseRecord, kind: "case", answers: values))
    }

    private func write(_ draft: FormAnswers.Draft, _ record: String) throws {
        var values = draft.answers.filter { $0.value != nil }
        try link(draft, record, &values)
        if draft.scope == .theWorker, submission.existing?.worker != nil {
            try update(record, draft.kind, draft.answers)
        } else {
            if let field = node.dictionary.field(draft.kind, "case"), field.target.isEmpty || field.target.contains("case"), values["case"] == nil {
                let link = try FieldValue(link: caseRecord)
                values["case"] = Answer(field.takesList ? try FieldValue(list: [link], type: .link) : link)
            }
            if draft.kind == "document" { try keepFiles(draft, record, &values) }
            try transaction.save(RecordChange(record: record, kind: draft.kind, answers: values))
            if draft.kind == "person" || draft.kind == "party" { try relate(draft, record) }
        }
    }

    /// Only what was changed on the form is saved, against what was shown; a colleague's answer of meanwhile stays beside it.
    private func update(_ record: String, _ kind: String, _ answers: [String: Answer?]) throws {
        let shown = submission.existing?.shown[record]
        let changed = answers.filter { $0.value != shown?.answers[$0.key] }
        if !changed.isEmpty { try transaction.save(RecordChange(record: record, kind: kind, answers: changed), seen: shown?.heads) }
    }

    // MARK: Links

    private func link(_ draft: FormAnswers.Draft, _ record: String, _ values: inout [String: Answer?]) throws {
        if case .group(let element) = draft.scope {
            for link in submission.form.plan.declarations[element]?.links ?? [] {
                switch link {
                case .field(let name, let scope):
                    guard let field = node.dictionary.field(draft.kind, name) else { continue }
                    try set(field, self.records(of: scope, around: draft.node), &values)
                case .relation(let role, let scope):
                    for other in self.records(of: scope, around: draft.node) { try relate(record, other, role, [:], "\(role) \(record) \(other)") }
                }
            }
        }
        for (field, nodes) in draft.chosen {
            let chosen = nodes.compactMap { node in recordMade(around: node, for: field) }
            try set(field, chosen, &values)
        }
    }

    private func set(_ field: Field, _ records: [String], _ values: inout [String: Answer?]) throws {
        guard !records.isEmpty else { return }
        let links = try records.map { try FieldValue(link: $0) }
        values[field.name] = Answer(field.takesList ? try FieldValue(list: links, type: .link) : links[0])
    }

    /// The records of a scope; of several rounds, those in the same round as the other record where it is in one.
    private func records(of scope: FormPlan.Scope, around node: Int?) -> [String] {
        switch scope {
        case .theCase: return [caseRecord]
        case .theWorker:
            if let worker = submission.existing?.worker { return [worker] }
            return answers.drafts.contains { $0.scope == .theWorker && $0.isAsked } ? [identifier("worker")] : []
        case .only, .group:
            let drafts = answers.drafts.filter { $0.scope == scope && $0.isAsked }
            let nearby = drafts.filter { draft in
                guard let own = draft.node, let node else { return false }
                return sharedRounds(own, node) > 0
            }
            return (nearby.isEmpty ? drafts : nearby).map(record(of:))
        }
    }

    private func sharedRounds(_ first: Int, _ second: Int) -> Int {
        func rounds(_ node: Int) -> Set<Int> {
            var found: Set<Int> = []
            var next = submission.filling.parent(of: node)
            while let index = next {
                if submission.filling.round(of: index) > 0 { found.insert(index) }
                next = submission.filling.parent(of: index)
            }
            return found
        }
        return rounds(first).intersection(rounds(second)).count
    }

    /// The record that the group around an answer makes, if the field can link to it.
    private func recordMade(around node: Int, for field: Field) -> String? {
        var next = submission.filling.parent(of: node)
        while let index = next {
            if let draft = answers.drafts.first(where: { $0.node == index }), field.target.isEmpty || field.target.contains(draft.kind) {
                return record(of: draft)
            }
            next = submission.filling.parent(of: index)
        }
        return nil
    }

    private func relate(_ draft: FormAnswers.Draft, _ record: String) throws {
        var fields = draft.relation.mapValues { Optional($0) }
        var role: String?
        if draft.scope == .theWorker { role = "worker" }
        if case .group(let element) = draft.scope { role = submission.form.plan.declarations[element]?.role }
        if case .code(let chosen)? = draft.relation["role"]?.value { role = chosen }
        guard let role else { return }
        fields["role"] = nil
        try relate(record, caseRecord, role, fields, "relation \(record)")
    }

    private func relate(_ from: String, _ to: String, _ role: String, _ further: [String: Answer?], _ place: String) throws {
        var values = further
        values["from"] = Answer(try FieldValue(link: from))
        values["to"] = Answer(try FieldValue(link: to))
        values["role"] = Answer(.code(role))
        try transaction.save(RecordChange(record: identifier(place), kind: "relation", answers: values))
        if role == "worker" { try GroupCase.mark(to, transaction) }
    }
}
