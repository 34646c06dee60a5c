import Dictionary

/// Answers of different fields with which a case cannot be closed: statistics of outcomes would count it on both sides.
enum ClosingContradiction {
    /// With what status these reasons go: another organisation has taken the case over, or the work has ended here. A reason that is not named goes with either.
    private static let statusOfReason = [
        "transferred": "closed-referred", "resolved": "closed", "settled": "closed", "withdrawn-by-worker": "closed", "withdrawn-by-sender": "closed",
        "time-limit-passed": "closed", "no-prospect": "closed", "not-confirmed": "closed", "outside-mandate": "closed",
    ]
    /// What nobody has who has died.
    private static let ofTheLiving: Set<String> = ["back-at-work", "changed-employer"]
    /// Reasons that say that the worker has something.
    private static let reasonsWithResult: Set<String> = ["resolved", "settled"]

    /// What is missing or contradictory where a change closes a case.
    /// - Parameter original: the case before it.
    static func problems(
        _ answers: [String: Answer?], _ original: RecordView?, _ dictionary: DataDictionary, _ translator: Translator
    ) -> [FieldProblem] {
        var merged = answers
        for name in CaseWorkPages.closingNeeded where !answers.keys.contains(name) { merged[name] = original?.answer(name) }
        guard let status = merged["status"].flatMap(\.self)?.value?.displayText, ReminderRules.closedStatuses.contains(status) else {
            return reopening(merged, original, translator)
        }
        var problems: [FieldProblem] = []
        if original?.code("status") != status {
            for name in CaseWorkPages.closingNeeded where merged[name].flatMap(\.self) == nil {
                problems.append(FieldProblem(field: name, sentence: translator("case.close.error.\(name)")))
            }
        }
        if let problem = find(merged, dictionary, translator) { problems.append(problem) }
        return problems
    }

    /// A case is opened again with a reason, and without what closed it: both happen together on its own page.
    private static func reopening(_ merged: [String: Answer?], _ original: RecordView?, _ translator: Translator) -> [FieldProblem] {
        guard let before = original?.code("status"), ReminderRules.closedStatuses.contains(before) else { return [] }
        let isStillClosed = ["closing-date", "closing-reason"].contains { merged[$0].flatMap(\.self) != nil }
        return isStillClosed ? [FieldProblem(field: "status", sentence: translator("case.reopen.error"))] : []
    }

    static func find(_ answers: [String: Answer?], _ dictionary: DataDictionary, _ translator: Translator) -> FieldProblem? {
        func codes(_ field: String) -> [String] {
            (answers[field]??.value?.elements ?? []).compactMap { if case .code(let code) = $0 { code } else { nil } }
        }
        func term(_ field: String, _ code: String) -> Term? {
            dictionary.field("case", field).flatMap { dictionary.vocabulary(of: $0) }?.term(code)
        }
        guard let reason = codes("closing-reason").first, let reasonTerm = term("closing-reason", reason) else { return nil }
        if let status = codes("status").first, let expected = statusOfReason[reason], status != expected, let statusTerm = term("status", status) {
            return AnswerFault.exclusive(statusTerm, reasonTerm, "closing-reason", translator)
        }
        if reasonsWithResult.contains(reason), codes("outcomes").contains("none"), let none = term("outcomes", "none") {
            return AnswerFault.exclusive(none, reasonTerm, "outcomes", translator)
        }
        if reason == "worker-died", let outcome = codes("outcomes").first(where: ofTheLiving.contains), let outcomeTerm = term("outcomes", outcome) {
            return AnswerFault.exclusive(outcomeTerm, reasonTerm, "outcomes", translator)
        }
        return nil
    }
}
