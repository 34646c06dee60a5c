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

    private func run(_ lines: [String]) throws -> [JSONValue] {
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
