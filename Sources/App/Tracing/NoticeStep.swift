import Dictionary
import Formats
import Journal
import Storage

/// What is done with a notice from its page, in the order in which it has to be done.
enum NoticeStep: String, Sendable, Hashable, CaseIterable {
    case renew
    /// The person was found.
    case found
    /// The found person was asked what may be told, before anybody is told anything.
    case asked
    case told
    case close

    /// So long a renewed notice runs from the day of renewal.
    static let renewalDays = NoticeTerm.days

    var fields: [String] {
        switch self {
        case .renew: []
        case .found: ["found-on", "status"]
        case .asked: ["found-agrees", "found-wishes"]
        case .told: ["family-told-on"]
        case .close: ["closed-on", "remarks"]
        }
    }

    /// Fields that have to be answered.
    var required: Set<String> {
        switch self {
        case .renew: []
        case .found: ["found-on"]
        case .asked: ["found-agrees", "found-wishes"]
        case .told: ["family-told-on"]
        case .close: ["closed-on"]
        }
    }

    /// Whether it is this step's turn.
    func isOpen(_ view: RecordView, today: CalendarDay) -> Bool {
        guard view.answer("closed-on")?.value == nil else { return false }
        switch self {
        case .renew: return view.answer("found-on")?.value == nil
        case .found: return view.answer("found-on")?.value == nil
        case .asked: return view.answer("found-on")?.value != nil
        case .told: return Self.mayTell(view) && view.answer("family-told-on")?.value == nil
        case .close: return true
        }
    }

    /// Whether the found person was asked and agrees that something is told.
    static func mayTell(_ view: RecordView) -> Bool {
        guard view.answer("found-on")?.value != nil, view.answer("found-wishes")?.value != nil, let agreed = view.code("found-agrees") else { return false }
        return agreed != "nothing"
    }

    func read(_ request: WebRequest, _ form: AnswerForm, _ view: RecordView, today: CalendarDay) -> (answers: [String: Answer?], problems: [FieldProblem]) {
        let definitions = fields.compactMap { form.dictionary.field("notice", $0) }
        var (answers, problems) = form.read(request.form, definitions)
        for definition in definitions where required.contains(definition.name) && problems.allSatisfy({ $0.field != definition.name }) {
            guard (answers[definition.name] ?? nil)?.value == nil else { continue }
            problems.append(
                FieldProblem(
                    field: definition.name,
                    sentence: request.translator("cases.form.needed", ["field": .text(definition.label(request.translator.language))])))
        }
        if self == .told, !Self.mayTell(view) {
            problems.append(FieldProblem(field: "family-told-on", sentence: request.translator("tracing.step.told.blocked")))
        } else if !isOpen(view, today: today) {
            problems.append(FieldProblem(field: fields.first ?? "", sentence: request.translator("tracing.step.not-open")))
        } else if self == .told, let problem = toldBeforeFound(answers, view, form, request.translator) {
            problems.append(problem)
        }
        if self == .renew, let end = today.adding(days: Self.renewalDays) { answers = ["expires-on": Answer(.date(PartialDate(end)))] }
        // What was left empty stays as it is.
        return (answers.filter { $0.value != nil }, problems)
    }

    /// The day on which the person was found stands on the notice and not on this step's form.
    private func toldBeforeFound(_ answers: [String: Answer?], _ view: RecordView, _ form: AnswerForm, _ translator: Translator) -> FieldProblem? {
        guard case .date(let told)? = answers["family-told-on"]??.value, let last = told.latest, let first = view.date("found-on")?.earliest, last < first else {
            return nil
        }
        func label(_ name: String) -> Translator.Argument { .text(form.dictionary.field("notice", name)?.label(translator.language) ?? name) }
        return FieldProblem(
            field: "family-told-on", sentence: translator("cases.fault.order", ["first": label("found-on"), "last": label("family-told-on")]))
    }

    /// - Parameter caseRecord: the notice's case, which gets its outcome.
    func save(_ answers: [String: Answer?], of notice: String, in caseRecord: String?, _ node: Node, by account: String, today: CalendarDay) throws {
        try node.change(by: account) { transaction in
            try transaction.save(RecordChange(record: notice, kind: "notice", answers: answers))
            guard self == .told, let caseRecord, let state = try transaction.state(of: caseRecord) else { return }
            // Reunion is what a search for a missing worker is for: it is the case's outcome.
            var outcomes: Set<String> = []
            if case .open(let content, _)? = state.fields["outcomes"]?.answer { outcomes = Set((content["value"]?.array ?? []).compactMap(\.string)) }
            guard outcomes.insert(Self.outcome).inserted else { return }
            if let vocabulary = node.dictionary.vocabulary("case-outcome") {
                outcomes = outcomes.filter { vocabulary.contradiction(among: [Self.outcome, $0]) == nil }
            }
            try transaction.save(RecordChange(record: caseRecord, kind: "case", answers: ["outcomes": Answer(try FieldValue(codes: outcomes.sorted()))]))
        }
    }

    /// A code of the list `case-outcome`.
    static let outcome = "found"
}
