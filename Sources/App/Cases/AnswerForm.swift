import Dictionary

/// Reads and shows answers to fields of the dictionary in a form: the value as text, why there is none, and a clarifying note.
///
/// For the field `sex` the form has `sex`, `sex.absent` and `sex.note`. A list has its field several times; the kind of a number stands in `identifiers.kind` beside it.
struct AnswerForm: Sendable {
    let dictionary: DataDictionary
    let calendars: CalendarTables
    let translator: Translator
    var habit = DateHabit()
    /// The day against which dates are held; nil where they are taken as they come.
    var today: CalendarDay?
    /// In which a bare amount is meant; nil where it has to be written.
    var currency: String?

    /// Fields that a person can answer in a form: links are made by other means, files by uploading, and what belongs to the steps of a listing by those.
    static func isAnswerable(_ field: Field) -> Bool { isText(field) && !Listing.isStep(field) }

    /// Fields whose answers can be told as texts.
    static func isText(_ field: Field) -> Bool { field.type != .link && field.type != .file }

    /// The answers of a form to some fields; nil where the field was left empty.
    /// - Parameter original: what the form was filled in with. A value whose text still stands as it was stays what it is: a text says less than a value, which may have
    ///   parts, an issuer or a place's code.
    func read(_ form: FormFields, _ fields: [Field], keeping original: RecordView? = nil) -> (answers: [String: Answer?], problems: [FieldProblem]) {
        var answers: [String: Answer?] = [:]
        var problems: [FieldProblem] = []
        for field in fields {
            let note = form.text("\(field.name).note")
            let texts = typed(form, field)
            if let absence = form.text("\(field.name).absent").flatMap({ Absence(rawValue: $0) }) {
                answers[field.name] = .some(Answer(absent: absence, note: note))
                // Which of the two is meant only the person knows.
                if !texts.isEmpty { problems.append(FieldProblem(field: field.name, sentence: translator("cases.fault.answer-and-absent"))) }
                continue
            }
            guard !texts.isEmpty else {
                answers[field.name] = .some(nil)
                continue
            }
            do {
                let value = try value(texts, field, known: original?.answer(field.name)?.value?.elements ?? [])
                answers[field.name] = .some(Answer(value, note: note))
                if let problem = contradiction(value, field) { problems.append(problem) }
            } catch {
                problems.append(FieldProblem(field: field.name, sentence: AnswerFault.sentence(error, field, translator)))
            }
        }
        if let today {
            let implausible = Plausibility(today: today, translator: translator).problems(answers, fields, original: original)
            problems += implausible.filter { problem in !problems.contains { $0.field == problem.field } }
        }
        return (answers, problems)
    }

    /// Codes of one list that cannot all be so.
    private func contradiction(_ value: FieldValue, _ field: Field) -> FieldProblem? {
        let codes = value.elements.compactMap { if case .code(let code) = $0 { code } else { nil } }
        guard codes.count > 1, let (first, second) = dictionary.vocabulary(of: field)?.contradiction(among: codes) else { return nil }
        return AnswerFault.exclusive(first, second, field.name, translator)
    }

    /// What was typed for a field, a text for each value.
    private func typed(_ form: FormFields, _ field: Field) -> [String] {
        let texts = form.all(field.name).map(\.trimmingSpaces)
        let kinds = field.type == .identifier ? form.all("\(field.name).kind") : []
        return texts.enumerated().compactMap { index, text in
            guard !text.isEmpty, kinds.indices.contains(index), !kinds[index].isEmpty else { return text.isEmpty ? nil : text }
            return "\(kinds[index]): \(text)"
        }
    }

    /// What the form shows for answers that are there.
    func fields(_ view: RecordView) -> FormFields {
        var form = FormFields()
        for entry in view.fields {
            guard let answer = entry.answer else { continue }
            if let note = answer.note { form.items.append(.init(name: "\(entry.field.name).note", value: note)) }
            switch answer.content {
            case .absent(let absence): form.items.append(.init(name: "\(entry.field.name).absent", value: absence.rawValue))
            case .value(let value):
                for element in value.elements {
                    guard case .identifier(let identifier) = element else {
                        form.items.append(.init(name: entry.field.name, value: text(element, entry.field)))
                        continue
                    }
                    form.items.append(.init(name: "\(entry.field.name).kind", value: identifier.kind))
                    form.items.append(.init(name: entry.field.name, value: identifier.number))
                }
            }
        }
        return form
    }

    /// A value as ``typed(_:_:)`` gives it again.
    private func text(_ value: FieldValue, _ field: Field) -> String {
        switch value {
        case .code(let code) where isNamed(field): dictionary.vocabulary(of: field)?.label(of: code, translator.language) ?? code
        case .date(let date): date.given?.description ?? date.edtf
        case .identifier(let identifier): "\(identifier.kind): \(identifier.number)"
        default: value.displayText
        }
    }

    /// Emergency numbers have three digits.
    private static let fewestDigits = 3

    private func value(_ texts: [String], _ field: Field, known: [FieldValue]) throws(ValueError) -> FieldValue {
        var values: [FieldValue] = []
        for text in texts {
            if let kept = known.first(where: { self.text($0, field) == text }) {
                values.append(kept)
            } else {
                values += try parsed(text, field).elements
            }
        }
        return field.takesList ? try FieldValue(list: values, type: field.type) : values[0]
    }

    private func parsed(_ text: String, _ field: Field) throws(ValueError) -> FieldValue {
        switch field.type {
        case .date: return .date(try habit.date(text, calendars))
        case .phone where DecimalDigits.ascii(text).utf8.count < Self.fewestDigits:
            throw ValueError(.malformed, "has too few digits for a telephone number.", remedy: "Write the number as it is dialled.", field: field.fullName)
        default: return try field.parse(text, in: dictionary, reading: CellReading(currency: currency))
        }
    }

    // MARK: Showing

    /// Up to so many options each have a box; up to so many are in lists to choose from, one for each value. Of more, such as the languages of the world, the name is written.
    private static let boxLimit = 30
    private static let listLimit = 1_500

    /// Whether the values of a list are written by their names, since its vocabulary is too long to be sent with a page.
    private func isNamed(_ field: Field) -> Bool {
        guard field.takesList, let vocabulary = dictionary.vocabulary(of: field) else { return false }
        return vocabulary.terms.count > Self.listLimit
    }

    func control(_ html: inout HTMLWriter, _ field: Field, _ controls: FormControls, isRequired: Bool = false, hint: String? = nil) {
        let label = field.label(translator.language)
        if let vocabulary = dictionary.vocabulary(of: field) {
            let options = vocabulary.offered(translator.language).map { FormControls.Option(value: $0.code, label: $0.label(translator.language)) }
            var look = FormControls.Look(hint: hint, isRequired: isRequired)
            if isNamed(field) {
                look.hint = translator("cases.form.named-hint")
                controls.rows(&html, field.name, label: label, isList: true, look)
            } else if !field.takesList {
                controls.select(&html, field.name, label: label, options: options, look)
            } else if options.count <= Self.boxLimit {
                controls.choices(&html, field.name, label: label, options: options, look)
            } else {
                controls.selects(&html, field.name, label: label, options: options, look)
            }
        } else {
            var look = FormControls.Look(hint: hint, isRequired: isRequired)
            switch field.type {
            case .narrative: look.rows = 4
            case .date: look.hint = translator("cases.form.date-hint")
            case .money: look.hint = translator("cases.form.money-hint")
            case .phone: (look.type, look.direction, look.inputMode) = ("tel", "ltr", "tel")
            case .name: look.hint = translator("cases.form.name-hint")
            default: break
            }
            let hasRows = field.type == .identifier || (field.takesList && field.type != .narrative)
            guard hasRows else {
                controls.text(&html, field.name, label: label, look)
                return absence(&html, field, controls)
            }
            controls.rows(&html, field.name, label: label, isList: field.takesList, kinds: kinds(field), look)
        }
        absence(&html, field, controls)
    }

    /// The kinds of numbers, for a field that takes numbers of several kinds.
    private func kinds(_ field: Field) -> FormControls.Kinds? {
        guard field.type == .identifier, let vocabulary = dictionary.vocabulary("identifier-kind") else { return nil }
        let options = vocabulary.offered(translator.language).map { FormControls.Option(value: $0.code, label: $0.label(translator.language)) }
        return FormControls.Kinds(name: "kind", label: translator("cases.form.identifier-kind"), options: options)
    }

    private func absence(_ html: inout HTMLWriter, _ field: Field, _ controls: FormControls) {
        let isOpen = controls.values["\(field.name).absent"]?.isEmpty == false || controls.values["\(field.name).note"]?.isEmpty == false
        html.element("details", [.flag("open", if: isOpen)]) { html in
            html.element("summary") { html in
                html.text(translator("cases.form.absent"))
                html.element("span", [.class("hidden")], text: field.label(translator.language))
            }
            controls.select(
                &html, "\(field.name).absent", label: translator("cases.form.why"),
                options: Absence.allCases.map { .init(value: $0.rawValue, label: translator("cases.absence.\($0.rawValue)")) })
            controls.text(&html, "\(field.name).note", label: translator("cases.form.note"))
        }
    }
}
