import Entitlements
import Formats
import Testing

/// Compensation for unfair dismissal, each from the words of its law.
@Suite struct DismissalTests {
    private func facts(_ country: String, years: Int, months: Int = 0, wage: String = "1000", _ rest: String = "") -> String {
        #"{"country":"\#(country)","category":"private","service":{"years":\#(years),"months":\#(months)},"ending":"termination","unfairDismissal":true,"wage":{"monthly":"\#(wage)"}\#(rest)}"#
    }

    /// Malaysia: a month for each completed year, and back wages of up to 24 months. Nine months of service give none of the first.
    @Test(arguments: [(0, 9, 0), (1, 0, 1), (4, 8, 4), (10, 11, 10)])
    func malaysia(years: Int, months: Int, counted: Int) throws {
        let head = try Claims.head(.unfairDismissal, facts("MY", years: years, months: months, wage: "2000"))
        #expect(head.amount == nil && head.low == Fraction(counted * 2000) && head.high == Fraction((counted + 24) * 2000))
        #expect(head.warnings.contains { $0.phrase == "dismissal.court" })
    }

    /// Hong Kong: up to 150,000 by the tribunal, whatever the wage.
    @Test(arguments: ["5000", "50000"])
    func hongKong(wage: String) throws {
        let head = try Claims.head(.unfairDismissal, facts("HK", years: 3, wage: wage))
        #expect(head.amount == nil && head.low == 0 && head.high == 150_000)
    }

    /// Bahrain, article 111: two days for each month of service, at least one month, at most twelve.
    @Test(arguments: [(1, 0, "1000.000"), (6, 0, "4800.000"), (6, 6, "5200.000"), (20, 0, "12000.000")])
    func bahrain(years: Int, months: Int, sum: String) throws {
        #expect(try Claims.amount(.unfairDismissal, facts("BH", years: years, months: months)) == sum)
    }

    /// Saudi Arabia, article 77: fifteen days for each year, at least two months.
    @Test(arguments: [(1, "2000.00"), (4, "2000.00"), (5, "2500.00"), (12, "6000.00")])
    func saudiArabia(years: Int, sum: String) throws { #expect(try Claims.amount(.unfairDismissal, facts("SA", years: years)) == sum) }

    /// Jordan, article 25: half a month for each year, at least two months.
    @Test(arguments: [(2, "2000.000"), (5, "2500.000")])
    func jordan(years: Int, sum: String) throws { #expect(try Claims.amount(.unfairDismissal, facts("JO", years: years)) == sum) }

    /// Oman and the Emirates leave it to the court within a span.
    @Test(arguments: [("OM", 3, 12), ("AE", 0, 3), ("LB", 2, 12)])
    func spans(country: String, least: Int, most: Int) throws {
        let head = try Claims.head(.unfairDismissal, facts(country, years: 4, wage: "100000000"))
        #expect(head.amount == nil && head.low == Fraction(least * 100_000_000) && head.high == Fraction(most * 100_000_000))
    }
}
