import Entitlements
import Formats
import Testing

/// Facts as people write them: sums by the week, dates that are half known, currencies that do not exist, more hours than there are.
@Suite struct OddFactTests {
    private func fields(_ json: String) throws -> [String] { try Claims.claim(json).problems.map(\.field) }

    /// The wage of a week is that of its working days.
    @Test(arguments: [(nil, "50.00"), (5, "60.00")] as [(Int?, String)])
    func aWageByTheWeek(_ days: Int?, _ sum: String) throws {
        let week = days.map { #","daysPerWeek":\#($0)"# } ?? ""
        let json = #"{"country":"MY","category":"private","service":{"years":1},"payBasis":"weekly","wage":{"weekly":"300"},"leaveBalance":1\#(week)}"#
        #expect(try Claims.amount(.leave, json) == sum)
    }

    /// An earlier wage of which only the month or the year is known counts from its first day.
    @Test(arguments: ["2024", "2024-01", "2024-01-01"])
    func aHistoryByYearsAndMonths(_ from: String) throws {
        let json =
            #"{"country":"SA","category":"private","start":"2020-01-01","end":"2025-12-31","wage":{"history":[{"from":"2020","monthly":"1500"},{"from":"\#(from)","monthly":"2600"}]},"unpaidPeriods":["2023-12","2024-01"]}"#
        #expect(try Claims.amount(.unpaidWages, json) == "4100.00")
    }

    @Test(
        arguments: [
            (#""currency":"XQZ""#, "currency", "QAR"), (#""currency":"qar""#, nil, "QAR"), (#""currency":"usd""#, "currency", "USD"),
            (#""feesPaid":[{"amount":"5","currency":"ABC"}]"#, "feesPaid[0].currency", "QAR"),
        ] as [(String, String?, String)])
    func currencies(_ member: String, _ field: String?, _ code: String) throws {
        let claim = try Claims.claim(#"{"country":"QA","category":"private","service":{"years":3},"ending":"expiry","wage":{"basic":"1000"},\#(member)}"#)
        #expect(claim.currency.code == code && claim.problems.map(\.field) == [field].compactMap { $0 })
        #expect(claim.heads.contains { $0.kind == .endOfService && $0.amount == 2100 })
    }

    @Test(arguments: [
        (#""overtime":[{"month":"2021-03","hours":900}]"#, "overtime[0].hours"), (#""overtime":200000"#, "overtime"),
        (#""restDaysWorked":5000"#, "restDaysWorked"), (#""restDaysWorked":330"#, "restDaysWorked"), (#""holidaysWorked":330"#, "holidaysWorked"),
        (#""daysPerWeek":6,"restDaysWorked":106"#, "restDaysWorked"), (#""holidaysWorked":91"#, "holidaysWorked"),
        (#""holidaysWorked":[{"date":"2021-03-03"},{"date":"2021-03-03"}]"#, "holidaysWorked[1].date"), (#""wage":{"daily":0}"#, "wage.daily"),
        (#""daysPerWeek":8"#, "daysPerWeek"),
    ])
    func whatCannotBeIsNamed(_ member: String, _ field: String) throws {
        let found = try fields(#"{"country":"AE","category":"private","start":"2020-01-01","end":"2021-12-31","ending":"expiry",\#(member)}"#)
        #expect(found.contains(field), "\(found)")
    }

    /// A day that is given twice is paid once.
    @Test func aDayTwiceIsPaidOnce() throws {
        let day = #"{"date":"2023-03-03"}"#
        let facts = #"{"country":"AE","category":"private","start":"2022-03-01","end":"2024-02-29","wage":{"basic":"3000"},"holidaysWorked":["#
        #expect(try Claims.amount(.holiday, facts + day + "]}") == "150.00")
        #expect(try Claims.amount(.holiday, facts + day + "," + day + "]}") == "150.00")
    }

    /// A sum that may not enter the total is shown as one sum, and the wage is asked for only where it is missing.
    @Test func whatIsShownOfUncertainSums() throws {
        let claim = try Claims.claim(
            #"{"country":"AE","category":"private","start":"2018-01-01","end":"2020-12-31","wage":{"basic":"1000"},"unpaidPeriods":["2020-03"],"restDaysWorked":2}"#
        )
        let phrases = try #require(Phrases.standard("en"))
        #expect(ClaimStatement([claim], phrases: phrases).text().contains("Wages not paid: AED 1000.00, not certain"))
        let rest = try #require(claim.heads.first { $0.kind == .restDay })
        #expect(rest.amount == nil && rest.narrowedBy.isEmpty)
    }

    /// One entry of a list may stand without brackets.
    @Test(arguments: [
        (#""feesPaid":{"amount":"500","to":"agency"}"#, HeadKind.recruitmentFee, "500.00"), (#""deductions":{"amount":"70","lawful":false}"#, .illegalDeduction, "70.00"),
        (#""unpaidPeriods":{"from":"2021-03-01","to":"2021-04-30"}"#, .unpaidWages, "2000.00"), (#""unpaidPeriods":"2021-03""#, .unpaidWages, "1000.00"),
        (#""overtime":{"hours":24,"date":"2021-03-01"}"#, .overtime, "125.00"),
    ])
    func oneEntryWithoutBrackets(_ member: String, _ kind: HeadKind, _ sum: String) throws {
        let json = #"{"country":"QA","category":"private","start":"2020-01-01","end":"2021-12-31","ending":"expiry","wage":{"basic":"1000"},\#(member)}"#
        #expect(try fields(json).isEmpty)
        #expect(try Claims.amount(kind, json) == sum)
    }

    /// What a job left: 24 months of 1,000, less fees of 2,500 in another currency at the rate of the day and 500 of interest, and 15,000 sent home.
    @Test func whatTheJobReallyPaid() throws {
        let claim = try Claims.claim(
            #"{"country":"QA","category":"private","start":"2022-01-01","end":"2023-12-31","ending":"expiry","hoursPerWeek":48,"wage":{"basic":"1000","monthly":"1000"},"feesPaid":[{"amount":"91250","currency":"NPR","rate":"0.0274","to":"agency"}],"interestPaid":"500","remittances":[{"amount":"15000"}]}"#
        )
        let real = try #require(claim.realWage)
        // 730 days are 104 2/7 weeks of 48 hours.
        #expect(real.agreed == Claims.rounded(Fraction(24_000) / (Fraction(730) / 7 * 48)) && real.steps.map(\.phrase) == ["real.wage", "real.debt", "real.remittances"])
        let english = try #require(Phrases.standard("en"))
        let text = real.steps.map { english.text($0, claim.currency) }
        #expect(text[1].contains("3000.25 took the wages of 3 months") && text[2].contains("QAR 5999.75"), "\(text)")
    }

    /// One year and two years, in languages that tell them apart; in Arabic three to ten take the plural.
    @Test(arguments: [
        ("en", 1, "1 year ×"), ("en", 2, "2 years ×"), ("ar", 1, "1 سنة ×"), ("ar", 3, "3 سنوات ×"), ("ar", 11, "11 سنة ×"), ("hi", 2, "2 वर्ष ×"),
    ])
    func numbersAgreeWithTheirWords(_ language: String, _ years: Int, _ words: String) throws {
        let phrases = try #require(Phrases.standard(language))
        let text = phrases.text(Sentence("award.band-months", [.number(Fraction(years)), .number(1), .money(5), .money(5), .article("1")]), nil)
        // In Arabic each number stands in marks of direction.
        #expect(text.replacing("\u{2068}", with: "").replacing("\u{2069}", with: "").contains(words), "\(text)")
        let hindi = try #require(Phrases.standard("hi"))
        #expect(hindi.text(Sentence("award.band-months", [.number(2), .number(1), .money(5), .money(5), .article("1")]), nil).contains("1 महीना ×"))
        let english = try #require(Phrases.standard("en"))
        #expect(english.text(Sentence("award.below-minimum", [.article("1"), .number(1), .words("unit.years")]), nil).contains("at least 1 year of service"))
        #expect(english.text(Sentence("award.service-given", [.service(ServiceLength(years: 1, months: 2, days: 1)), .number(1)]), nil).contains("1 year, 2 months, 1 day,"))
    }

    /// A citation is written as the law of the place does, an article with the word for it in the reader's language.
    @Test func articlesInWords() throws {
        let english = try #require(Phrases.standard("en"))
        let nepali = try #require(Phrases.standard("ne"))
        func text(_ article: String, _ phrases: Phrases) -> String { phrases.text(Sentence("award.unpaid-days", [.number(3), .article(article)]), nil) }
        #expect(text("51(4)", english).contains("(article 51(4))") && text("s. 60E", english).contains("(s. 60E)"))
        #expect(text("", english).contains("(no article on file)") && text("54, practice", english).contains("(article 54, usual practice)"))
        #expect(text("51", nepali).contains("(दफा 51)") && text("54, practice", nepali).contains("प्रचलन"))
    }
}
