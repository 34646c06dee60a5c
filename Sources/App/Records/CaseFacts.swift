import Dictionary
import Formats
import Journal

/// The open facts of a case that statistics count: those of the case itself, of its workers, and of what was recorded about it.
struct CaseFacts {
    /// In these roles a person is one whom the case is about. A witness's or a relative's facts are not the case's.
    static let countedPersonRoles: Set<String> = ["worker"]

    private(set) var values: Set<Fact> = []

    /// Adds what follows from all records of a case together.
    mutating func add(_ fact: Fact) { values.insert(fact) }

    struct Fact: Hashable, Comparable {
        var fact: String
        var value: String

        static func < (left: Fact, right: Fact) -> Bool {
            (left.fact, left.value) < (right.fact, right.value)
        }
    }

    /// Adds the open facts of one record under `kind.field`.
    mutating func add(_ state: RecordState, dictionary: DataDictionary) {
        guard !state.isRetracted else { return }
        if StatisticsConsent.ends(state) { values.insert(Self.statisticsEnded) }
        for (name, field) in state.fields {
            if name == "confidential", Self.isConfidential(state) {
                values.insert(Self.confidential)
                continue
            }
            guard case .open(let content, _) = field.answer, let definition = dictionary.field(state.kind, name), definition.isCountable else { continue }
            for value in CaseFacts.texts(content) {
                values.insert(Fact(fact: definition.fullName, value: value))
            }
        }
    }

    /// That a case is open to those only who work on it.
    static let confidential = Fact(fact: "case.confidential", value: "yes")

    /// Of two answers that clash the one that protects counts: for whoever opens a case, and for lists and searches that only know its facts.
    static func isConfidential(_ state: RecordState) -> Bool {
        guard state.kind == "case", let field = state.fields["confidential"] else { return false }
        return ([field.answer] + field.others.map(\.answer)).contains { answer in
            if case .open(let content, _) = answer { content["value"]?.string == "yes" } else { false }
        }
    }

    /// The values of an open answer as texts: codes, numbers or coarse dates. Absences are written as their codes.
    static func texts(_ content: JSONObject) -> [String] {
        if let absent = content["absent"]?.string { return [absent] }
        switch content["value"] {
        case .array(let values)?: return values.compactMap(text)
        case let value?: return text(value).map { [$0] } ?? []
        case nil: return []
        }
    }

    private static func text(_ value: JSONValue) -> String? {
        value.string ?? value["amount"]?.string
    }
}

extension Field {
    /// Whether cases can be counted by this field: an open one with few values.
    public var isCountable: Bool {
        guard sensitivity == .open else { return false }
        switch type {
        case .code, .codes, .date, .quantity: return true
        default: return false
        }
    }
}
