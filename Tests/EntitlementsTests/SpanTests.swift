import Entitlements
import Formats
import Testing

/// No day is counted twice, and none outside the employment.
@Suite struct SpanTests {
    private func claim(_ rest: String) throws -> Claim {
        try Claims.claim(
            #"{"country":"KW","category":"private","start":"2015-01-01","end":"2019-12-31","ending":"termination","wage":{"monthly":"300"},\#(rest)}"#)
    }

    private func amount(_ kind: HeadKind, _ claim: Claim) -> String? { claim.heads.first { $0.kind == kind }?.amount.map(claim.currency.text) }

    @Test(arguments: [
        // The whole of October, and half of November: 300 and 150.
        (#"[{"from":"2019-10-01","to":"2019-10-31"},{"from":"2019-10-15","to":"2019-11-15"}]"#, "450.000", "problem.period-overlap"),
        (#"["2019-10","2019-10"]"#, "300.000", "problem.period-overlap"),
        // One in the middle of the other leaves two pieces.
        (#"[{"from":"2019-10-10","to":"2019-10-20"},"2019-10"]"#, "300.000", "problem.period-overlap"),
        (#"["2020-03"]"#, nil, "problem.period-outside"),
        (#"[{"from":"2019-12-01","to":"2020-02-29"}]"#, "300.000", "problem.period-cut"),
        (#"[{"from":"2014-12-01","to":"2015-01-31"}]"#, "300.000", "problem.period-cut"),
    ])
    func periodsWithoutWages(_ periods: String, _ sum: String?, _ problem: String) throws {
        let claim = try claim(#""unpaidPeriods":\#(periods)"#)
        #expect(amount(.unpaidWages, claim) == sum)
        #expect(claim.problems.map(\.sentence.phrase) == [problem])
    }

    /// What was paid is taken off once, also where a period falls into pieces.
    @Test func whatWasPaidIsTakenOffOnce() throws {
        let claim = try claim(#""unpaidPeriods":[{"from":"2019-10-10","to":"2019-10-20"},{"from":"2019-10-01","to":"2019-10-31","paid":"50"}]"#)
        #expect(amount(.unpaidWages, claim) == "250.000")
    }

    /// An absence and wages that were not paid are two things.
    @Test func anAbsenceDoesNotCoverWages() throws {
        let claim = try claim(#""unpaidPeriods":[{"from":"2019-10-01","to":"2019-10-31","kind":"absence"},"2019-10"]"#)
        #expect(amount(.unpaidWages, claim) == "300.000" && claim.problems.isEmpty)
    }

    @Test(arguments: ["overtime", "restDaysWorked", "holidaysWorked"])
    func workOutsideTheEmploymentIsNamed(_ list: String) throws {
        let claim = try claim(#""\#(list)":[{"date":"2020-05-01","hours":4}]"#)
        #expect(claim.problems.map(\.field) == ["\(list)[0]"] && claim.problems.first?.sentence.phrase == "problem.item-outside")
        #expect(!claim.heads.contains { [.overtime, .restDay, .holiday].contains($0.kind) })
    }

    /// Twelve hours a week from before the first day: only the weeks within count.
    @Test func hoursOfAWeekCountWithinTheEmployment() throws {
        let cut = try claim(#""overtime":[{"from":"2014-01-01","to":"2015-01-14","hoursPerWeek":7}]"#)
        let inside = try claim(#""overtime":[{"from":"2015-01-01","to":"2015-01-14","hoursPerWeek":7}]"#)
        #expect(amount(.overtime, cut) == amount(.overtime, inside) && amount(.overtime, inside) != nil)
        #expect(cut.problems.map(\.sentence.phrase) == ["problem.period-cut"])
    }
}
