import Dictionary

/// A consent that was taken back stays taken back: what the worker agrees to anew is a new consent, with its own words and day. A slip is undone in the history, with a reason.
enum WithdrawnConsent {
    /// What is wrong with changing a consent in this way.
    /// - Parameter original: the consent before.
    static func problems(_ answers: [String: Answer?], _ original: RecordView?, _ translator: Translator) -> [FieldProblem] {
        guard let original, original.kind == "consent", original.answer("withdrawn-on")?.value != nil else { return [] }
        guard let changed = answers.first(where: { $0.value != original.answer($0.key) && $0.key != "withdrawal-words" }) else { return [] }
        return [FieldProblem(field: changed.key, sentence: translator("consents.error.withdrawn"))]
    }
}
