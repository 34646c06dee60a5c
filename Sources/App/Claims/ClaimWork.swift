import Dictionary
import Entitlements
import Journal
import Storage
import Vault

/// What is written about claims, each step as one transaction under the name of whoever takes it. Whether they may is asked before, by ``CaseAccess``.
struct ClaimWork: Sendable {
    let node: Node
    let account: String

    /// Saves the facts of a worker's employment.
    /// - Parameters:
    ///   - record: the record of the employment; nil to make it.
    ///   - seen: the entries that the form was made from, so that a colleague's answer is not overwritten.
    func save(_ answers: [String: Answer?], of worker: String, in caseRecord: String, record: String?, seen: [Digest]?) throws {
        guard !answers.isEmpty else { return }
        // One record for each worker of a case: two people who begin it at once write into the same.
        let made = RecordIdentifier.text(node.keys.recordIdentifier(for: "employment\n\(caseRecord)\n\(worker)"))
        try node.change(by: account) { transaction in
            var answers = answers
            if record == nil {
                answers["case"] = Answer(try FieldValue(link: caseRecord))
                answers["worker"] = Answer(try FieldValue(link: worker))
            }
            _ = try transaction.save(RecordChange(record: record ?? made, kind: "employment", answers: answers), seen: record == nil ? nil : seen)
        }
    }

    /// Saves computed heads as records of claims: over those of the same head and worker that are still being prepared, or as new ones.
    func save(_ heads: [[String: Answer?]], of worker: String, in caseRecord: String, over present: [RecordView]) throws {
        try node.change(by: account) { transaction in
            // A mandate that was taken before anything was claimed is one for what is claimed now.
            let kept = present.first { $0.isOnlyMandate }
            let mandate = kept.map { view in MandateRoutes.names.reduce(into: [String: Answer?]()) { $0[$1] = view.answer($1) } } ?? [:]
            if let kept, !heads.isEmpty { try transaction.setRetracted(true, record: kept.record, ground: "Kept with what is claimed") }
            for answers in heads {
                guard case .code(let head)? = answers["head"]??.value else { continue }
                let existing = present.first { $0.code("head") == head && Self.isPrepared($0) && ($0.links("claimant").contains(worker)) }
                let record =
                    existing?.record
                    ?? RecordIdentifier.text(node.keys.recordIdentifier(for: "claim\n\(caseRecord)\n\(worker)\n\(head)\n\(count(of: head, worker, present))"))
                var answers = answers.merging(mandate.filter { $0.value != nil }) { own, _ in own }
                // How far it has come is not set back by computing it anew.
                answers = answers.filter { existing == nil ? $0.value != nil : $0.key != "stage" && $0.value != existing?.answer($0.key) }
                guard !answers.isEmpty else { continue }
                try transaction.save(RecordChange(record: record, kind: "claim", answers: answers))
            }
        }
    }

    /// A claim that was filed, settled or withdrawn is not changed by a new computation: the next one is a record of its own.
    private func count(of head: String, _ worker: String, _ present: [RecordView]) -> Int {
        present.filter { $0.code("head") == head && $0.links("claimant").contains(worker) }.count
    }

    /// The claims of a head that are under way or came to an end with money: a new computation adds to them. One that was withdrawn holds nothing any more.
    static func underWay(_ head: String, _ worker: String, _ present: [RecordView]) -> [RecordView] {
        present.filter { $0.code("head") == head && $0.links("claimant").contains(worker) && !isPrepared($0) && $0.code("stage") != "withdrawn" }
    }

    static func isPrepared(_ claim: RecordView) -> Bool { ["considered", "preparing", "demanded"].contains(claim.code("stage") ?? "considered") }

    /// Writes answers into several claims at once, and what was done as an action.
    /// - Parameter earlier: what the claims said before and say no more, such as an earlier filing: actions that stay in the case.
    func step(_ answers: [(record: String, answers: [String: Answer?])], action: [String: Answer?]?, earlier: [[String: Answer?]], in caseRecord: String, submission: String) throws {
        let record = RecordIdentifier.text(node.keys.recordIdentifier(for: "claim-step\n\(caseRecord)\n\(submission)"))
        try node.change(by: account) { transaction in
            // A form that is sent twice is one step: the action says that it was taken.
            guard try transaction.state(of: record) == nil else { return }
            for item in answers { try transaction.save(RecordChange(record: item.record, kind: "claim", answers: item.answers)) }
            for (index, event) in earlier.enumerated() {
                var event = event
                event["case"] = Answer(try FieldValue(link: caseRecord))
                let place = RecordIdentifier.text(node.keys.recordIdentifier(for: "earlier-filing\n\(caseRecord)\n\(submission)\n\(index)"))
                try transaction.save(RecordChange(record: place, kind: "action", answers: event))
            }
            guard var action else { return }
            action["case"] = Answer(try FieldValue(link: caseRecord))
            try transaction.save(RecordChange(record: record, kind: "action", answers: action))
        }
    }
}
