import Dictionary
import Disclosure
import Storage

/// Counts of cases by their open facts. No key is needed, and none is used.
public struct CaseStatistics: Sendable {
    private let node: Node

    public init(_ node: Node) {
        self.node = node
    }

    /// Counts cases by facts, which are named as in the dictionary (`case.sector`, or `sector` where that names one field only).
    /// - Parameter conditions: `field=code`, or `field=` for «not recorded»; several codes separated by commas mean any of them.
    public func tabulate(by names: [String], where conditions: [String]) throws -> Tabulation {
        let fields = try names.map(countableField)
        let parsed = try conditions.map(condition)
        let needed = Array(Set(fields.map(\.fullName) + parsed.map(\.fact))).sorted()
        let table = try node.database.read { try FactTableReader(connection: $0, organisation: node.organisation.number).table(of: needed) }
        return try table.tabulate(by: fields.map(\.fullName), where: parsed)
    }

    /// Reads `field=code`.
    func condition(_ text: String) throws -> FactCondition {
        guard let equals = text.firstIndex(of: "=") else {
            throw AppError("The condition «\(text)» is not of the form field=code, such as case.sector=domestic-work.", isWrongUse: true)
        }
        let field = try countableField(String(text[..<equals]))
        let codes = text[text.index(after: equals)...].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        for code in codes where !code.isEmpty && Absence(rawValue: code) == nil {
            if let vocabulary = node.dictionary.vocabulary(of: field), vocabulary.term(code) == nil {
                throw AppError(
                    "«\(code)» is not a code of the list «\(vocabulary.name)» that \(field.fullName) uses. See: corridor dictionary show \(vocabulary.name)",
                    isWrongUse: true)
            }
        }
        return FactCondition(fact: field.fullName, anyOf: codes.map { $0.isEmpty ? nil : $0 })
    }

    private func countableField(_ name: String) throws -> Field {
        // A name that several kinds have means the case's field, or else the worker's: cases are what is counted.
        let field: Field
        do {
            field = try node.dictionary.field("case", name) ?? node.dictionary.field("person", name) ?? node.dictionary.resolve(name)
        } catch let error as DictionaryError {
            throw AppError(error.description, isWrongUse: true)
        }
        guard field.isCountable else {
            let why = field.sensitivity == .open ? "it holds free text or links" : "it is \(field.sensitivity.rawValue), and statistics read open facts only"
            throw AppError("Cases cannot be counted by \(field.fullName): \(why). Fields that can: corridor dictionary list --countable", isWrongUse: true)
        }
        return field
    }
}
