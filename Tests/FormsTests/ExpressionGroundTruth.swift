import Formats
import Foundation
import TestSupport

@testable import Forms

/// An expression with its context and what JavaRosa makes of it.
struct KnownExpression: Sendable, CustomStringConvertible {
    var identifier: String
    var expression: String
    var context: JSONObject
    var expected: String
    var type: String

    var description: String { "\(identifier) \(expression)" }

    static let all: [KnownExpression] = {
        guard GroundTruth.has("xlsforms/expressions.csv"), let bytes = try? GroundTruth.bytes("xlsforms/expressions.csv"),
            var reader = try? CSVReader(bytes: bytes, dialect: CSVDialect(delimiter: .comma)), (try? reader.next()) != nil
        else { return [] }
        var expressions: [KnownExpression] = []
        while let row = try? reader.next()?.fields {
            guard row.count >= 5, let context = try? JSONValue.parse(Array(row[2].utf8)).object else { continue }
            expressions.append(KnownExpression(identifier: row[0], expression: row[1], context: context, expected: row[3], type: row[4]))
        }
        return expressions
    }()

    // MARK: As a form

    private var kind: String { context["as"]?.string ?? "calculate" }
    private var isInRepeat: Bool { context["in_repeat"] != nil }

    private static func row(_ json: JSONValue) -> [String] { json.array?.compactMap(\.string) ?? [] }

    /// The form with the expression in it, and the sheets it is made of.
    func read() -> FormReading {
        var survey = FormSheet(headings: ["type", "name", "label", "calculation", "relevant", "constraint"])
        func add(_ cells: String...) {
            let cells = cells.enumerated().filter { !$0.element.isEmpty }.map { FormSheetCell(column: $0.offset, value: $0.element) }
            survey.rows.append(FormSheetRow(number: survey.rows.count + 2, cells: cells))
        }
        let question: () -> Void = {
            switch kind {
            case "relevant": add("text", "result", "Result", "", expression)
            case "constraint": add(context["type"]?.string ?? "text", "result", "Result", "", "", expression)
            default: add("calculate", "result", "", expression)
            }
        }
        for field in context["fields"]?.array ?? [] { add(Self.row(field)[0], Self.row(field)[1], "Question") }
        if let group = context["repeat"]?.object {
            add("begin_repeat", group["name"]?.string ?? "", "Repeat")
            for field in group["fields"]?.array ?? [] { add(Self.row(field)[0], Self.row(field)[1], "Question") }
            if isInRepeat { question() }
            add("end_repeat")
        }
        if !isInRepeat { question() }
        var choices = FormSheet(headings: ["list_name", "name", "label"])
        for member in context["choices"]?.object?.members ?? [] {
            for choice in member.value.array ?? [] {
                let cells = [member.name] + Self.row(choice)
                choices.rows.append(
                    FormSheetRow(number: choices.rows.count + 2, cells: cells.enumerated().map { FormSheetCell(column: $0.offset, value: $0.element) }))
            }
        }
        var workbook = FormWorkbook(name: "expression")
        workbook.sheets = ["survey": survey, "choices": choices]
        workbook.foundNames = ["survey", "choices"]
        return FormReader.read(workbook)
    }

    var clock: FormClock {
        let zone = TimeZone(identifier: context["zone"]?.string ?? "UTC") ?? .gmt
        let local = FormMoment(context["now"]?.string ?? "", clock: FormClock(now: 0, offset: 0))?.wall ?? 0
        // The zones of the table have one offset all year.
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(local) / 1000))
        return FormClock(now: local - Int64(offset) * 1000, offset: offset)
    }

    /// The answers filled in; not yet computed.
    func filling(_ program: FormProgram) -> FormFilling {
        var filling = FormFilling(program, clock: clock)
        func element(_ name: String) -> Int { program.tree.index(of: name) ?? 0 }
        for field in context["fields"]?.array ?? [] {
            let field = Self.row(field)
            if let node = filling.nodesOfElement[element(field[1])]?.first { filling.nodes[node].value = field[2] }
        }
        if let group = context["repeat"]?.object, let name = group["name"]?.string {
            let names = (group["fields"]?.array ?? []).map { Self.row($0)[1] }
            for (number, row) in (group["rows"]?.array ?? []).enumerated() {
                if number > 0 { _ = filling.addRound(of: element(name), in: FormFilling.root) }
                for (name, value) in zip(names, Self.row(row)) {
                    if let node = filling.nodesOfElement[element(name)]?.last { filling.nodes[node].value = value }
                }
            }
        }
        // The table has what the first computation gives, which matters to once().
        for node in program.tree.index(of: "result").flatMap({ filling.nodesOfElement[$0] }) ?? [] { filling.nodes[node].value = "" }
        if kind == "constraint", let node = filling.nodesOfElement[element("result")]?.first { filling.nodes[node].value = context["value"]?.string ?? "" }
        return filling
    }

    /// The node that the expression is evaluated for.
    func target(_ filling: FormFilling) -> Int? {
        let nodes = filling.program.tree.index(of: "result").flatMap { filling.nodesOfElement[$0] } ?? []
        let round = context["in_repeat"]?.integer.flatMap { Int(exactly: $0) } ?? 1
        return nodes.indices.contains(round - 1) ? nodes[round - 1] : nil
    }

    // MARK: Comparing

    /// What is wrong with a result; nil if it is the expected one.
    func difference(_ found: String) -> String? {
        let isSame: Bool
        switch type {
        case "number":
            let (found, wanted) = (Double(found) ?? .nan, Double(expected) ?? .nan)
            isSame = found.isNaN && wanted.isNaN || found == wanted || abs(found - wanted) <= 1e-9 * abs(wanted)
        case "boolean": isSame = (["1", "true"].contains(found)) == (expected == "true")
        case "date":
            let moment = FormMoment(found, clock: clock)
            isSame = moment != nil && moment == FormMoment(expected, clock: clock)
        default: isSame = found == expected
        }
        return isSame ? nil : "\(self): expected \(type) “\(expected)”, found “\(found)”"
    }
}
