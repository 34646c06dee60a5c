/// A list of codes for the fields of type code and codes.
public struct Vocabulary: Sendable {
    /// Its name, such as `violation`.
    public let name: String
    /// By language; `en` is always there.
    public let labels: [String: String]
    /// What the list is for.
    public let definition: String
    /// Where the list comes from.
    public let source: String
    /// Whether an organisation added the whole list. A standard list may hold single local terms.
    public let isLocal: Bool
    /// In the order of the file, local terms last.
    public let terms: [Term]
    private let positions: [String: Int]
    private let childPositions: [String: [Int]]
    /// Codes, labels and other spellings in small letters; -1 where several terms are written so.
    private let writtenPositions: [String: Int]

    /// Of two terms with the same code the first one counts; loading refuses such a list.
    public init(name: String, labels: [String: String], definition: String = "", source: String = "", isLocal: Bool = false, terms: [Term]) {
        self.name = name
        self.labels = labels
        self.definition = definition
        self.source = source
        self.isLocal = isLocal
        self.terms = Vocabulary.withBroaderLabels(terms)
        positions = [String: Int](terms.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
        var children: [String: [Int]] = [:]
        for (position, term) in terms.enumerated() {
            if let parent = term.parent { children[parent, default: []].append(position) }
        }
        childPositions = children
        writtenPositions = Vocabulary.writtenPositions(of: terms)
    }

    /// A level of a classification that only repeats the one above it, as the groups and classes of ISIC often do, is called in every language as that is.
    private static func withBroaderLabels(_ terms: [Term]) -> [Term] {
        let byCode = [String: Term](terms.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        return terms.map { term in
            var known = term
            var above = term.parent.flatMap { byCode[$0] }
            // Classifications have few levels; a list with a cycle is refused elsewhere.
            for _ in 0..<8 {
                guard let broader = above, broader.labels["en"] == term.labels["en"] else { break }
                known.broaderLabels.merge(broader.labels) { nearer, _ in nearer }
                above = broader.parent.flatMap { byCode[$0] }
            }
            return known
        }
    }

    private static func writtenPositions(of terms: [Term]) -> [String: Int] {
        var positions: [String: Int] = [:]
        positions.reserveCapacity(terms.count * 2)
        for (position, term) in terms.enumerated() {
            for written in term.writings {
                let key = written.lowercased()
                if let other = positions[key], other != position { positions[key] = -1 } else { positions[key] = position }
            }
        }
        return positions
    }

    /// The codes that are written so, have such a label in any language, or such another spelling (``Term/spellings``); upper and lower case count as one, and so do
    /// texts that are canonically equal. O(1), or O(terms) where there are several.
    public func codes(writtenAs text: String) -> [String] {
        let wanted = text.lowercased()
        guard let position = writtenPositions[wanted] else { return [] }
        if position >= 0 { return [terms[position].code] }
        return terms.filter { $0.writings.contains { $0.lowercased() == wanted } }.map(\.code)
    }

    /// The label in a language, or else in its base language, or else in English, or else the name.
    public func label(_ language: String = "en") -> String { labels.label(language) ?? name }

    /// O(1). Codes are ASCII; any other text has no term.
    public func term(_ code: String) -> Term? { position(of: code).map { terms[$0] } }

    /// Whether the list has this code. O(1).
    public func contains(_ code: String) -> Bool { position(of: code) != nil }

    /// The place of the code in ``terms``. O(1).
    public func position(of code: String) -> Int? {
        guard let position = positions[code] else { return nil }
        // A Kelvin sign is canonically equal to a K, and is not the code.
        return terms[position].code.utf8.elementsEqual(code.utf8) ? position : nil
    }

    /// The terms directly below a code, in the order of the list.
    public func children(of code: String) -> [Term] { (childPositions[code] ?? []).map { terms[$0] } }

    /// The terms without a parent.
    public var roots: [Term] { terms.filter { $0.parent == nil } }

    /// The parent, its parent, and so on; empty for an unknown code. Ends also if a list were to have a cycle.
    public func ancestors(of code: String) -> [Term] {
        var ancestors: [Term] = []
        var next = term(code)?.parent
        while let code = next, let term = term(code), ancestors.count < terms.count {
            ancestors.append(term)
            next = term.parent
        }
        return ancestors
    }

    /// The code and everything below it.
    public func family(of code: String) -> [Term] {
        guard let term = term(code) else { return [] }
        var family = [term]
        var index = 0
        while index < family.count, family.count <= terms.count {
            family += children(of: family[index].code)
            index += 1
        }
        return family
    }

    /// Two of these codes that cannot both be so, as the column `excludes` of the list says: the codes that a term excludes, or `*` for all others. Nil if there are none.
    /// O(codes²).
    public func contradiction(among codes: [String]) -> (first: Term, second: Term)? {
        let chosen = codes.compactMap(term)
        for (position, first) in chosen.enumerated() {
            for second in chosen[(position + 1)...] where first.excludes(second) || second.excludes(first) { return (first, second) }
        }
        return nil
    }

    /// The label of a code, or the code itself.
    public func label(of code: String, _ language: String = "en") -> String { term(code)?.label(language) ?? code }
}

/// A code of a vocabulary and what it means.
public struct Term: Sendable, Hashable {
    /// A value of another standard: field and value of HTCDS.
    public struct HTCDSValue: Sendable, Hashable {
        /// The full name of the field, such as `prs_Gender`.
        public let field: String
        /// The value, such as `Feminine`.
        public let value: String

        /// A pair of field and value.
        public init(field: String, value: String) {
            self.field = field
            self.value = value
        }
    }

    /// A code of another standard: list and code of the HURIDOCS micro-thesauri.
    public struct HURIDOCSCode: Sendable, Hashable {
        /// The number of the micro-thesaurus.
        public let list: String
        /// The code in it.
        public let code: String

        /// A pair of list and code.
        public init(list: String, code: String) {
            self.list = list
            self.code = code
        }
    }

    /// The code, unique within the list.
    public let code: String
    /// The broader code of the same list.
    public let parent: String?
    /// By language; `en` is always there.
    public let labels: [String: String]
    /// The labels of the broader code where that means the same; shown where this one has none, and never read for it.
    fileprivate(set) var broaderLabels: [String: String] = [:]
    /// What is meant.
    public let definition: String
    /// The equivalent values of HTCDS 2.0.
    public let htcds: [HTCDSValue]
    /// The equivalent codes of the HURIDOCS micro-thesauri.
    public let huridocs: [HURIDOCSCode]
    /// Not offered any more; still read in what was saved with it.
    public let isDeprecated: Bool
    /// The further columns of the list, such as `ilo_indicator`; empty cells are left out.
    public let extra: [String: String]
    /// What is also written for it, in any language: of a country how its people are called and its other names.
    public let spellings: [String]
    /// Whether an organisation added it.
    public let isLocal: Bool

    /// A term; loading checks its code.
    public init(
        code: String, parent: String? = nil, labels: [String: String], definition: String = "", htcds: [HTCDSValue] = [],
        huridocs: [HURIDOCSCode] = [], isDeprecated: Bool = false, extra: [String: String] = [:], spellings: [String] = [], isLocal: Bool = false
    ) {
        self.code = code
        self.parent = parent
        self.labels = labels
        self.definition = definition
        self.htcds = htcds
        self.huridocs = huridocs
        self.isDeprecated = isDeprecated
        self.extra = extra
        self.spellings = spellings
        self.isLocal = isLocal
    }

    /// The label in a language, or else in its base language, or else that of the broader code which means the same, or else in English, or else the code.
    public func label(_ language: String = "en") -> String {
        labels.own(language) ?? broaderLabels.own(language) ?? labels.label(language) ?? code
    }

    /// What the column `excludes` says of the other term.
    func excludes(_ other: Term) -> Bool {
        guard code != other.code, let excluded = extra["excludes"] else { return false }
        return excluded == "*" || excluded.split(separator: "|").contains { $0 == other.code }
    }

    /// Everything that stands for it in a text: its code, the codes that ISO gives besides, its labels and its other spellings.
    var writings: [String] { [code] + ["alpha2", "alpha3"].compactMap { extra[$0] } + labels.values + spellings }
}
