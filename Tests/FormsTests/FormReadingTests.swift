import Formats
import Foundation
import TestSupport
import Testing

@testable import Forms

struct FormReadingTests {
    private func read(_ csv: String) -> FormReading { FormReader.read(bytes: Array(csv.utf8), name: "form") }

    @Test func allProblemsAreToldAtOnceWithTheirPlaces() {
        let reading = read(
            """
            survey
            ,type,name,label,relevant
            ,txet,a,A,
            ,text,1b,B,
            ,select_one colours,c,C,
            ,text,d,D,${e} = 1
            ,begin_group,g,G,
            choices
            ,list_name,name,label
            ,colors,red,Red
            ,colors,red,Rot
            """)
        #expect(reading.form == nil)
        #expect(
            reading.errors.map(\.place) == [
                "survey, row 2, column “type”", "survey, row 3, column “name”", "survey, row 4, column “type”", "survey, row 5, column “relevant”",
                "survey, row 6, column “type”", "choices, row 3, column “name”",
            ])
        #expect(reading.errors[0].remedy == "Did you mean “text”?")
        #expect(reading.errors[2].remedy == "Did you mean “colors”?")
    }

    @Test func aFolderOfSheetsReadsLikeOneFile() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "form-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("type,name,label::English (en),label::العربية (ar)\nselect_one yn,a,Question,سؤال\n".utf8).write(to: folder.appending(path: "survey.csv"))
        try Data("list_name,name,label::English (en),label::العربية (ar)\nyn,y,Yes,نعم\n".utf8).write(to: folder.appending(path: "choices.csv"))
        let form = try FormReader.read(file: folder).get()
        #expect(form.languages == ["English (en)", "العربية (ar)"])
        #expect(form.identifier == folder.lastPathComponent)
        #expect(form.nodes.first?.label["العربية (ar)"] == "سؤال")
        #expect(form.choiceList("yn")?.choices.first?.label["العربية (ar)"] == "نعم")
    }

    @Test func theModelKeepsWhatTheAuthorWrote() throws {
        let form = try read(
            """
            survey
            ,type,name,label,required,relevant,repeat_count,save_to,bind::x,choice_filter
            ,begin repeat,people,Person,,,${number} + 1,,,
            ,integer,age,Age,yes,${people} != '',,age,y,
            ,select_one places,place,Place,,,,,,country = ${age}
            ,end repeat,,,,,,,,
            ,integer,number,Number,,,,,,
            choices
            ,list_name,name,label,country
            ,places,ktm,Kathmandu,np
            entities
            ,list_name,label
            ,person,${age}
            """
        ).get()
        #expect(form.nodes.map(\.name) == ["people_count", "people", "number"])
        #expect(form.nodes[0].calculation == "${number} + 1")
        let people = form.nodes[1]
        #expect(people.kind == .repeated && people.repeatCount == "${people_count}")
        #expect(people.children[0].relevant == "${people} != ''" && people.children[0].required == "yes")
        #expect(people.children[0].saveTo == "age" && people.children[0].bindAttributes == ["x": "y"])
        #expect(people.children[1].questionType == .selectOne(.list("places")))
        #expect(people.children[1].source == FormSource(sheet: "survey", row: 4))
        #expect(form.choiceList("places")?.choices[0].value(ofColumn: "country") == "np")
        #expect(form.entities.map(\.container) == [["people"]])
    }

    @Test(arguments: [
        ("1 + 1", QuestionType.integer, true), ("-1", .integer, false), ("2020-01-01", .date, false), ("today()", .date, true), ("a-b", .text, false),
        ("a - b", .text, true),
        ("${x}", .text, true), ("word", .text, false), ("10 div 2", .decimal, true), ("7.5 3.2 0 0", .geopoint, false),
    ])
    func tellsDefaultsFromExpressions(_ text: String, _ type: QuestionType, _ isExpression: Bool) {
        #expect(DefaultValue.isExpression(text, of: type) == isExpression)
    }
}
