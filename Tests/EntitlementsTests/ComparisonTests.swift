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

    /// Federal Law No. 8 of 1980, articles 137 and 138: a third of the award on resignation from an open-ended contract after one to three years, and nothing from one for a fixed term
    /// before five. Kuwait's article 53 shares the award of the one kind and is silent on the other. Which kind it was is not known: it is taken as open-ended, and the other is named.
    @Test(arguments: [("AE", "2016-01-01", "2018-12-31", "3000"), ("AE", "2018-01-01", "2021-06-30", "3000"), ("KW", "2016-01-01", "2019-12-31", "300"), ("KW", "2024-01-01", "2025-09-30", "300")])
    func resignationFromAContractOfUnknownKind(_ country: String, _ start: String, _ end: String, _ wage: String) throws {
        func head(_ more: String) throws -> Head {
            try Claims.head(.endOfService, #"{"country":"\#(country)","start":"\#(start)","end":"\#(end)","wage":{"basic":"\#(wage)","monthly":"\#(wage)"}\#(more)}"#)
        }
        let open = try head(#","ending":"resignation","contract":"indefinite""#)
        let fixed = try head(#","ending":"resignation","contract":"fixed-term""#)
        let unknown = try head(#","ending":"resignation""#)
        #expect(unknown.amount == open.amount && open.amount != nil && unknown.narrowedBy == ["contract"])
        #expect(unknown.warnings.contains { $0.phrase == "contract.unknown" })
        if open.amount != fixed.amount {
            let others = unknown.readings.filter { $0.basis.phrase.hasPrefix("reading.fixed-term") }.map(\.amount)
            #expect(others.contains(fixed.high ?? 0) || fixed.high == open.amount)
            #expect(others.contains(fixed.low ?? 0) || fixed.low == open.amount)
        }
        // Nor is it known how it ended: nothing that any of it can come to is left out.
        let wide = try head("")
        let ends = try [open, fixed, head(#","ending":"termination","contract":"indefinite""#), head(#","ending":"expiry""#)]
        #expect(wide.amount == nil && wide.low == ends.compactMap(\.low).min() && wide.high == ends.compactMap(\.high).max())
        #expect(wide.narrowedBy.contains("contract") && wide.narrowedBy.contains("ending"))
    }

    /// A grave fault of which nobody has spoken is no ground to leave out the award, and is said where it is not known how the employment ended.
    @Test(arguments: ["QA", "BH", "OM"]) func anUnknownEndingMayHaveBeenForAGraveFault(_ country: String) throws {
        let head = try Claims.head(.endOfService, #"{"country":"\#(country)","start":"2020-01-01","end":"2023-06-30","contract":"indefinite","wage":{"basic":"500","monthly":"500"}}"#)
        #expect(head.warnings.contains { $0.phrase == "award.ending-unknown" } && head.narrowedBy.contains("ending"))
    }

    /// A wage given as one number may hold allowances: the basic wage is what would narrow the award by it.
    @Test func theBasicWageIsNamedWhereItWasSupposed() throws {
        let head = try Claims.head(.endOfService, #"{"country":"QA","start":"2020-01-01","end":"2022-12-31","ending":"expiry","wage":"1500"}"#)
        #expect(head.narrowedBy == ["wage.basic"] && head.warnings.contains { $0.phrase == "supposed.basic" })
    }

    /// After ten years article 53 gives the whole award, whatever the contract was: then it is certain.
    @Test func whereTheKindOfContractMakesNoDifference() throws {
        let head = try Claims.head(.endOfService, #"{"country":"KW","service":{"years":10},"ending":"resignation","wage":{"monthly":"300"}}"#)
        #expect(head.isInTotal && head.narrowedBy.isEmpty)
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
