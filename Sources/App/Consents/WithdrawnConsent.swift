import Dictionary

/// A consent that was taken back stays taken back: what the worker agrees to anew is a new consent, with its own words and day. A slip is undone in the history, with a reason.
enum WithdrawnConsent {
    /// What is wrong with changing a consent in this way.
    /// - Parameter original: the consent before.
    static func problems(_ answers: [String: Answer?], _ original: RecordView?, _ translator: Translator) -> [FieldProblem] {
        guard let original, original.kind == "consent", original.answer("withdrawn-on") != nil || original.answer("withdrawal-words") != nil else { return [] }
        let changed = answers.filter { $0.value != original.answer($0.key) }.keys.sorted()
        guard let refused = changed.first(where: { !isAddition($0, answers[$0].flatMap(\.self), original) }) else { return [] }
        return [FieldProblem(field: refused, sentence: translator("consents.error.withdrawn"))]
    }

    /// What was said at the withdrawal can be written down more fully, and its day found out.
    private static func isAddition(_ name: String, _ answer: Answer?, _ original: RecordView) -> Bool {
        switch name {
        case "withdrawal-words": answer?.value != nil
        case "withdrawn-on": answer?.value != nil && original.answer(name)?.value == nil
        default: false
        }
    }
}
