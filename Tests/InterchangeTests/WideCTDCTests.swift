import Dictionary
import Interchange
import Testing

/// The wide form of the CTDC global datasets, on rows made here.
struct WideCTDCTests {
    @Test func bothEditionsOfTheColumnsAreRead() throws {
        let kanon = """
            yearOfRegistration,Datasource,gender,ageBroad,majorityStatus,citizenship,CountryOfExploitation,isForcedLabour,isSexualExploit,isOtherExploit,isForcedMarriage,isForcedMilitary,isOrganRemoval,isSlaveryAndPractices,isSexAndLabour,isAbduction,meansOfControlDebtBondage,meansOfControlThreatOfLawEnforcement,meansOfControlConcatenated,typeOfLabourConstruction,typeOfLabourOther,recruiterRelationFamily,RecruiterRelationship
            2016,Case Management,Female,30--38,Adult,NP,QA,1,0,-99,0,0,0,0,0,1,1,1,Debt bondage,1,1,1,Family/Relative
            2017,Hotline,Male,-99,,00,00,-99,1,0,0,0,0,0,0,0,0,0,,-99,-99,0,

            """
        let rows = try Support.withFile(Array(kanon.utf8)) { try Support.read($0, preset: .ctdc) }
        #expect(rows.flatMap(\.reasons) == [])
        let first = rows[0]
        #expect(first.draft("case")?["means-of-control"]?.value == .list([.code("debt-bondage"), .code("threats-of-law-enforcement")]))
        #expect(first.draft("case")?["sector"] == Answer(.code("construction"), note: "also other"))
        #expect(first.draft("case")?["exploitation-country"]?.value == .code("QA"))
        #expect(first.draft("case")?["recruiter-relation"]?.value == .code("relative"))
        #expect(first.drafts.filter { $0.kind == "violation" }.map { $0["type"]?.value } == [.code("forced-labour"), .code("abduction")])
        #expect(rows[1].draft("worker")?["nationality"] == Answer(absent: .unknown))
        #expect(rows[1].draft("worker")?["age-group"] == Answer(absent: .unknown))
        #expect(rows[1].draft("case")?["forced-labour"] == Answer(absent: .unknown))

        let synthetic = """
            yearOfRegistration,gender,ageBroad,citizenship,CountryOfExploitation,traffickMonths,meansOfControlPsychoactiveSubsta,isForcedLabour,isSexualExploit,isOtherExploit
            2020,Woman,09--17,BGD,QAT,0--12 (0-1 yr),1,1,,

            """
        let row = try Support.withFile(Array(synthetic.utf8)) { try Support.read($0, preset: .ctdc) }[0]
        #expect(row.reasons == [])
        #expect(row.draft("worker")?["nationality"]?.value == .list([.code("BD")]))
        #expect(row.draft("worker")?["sex"]?.value == .code("female"))
        #expect(row.draft("case")?["exploitation-country"]?.value == .code("QA"))
        #expect(row.draft("case")?["means-of-control"]?.value == .list([.code("psychoactive-substance")]))
    }
}
