import Dictionary

/// Reads and shows answers to fields of the dictionary in a form: the value as text, why there is none, and a clarifying note.
///
/// For the field `sex` the form has `sex`, `sex.absent` and `sex.note`.
struct AnswerForm: Sendable {
    let dictionary: DataDictionary
    let calendars: CalendarTables
    let translator: Translator

    /// Fields that a person can answer in a form: links are made by other means, files by uploading.
    static func isAnswerable(_ field: Field) -> Bool { field.type != .link && field.type != .file }

    /// The answers of a form to some fields; nil where the field was left empty.
    func read(_ form: FormFields, _ fields: [Field]) -> (answers: [String: Answer?], problems: [FieldProblem]) {
        var answers: [String: Answer?] = [:]
        var problems: [FieldProblem] = []
        for field in fields {
            let note = form.text("\(field.name).note")
            if let absence = form.text("\(field.name).absent").flatMap({ Absence(rawValue: $0) }) {
                answers[field.name] = .some(Answer(absent: absence, note: note))
                continue
            }
            let texts = form.all(field.name).map(\.trimmingSpaces).filter { !$0.isEmpty }
            guard !texts.isEmpty else {
                answers[field.name] = .some(nil)
                continue
            }
            do {
                answers[field.name] = .some(Answer(try value(texts, field), note: note))
            } catch {
                problems.append(FieldProblem(field: field.name, sentence: AnswerFault.sentence(error, field, translator)))
            }
        }
        return (answers, problems)
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
                for text in texts(value, entry.field) { form.items.append(.init(name: entry.field.name, value: text)) }
            }
        }
        return form
    }

    private func texts(_ value: FieldValue, _ field: Field) -> [String] {
        if case .list(let values) = value {
            if field.vocabulary != nil { return values.map(\.displayText) }
            return [values.map { single($0) }.joined(separator: " | ")]
        }
        return [single(value)]
    }

    private func single(_ value: FieldValue) -> String {
        switch value {
        case .date(let date): date.edtf
        case .identifier(let identifier): "\(identifier.kind): \(identifier.number)"
        default: value.displayText
        }
    }

    private func value(_ texts: [String], _ field: Field) throws(ValueError) -> FieldValue {
        if field.type == .date, let text = texts.first { return .date(try Self.date(text, calendars: calendars)) }
        return try field.parse(texts.joined(separator: " | "), in: dictionary)
    }

    /// A date as it is known; `BS 2076-01-31` and `AH 1440-09-01` are days of the Nepali and the Hijri calendar.
    static func date(_ text: String, calendars: CalendarTables) throws(ValueError) -> PartialDate {
        if let date = try otherCalendar(text, calendars) { return date }
        return try DateReader().read(text)
    }

    private static func otherCalendar(_ text: String, _ calendars: CalendarTables) throws(ValueError) -> PartialDate? {
        let upper = text.uppercased()
        for (prefix, system) in [("BS", CalendarSystem.bikramSambat), ("AH", .hijri)] where upper.hasPrefix(prefix) {
            guard let date = CalendarDate(String(text.dropFirst(prefix.count)).trimmingSpaces) else { return nil }
            return try calendars.partialDate(date, in: system)
        }
        return nil
    }

    // MARK: Showing

    func control(_ html: inout HTMLWriter, _ field: Field, _ controls: FormControls, isRequired: Bool = false) {
        let label = field.label(translator.language)
        if let vocabulary = dictionary.vocabulary(of: field) {
            let options = vocabulary.terms.filter { !$0.isDeprecated }.map { FormControls.Option(value: $0.code, label: $0.label(translator.language)) }
            if field.takesList && options.count <= 30 {
                controls.choices(&html, field.name, label: label, options: options)
            } else {
                controls.select(&html, field.name, label: label, options: options, .init(isRequired: isRequired))
            }
        } else {
            var look = FormControls.Look(isRequired: isRequired)
            switch field.type {
            case .narrative: look.rows = 4
            case .date: look.hint = translator("cases.form.date-hint")
            case .money: look.hint = translator("cases.form.money-hint")
            case .phone: (look.type, look.direction, look.inputMode) = ("tel", "ltr", "tel")
            case .name: look.hint = translator("cases.form.name-hint")
            case .identifier: look.hint = translator("cases.form.identifier-hint")
            default: break
            }
            controls.text(&html, field.name, label: label, look)
        }
        absence(&html, field, controls)
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
