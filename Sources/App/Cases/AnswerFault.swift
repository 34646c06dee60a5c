import Dictionary

/// What is wrong with an answer that somebody gave, in their language: by the kind of fault and of value, what to write. The dictionary's own sentences speak to those who
/// import files.
enum AnswerFault {
    static func sentence(_ error: ValueError, _ field: Field, _ translator: Translator) -> String {
        translator(key(error.kind, field.type), ["field": .text(field.label(translator.language))])
    }

    /// Two answers that cannot both be so.
    static func exclusive(_ first: Term, _ second: Term, _ field: String, _ translator: Translator) -> FieldProblem {
        let labels = [first, second].map { Translator.Argument.text($0.label(translator.language)) }
        return FieldProblem(field: field, sentence: translator("cases.fault.exclusive", ["first": labels[0], "second": labels[1]]))
    }

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
