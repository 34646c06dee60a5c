import Dictionary
import Forms

/// Takes what a browser sent of a form into its answers, and shows answers to the browser.
///
/// A question's control is called as ``FormFilling/controlName(of:)`` says; beside it `NAME.absent` and `NAME.note`. A hidden control `rounds-NAME` tells which rounds
/// of a repeat are there.
struct FormPosting {
    let form: AvailableForm
    let dictionary: DataDictionary
    let calendars: CalendarTables
    var habit = DateHabit()

    // MARK: Taking

    func take(_ fields: FormFields, into filling: inout FormFilling) {
        takeRounds(fields, in: nil, &filling)
        for node in filling.allNodes where filling.isShown(node) { take(fields, node, &filling) }
        filling.compute()
    }

    private func takeRounds(_ fields: FormFields, in parent: Int?, _ filling: inout FormFilling) {
        for element in filling.elements(in: parent) {
            let definition = filling.definition(ofElement: element)
            switch definition.kind {
            case .group: for node in filling.nodes(of: element, in: parent) { takeRounds(fields, in: node, &filling) }
            case .repeated:
                if filling.hasFreeRounds(element), let told = fields["rounds-" + filling.controlName(ofElement: element, in: parent)] {
                    let wanted = FormFilling.words(told).compactMap { Int($0) }
                    for node in filling.nodes(of: element, in: parent) where !wanted.contains(filling.round(of: node)) { filling.remove(round: node) }
                    for round in wanted { _ = filling.ensureRound(round, of: element, in: parent) }
                }
                for node in filling.nodes(of: element, in: parent) { takeRounds(fields, in: node, &filling) }
            case .question: break
            }
        }
    }

    private func take(_ fields: FormFields, _ node: Int, _ filling: inout FormFilling) {
        let name = filling.controlName(of: node)
        guard let definition = filling.definition(of: node), let type = definition.questionType, fields[Self.marker(name)] != nil || fields[name] != nil else {
            return
        }
        if filling.isReadOnly(node) { return }
        let texts = fields.all(name).map(\.trimmingSpaces).filter { !$0.isEmpty }
        let absence = fields.text(name + ".absent").flatMap { Absence(rawValue: $0)?.rawValue }
        let note = fields.text(name + ".note") ?? ""
        switch type {
        case .selectMultiple, .rank: filling.answer(node, value: texts.joined(separator: " "), absence: absence, note: note)
        case .date:
            answer(node, date: texts.first ?? "", absence: absence, note: note, &filling)
        case .image, .audio, .video, .file: break
        case .text where form.plan.targets[filling.element(of: node) ?? -1]?.field.takesList == true:
            filling.answer(node, value: texts.joined(separator: " | "), absence: absence, note: note)
        default: filling.answer(node, value: texts.first ?? "", absence: absence, note: note)
        }
    }

    /// The hidden control that tells that a question was on the page, since boxes that are not ticked send nothing.
    static func marker(_ name: String) -> String { name + ".shown" }

    /// Answers with a date as it is known, also of another calendar, in EDTF. What is none stays as it was typed, for the form to say so.
    func answer(_ node: Int, date typed: String, absence: String?, note: String, _ filling: inout FormFilling) {
        let date = typed.isEmpty ? nil : try? habit.date(typed, calendars)
        // What was meant is kept as it would be written with its calendar's mark.
        filling.answer(node, value: date?.edtf ?? typed, typed: date?.given?.description ?? typed, absence: absence, note: note)
    }

    // MARK: Knowing

    /// Puts what is known of a case and its worker into questions that ask for it.
    func fill(_ filling: inout FormFilling, _ known: [FormPlan.Scope: [String: Answer]]) {
        for node in filling.allNodes {
            guard let element = filling.element(of: node), let target = form.plan.targets[element], let answer = known[target.scope]?[target.field.name],
                filling.isShown(node)
            else { continue }
            switch answer.content {
            case .absent(let absence): filling.answer(node, value: "", absence: absence.rawValue, note: answer.note ?? "")
            case .value(let value):
                filling.answer(node, value: text(value, target) ?? "", typed: given(value), note: answer.note ?? "")
            }
        }
        filling.compute()
    }

    /// A date of another calendar as it was given.
    private func given(_ value: FieldValue) -> String? {
        guard case .date(let date) = value else { return nil }
        return date.given?.description
    }

    private func text(_ value: FieldValue, _ target: FormPlan.Target) -> String? {
        switch (value, target.part) {
        case (.list(let values), nil):
            let isCodes = target.field.vocabulary != nil
            return values.compactMap { text($0, target) }.joined(separator: isCodes ? " " : " | ")
        case (.list(let values), _?): return values.first.flatMap { text($0, target) }
        case (.money(let money), "amount"?): return money.amountText
        case (.money(let money), "currency"?): return money.currency
        case (.quantity(let quantity), "amount"?): return quantity.amount.description
        case (.quantity(let quantity), "unit"?): return quantity.unit
        case (.place(let place), "country"?): return place.country
        case (.place(let place), "subdivision"?): return place.subdivision
        case (.place(let place), "locality"?): return place.locality
        case (.place(let place), "detail"?): return place.detail
        case (.place(let place), "coordinates"?): return place.latitude.flatMap { latitude in place.longitude.map { "\(latitude) \($0)" } }
        case (.identifier(let identifier), "kind"?): return identifier.kind
        case (.identifier(let identifier), "number"?): return identifier.number
        case (.identifier(let identifier), "issuer"?): return identifier.issuer
        case (.identifier(let identifier), nil): return "\(identifier.kind): \(identifier.number)"
        case (.name(let name), "full"?), (.name(let name), nil): return name.full
        case (.name(let name), "given"?): return name.given
        case (.name(let name), "family"?): return name.family
        case (.name(let name), "middle"?): return name.middle
        case (.name(let name), "script"?): return name.script
        case (.date(let date), _): return date.edtf
        default: return value.displayText
        }
    }
}
