import Dictionary
import Matching
import Storage

/// Whether two parties are one employer or recruiter: their names in any script, their licences, telephones and countries, as a sum of evidence.
///
/// The score of names is of `Matching.OrganisationComparison`; the other weights are judgement, as in ``TraceComparison``.
struct PartyComparison: Sendable {
    let evidence: [TraceEvidence]
    var weight: Double { evidence.reduce(0) { $0 + $1.bits } }

    /// Below it nothing is suggested.
    static let least = 4.0

    init(_ left: RecordView, _ right: RecordView) {
        evidence = [
            Self.name(left, right), Self.number(left, right, ["licence"], telephone: false), Self.number(left, right, ["phones"], telephone: true),
            Self.country(left, right),
        ].compactMap { $0 }
    }

    private static func texts(_ view: RecordView, _ fields: [String]) -> [String] {
        fields.flatMap { view.answer($0)?.value?.elements ?? [] }.map(text)
    }

    private static func text(_ value: FieldValue) -> String {
        if case .identifier(let identifier) = value { return identifier.number }
        return value.displayText
    }

    private static func name(_ left: RecordView, _ right: RecordView) -> TraceEvidence? {
        var best: (score: Double, left: String, right: String)?
        for first in texts(left, ["names", "trade-names"]).prefix(6) {
            for second in texts(right, ["names", "trade-names"]).prefix(6) {
                let score = OrganisationComparison(first, second).score
                if score > best?.score ?? -1 { best = (score, first, second) }
            }
        }
        guard let best else { return nil }
        let agreement = best.score >= 0.9 ? "same-name" : best.score >= 0.6 ? "like-name" : "other-name"
        // From six tenths on names speak for: at one they weigh twelve bits.
        let bits = best.score >= 0.6 ? 4 + (best.score - 0.6) * 20 : -6 * (0.6 - best.score) / 0.6
        return TraceEvidence(kind: .name, left: best.left, right: best.right, agreement: agreement, bits: bits)
    }

    private static func number(_ left: RecordView, _ right: RecordView, _ fields: [String], telephone: Bool) -> TraceEvidence? {
        let (firsts, seconds) = (texts(left, fields), texts(right, fields))
        var best: (agreement: ComparedNumber.Agreement, left: String, right: String)?
        for first in firsts.prefix(10) {
            for second in seconds.prefix(10) {
                guard let one = ComparedNumber(first), let two = ComparedNumber(second) else { continue }
                let agreement = one.agreement(with: two, isTelephone: telephone)
                if best == nil || agreement > best?.agreement ?? .different { best = (agreement, first, second) }
            }
        }
        guard let best else { return nil }
        if best.agreement == .different {
            guard !telephone else { return nil }
            // A country gives an agency one licence: two of the same country speak clearly against, though branches may have their own; those of two countries say little.
            let bits: Double = areLicensedInOneCountry(left, right) ? -8 : -3
            return TraceEvidence(kind: .number, left: best.left, right: best.right, agreement: "different", bits: bits)
        }
        return TraceEvidence(
            kind: .number, left: best.left, right: best.right, agreement: "number-\(best.agreement)", bits: min(16, EvidenceWeights.bits(best.agreement)))
    }

    /// By who issued the licences, or by the countries of the parties where that is not told.
    private static func areLicensedInOneCountry(_ left: RecordView, _ right: RecordView) -> Bool {
        let (first, second) = (issuers(left), issuers(right))
        if !first.isEmpty, !second.isEmpty { return !first.isDisjoint(with: second) }
        guard let country = left.code("country") else { return false }
        return country == right.code("country")
    }

    private static func issuers(_ view: RecordView) -> Set<String> {
        let licences = view.answer("licence")?.value?.elements ?? []
        return Set(
            licences.compactMap { value -> String? in
                guard case .identifier(let identifier) = value else { return nil }
                return identifier.issuer
            })
    }

    private static func country(_ left: RecordView, _ right: RecordView) -> TraceEvidence? {
        guard let first = left.code("country"), let second = right.code("country") else { return nil }
        return TraceEvidence(kind: .country, left: first, right: second, agreement: first == second ? "same" : "different", bits: first == second ? 1 : -4)
    }
}
