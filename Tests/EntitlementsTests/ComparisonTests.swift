import Entitlements
import Formats
import Testing

/// Law, contract and the origin country's minimum side by side; and what the law on file leaves open.
@Suite struct ComparisonTests {
    private func compare(
        _ country: String, _ papers: [[AgreedTerm: Fraction]], in category: WorkerCategory = .privateSector
    ) throws -> [AgreedTerm: TermComparison] {
        let book = try #require(try LawLibrary.book(country: country, category: category))
        let facts = try #require(
            FactsReader.read([UInt8](#"{"country":"\#(country)","start":"2021-06-01","end":"2025-05-31","ending":"termination","wage":"1500"}"#.utf8)).facts)
        let rows = ClaimCalculation(law: book, today: Claims.today).compareTerms(for: facts, papers: papers)
        return Dictionary(rows.map { ($0.term, $0) }) { first, _ in first }
    }

    /// Qatar: 48 hours a week, 125 percent for overtime, three weeks of leave and of award under five years, two months of notice over two years, 1,000 a month.
    @Test func qatar() throws {
        let rows = try compare("QA", [[.leave: 14, .hours: 60, .wage: 1300, .overtime: 125], [.leave: 30, .notice: 60]])
        let statute = rows.compactMapValues(\.statute)
        #expect(statute == [.wage: 1000, .hours: 48, .overtime: 125, .leave: 21, .notice: 60, .award: 21])
        let leave = try #require(rows[.leave])
        #expect(leave.breaches(0) && !leave.breaches(1) && leave.isBest(1) && !leave.isBest(0) && !leave.isStatuteBest)
        let hours = try #require(rows[.hours])
        #expect(hours.breaches(0) && hours.isStatuteBest && !hours.isBest(0), "of hours the fewer are better")
        // What is only as good as the law is not better.
        #expect(rows[.overtime]?.isBest(0) == false && rows[.notice]?.isBest(1) == false && rows[.wage]?.isBest(0) == true)
        #expect(rows[.award]?.papers == [nil, nil] && rows[.award]?.isStatuteBest == true)
    }

    /// A contract signed at home promised more than the wage at work: between nothing and the difference, each paper's own amount beside it, and nothing of it in a total.
    @Test func aHigherWageOnPaper() throws {
        let agreed = #""agreed":[{"basis":"signed-at-home","monthlyWage":"1800"},{"basis":"origin-minimum","monthlyWage":"1500"}]"#
        let dates = #"{"country":"KW","category":"private","start":"2022-01-01","end":"2022-12-31","ending":"expiry""#
        let head = try Claims.head(.underpayment, #"\#(dates),"wage":{"monthly":"1600"},\#(agreed)}"#)
        #expect(head.amount == nil && head.low == 0 && head.high == 2_400)
        #expect(head.comparisons.map(\.amount) == [2_400, 0] && head.comparisons.map(\.isBetter) == [true, false])
        #expect(try Claims.amount(.underpayment, #"\#(dates),"wage":{"monthly":"1800"},\#(agreed)}"#) == "none")
        // Two months without wages are 3,200 by the wage and 3,600 by the paper.
        let unpaid = try Claims.head(
            .unpaidWages, #"\#(dates),"wage":{"monthly":"1600"},"unpaidPeriods":[{"from":"2022-11-01","to":"2022-12-31"}],\#(agreed)}"#)
        #expect(unpaid.amount == 3_200 && unpaid.comparisons.map(\.amount) == [3_600, 3_000] && unpaid.comparisons.map(\.isBetter) == [true, false])
    }

    /// Where nothing is on file a paper is still shown, and nothing is called a breach; a rule of low confidence gives no number.
    @Test func whatIsNotOnFileIsNoBreach() throws {
        let rows = try compare("SA", [[.wage: 400]])
        #expect(rows[.wage]?.statute == nil && rows[.wage]?.breaches(0) == false && rows[.wage]?.isBest(0) == true)
        #expect(try compare("LB", [[.leave: 5]], in: .domestic)[.leave]?.breaches(0) == false)
    }

    /// Kuwait's article 53 shares the award on resignation from an open-ended contract and says nothing of one for a fixed term.
    @Test func resignationFromAContractTheLawIsSilentOn() throws {
        let facts = #"{"country":"KW","service":{"years":4},"ending":"resignation","contract":"KIND","wage":{"monthly":"260"}}"#
        #expect(try Claims.amount(.endOfService, facts.replacing("KIND", with: "indefinite")) == "300.000")
        #expect(try Claims.amount(.endOfService, facts.replacing("KIND", with: "fixed-term")) == "0.000..600.000")
        let long = #"{"country":"KW","service":{"years":10},"ending":"resignation","contract":"fixed-term","wage":{"monthly":"260"}}"#
        #expect(try Claims.head(.endOfService, long).amount != nil)
    }

    /// Hong Kong: what the employer paid into the provident fund may be set off for service before 1 May 2025, and not for later service.
    @Test func providentFund() throws {
        let facts = #"{"country":"HK","start":"START","end":"2030-06-30","ending":"termination","wage":{"monthly":"15000"}}"#
        let earlier = try Claims.head(.longService, facts.replacing("START", with: "2020-05-01"))
        let later = try Claims.head(.longService, facts.replacing("START", with: "2025-05-01"))
        #expect(earlier.rules.contains { $0.topic == "long-service-provident" } && !later.rules.contains { $0.topic == "long-service-provident" })
    }

    /// Paid by the day in Hong Kong: 18 days for each year, at most two thirds of 22,500.
    @Test(arguments: [("500", "54000.00"), ("1500", "90000.00")])
    func dailyPaidInHongKong(daily: String, sum: String) throws {
        let facts = #"{"country":"HK","service":{"years":6},"ending":"termination","payBasis":"daily","wage":{"daily":"\#(daily)"}}"#
        #expect(try Claims.amount(.longService, facts) == sum)
    }
}
