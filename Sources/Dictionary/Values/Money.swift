import Formats

/// An amount in a currency.
public struct Money: Sendable, Hashable {
    /// The exact amount; negative for what is owed back.
    public let amount: ExactDecimal
    /// ISO 4217.
    public let currency: String

    /// Refuses a currency that is not three capital letters.
    public init(amount: ExactDecimal, currency: String) throws(ValueError) {
        guard CodeSyntax.isCurrency(currency) else {
            throw ValueError(
                .malformed, offered: currency, "is not a currency code.",
                remedy: "Write the three capital letters of ISO 4217, such as QAR or NPR.")
        }
        self.amount = amount
        self.currency = currency
    }

    /// The same with the amount as text.
    public init(amount: String, currency: String) throws(ValueError) {
        try self.init(amount: ExactDecimal(amount), currency: currency)
    }

    /// The amount with at least the decimals of the currency: 1200.50 for QAR, 1200.500 for KWD, 1200 for JPY.
    public var amountText: String { amount.text(fractionDigits: Money.minorUnits(of: currency)) }

    /// Such as "1200.50 QAR".
    public var description: String { "\(amountText) \(currency)" }

    /// How many decimals the currency has (ISO 4217, list one, column "minor unit"; 0 where the list says that there is none, and 2 for others).
    public static func minorUnits(of currency: String) -> Int {
        switch currency {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF",
            "XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XPD", "XPT", "XSU", "XTS", "XUA", "XXX":
            0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
        case "CLF", "UYW": 4
        default: 2
        }
    }
}

extension Money {
    /// Reads the JSON form; a member that the type does not have is refused.
    public init(json: JSONValue) throws(ValueError) {
        let members = try JSONMembers(json, type: .money, allowed: ["amount", "currency"])
        try self.init(amount: members.required("amount"), currency: members.required("currency"))
    }

    /// `{"amount":"1200.50","currency":"QAR"}`
    public var json: JSONValue { .object(["amount": .string(amountText), "currency": .string(currency)]) }
}
