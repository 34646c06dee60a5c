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

    /// What was awarded or agreed, or else what is claimed.
    var owed: Coins? { single("awarded") ?? single("amount") }

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
        case .received: outstanding
        case .passedOn: held
        default: single("amount")
        }
    }

    /// A field of several heads added up, by currency.
    static func total(_ amounts: [Coins?]) -> [Coins] {
        var sums: [String: Int128] = [:]
        for case let amount? in amounts { sums[amount.currency, default: 0] += amount.count }
        return sums.sorted { $0.key < $1.key }.map { Coins(count: $0.value, currency: $0.key) }
    }
}
