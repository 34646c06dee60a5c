import Dictionary
import Entitlements

/// An amount of money in whole coins of its currency, for adding, comparing and dividing exactly.
struct Coins: Sendable, Hashable {
    /// In the currency's smallest coin.
    var count: Int128
    /// ISO 4217.
    let currency: String

    /// Rounded to the coin, a half away from zero; what is below zero counts as nothing.
    init(_ money: Money) {
        currency = money.currency
        let scale = Fraction(Self.scale(Money.minorUnits(of: money.currency)), over: 1)
        count = max(0, ((Fraction(money.amount.description) ?? 0) * scale).rounded(places: 0).numerator)
    }

    init(count: Int128, currency: String) {
        self.count = count
        self.currency = currency
    }

    /// - Throws: `ValueError` for a currency that is none.
    func money() throws(ValueError) -> Money { try Money(amount: text, currency: currency) }

    /// Such as `1200.50`.
    var text: String {
        let places = Money.minorUnits(of: currency)
        guard places > 0 else { return "\(count)" }
        let rest = "\(count % Self.scale(places))"
        return "\(count / Self.scale(places))." + String(repeating: "0", count: places - rest.utf8.count) + rest
    }

    /// For pictures.
    var fraction: Fraction { Fraction(count, over: Self.scale(Money.minorUnits(of: currency))) }

    private static func scale(_ places: Int) -> Int128 { (0..<places).reduce(1) { scale, _ in scale * 10 } }
}

/// What is claimed: one sum, or the least and the most that it can be.
struct CoinSpan: Sendable, Hashable {
    var low: Coins
    /// Nil where nothing bounds it.
    var high: Coins?

    var currency: String { low.currency }

    /// The sum, if there is one.
    var exact: Coins? { high == low ? low : nil }

    /// The most that is known of it.
    var weight: Coins { high ?? low }

    /// By what a further sum is divided among heads: the sum, or else the middle of the least and the most, so that a head of which nearly nothing is certain does not take the
    /// greater part from those that are; of one that nothing bounds, the least.
    var share: Coins { high.map { Coins(count: (low.count + $0.count) / 2, currency: currency) } ?? low }

    /// Such as `QAR 1200.00`, `QAR 0.00 – 1200.00`, or with an open end in words.
    func text(_ translator: Translator) -> String {
        guard let high else { return translator("claims.or-more", ["sum": .text("\(low.currency) \(low.text)")]) }
        return high == low ? "\(low.currency) \(low.text)" : "\(low.currency) \(low.text) – \(high.text)"
    }

    /// What is left after a sum in the same currency; nothing below zero.
    func less(_ sum: Coins) -> CoinSpan? {
        guard sum.currency == currency else { return nil }
        func rest(_ coins: Coins) -> Coins { Coins(count: max(0, coins.count - sum.count), currency: currency) }
        return CoinSpan(low: rest(low), high: high.map(rest))
    }

    /// Several added up, by currency: the least of all, and the most unless one has no end.
    static func totals(_ spans: [CoinSpan?]) -> [CoinSpan] {
        var sums: [String: CoinSpan] = [:]
        for case let span? in spans {
            guard let known = sums[span.currency] else {
                sums[span.currency] = span
                continue
            }
            func added(_ left: Coins, _ right: Coins) -> Coins { Coins(count: left.count + right.count, currency: span.currency) }
            sums[span.currency] = CoinSpan(low: added(known.low, span.low), high: known.high.flatMap { high in span.high.map { added(high, $0) } })
        }
        return sums.sorted { $0.key < $1.key }.map(\.value)
    }
}

/// The amounts of one head of a claim, as far as they are known.
struct HeadSums: Sendable {
    let view: RecordView

    init(_ view: RecordView) { self.view = view }

    func single(_ field: String) -> Coins? { if case .money(let money)? = view.answer(field)?.value { Coins(money) } else { nil } }

    func list(_ field: String) -> [Coins] {
        (view.answer(field)?.value?.elements ?? []).compactMap { if case .money(let money) = $0 { Coins(money) } else { nil } }
    }

    /// The sum of a field that takes several amounts, in the currency of the first; nil where there is none.
    func sum(_ field: String) -> Coins? {
        let parts = list(field)
        guard let first = parts.first else { return nil }
        return Coins(count: parts.filter { $0.currency == first.currency }.reduce(0) { $0 + $1.count }, currency: first.currency)
    }

    /// What is claimed; nil where nothing is known of it.
    var claimed: CoinSpan? {
        if let amount = single("amount") { return CoinSpan(low: amount, high: amount) }
        let high = single("amount-high")
        guard let low = single("amount-low") ?? high.map({ Coins(count: 0, currency: $0.currency) }) else { return nil }
        return CoinSpan(low: low, high: high?.currency == low.currency ? high : nil)
    }

    /// The latest offer: by its day, and of one day, or where no day is known, the one that was written down last.
    var offered: Coins? {
        let days = (view.answer("offer-on")?.value?.elements ?? []).map { if case .date(let date) = $0 { date.latest } else { CalendarDay?.none } }
        return list("offer").enumerated().max { left, right in
            let (first, second) = (left.offset < days.count ? days[left.offset] : nil, right.offset < days.count ? days[right.offset] : nil)
            guard let first, let second, first != second else { return left.offset < right.offset }
            return first < second
        }?.element
    }

    /// What was awarded or agreed, or else the least that is claimed.
    var owed: Coins? { single("awarded") ?? claimed?.low }

    /// The most that can be paid without being too much; nil where nothing bounds it.
    var most: Coins? { single("awarded") ?? claimed?.high }

    /// What is still to come of what is owed.
    var outstanding: Coins? { rest(owed, sum("received")) }

    /// What came in and was not passed on yet.
    var held: Coins? { rest(sum("received"), sum("passed-on")) }

    private func rest(_ whole: Coins?, _ part: Coins?) -> Coins? {
        guard let whole else { return nil }
        guard let part, part.currency == whole.currency else { return whole }
        return Coins(count: max(0, whole.count - part.count), currency: whole.currency)
    }

    /// By what a further sum is divided among heads.
    func weight(_ step: ClaimStep) -> Coins? {
        switch step {
        // A claim that is a span may have nothing at its least and is paid all the same.
        case .received: single("awarded") == nil ? rest(claimed?.share, sum("received")) : outstanding
        case .passedOn: held
        default: claimed?.share
        }
    }

    /// A field of several heads added up, by currency.
    static func total(_ amounts: [Coins?]) -> [Coins] {
        var sums: [String: Int128] = [:]
        for case let amount? in amounts { sums[amount.currency, default: 0] += amount.count }
        return sums.sorted { $0.key < $1.key }.map { Coins(count: $0.value, currency: $0.key) }
    }
}
