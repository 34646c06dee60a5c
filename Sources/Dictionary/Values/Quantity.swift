import Formats

/// A number with what it counts.
public struct Quantity: Sendable, Hashable {
    /// The number.
    public let amount: ExactDecimal
    /// What is counted, in words joined by hyphens: `hours-per-week`, `days`, `persons`.
    public let unit: String

    /// Refuses a unit that is not written as words joined by hyphens.
    public init(amount: ExactDecimal, unit: String) throws(ValueError) {
        guard CodeSyntax.isName(unit) else {
            throw ValueError(
                .malformed, offered: unit, "is not a unit.", remedy: "Write small letters joined by hyphens, such as hours-per-week or days.")
        }
        self.amount = amount
        self.unit = unit
    }

    /// The same with the number as text.
    public init(amount: String, unit: String) throws(ValueError) {
        try self.init(amount: ExactDecimal(amount), unit: unit)
    }

    /// Such as "12 days".
    public var description: String { "\(amount) \(unit)" }
}

extension Quantity {
    /// Reads the JSON form; a member that the type does not have is refused.
    public init(json: JSONValue) throws(ValueError) {
        let members = try JSONMembers(json, type: .quantity, allowed: ["amount", "unit"])
        try self.init(amount: members.required("amount"), unit: members.required("unit"))
    }

    /// `{"amount":"12","unit":"days"}`
    public var json: JSONValue { .object(["amount": .string(amount.description), "unit": .string(unit)]) }
}
