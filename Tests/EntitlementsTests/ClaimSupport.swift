import Entitlements
import Formats
import Testing

/// Computes claims from facts written as JSON, on a fixed day.
enum Claims {
    static let today = Day(number: 20_600)

    /// The books are read once for all tests.
    private static let books = Result { try LawLibrary.books() }

    static func answer(_ json: String) throws -> ClaimService.Answer { try ClaimService(today: today, books: books.get()).answer([UInt8](json.utf8)) }

    static func claim(_ json: String) throws -> Claim { try #require(answer(json).claims.first) }

    static func head(_ kind: HeadKind, _ json: String) throws -> Head {
        try #require(claim(json).heads.first { $0.kind == kind }, "no \(kind.rawValue) in \(json)")
    }

    /// To two decimal places, a half away from zero.
    static func rounded(_ amount: Fraction) -> Fraction { amount.rounded(places: 2) }

    /// The amount as text, or the span, or `-`.
    static func amount(_ kind: HeadKind, _ json: String) throws -> String {
        let claim = try claim(json)
        guard let head = claim.heads.first(where: { $0.kind == kind }) else { return "none" }
        if let amount = head.amount { return claim.currency.text(amount) }
        return "\(head.low.map(claim.currency.text) ?? "-")..\(head.high.map(claim.currency.text) ?? "-")"
    }
}
