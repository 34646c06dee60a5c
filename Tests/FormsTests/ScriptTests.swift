import Formats
import Foundation
import TestSupport
import Testing

@testable import Forms

/// The script of the pages computes what the server computes.
@Suite("Expressions in the page")
struct ScriptTests {
    static let node = ["/usr/bin/node", "/usr/local/bin/node", "/usr/bin/nodejs"].first { FileManager.default.isExecutableFile(atPath: $0) }

    @Test(
        "What JavaRosa computes, the script computes",
        .enabled(if: GroundTruth.has("xlsforms/expressions.csv") && node != nil, "the ground truth of expressions, or node, is not there"))
    func groundTruth() throws {
        var lines: [String] = []
        var asked: [KnownExpression] = []
        for known in KnownExpression.all {
            guard let form = known.read().form else { continue }
            let program = FormProgram(form)
            guard program.isUsable else { continue }
            let filling = known.filling(program)
            guard let target = known.target(filling) else { continue }
            asked.append(known)
            lines.append(String(decoding: question(known, program, filling, target).canonicalBytes(), as: UTF8.self))
        }
        // Expressions that are refused when the form is read never reach a page.
        #expect(asked.count > 250)
        let results = try run(lines)
        try #require(results.count == asked.count)
        var faults: [String] = []
        for (known, result) in zip(asked, results) {
            if known.type == "error" {
                if result["error"] == nil { faults.append("\(known): no error") }
            } else if let value = result["value"]?.string {
                if let fault = known.difference(value) { faults.append(fault) }
            } else {
                faults.append("\(known): an error")
            }
        }
        #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    }

    /// Dates as they are known (EDTF), of which the standard knows nothing.
    @Test(
        "A date that is not known to the day is before or after another if it can be",
        .enabled(if: node != nil, "node is not there"),
        arguments: [
            ("2024", "${d} <= date('2024-06-01')", "true"), ("2024", "${d} >= date('2024-06-01')", "true"), ("2024", "${d} > date('2024-12-31')", "false"),
            ("2024", "${d} >= date('2024-12-31')", "true"), ("2024", "${d} < date('2024-01-01')", "false"), ("2024-02", "${d} >= date('2024-02-29')", "true"),
            ("2023-02", "${d} >= date('2023-03-01')", "false"), ("2024-05?", "${d} > date('2024-05-30')", "true"), ("2024-05~", "${d} > date('2024-05-31')", "false"),
            ("2019/2024-03", "${d} > date('2024-03-30')", "true"), ("2019/2024-03", "date('2024-03-31') < ${d}", "false"), ("2019/2024", "date('2018') < ${d}", "true"),
            ("2019/..", "${d} > date('2090-01-01')", "true"), ("2019-07-04", "${d} > date('2019-07-04')", "false"), ("2019-07-04", "${d} >= date('2019-07-04')", "true"),
            ("2024", "not(${d} > today())", "true"), ("2030", "${d} > today()", "true"),
        ])
    func spans(_ value: String, _ expression: String, _ expected: String) throws {
        let known = KnownExpression(
            identifier: value, expression: "if(\(expression), 'true', 'false')",
            context: ["fields": .array([.array([.string("date"), .string("d"), .string(value)])]), "now": .string("2026-11-26T10:00")], expected: expected, type: "string")
        let program = FormProgram(try #require(known.read().form))
        var filling = known.filling(program)
        let target = try #require(known.target(filling))
        let result = try run([String(decoding: question(known, program, filling, target).canonicalBytes(), as: UTF8.self)])
        #expect(result.first?["value"]?.string == expected)
        filling.compute()
        #expect(filling.nodes[target].value == expected)
    }

    /// As `forms.js` writes them anew.
    @Test("Values in labels and messages are the same in the page", .enabled(if: node != nil, "node is not there"))
    func texts() throws {
        let reading = FormReader.read(
            bytes: Array(
                """
                survey
                ,type,name,label,constraint,constraint_message
                ,text,who,Who,,
                ,decimal,pay,Pay of **${who}**,. < 100,"*${who}* cannot have ${pay}, <b>sorry</b>"
                ,select_one l,unit,"Of ${who}, per",,
                ,begin_repeat,days,Day,,
                ,date,day,Day,,
                ,note,told,"On ${day} ${who} got ${pay} per ${unit}: ${nothing}",,
                ,end_repeat,,,,
                ,text,nothing,Nothing,,
                choices
                ,list_name,name,label
                ,l,day,Day of ${who}

                """.utf8), name: "form")
        let form = try #require(reading.form, "\(reading.problems)")
        let program = FormProgram(form)
        var filling = FormFilling(program, clock: FormClock(now: 1_700_000_000_000, offset: 0))
        func node(_ name: String) throws -> Int { try #require(filling.allNodes.first { filling.definition(of: $0)?.name == name }) }
        for (name, value) in [("who", "<i>सीता</i> & *co*"), ("pay", "१२०٫५"), ("unit", "day"), ("day", "2024-02-29")] { filling.answer(try node(name), value: value) }
        filling.compute()
        let told = try node("told")
        let styled = filling.styled(try #require(filling.definition(of: told)).label, of: told)
        #expect(styled.plain == "On 2024-02-29 <i>सीता</i> & *co* got 120.5 per day: ")
        #expect(filling.choices(of: try node("unit")).map(\.label) == ["Day of <i>सीता</i> & *co*"])
        #expect(styled.runs.filter { $0.output != nil }.count == 5)
        // The page's values, one by one, and the message.
        let known = KnownExpression(identifier: "", expression: "", context: ["as": .string("output")], expected: "", type: "string")
        var lines: [String] = []
        for run in styled.runs {
            guard let output = run.output else { continue }
            var line = try #require(question(known, program, filling, told).object)
            line["text"] = .integer(Int64(output))
            lines.append(String(decoding: JSONValue.object(line).canonicalBytes(), as: UTF8.self))
        }
        var message = try #require(question(known, program, filling, try node("pay")).object)
        message["as"] = .string("message")
        lines.append(String(decoding: JSONValue.object(message).canonicalBytes(), as: UTF8.self))
        let results = try run(lines).map { $0["value"]?.string ?? "" }
        #expect(results.dropLast() == styled.runs.filter { $0.output != nil }.map(\.text)[...])
        #expect(filling.fault(of: try node("pay")) == .constraint("<i>सीता</i> & *co* cannot have 120.5, sorry"))
        #expect(results.last == "<i>सीता</i> & *co* cannot have 120.5, sorry")
    }

    private func question(_ known: KnownExpression, _ program: FormProgram, _ filling: FormFilling, _ target: Int) -> JSONValue {
        let answers = filling.allNodes.map { index -> JSONValue in
            let node = filling.nodes[index]
            return .object([
                "number": .integer(Int64(index)), "parent": node.parent == FormFilling.root ? .null : .integer(Int64(node.parent ?? 0)),
                "name": .string(node.name),
                "element": .integer(Int64(node.element ?? 0)), "value": .string(node.value), "round": .integer(Int64(node.round)),
            ])
        }
        return .object([
            "program": program.script(language: filling.language, tables: { _ in nil }), "answers": .array(answers), "target": .integer(Int64(target)),
            "now": .integer(known.clock.now), "offset": .integer(Int64(known.clock.offset)),
            "as": .string(known.type == "error" ? "error" : known.context["as"]?.string ?? "calculate"),
        ])
    }

    func run(_ lines: [String]) throws -> [JSONValue] {
        let process = Process()
        process.executableURL = URL(filePath: try #require(Self.node))
        process.arguments = [URL(filePath: #filePath).deletingLastPathComponent().appending(path: "check_expressions.mjs").path]
        let file = FileManager.default.temporaryDirectory.appending(path: "corridor-expressions-\(UUID().uuidString)")
        try Data(lines.joined(separator: "\n").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        process.standardInput = try FileHandle(forReadingFrom: file)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try bytes.split(separator: 0x0A).map { try JSONValue.parse(Array($0)) }
    }
}
