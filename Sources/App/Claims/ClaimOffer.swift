import Dictionary

/// One offer of the other side, put together from the heads that it is for.
struct ClaimOffer {
    struct Part {
        let view: RecordView
        let sum: Coins
    }

    let day: PartialDate?
    /// What the worker would give up by accepting, as the offer says it.
    let conditions: String?
    private(set) var parts: [Part]

    /// By currency.
    var sums: [Coins] { HeadSums.total(parts.map(\.sum)) }

    private struct Key: Hashable {
        var day: PartialDate?
        var conditions: String?
        /// Of several such offers on one day.
        var number: Int
    }

    /// All offers, the latest last. Parts of several heads are one offer where day and conditions are the same.
    static func all(_ claims: [RecordView]) -> [ClaimOffer] {
        var offers: [Key: ClaimOffer] = [:]
        var order: [Key] = []
        for view in claims {
            let days = (view.answer("offer-on")?.value?.elements ?? []).map { if case .date(let date) = $0 { date } else { PartialDate?.none } }
            let conditions = (view.answer("offer-conditions")?.value?.elements ?? []).map(\.displayText)
            var seen: [Key: Int] = [:]
            for (index, sum) in HeadSums(view).list("offer").enumerated() {
                let said = index < conditions.count && conditions[index] != "–" ? conditions[index] : nil
                var key = Key(day: index < days.count ? days[index] : nil, conditions: said, number: 0)
                seen[key, default: 0] += 1
                key.number = seen[key, default: 1]
                if offers[key] == nil {
                    offers[key] = ClaimOffer(day: key.day, conditions: said, parts: [])
                    order.append(key)
                }
                offers[key]?.parts.append(Part(view: view, sum: sum))
            }
        }
        // Swift's sort keeps no order of equals, so the place decides.
        return order.enumerated().sorted { left, right in
            guard left.element.day != right.element.day else { return left.offset < right.offset }
            guard let first = left.element.day, let second = right.element.day else { return left.element.day == nil }
            return first < second
        }.compactMap { offers[$0.element] }
    }
}
