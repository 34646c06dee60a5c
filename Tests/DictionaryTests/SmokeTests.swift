import Dictionary
import Testing
@Test func smoke() throws { #expect(try PartialDate(edtf: "2019").precision == .year) }
