import Dictionary
import Journal

/// What the gaps of a letter are filled with: the records of a case as the gate shows them to whoever writes the letter, in the letter's language.
struct LetterValues: Sendable {
    private let answers: AnswerText
    /// The record of each subject of which there is one.
    private var single: [String: RecordView] = [:]
    private var repeated: [String: [RecordView]] = [:]
    /// What is said besides the records, by `subject.field`.
    private var words: [String: String]

    /// - Parameter words: what is not in the case: who writes, from which organisation, to whom, today.
    init(_ report: RecordReport, words: [String: String], answers: AnswerText) {
        self.answers = answers
        self.words = words
        single["case"] = report.view
        for linked in report.linked where !linked.view.isErased {
            let view = linked.view
            if view.kind == "claim", !Self.isClaimed(view) { continue }
            if LetterTemplate.repeated.contains(view.kind), !(repeated[view.kind] ?? []).contains(where: { $0.record == view.record }) {
                repeated[view.kind, default: []].append(view)
            }
            if view.kind == "employment", single["employment"] == nil { single["employment"] = view }
            let subject: String? =
                switch linked.field {
                case "worker", "complainant": view.kind == "person" ? "worker" : nil
                case "employer", "sponsor": "employer"
                case "recruiter": "agency"
                default: nil
                }
            if let subject, single[subject] == nil || linked.field == subject { single[subject] = view }
            if linked.field == "worker", view.kind == "person", !(repeated["worker"] ?? []).contains(where: { $0.record == view.record }) {
                repeated["worker", default: []].append(view)
            }
        }
        self.words.merge(Self.totals(repeated["claim"] ?? [], answers.translator)) { $1 }
    }

    /// Whether a claim is for something and still stands.
    private static func isClaimed(_ view: RecordView) -> Bool {
        view.answer("head") != nil && !["withdrawn", "dismissed"].contains(view.code("stage") ?? "")
    }

    /// What a claim comes to in all, what came in, and what is still to come, as far as that is certain.
    private static func totals(_ claims: [RecordView], _ translator: Translator) -> [String: String] {
        let sums = claims.map(HeadSums.init)
        let claimed = CoinSpan.totals(sums.map(\.claimed))
        let received = HeadSums.total(sums.flatMap { $0.list("received") })
        var words: [String: String] = [:]
        if claims.count > 1 { words["letter.total"] = claimed.map { $0.text(translator) }.joined(separator: "; ") }
        guard !received.isEmpty else { return words }
        words["letter.received"] = received.map { "\($0.currency) \($0.text)" }.joined(separator: "; ")
        if claimed.allSatisfy({ $0.exact != nil }) {
            words["letter.outstanding"] = HeadSums.total(sums.map(\.outstanding)).map { "\($0.currency) \($0.text)" }.joined(separator: "; ")
        }
        return words
    }

    /// What the case says of an employment where nothing was said for the claim, and the other way round.
    private static let sameThing = [
        "case.employment-since": ("employment", "since"), "case.employment-until": ("employment", "until"), "employment.since": ("case", "employment-since"),
        "employment.until": ("case", "employment-until"),
    ]

    /// The records of a list that a line stands in, one after the other.
    struct Repetition: Sendable {
        var subject: String
        var record: RecordView
    }

    func repetitions(of subject: String) -> [Repetition] { (repeated[subject] ?? []).map { Repetition(subject: subject, record: $0) } }

    /// - Parameter repetition: what the line stands in.
    /// - Returns: nil if it is not known.
    func text(_ subject: String, _ field: String, in repetition: Repetition?) -> String? {
        if let known = words["\(subject).\(field)"] { return known.isEmpty ? nil : known }
        let view = repetition?.subject == subject ? repetition?.record : single[subject]
        // What a claim comes to can be a span.
        if subject == "claim", field == "amount", let sum = view.flatMap({ HeadSums($0).claimed }) { return sum.text(answers.translator) }
        return written(field, in: view) ?? Self.sameThing["\(subject).\(field)"].flatMap { written($0.1, in: single[$0.0]) }
    }

    private func written(_ field: String, in view: RecordView?) -> String? {
        guard let entry = view?.fields.first(where: { $0.field.name == field }), let answer = entry.answer, case .value(let value) = answer.content else {
            return nil
        }
        return answers.text(value, entry.field)
    }

    /// What the records of a list are called.
    func label(_ list: String) -> String { answers.dictionary.record(list)?.label(answers.translator.language) ?? list }

    /// The name of a gap, for the list of what is missing.
    func label(_ subject: String, _ field: String) -> String {
        let translator = answers.translator
        let kind =
            switch subject {
            case "worker", "person": "person"
            case "employer", "agency", "party": "party"
            default: subject
            }
        guard let definition = answers.dictionary.field(kind, field) else { return translator("letters.gap.\(field)") }
        let owner = answers.dictionary.vocabulary("relation-role")?.term(subject == "agency" ? "recruiter" : subject)?.label(translator.language)
        return (owner ?? answers.dictionary.record(kind)?.label(translator.language)).map { "\($0): \(definition.label(translator.language))" }
            ?? definition.label(translator.language)
    }
}
