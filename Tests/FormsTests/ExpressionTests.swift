import Formats
import Foundation
import TestSupport
import Testing

@testable import Forms

@Suite("Expressions of forms")
struct ExpressionTests {
    @Test(
        "What JavaRosa computes is computed",
        .enabled(if: GroundTruth.has("xlsforms/expressions.csv"), "the ground truth of expressions is not there"))
    func groundTruth() throws {
        #expect(KnownExpression.all.count == 270)
        var faults: [String] = []
        for known in KnownExpression.all {
            if let fault = known.type == "error" ? errorFault(known) : resultFault(known) { faults.append(fault) }
        }
        #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    }

    private func errorFault(_ known: KnownExpression) -> String? {
        guard let form = known.read().form else { return nil }
        let program = FormProgram(form)
        guard program.isUsable else { return nil }
        var filling = known.filling(program)
        filling.compute()
        guard let target = known.target(filling), let expression = program.tree.index(of: "result").flatMap({ program.rules[$0].calculation }) else {
            return "\(known): no expression"
        }
        do {
            return "\(known): no error, but “\(try filling.text(of: expression, at: target))”"
        } catch {
            return nil
        }
    }

    private func resultFault(_ known: KnownExpression) -> String? {
        let reading = known.read()
        guard let form = reading.form else { return "\(known): \(reading.errors.map(\.description))" }
        let program = FormProgram(form)
        guard program.isUsable else { return "\(known): \(program.problems.map(\.description))" }
        var filling = known.filling(program)
        filling.compute()
        guard let target = known.target(filling), let element = program.tree.index(of: "result") else { return "\(known): no target" }
        switch known.context["as"]?.string {
        case "relevant": return known.difference(filling.nodes[target].isRelevant ? "true" : "false")
        case "constraint":
            guard let constraint = program.rules[element].constraint else { return "\(known): no constraint" }
            return known.difference(((try? filling.isTrue(constraint, at: target)) ?? false) ? "true" : "false")
        default: return known.difference(filling.nodes[target].value)
        }
    }

    /// Forms that ODK Validate accepts, and why their expressions are refused here.
    static let exceptions: [String: String] = [
        "forms/xlsform-converter--input_types.xlsx": "calls wq:length, a function of one client; ODK Validate leaves functions with a prefix alone",
    ]

    @Test(
        "Every expression of the forms that ODK Validate accepts is understood",
        .enabled(if: GroundTruth.has("xlsforms/index.json"), "the ground truth of XLSForms is not there"))
    func expressionsOfRealForms() throws {
        var faults: [String] = []
        var refused = 0
        for known in KnownForm.all where known.converts {
            guard let form = try FormReader.read(file: GroundTruth.url("xlsforms/" + known.path)).form else { continue }
            let errors = FormProgram(form).problems.filter { $0.severity == .error }
            if Self.exceptions[known.path] != nil {
                #expect(!errors.isEmpty)
            } else if known.isValidInODK {
                faults += errors.map { "\(known.path): \($0)" }
            } else if !errors.isEmpty {
                refused += 1
            }
        }
        #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
        #expect(refused > 0, "Forms that call functions of one client only are found")
    }
}
