import Dictionary

/// The address of a list: which filters and which order it names. Addresses hold codes and identifiers only, nothing that says who a case is about.
struct CaseListRequest: Sendable {
    var query = CaseQuery()
    var after: CaseCursor?
    /// What in the address cannot be understood.
    var problems: [FieldProblem] = []

    /// The cases on which somebody works or which are followed up: what most look for first.
    static let open = "open=yes"
    private static let openStates: Set<String> = ["active", "follow-up"]

    /// - Parameter account: whom `assigned=me` means.
    init(_ form: FormFields, _ fields: CaseListFields, account: String, _ translator: Translator) {
        for field in fields.fields {
            let codes = form.all(field.name).map(\.trimmingSpaces).filter { !$0.isEmpty }
            if !codes.isEmpty { query.facts[field.fullName] = Set(codes) }
        }
        switch form.text("assigned") {
        case "me"?: query.assigned = .account(account)
        case "nobody"?: query.assigned = .nobody
        case let other?: query.assigned = .account(other)
        case nil: break
        }
        query.onlyClashes = form.isTicked("clash")
        // Whoever chooses a status has said it more exactly.
        if form.isTicked("open"), query.facts["case.status"] == nil { query.facts["case.status"] = Self.openStates }
        if let order = form.text("order").flatMap(CaseQuery.Order.init) { query.order = order }
        after = form.text("after").flatMap { CaseCursor($0) }
        guard let since = form.text("since") else { return }
        if let date = try? PartialDate(edtf: since), date.precision == .day, let day = date.earliest, day.daysSinceEpoch >= 0 {
            query.openedSince = translator.clock?.start(of: day) ?? UInt64(day.daysSinceEpoch) * 86_400_000
        } else {
            problems.append(FieldProblem(field: "since", sentence: translator("list.error.since")))
        }
    }

    /// The query with each code taken together with those below it in its list: `active` also means `intake`.
    func widened(_ dictionary: DataDictionary) -> CaseQuery {
        var query = query
        for (name, codes) in query.facts {
            guard let vocabulary = dictionary.field(name).flatMap({ dictionary.vocabulary(of: $0) }) else { continue }
            query.facts[name] = codes.union(codes.flatMap { vocabulary.family(of: $0).map(\.code) })
        }
        return query
    }

    /// The filters and the order of a form as the query part of an address, without what is empty or belongs to another page.
    static func address(_ form: FormFields, _ fields: CaseListFields) -> String {
        let names = fields.fields.map(\.name) + ["assigned", "open", "clash", "since", "order"]
        var parts: [String] = []
        for name in names {
            for value in form.all(name).map(\.trimmingSpaces) where isPlain(value) { parts.append("\(name)=\(value)") }
        }
        return parts.joined(separator: "&")
    }

    /// Codes, identifiers and dates need no encoding; whatever else somebody has put into an address is left out of those that are made from it.
    private static func isPlain(_ value: String) -> Bool {
        !value.isEmpty && value.utf8.count <= 64
            && value.utf8.allSatisfy {
                ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x41 && $0 <= 0x5A) || ($0 >= 0x61 && $0 <= 0x7A) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F
            }
    }
}
