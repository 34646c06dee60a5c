import Dictionary
import Journal
import Storage

/// Whether the people of a case took back, or refused, that its facts are counted. Such a case is in no statistics and not before analysts, from the entry on that says so.
/// A case in which nobody was asked is counted: open facts name nobody.
///
/// A consent says for its person, or for all, what it gives or ends; the last word of each counts.
enum StatisticsConsent {
    static let scope = "statistics"

    /// Whoever does not want a record to be kept does not want it to be counted either.
    private static let keeping = "record-keeping"

    /// Whether this consent ends counting: refused or taken back, for statistics, for keeping a record, or for everything. Days are sensitive and are not read here: what was said
    /// counts at once.
    static func ends(_ consent: RecordState) -> Bool {
        guard consent.kind == "consent", !consent.isRetracted, [scope, keeping].contains(where: { concerns(consent, $0) }) else { return false }
        return withdrawal(consent) != nil || CaseFacts.openText(consent, "given") == "no"
    }

    /// Whether the consents of a case, taken together, keep it out of statistics.
    static func isOut(_ consents: [RecordState]) -> Bool { [scope, keeping].contains { isEnded($0, consents) } }

    private static func isEnded(_ scope: String, _ consents: [RecordState]) -> Bool {
        var words: [(clock: Timestamp, person: String?, isGiven: Bool)] = []
        for consent in consents where consent.kind == "consent" && !consent.isRetracted && concerns(consent, scope) {
            let person = CaseFacts.openText(consent, "person")
            switch CaseFacts.openText(consent, "given") {
            case "yes":
                // A consent to other things alone says nothing of this one.
                if scopes(consent).contains(scope) { words.append((consent.created, person, true)) }
            case "no": words.append((consent.created, person, false))
            default: break
            }
            if let clock = withdrawal(consent) { words.append((clock, person, false)) }
        }
        var last: [String?: Bool] = [:]
        for word in words.sorted(by: { $0.clock < $1.clock }) {
            // Who speaks for all speaks for each.
            if word.person == nil { last = [:] }
            last[word.person] = word.isGiven
        }
        return last.values.contains(false)
    }

    private static func concerns(_ consent: RecordState, _ scope: String) -> Bool {
        let scopes = scopes(consent)
        return scopes.isEmpty || scopes.contains(scope)
    }

    private static func scopes(_ consent: RecordState) -> [String] {
        guard case .open(let content, _)? = consent.fields["scopes"]?.answer else { return [] }
        return CaseFacts.texts(content)
    }

    /// When it was written down that the consent was taken back.
    private static func withdrawal(_ consent: RecordState) -> Timestamp? {
        ["withdrawn-on", "withdrawal-words"].compactMap { name in
            consent.fields[name].flatMap { $0.answer == .cleared ? nil : $0.clock }
        }.min()
    }
}

extension CaseFacts {
    /// That a consent of the case ends counting; whether the case is counted is to be found out from all of its consents.
    static let statisticsEnded = Fact(fact: "consent.statistics-ended", value: "yes")
    /// That the case is in no statistics.
    static let outOfStatistics = Fact(fact: "case.statistics", value: "refused")

    /// The facts that the dictionary knows.
    var told: Set<Fact> { values.subtracting([Self.statisticsEnded, Self.outOfStatistics]) }

    /// Whether a case is in no statistics. O(facts of the case).
    static func isOutOfStatistics(_ record: String, _ terms: FactTerms, _ connection: any Connection) throws -> Bool {
        let number = terms.number(of: outOfStatistics)
        return try connection.first("SELECT facts FROM case_facts WHERE record = ?", [.text(record)]) { row in
            var isOut = false
            row.withBytes(0) { bytes in FactTerms.forEach(in: bytes) { if $0 == number { isOut = true } } }
            return isOut
        } ?? false
    }
}
