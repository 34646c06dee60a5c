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
            if view.kind == "claim", single["mandate"] == nil, view.answer("mandate-holder") != nil { single["mandate"] = view }
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
        addSums()
    }

    /// What is claimed in all, what came in of it, and what is left: a sum for each currency, where every claim has an amount.
    private mutating func addSums() {
        let heads = (repeated["claim"] ?? []).map { HeadSums($0) }
        guard !heads.isEmpty, let field = answers.dictionary.field("claim", "awarded") else { return }
        func text(_ sums: [Coins]) -> String? {
            let texts = sums.compactMap { try? $0.money() }.map { answers.text(.money($0), field) }
            return texts.isEmpty ? nil : texts.joined(separator: answers.translator("cases.list-separator"))
        }
        let received = HeadSums.total(heads.flatMap { $0.list("received") })
        if heads.allSatisfy({ $0.claimed?.exact != nil }) { words["sums.total"] = text(HeadSums.total(heads.map { $0.claimed?.exact })) }
        let awarded = HeadSums.total(heads.map { $0.single("awarded") }.filter { $0 != nil })
        if !awarded.isEmpty { words["sums.awarded"] = text(awarded) }
        guard !received.isEmpty || !awarded.isEmpty else { return }
        words["sums.received"] = text(received)
        if heads.allSatisfy({ $0.outstanding != nil }) { words["sums.outstanding"] = text(HeadSums.total(heads.map(\.outstanding))) }
    }

    /// Whether a claim is for something and still stands.
    private static func isClaimed(_ view: RecordView) -> Bool {
        view.answer("head") != nil && !["withdrawn", "dismissed"].contains(view.code("stage") ?? "")
    }

    /// Fields of a case that are known of the employment where the case does not say them.
    private static let elsewhere = ["employment-since": "since", "employment-until": "until"]

    /// The records of a list that a line stands in, one after the other.
    struct Repetition: Sendable {
        var subject: String
        var record: RecordView
    }

    func repetitions(of subject: String) -> [Repetition] { (repeated[subject] ?? []).map { Repetition(subject: subject, record: $0) } }

    /// - Parameter repetition: what the line stands in.
    /// - Returns: nil if it is not known.
    func text(_ subject: String, _ field: String, in repetition: Repetition?) -> String? {
        if let known = words["\(subject).\(field)"], !known.isEmpty || subject != "letter" { return known.isEmpty ? nil : known }
        // Who holds the power is on record, unless somebody else is named on the page.
        if subject == "letter" { return field == "representative" ? written("mandate", "mandate-holder", in: nil) : nil }
        if let known = written(subject, field, in: repetition) { return known }
        // What a claim comes to can be a span, which stands in no single field.
        if subject == "claim", field == "amount", let sum = repetition.flatMap({ HeadSums($0.record).claimed }) { return sum.text(answers.translator) }
        return subject == "case" ? Self.elsewhere[field].flatMap { written("employment", $0, in: nil) } : nil
    }

    /// What a record says.
    private func written(_ subject: String, _ field: String, in repetition: Repetition?) -> String? {
        guard let view = repetition?.subject == subject ? repetition?.record : single[subject], let entry = view.fields.first(where: { $0.field.name == field }),
            let answer = entry.answer, case .value(let value) = answer.content
        else { return nil }
        // Names of several scripts stand beside each other: each has its own direction, and the signs between them that of the letter.
        guard case .list(let values) = value, values.count > 1 else { return answers.text(value, entry.field) }
        return values.map { "\u{2068}\(answers.text($0, entry.field))\u{2069}" }.joined(separator: answers.translator("cases.list-separator"))
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
            case "mandate": "claim"
            default: subject
            }
        guard let definition = answers.dictionary.field(kind, field) else { return translator("letters.gap.\(field)") }
        let owner = answers.dictionary.vocabulary("relation-role")?.term(subject == "agency" ? "recruiter" : subject)?.label(translator.language)
        return (owner ?? answers.dictionary.record(kind)?.label(translator.language)).map { "\($0): \(definition.label(translator.language))" }
            ?? definition.label(translator.language)
    }
}
