import Dictionary

/// What cannot be in a step on the way to the money, and what is so unusual that it has to be said twice.
struct StepCheck {
    let step: ClaimStep
    /// The heads that were chosen.
    let claims: [RecordView]
    /// As the form read them.
    let answers: [String: Answer?]
    let today: CalendarDay
    let translator: Translator
    let dictionary: DataDictionary

    /// The box that says that an unusual sum or day is right.
    static let confirmation = "confirmed"

    /// Days to come for what has happened are refused by every form (``Plausibility``).
    /// - Parameter isConfirmed: whether whoever writes said that what is unusual is right.
    func problems(isConfirmed: Bool) -> [FieldProblem] {
        let problems = impossible()
        guard problems.isEmpty, !isConfirmed else { return problems }
        return unusual().map { FieldProblem(field: Self.confirmation, sentence: $0) }
    }

    private func money(_ name: String) -> Money? { if case .money(let money)? = answers[name]??.value { money } else { nil } }

    private func date(_ name: String) -> PartialDate? { if case .date(let date)? = answers[name]??.value { date } else { nil } }

    private func label(_ name: String) -> String { dictionary.field("claim", name)?.label(translator.language) ?? name }

    private func text(_ sum: Coins) -> Translator.Argument { .text("\u{2068}\(sum.currency) \(sum.text)\u{2069}") }

    // MARK: What cannot be

    private func impossible() -> [FieldProblem] {
        var problems: [FieldProblem] = []
        if let name = step.sum, let money = money(name) {
            if money.amount < .zero {
                problems.append(FieldProblem(field: name, sentence: translator("claims.step.error.negative")))
            } else if money.amount == .zero, step == .received || step == .passedOn {
                problems.append(FieldProblem(field: name, sentence: translator("claims.step.error.zero")))
            } else if step == .decision, case .code("dismissed")? = answers["decision"]??.value, money.amount > .zero {
                problems.append(FieldProblem(field: name, sentence: translator("claims.step.error.dismissed")))
            }
        }
        return problems
    }

    // MARK: What is unusual

    private func unusual() -> [String] {
        var sentences: [String] = []
        if step == .hearing, let day = date("next-hearing")?.latest, day < today { sentences.append(translator("claims.step.unusual.past-hearing")) }
        sentences += days()
        if let sentence = award() { sentences.append(sentence) }
        guard let name = step.sum, step != .costs, let money = money(name) else { return sentences }
        let sum = Coins(money)
        let heads = claims.map(HeadSums.init)
        let known = Set(heads.compactMap { $0.most?.currency ?? $0.claimed?.currency })
        if !known.isEmpty, !known.contains(sum.currency) {
            sentences.append(translator("claims.step.unusual.currency", ["currency": .text(sum.currency), "other": .text(known.sorted().joined(separator: translator("cases.list-separator")))]))
        } else if let most = most(heads, sum.currency), sum.count > most.count {
            sentences.append(translator("claims.step.unusual.\(step.rawValue)", ["sum": text(sum), "most": text(most)]))
        }
        return sentences
    }

    /// A settlement or another decision takes the place of what was awarded before.
    private func award() -> String? {
        guard step == .settlement || step == .decision else { return nil }
        let awarded = HeadSums.total(claims.map { HeadSums($0).single("awarded") }.filter { $0 != nil })
        guard let sum = awarded.first else { return nil }
        return translator("claims.step.unusual.over-award", ["sum": text(sum)])
    }

    /// The most that the sum can be without asking; nil where nothing bounds it.
    private func most(_ heads: [HeadSums], _ currency: String) -> Coins? {
        var total: Int128 = 0
        for head in heads {
            let most: Coins? =
                switch step {
                case .received: rest(head.most, head.sum("received"))
                case .passedOn: head.held ?? Coins(count: 0, currency: currency)
                default: head.claimed?.high
                }
            guard let most else { return nil }
            if most.currency == currency { total += most.count }
        }
        return heads.isEmpty ? nil : Coins(count: total, currency: currency)
    }

    private func rest(_ whole: Coins?, _ part: Coins?) -> Coins? {
        guard let whole, let part, part.currency == whole.currency else { return whole }
        return Coins(count: max(0, whole.count - part.count), currency: whole.currency)
    }

    /// A day before what it follows on: an offer, an award or money before the work that it is for, a decision before it was asked for.
    private func days() -> [String] {
        step.fields.filter(ClaimStep.past.contains).compactMap { name in
            guard let day = date(name)?.latest else { return nil }
            if let begun = claims.compactMap({ $0.date("period-since")?.earliest }).min(), day < begun {
                return translator("claims.step.unusual.before-work", ["field": .text(label(name))])
            }
            guard name == "decided-on", step == .decision, let filed = claims.compactMap({ $0.date("filed-on")?.earliest }).min(), day < filed else { return nil }
            return translator("claims.step.unusual.before-filing", ["field": .text(label(name))])
        }
    }
}
