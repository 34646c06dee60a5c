import Entitlements
import Formats
import Testing

/// Missing, contradictory and impossible facts get a sentence, and what can still be reckoned is.
@Suite struct BadFactTests {
    private func fields(_ json: String) throws -> [String] {
        let answer = try Claims.answer(json)
        return (answer.refused + answer.claims.flatMap(\.problems)).map(\.field)
    }

    @Test(arguments: [
        (#"{"country":"Qatar"}"#, "country"), (#"{"country":"ZZ"}"#, "country"), ("{}", "country"), ("[]", ""), ("{", ""), ("", ""),
        (#"{"country":"QA","category":"sea"}"#, "category"), (#"{"country":"QA","start":"2020-13-01"}"#, "start"),
        (#"{"country":"QA","start":20200101}"#, "start"),
        (#"{"country":"QA","start":"2020-02-02","end":"2019-01-01"}"#, "end"), (#"{"country":"QA","wage":{"basic":"0"}}"#, "wage.basic"),
        (#"{"country":"QA","wage":{"basic":"-5"}}"#, "wage.basic"), (#"{"country":"QA","wage":{"basic":"1e9"}}"#, "wage.basic"),
        (#"{"country":"QA","wage":{"basic":"2000","monthly":"1500"}}"#, "wage.basic"), (#"{"country":"QA","hoursPerWeek":100}"#, "hoursPerWeek"),
        (#"{"country":"QA","daysPerWeek":8}"#, "daysPerWeek"), (#"{"country":"QA","currency":"SAR"}"#, "currency"),
        (#"{"country":"QA","currency":"riyal"}"#, "currency"),
        (#"{"country":"QA","ending":"sacked"}"#, "ending"), (#"{"country":"QA","salary":1000}"#, "salary"),
        (#"{"country":"QA","overtime":"lots"}"#, "overtime"),
        (#"{"country":"QA","overtime":[{"date":"2020-01-01"}]}"#, "overtime[0]"),
        (#"{"country":"QA","unpaidPeriods":[{"from":"2020-02-01","to":"2020-01-01"}]}"#, "unpaidPeriods[0]"),
        (#"{"country":"QA","service":{"years":200}}"#, "service"), (#"{"country":"QA","start":"1930-01-01","end":"2020-01-01"}"#, "end"),
        (#"{"country":"QA","start":"2019-01-01","end":"2019-12-31","service":{"years":3}}"#, "service"),
        (#"{"country":"QA","feesPaid":[{"to":"x"}]}"#, "feesPaid[0]"),
        (#"{"country":"QA","start":"2090-01-01"}"#, "start"), (#"{"country":"QA","start":"2020-01-01","end":"2090-01-01"}"#, "end"),
        (#"{"country":"QA","start":"2020-01-01","end":"2020-12-31","unpaidDays":367}"#, "unpaidDays"), (#"{"workers":[]}"#, "workers"),
        (#"{"country":"QA","overtime":[{"date":"2020-01-01","hours":25}]}"#, "overtime[0].hours"),
        (#"{"country":"QA","start":"2018-01-01","end":"2019-12-31","leaveBalance":900}"#, "leaveBalance"),
        (#"{"country":"QA","leaveBalance":900}"#, "leaveBalance"), (#"{"country":"QA","service":{"years":2},"leaveTaken":400}"#, "leaveTaken"),
        (#"{"country":"QA","service":{"years":2},"leaveTaken":10,"leaveBalance":20}"#, "leaveTaken"),
        (#"{"country":"QA","start":"2018-01-01","end":"2019-12-31","wage":{"basic":"1000","history":[{"from":"2019-01-01","basic":"1200"}]}}"#, "wage.basic"),
        (
            #"{"country":"QA","wage":{"basic":"1000","history":[{"from":"2019-01-01","basic":"900"},{"from":"2019-01-01","basic":"950"},{"from":"2019-06-01","basic":"1000"}]}}"#,
            "wage.history[1]"
        ),
        (#"{"country":"QA","start":"2018-01-01","end":"2019-12-31","wage":{"history":[{"from":"2020-02-01","basic":"900"}]}}"#, "wage.history"),
        (#"{"country":"QA","start":"2018-01-01","end":"2019-12-31","wage":{"history":[{"to":"2017-02-01","basic":"900"}]}}"#, "wage.history"),
        (
            #"{"country":"QA","wage":{"history":[{"from":"2018-01-01","to":"2018-06-30","basic":"900"},{"from":"2018-06-01","basic":"950"}]}}"#,
            "wage.history"
        ),
        (#"{"country":"QA","start":"2018-01-01","end":"2019-12-31","injury":{"date":"2020-05-01"}}"#, "injury.date"),
        (#"{"country":"QA","start":"2018-01-01","end":"2019-12-31","injury":{"date":"2017-05-01"}}"#, "injury.date"),
        (
            #"{"country":"QA","start":"2018-01-01","end":"2019-12-31","deductions":[{"amount":"5","date":"2020-05-01"}]}"#, "deductions[0].date"
        ),
        (#"{"country":"QA","start":"2018-01-01","end":"2019-12-31","feesPaid":[{"amount":"5","date":"2012-05-01"}]}"#, "feesPaid[0].date"),
        (#"{"country":"QA","start":"2018-01-01","contract":{"until":"2017-05-01"}}"#, "contract.until"),
        (
            #"{"country":"QA","wage":{"monthly":"900"},"unpaidPeriods":[{"from":"2018-01-01","to":"2018-06-30","paid":"90000"}]}"#,
            "unpaidPeriods[0].paid"
        ),
        (
            #"{"country":"QA","wage":{"monthly":"900"},"unpaidPeriods":[{"from":"2018-01-01","to":"2018-06-30","paidMonthly":"9000"}]}"#,
            "unpaidPeriods[0].paidMonthly"
        ),
        (#"{"country":"QA","wage":{"monthly":"900","paid":"1000"}}"#, "wage.paid"),
        (#"{"country":"QA","ending":"resignation","unfairDismissal":true}"#, "unfairDismissal"),
    ])
    func theFactIsNamed(_ json: String, _ field: String) throws {
        let found = try fields(json)
        #expect(found.contains(field), "\(found)")
    }

    /// What is usual is no contradiction: recruitment is paid before the work, wages are raised, and the last pay is taken from after the end of nothing.
    @Test func whatIsUsualIsNotNamed() throws {
        let found = try fields(
            #"{"country":"QA","category":"private","start":"2018-01-01","end":"2019-12-31","ending":"termination","unfairDismissal":true,"leaveBalance":42,"wage":{"monthly":"1200","basic":"1000","paid":"1100","history":[{"from":"2018-01-01","to":"2018-12-31","monthly":"1100","basic":"900"}]},"feesPaid":[{"amount":"500","date":"2017-10-01"}],"deductions":[{"amount":"5","date":"2019-12-31"}],"injury":{"date":"2019-05-01","outcome":"recovered"},"unpaidPeriods":[{"from":"2019-11-01","to":"2019-12-31","paid":"2400"}]}"#
        )
        #expect(found == [])
    }

    /// A worker who left has been dismissed in law under some laws only: the compensation is a span from nothing, and in no total.
    @Test func whoLeftIsNotSimplyDismissed() throws {
        let json =
            #"{"country":"AE","category":"private","start":"2019-01-01","end":"2021-12-31","ending":"ENDING","unfairDismissal":true,"wage":{"monthly":"3000","basic":"2000"}}"#
        let left = try Claims.head(.unfairDismissal, json.replacing("ENDING", with: "resignation"))
        let dismissed = try Claims.head(.unfairDismissal, json.replacing("ENDING", with: "termination"))
        #expect(left.amount == nil && left.low == 0 && left.high == dismissed.high && left.narrowedBy.contains("ending"))
    }

    /// Of several workers those whose facts can be used are reckoned, and of the others it is said which they are.
    @Test func ofSeveralWorkersTheWrongOneIsNamed() throws {
        let answer = try Claims.answer(
            #"{"country":"QA","category":"private","wage":{"basic":"900"},"workers":[{"service":{"years":2},"ending":"expiry"},{"country":"ZZ"},5]}"#)
        #expect(answer.claims.count == 1 && answer.refused.map(\.field) == ["workers[1].country", "workers[2]"])
    }

    @Test func whatCanStillBeReckonedIs() throws {
        let json =
            #"{"country":"KW","start":"2020-05-01","end":"2019-01-01","ending":"termination","contract":"indefinite","noticeGivenDays":0,"leaveBalance":13,"wage":{"monthly":"260"}}"#
        #expect(try Claims.amount(.leave, json) == "130.000" && Claims.amount(.notice, json) == "780.000")
        #expect(try Claims.amount(.endOfService, json) == "0.000..-")
    }

    @Test func anotherCurrencyIsNotMixedIn() throws {
        let claim = try Claims.claim(
            #"{"country":"HK","currency":"USD","service":{"years":6},"ending":"termination","noticeGivenDays":0,"wage":{"monthly":"900"}}"#)
        #expect(claim.currency.code == "USD" && claim.problems.contains { $0.field == "currency" })
        let notice = try #require(claim.heads.first { $0.kind == .notice })
        #expect(notice.amount == 900, "a month's wage is one in any currency")
        let award = try #require(claim.heads.first { $0.kind == .longService })
        #expect(award.amount == nil && award.high == 3600 && award.narrowedBy.contains("currency"), "the cap is set in Hong Kong dollars")
        #expect(claim.total == 900)
        let fees =
            #"{"country":"QA","service":{"years":1},"wage":{"basic":"1000"},"feesPaid":[{"amount":"100000","currency":"NPR","to":"agency"},{"amount":"500"}]}"#
        let head = try Claims.head(.recruitmentFee, fees)
        #expect(head.amount == nil && head.low == 500 && head.narrowedBy == ["feesPaid.rate"])
    }

    @Test func aPartThatCannotBeReadIsNoShorterService() throws {
        #expect(
            try Claims.amount(.endOfService, #"{"country":"KW","service":{"years":-1,"months":6},"ending":"termination","wage":{"monthly":"260"}}"#)
                == "0.000..-")
        #expect(try Claims.amount(.endOfService, #"{"country":"kw","service":"4.5","ending":"Termination","wage":{"monthly":"260"}}"#) == "675.000")
    }

    @Test func anEmploymentThatGoesOnIsSaidToBeOne() throws {
        let claim = try Claims.claim(#"{"country":"SA","category":"private","start":"2023-01-01","wage":{"monthly":"3000"}}"#)
        #expect(claim.problems.map(\.field) == ["end"])
        let award = try #require(claim.heads.first { $0.kind == .endOfService })
        #expect(award.amount == nil && award.narrowedBy.contains("ending"))
    }

    @Test func partOfTheTimeIsPaidByItsOwnHours() throws {
        // 20 hours on five days are four hours a day: seven days of leave a year are 28 hours at 50.
        #expect(
            try Claims.amount(
                .leave,
                #"{"country":"HK","category":"private","start":"2024-01-01","end":"2024-12-31","ending":"resignation","payBasis":"hourly","hoursPerWeek":20,"daysPerWeek":5,"leaveTaken":0,"wage":{"hourly":"50"}}"#
            ) == "1400.00")
    }

    @Test(arguments: [("AE", "0.00"), ("KW", "11.500")])
    func aDayOffInItsPlaceCounts(_ country: String, _ amount: String) throws {
        let json =
            #"{"country":"\#(country)","category":"private","service":{"years":2},"ending":"resignation","wage":{"monthly":"299"},"holidaysWorked":[{"date":"2024-05-01","dayInLieu":true}]}"#
        #expect(try Claims.amount(.holiday, json) == amount)
    }

    @Test func everyProblemHasASentenceInEveryLanguage() throws {
        let currency = try #require(Currency("QAR"))
        for language in Phrases.languages {
            let phrases = try #require(Phrases.standard(language))
            for json in ["{", "{}", #"{"country":"QA","hoursPerWeek":100,"daysPerWeek":9,"wage":{"basic":0}}"#] {
                let answer = try Claims.answer(json)
                for problem in answer.refused + answer.claims.flatMap(\.problems) {
                    #expect(!phrases.text(problem.sentence, currency).hasPrefix("problem."))
                }
            }
        }
    }
}
