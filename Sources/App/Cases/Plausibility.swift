import Dictionary

/// What cannot be so of dates and numbers that people give: a day that has not come, an end before its beginning, a birth before anybody alive, half a worker, half a coin. Only what an author changes is held
/// against it: what an import or a partner brought stands as it came, and can be corrected.
struct Plausibility: Sendable {
    let today: CalendarDay
    let translator: Translator

    /// By kind of record: what has happened and therefore lies in no future.
    private static let past: [String: Set<String>] = [
        "case": ["intake-date", "events-since", "closing-date", "trafficking-decided-on"],
        "person": ["date-of-birth", "date-of-death"],
        "party": ["licence-checked-on", "asked-to-reply-on", "listed-on"],
        "violation": ["since", "body-returned-on"],
        "claim": ["filed-on", "decided-on", "received-on", "offer-on", "passed-on-on", "mandate-given-on"],
        "action": ["actual-end", "response-date"],
        "organisation": ["confirmed-on"],
        "service": ["confirmed-on", "capacity-on"],
        "document": ["created-on", "received-on"],
        "consent": ["given-on", "withdrawn-on"],
        "notice": ["last-contact", "last-remittance", "departure", "reported-on", "found-on", "closed-on", "family-told-on"],
        "sighting": ["seen-on", "written-on", "date-of-birth"],
        "task": ["done-on"],
    ]

    /// By kind of record: the earlier, and what cannot lie before it.
    private static let orders: [String: [(first: String, last: String)]] = [
        "case": [("events-since", "events-until"), ("employment-since", "employment-until"), ("intake-date", "closing-date")],
        "person": [("date-of-birth", "date-of-death")],
        "violation": [("since", "until")],
        "claim": [("period-since", "period-until"), ("filed-on", "decided-on"), ("received-on", "passed-on-on"), ("mandate-given-on", "mandate-until")],
        "employment": [("since", "until"), ("treatment-since", "treatment-until")],
        "action": [("date", "planned-end"), ("date", "actual-end")],
        "consent": [("given-on", "until"), ("given-on", "withdrawn-on")],
        "notice": [("departure", "last-contact"), ("last-contact", "found-on"), ("found-on", "family-told-on")],
        "relation": [("since", "until")],
    ]

    /// Nobody has lived longer than 122 years (Jeanne Calment, 1875–1997).
    private static let longestLife = 122

    /// What is wrong with a number, as the key of a sentence: everything that the dictionary measures or counts is there or not, and workers are whole.
    private static func fault(_ amount: ExactDecimal, of field: String) -> String? {
        if field == "case.headcount", amount < ExactDecimal(1) || amount.scale > 0 { return "cases.fault.headcount" }
        return amount.isNegative ? "cases.fault.negative" : nil
    }

    /// - Parameters:
    ///   - answers: what a form says of some fields of one kind of record.
    ///   - original: what stood there before.
    func problems(_ answers: [String: Answer?], _ fields: [Field], original: RecordView?) -> [FieldProblem] {
        guard let kind = fields.first?.record else { return [] }
        func date(_ name: String) -> PartialDate? {
            let answer = answers[name].flatMap(\.self) ?? (answers.keys.contains(name) ? nil : original?.answer(name))
            guard case .date(let date)? = answer?.value else { return nil }
            return date
        }
        func isChanged(_ name: String) -> Bool { answers.keys.contains(name) && answers[name].flatMap(\.self)?.value != original?.answer(name)?.value }
        // The other of two dates need not be on this form.
        func label(_ name: String) -> Translator.Argument {
            .text((fields.first { $0.name == name } ?? original?.fields.first { $0.field.name == name }?.field)?.label(translator.language) ?? name)
        }
        var problems: [FieldProblem] = []
        for field in fields where isChanged(field.name) {
            // Of several days, such as those of payments, the latest.
            let days = (answers[field.name].flatMap(\.self)?.value?.elements ?? []).compactMap { if case .date(let date) = $0 { date } else { nil } }
            guard let date = days.max(), let earliest = date.earliest else { continue }
            if Self.past[kind]?.contains(field.name) == true, earliest > today {
                problems.append(FieldProblem(field: field.name, sentence: translator("cases.fault.future")))
            } else if field.name == "date-of-birth", let latest = date.latest, latest.year < today.year - Self.longestLife {
                problems.append(FieldProblem(field: field.name, sentence: translator("cases.fault.too-early", ["field": label(field.name)])))
            }
        }
        problems += fields.filter { isChanged($0.name) }.compactMap { field in
            guard case .quantity(let count)? = answers[field.name].flatMap(\.self)?.value, let key = Self.fault(count.amount, of: field.fullName) else { return nil }
            return FieldProblem(field: field.name, sentence: translator(key))
        }
        for field in fields where isChanged(field.name) {
            let sums = (answers[field.name].flatMap(\.self)?.value?.elements ?? []).compactMap { if case .money(let money) = $0 { money } else { nil } }
            guard let sum = sums.first(where: { $0.amount.scale > Money.minorUnits(of: $0.currency) }) else { continue }
            let places = Translator.Argument.number(Money.minorUnits(of: sum.currency))
            problems.append(FieldProblem(field: field.name, sentence: translator("cases.fault.places", ["currency": .text(sum.currency), "count": places])))
        }
        for (first, last) in Self.orders[kind] ?? [] where isChanged(first) || isChanged(last) {
            guard let start = date(first)?.earliest, let end = date(last)?.latest, end < start, !problems.contains(where: { $0.field == first || $0.field == last })
            else { continue }
            let field = fields.contains { $0.name == last } ? last : first
            problems.append(FieldProblem(field: field, sentence: translator("cases.fault.order", ["first": label(first), "last": label(last)])))
        }
        return problems
    }
}
