import Dictionary
import Formats
import Forms

/// Answers to a form as programs send them: a group is an object, a repeat a list of objects, an answer a text or a list of texts, or
/// `{"value": …, "absent": "refused", "note": "…"}`. What the form does not have is refused, so that nothing that was meant is lost unseen.
struct APIFormAnswers {
    let form: AvailableForm
    let posting: FormPosting

    /// Whether the form answers a question itself.
    static func isFixed(_ node: FormNode) -> Bool {
        node.calculation != nil || !node.triggers.isEmpty || ["yes", "true", "true()"].contains(node.readOnly?.lowercased() ?? "")
    }

    // MARK: Taking

    /// - Throws: ``APIError/invalid(_:)`` with the place of what is not part of the form.
    func take(_ answers: JSONValue, into filling: inout FormFilling) throws(APIError) {
        try take(answers, in: nil, at: "/answers", &filling)
        filling.compute()
    }

    private func take(_ json: JSONValue, in parent: Int?, at pointer: String, _ filling: inout FormFilling) throws(APIError) {
        guard let object = json.object else { throw wrong(pointer, "must be an object: a name for each answer") }
        var elements: [String: Int] = [:]
        for element in filling.elements(in: parent) { elements[filling.definition(ofElement: element).name] = element }
        for member in object.members {
            let place = "\(pointer)/\(member.name.replacing("~", with: "~0").replacing("/", with: "~1"))"
            guard let element = elements[member.name] else { throw wrong(place, "is no question of this form here") }
            switch filling.definition(ofElement: element).kind {
            case .group:
                if let node = filling.nodes(of: element, in: parent).first { try take(member.value, in: node, at: place, &filling) }
            case .repeated: try takeRounds(member.value, of: element, in: parent, at: place, &filling)
            case .question:
                if let node = filling.nodes(of: element, in: parent).first { try answer(node, element, member.value, at: place, &filling) }
            }
        }
    }

    private func takeRounds(_ json: JSONValue, of element: Int, in parent: Int?, at pointer: String, _ filling: inout FormFilling) throws(APIError) {
        guard let rounds = json.array, rounds.count <= FormFilling.roundLimit else {
            throw wrong(pointer, "must be a list of at most \(FormFilling.roundLimit)")
        }
        guard filling.hasFreeRounds(element) else { throw wrong(pointer, "is repeated as often as another answer says; this cannot be sent by a program") }
        for node in filling.nodes(of: element, in: parent) { filling.remove(round: node) }
        for (index, round) in rounds.enumerated() {
            guard let node = filling.addRound(of: element, in: parent) else { throw wrong("\(pointer)/\(index)", "is one too many") }
            try take(round, in: node, at: "\(pointer)/\(index)", &filling)
        }
    }

    private func answer(_ node: Int, _ element: Int, _ json: JSONValue, at pointer: String, _ filling: inout FormFilling) throws(APIError) {
        let definition = filling.definition(ofElement: element)
        guard let type = definition.questionType, filling.isShown(node), !Self.isFixed(definition) else {
            throw wrong(pointer, "is filled in by the form itself")
        }
        switch type {
        case .image, .audio, .video, .file: throw wrong(pointer, "takes a file; send it on the page of the form")
        case .note: throw wrong(pointer, "is a text of the form and takes no answer")
        default: break
        }
        var given = json
        var (absence, note): (String?, String) = (nil, "")
        if let object = json.object {
            for member in object.members where !["value", "absent", "note"].contains(member.name) {
                throw wrong("\(pointer)/\(member.name)", "is not known here: an answer has value, absent and note")
            }
            if let told = object["absent"] {
                guard let known = told.string.flatMap({ Absence(rawValue: $0) }) else {
                    throw wrong("\(pointer)/absent", "must be one of \(Absence.allCases.map(\.rawValue).joined(separator: ", "))")
                }
                absence = known.rawValue
            }
            if let told = object["note"] {
                guard let text = told.string, text.unicodeScalars.count <= 1_000 else {
                    throw wrong("\(pointer)/note", "must be a text of at most 1000 letters")
                }
                note = text
            }
            given = object["value"] ?? .string("")
        }
        let texts = try texts(given, type, element, at: pointer)
        guard absence == nil || texts.isEmpty else { throw wrong(pointer, "has a value and a reason why there is none") }
        if type == .date, let typed = texts.first {
            posting.answer(node, date: typed, absence: absence, note: note, &filling)
        } else {
            let isSpaced = type.choiceSource != nil
            filling.answer(node, value: texts.joined(separator: isSpaced ? " " : " | "), absence: absence, note: note)
        }
    }

    private func texts(_ json: JSONValue, _ type: QuestionType, _ element: Int, at pointer: String) throws(APIError) -> [String] {
        var given: [String] = []
        for value in json.array ?? [json] {
            let text: String?
            switch value {
            case .string(let string): text = string
            case .integer(let number): text = String(number)
            case .number: text = String(decoding: value.canonicalBytes(), as: UTF8.self)
            case .bool(let isTicked) where type == .acknowledge || type == .trigger: text = isTicked ? "OK" : ""
            default: text = nil
            }
            guard let text, text.unicodeScalars.count <= NormalText.narrativeLimit else { throw wrong(pointer, "must be a text or a number") }
            let trimmed = text.trimmingSpaces
            if !trimmed.isEmpty { given.append(trimmed) }
        }
        guard given.count > 1 else { return given }
        let isMany: Bool =
            switch type {
            case .selectMultiple, .rank: true
            case .text: form.plan.targets[element]?.field.takesList == true
            default: false
            }
        guard isMany else { throw wrong(pointer, "takes one answer") }
        return given
    }

    // MARK: Checking

    /// What the form itself says of the answers, as on its page.
    func check(_ filling: FormFilling, _ request: WebRequest, _ dictionary: DataDictionary, addsToCase: Bool) throws(APIError) {
        let problems = FormFaults(request, form, filling, dictionary, addsToCase: addsToCase).problems
        guard !problems.isEmpty else { return }
        var pointers: [String: String] = [:]
        for node in filling.allNodes { pointers[filling.controlName(of: node)] = pointer(of: node, filling) }
        throw .invalid(problems.prefix(100).map { APIProblem(pointer: pointers[$0.field] ?? "/answers", problem: $0.sentence) })
    }

    private func pointer(of node: Int, _ filling: FormFilling) -> String {
        guard let element = filling.element(of: node) else { return "/answers" }
        let definition = filling.definition(ofElement: element)
        let parent = filling.parent(of: node).flatMap { filling.element(of: $0) == nil ? nil : $0 }
        var own = definition.name
        if definition.kind == .repeated, let index = filling.nodes(of: element, in: parent).firstIndex(of: node) { own += "/\(index)" }
        return (parent.map { pointer(of: $0, filling) } ?? "/answers") + "/" + own
    }

    private func wrong(_ pointer: String, _ problem: String) -> APIError { .invalid([APIProblem(pointer: pointer, problem: problem)]) }
}
