extension DataDictionary {
    /// Checks that the field exists, that the answer has the field's type, and that its codes are in the vocabulary. A code that is out of use
    /// is accepted: it may have been saved when it was in use.
    public func validate(record: String, field name: String, answer: Answer) throws(ValueError) {
        guard let field = field(record, name) else {
            throw ValueError(
                .unknownField, "answers a field that the dictionary \(version) does not have.",
                remedy: "`corridor dictionary list` shows all fields.", field: "\(record).\(name)")
        }
        try validate(field: field, answer: answer)
    }

    /// The same for a field that was looked up before.
    public func validate(field: Field, answer: Answer) throws(ValueError) {
        if let note = answer.note, note.utf8.count > NormalText.noteLimit {
            do { _ = try NormalText.clean(note, limit: NormalText.noteLimit, what: "note") } catch { throw error.named(field.fullName) }
        }
        guard case .value(let value) = answer.content else { return }
        try validate(field: field, value: value)
    }

    /// The same for a value alone. O(number of values).
    public func validate(field: Field, value: FieldValue) throws(ValueError) {
        guard value.isOf(type: field.type, multiple: field.multiple) else {
            let form = field.takesList ? "a list of values of type \(field.type)" : "a value of type \(field.type)"
            throw ValueError(.wrongType, "does not have the type of the field.", remedy: "The field takes \(form).", field: field.fullName)
        }
        let named = field.vocabulary.flatMap(vocabulary)
        if case .list(let values) = value {
            for value in values { try checkSingle(of: value, named, field) }
        } else {
            try checkSingle(of: value, named, field)
        }
    }

    /// The vocabularies that parts of a value come from; a dictionary without one of them takes any code of the right form there.
    static let partVocabularies: [FieldType: [String]] = [
        .money: ["currency"], .quantity: ["quantity-unit"], .place: ["country"], .identifier: ["identifier-kind"],
    ]

    private func checkSingle(of value: FieldValue, _ named: Vocabulary?, _ field: Field) throws(ValueError) {
        switch value {
        case .code(let code): try check(code, in: named, field)
        case .text(let text) where field.type == .text && text.utf8.count > NormalText.textLimit:
            do { _ = try NormalText.clean(text, limit: NormalText.textLimit, what: "text") } catch { throw error.named(field.fullName) }
        case .money(let money): try check(money.currency, in: vocabulary("currency"), field)
        case .quantity(let quantity): try check(quantity.unit, in: vocabulary("quantity-unit"), field)
        case .place(let place): if let country = place.country { try check(country, in: vocabulary("country"), field) }
        case .identifier(let identifier): try check(identifier.kind, in: vocabulary("identifier-kind"), field)
        default: break
        }
    }

    private func check(_ code: String, in vocabulary: Vocabulary?, _ field: Field) throws(ValueError) {
        guard let vocabulary, !vocabulary.contains(code) else { return }
        throw vocabulary.unknownCode(code).named(field.fullName)
    }
}

extension Vocabulary {
    func unknownCode(_ text: String) -> ValueError {
        let offered = terms.filter { !$0.isDeprecated }
        let remedy =
            if offered.count <= 12 {
                "Use one of \(offered.map(\.code).joined(separator: ", "))."
            } else {
                "`corridor dictionary show \(name)` lists its \(offered.count) codes."
            }
        return ValueError(.unknownCode, offered: text, "is not a code of the vocabulary \(name).", remedy: remedy)
    }
}
