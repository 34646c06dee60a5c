import Dictionary

/// What is wrong with an answer that somebody gave, in their language.
///
/// The dictionary tells it in English, with what was given. In other languages it is told by the kind of fault and of value what to write.
enum AnswerFault {
    static func sentence(_ error: ValueError, _ field: Field, _ translator: Translator) -> String {
        let label: Translator.Argument = .text(field.label(translator.language))
        guard translator.language != Self.language else { return translator("cases.form.problem", ["field": label, "problem": .text("\(error)")]) }
        return translator(key(error.kind, field.type), ["field": label])
    }

    /// The language of the dictionary's own sentences.
    private static let language = "en"

    private static func key(_ kind: ValueError.Kind, _ type: FieldType) -> String {
        switch (kind, type) {
        case (.empty, _): "forms.fault.needed"
        case (.unknownCode, _): "forms.fault.choice"
        case (.tooLong, _): "cases.fault.too-long"
        case (.contradictory, _): "cases.fault.contradictory"
        case (.outOfRange, .date): "cases.fault.no-such-day"
        case (.ambiguous, .date): "cases.fault.ambiguous-date"
        case (_, .date): "forms.fault.date"
        case (_, .money): "cases.fault.money"
        case (_, .quantity): "cases.fault.quantity"
        case (_, .phone): "cases.fault.phone"
        case (_, .identifier): "cases.fault.identifier"
        default: "forms.fault.constraint"
        }
    }
}
