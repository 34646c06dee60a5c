import Entitlements
import Formats
import Testing

/// Facts as strangers write them: entries in each form that the schema allows, and what is not understood is named.
@Suite struct EntryTests {
    private let rest = #""country":"KW","category":"private","start":"2010-01-01","end":"2019-12-31","ending":"resignation","wage":{"monthly":"312"}"#

    private func amount(_ kind: HeadKind, _ member: String) throws -> String { try Claims.amount(kind, "{\(rest),\(member)}") }

    private func fields(_ member: String) throws -> [String] { try Claims.claim("{\(rest),\(member)}").problems.map(\.field) }

    /// 312 by 208 hours is 1.500 an hour, 1.875 with the premium.
    @Test(arguments: [
        (#""overtime":20"#, "37.500"), (#""overtime":"20""#, "37.500"), (#""overtime":[{"hours":20}]"#, "37.500"), (#""overtime":{"hours":20}"#, "37.500"),
        (#""overtime":[{"month":"2019-05","hours":20}]"#, "37.500"), (#""overtime":[{"from":"2019-05-01","to":"2019-05-31","hours":"20"}]"#, "37.500"),
        (#""overtime":[{"from":"2019-05-06","to":"2019-05-19","hoursPerDay":2}]"#, "45.000"),
        (#""daysPerWeek":5,"overtime":[{"from":"2019-05-06","to":"2019-05-19","hoursPerDay":2}]"#, "37.500"),
        (#""overtime":[{"from":"2019-05-06","to":"2019-05-19","hoursPerWeek":10}]"#, "37.500"),
    ])
    func overtimeInEachForm(_ member: String, _ amount: String) throws { #expect(try self.amount(.overtime, member) == amount) }

    @Test(arguments: [
        #""unpaidPeriods":[{"from":"2019-10-01","to":"2019-12-31"}]"#, #""unpaidPeriods":[{"from":"2019-10","to":"2019-12"}]"#,
        #""unpaidPeriods":[{"month":"2019-10"},{"month":"2019-11"},{"month":"2019-12"}]"#, #""unpaidPeriods":["2019-10","2019-11","2019-12"]"#,
    ])
    func unpaidPeriodsInEachForm(_ member: String) throws {
        #expect(try amount(.unpaidWages, member) == "936.000")
        #expect(try fields(member) == [])
    }

    @Test(arguments: [
        (#""overtime":[{"date":"2019-05-05","hours":2,"rate":"1.25"}]"#, "overtime[0].rate"), (#""overtime":[2]"#, "overtime[0]"),
        (#""unpaidPeriods":[{"from":"2019-10-01","to":"2019-12-31","amount":"600"}]"#, "unpaidPeriods[0].amount"),
        (#""feesPaid":[{"amount":"500","receipt":"yes"}]"#, "feesPaid[0].receipt"), (#""provided":["food"]"#, "provided"),
        (#""provided":{"meals":true}"#, "provided.meals"),
        (#""ticket":{"price":"90"}"#, "ticket.price"), (#""service":{"years":10,"weeks":2}"#, "service.weeks"),
    ])
    func whatIsNotUnderstoodIsNamed(_ member: String, _ field: String) throws { #expect(try fields(member).contains(field)) }

    @Test func aMisspeltWageIsNamed() throws {
        let claim = try Claims.claim(#"{"country":"KW","category":"private","service":{"years":3},"ending":"expiry","wage":{"salary":"300"}}"#)
        #expect(claim.problems.map(\.field) == ["wage.salary", "wage"])
    }

    /// A fee in another currency without its rate is open upwards, not nothing.
    @Test func aFeeWithoutRateIsOpen() throws {
        #expect(try amount(.recruitmentFee, #""feesPaid":[{"amount":"120000","currency":"NPR","to":"agency"}]"#) == "0.000..-")
    }
}
