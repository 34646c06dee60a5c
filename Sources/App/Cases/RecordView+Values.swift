import Dictionary

/// Single values of a record, as far as its reader may see them.
extension RecordView {
    func code(_ field: String) -> String? {
        if case .code(let code)? = answer(field)?.value { code } else { nil }
    }

    func date(_ field: String) -> PartialDate? {
        if case .date(let date)? = answer(field)?.value { date } else { nil }
    }

    func text(_ field: String) -> String? {
        if case .text(let text)? = answer(field)?.value { text } else { nil }
    }

    /// The codes of a field that takes several, or the only one.
    func codes(_ field: String) -> [String] {
        (answer(field)?.value?.elements ?? []).compactMap { if case .code(let code) = $0 { code } else { nil } }
    }

    /// The records that a link leads to.
    func links(_ field: String) -> [String] {
        (answer(field)?.value?.elements ?? []).compactMap { if case .link(let record) = $0 { record } else { nil } }
    }

    /// The names of a person or party, joined; nil if none is known to the reader.
    var names: String? { answer("names")?.value?.namesText }
}
