import Testing

@testable import Forms

/// Forms that are well written and cannot work.
@Suite("Checks of forms")
struct FormCheckTests {
    private func problems(_ sheets: String) -> [FormProblem] {
        let reading = FormReader.read(bytes: Array(sheets.utf8), name: "form")
        return reading.problems + (reading.form.map { FormProgram($0).problems } ?? [])
    }

    private static let choices = "choices\n,list_name,name,label,area\n,yn,yes,Yes,a\n,yn,no,No,b\n,other,x,X,\n"

    @Test(
        "A default that the question does not take",
        arguments: [
            ("date", "2020-13-45"), ("dateTime", "2020-02-30T10:00"), ("integer", "abc"), ("integer", "1.5"), ("integer", "२५"), ("decimal", "1,5"), ("range", "11"), ("range", "x"),
            ("time", "25:00"), ("geopoint", "north"), ("select_one yn", "maybe"), ("select_multiple yn", "yes maybe"), ("rank yn", "maybe"),
        ])
    func wrongDefault(_ type: String, _ value: String) {
        let found = problems("survey\n,type,name,label,default\n,\(type),q,Q,\"\(value)\"\n" + Self.choices)
        #expect(found.map(\.place) == ["survey, row 2, column “default”"], "\(found.map(\.description))")
        #expect(found.allSatisfy { $0.severity == .warning && !$0.remedy.isEmpty })
    }

    @Test(
        "A default that it takes",
        arguments: [
            ("date", "2020-02-29"), ("date", "today()"), ("date", "2020-02"), ("integer", "-3"), ("integer", "1 + 1"), ("decimal", "1.5"), ("range", "10"), ("time", "08:30"),
            ("geopoint", "25.29 51.53 0 0"), ("select_one yn", "yes"), ("select_one yn", "if(today() > date('2020-01-01'), 'yes', 'no')"), ("select_multiple yn", "yes no"),
            ("text", "anything-at all"), ("select_one yn or_other", "other"),
        ])
    func goodDefault(_ type: String, _ value: String) {
        let found = problems("survey\n,type,name,label,default\n,\(type),q,Q,\"\(value)\"\n" + Self.choices)
        #expect(found.isEmpty, "\(found.map(\.description))")
    }

    @Test(
        "A word that is neither question nor text",
        arguments: [
            ("required", "sometimes"), ("relevant", "other = 'x'"), ("constraint", ". > limit"), ("read_only", "maybe"), ("calculation", "${a} + b"),
        ])
    func strayName(_ column: String, _ expression: String) {
        let found = problems("survey\n,type,name,label,\(column)\n,integer,a,A,\n,integer,b,B,\n,integer,q,Q,\"\(expression)\"\n")
        #expect(found.map(\.place) == ["survey, row 4, column “\(column)”"], "\(found.map(\.description))")
        #expect(found.allSatisfy { $0.severity == (["relevant", "constraint"].contains(column) ? .error : .warning) })
        if column == "calculation" { #expect(found.first?.remedy == "Write ${b}.") }
    }

    @Test("Groups that are nested too deeply are refused with the row", arguments: [49, 50, 5_000])
    func nestedTooDeeply(_ depth: Int) {
        let begins = (0..<depth).map { ",begin_group,g\($0),G\n" }.joined()
        let found = problems("survey\n,type,name,label\n\(begins),text,a,A\n" + String(repeating: ",end_group,,\n", count: depth))
        #expect(found.filter { $0.severity == .error }.map(\.place) == (depth < 50 ? [] : ["survey, row 51, column “type”"]), "\(found.map(\.description))")
        let open = problems("survey\n,type,name,label\n\(begins),text,a,A\n")
        #expect(open.filter { $0.severity == .error }.count == depth + (depth < 50 ? 0 : 1))
    }

    @Test("Loops within loops that multiply without bound are refused")
    func multiplyingLoops() {
        let choices = "choices\n,list_name,name,label\n" + (0..<30).map { ",l,c\($0),C\n" }.joined()
        func survey(_ depth: Int) -> String {
            "survey\n,type,name,label\n" + (0..<depth).map { ",begin loop over l,g\($0),G\n" }.joined() + ",text,a_%(name)s,A\n"
                + String(repeating: ",end loop,,\n", count: depth) + choices
        }
        #expect(problems(survey(2)).filter { $0.severity == .error && $0.place.contains("“type”") }.isEmpty)
        #expect(problems(survey(12)).contains { $0.severity == .error && $0.description.contains("questions and groups") })
    }

    @Test("A number of rounds that is none", arguments: ["abc", "'three'"])
    func repeatCount(_ count: String) {
        let found = problems("survey\n,type,name,label,repeat_count\n,begin_repeat,r,R,\(count)\n,text,a,A,\n,end_repeat,,,\n")
        #expect(found.map(\.place) == ["survey, row 2, column “repeat_count”"], "\(found.map(\.description))")
        #expect(problems("survey\n,type,name,label,repeat_count\n,begin_repeat,r,R,3\n,text,a,A,\n,end_repeat,,,\n").isEmpty)
    }

    @Test("A number of rounds that depends on the rounds", arguments: ["${a}", "${a} + 1", "sum(${a})"])
    func circularCount(_ count: String) {
        let found = problems("survey\n,type,name,label,repeat_count\n,text,first,F,\n,begin_repeat,r,R,\(count)\n,integer,a,A,\n,end_repeat,,,\n")
        #expect(found.map(\.place) == ["survey, row 3, column “repeat_count”"], "\(found.map(\.description))")
        #expect(found.first?.fault.contains("“r”") == true && found.first?.fault.contains("r_count") == false)
    }

    @Test("A choice filter that names no column of its list")
    func filterColumn() {
        func form(_ list: String, _ filter: String) -> String {
            "survey\n,type,name,label,choice_filter\n,text,a,A,\n,select_one \(list),q,Q,\"\(filter)\"\n" + Self.choices
        }
        for filter in ["area = ${a}", "name != ${a}", "selected(${a}, area) and position() > 0"] { #expect(problems(form("yn", filter)).isEmpty) }
        for (list, filter) in [("yn", "aera = ${a}"), ("yn", "foo = ${a}"), ("other", "area = ${a}")] {
            let found = problems(form(list, filter))
            #expect(found.map(\.place) == ["survey, row 3, column “choice_filter”"], "\(found.map(\.description))")
        }
        #expect(problems(form("yn", "aera = ${a}")).first?.remedy == "Did you mean “area”?")
    }

    @Test("A default language that no column has")
    func defaultLanguage() {
        func form(_ label: String, _ language: String) -> String { "survey\n,type,name,\(label)\n,text,a,A\nsettings\n,default_language\n,\(language)\n" }
        #expect(problems(form("label::English (en)", "English (en)")).isEmpty)
        #expect(problems(form("label", "French (fr)")).isEmpty)
        let found = problems(form("label::English (en)", "French (fr)"))
        #expect(found.map(\.place) == ["settings, row 2, column “default_language”"] && found.first?.severity == .warning)
        #expect(problems(form("label::English (en)", "english (en)")).first?.remedy == "Did you mean “English (en)”?")
    }

    @Test("Errors of the sheets and of expressions are told in one run, each once")
    func together() {
        let found = problems(
            """
            survey
            ,type,name,label,relevant,constraint,calculation
            ,txet,a,A,,,
            ,integer,b,B,${a} = 1,. >,
            ,integer,c,C,${nobody} = 1,,summ(${b})
            ,integer,d,D,${d e} > 1,,
            ,select_one none,e,E,,,
            ,note,f,F,${e} = 'x' and (,,

            """)
        let places = found.filter { $0.severity == .error }.map(\.place)
        #expect(
            places == [
                "survey, row 2, column “type”", "survey, row 3, column “constraint”", "survey, row 4, column “relevant”", "survey, row 4, column “calculation”",
                "survey, row 5, column “relevant”", "survey, row 6, column “type”",
            ], "\(found.map(\.description))")
    }
}
