import Foundation

/// Whether two names are of one organisation: an employer, an agency, a contractor.
///
/// Legal forms (`organisation-words.csv` in Resources) say little: “Al Noor Trading W.L.L.” and “شركة النور للتجارة ذ.م.م” may be one. Words for what a company does
/// (trading, manpower, construction) say something; the name proper says most. An equal licence number decides.
public struct OrganisationComparison: Sendable {
    /// From 0 to 1.
    public let score: Double
    /// Words of both names that answer to each other.
    public let shared: [(left: String, right: String, similarity: Double)]
    /// How the licence numbers agree; nil where one of them is missing.
    public let licence: ComparedNumber.Agreement?

    /// - Parameters:
    ///   - left: one name; trade names may follow after “t/a”, “trading as”, and brackets may hold them, an abbreviation or the name in another script.
    ///   - right: the other.
    ///   - licences: numbers of licence or registration, where known.
    /// - Complexity: O(words · words · letters · letters).
    public init(_ left: String, _ right: String, licences: (left: String?, right: String?) = (nil, nil)) {
        let numbers = [licences.left, licences.right].map { $0.flatMap { ComparedNumber($0) } }
        if let first = numbers[0], let second = numbers[1] { licence = first.agreement(with: second) } else { licence = nil }
        var best: (score: Double, shared: [(left: String, right: String, similarity: Double)]) = (0, [])
        let (lefts, rights) = (OrganisationNames(left), OrganisationNames(right))
        for (first, second) in lefts.pairs(with: rights) {
            let compared = Self.compare(first, second)
            if compared.score >= best.score { best = compared }
        }
        shared = best.shared
        switch licence {
        case .same, .sameEnding: score = max(best.score, 0.97)
        case .lookalike, .oneSlip: score = max(best.score, min(0.95, best.score + 0.3))
        // Two licences speak against one organisation, and branches have their own.
        case .different, .ending: score = best.score * 0.7
        case nil: score = best.score
        }
    }

    private static func compare(_ left: OrganisationName, _ right: OrganisationName) -> (
        score: Double, shared: [(left: String, right: String, similarity: Double)]
    ) {
        guard !left.words.isEmpty, !right.words.isEmpty else { return (0, []) }
        // Which of two equal pairings is taken depends on the order: both directions are compared in the same one.
        if right.precedes(left) {
            let turned = compare(right, left)
            return (turned.score, turned.shared.map { (left: $0.right, right: $0.left, similarity: $0.similarity) })
        }
        let alignment = NameAlignment(left.words.map(\.part), right.words.map(\.part), weights: (left.words.map(\.weight), right.words.map(\.weight)))
        let (leftTotal, rightTotal) = (alignment.leftWeights.reduce(0, +), alignment.rightWeights.reduce(0, +))
        var (met, shared): (Float, [(left: String, right: String, similarity: Double)]) = (0, [])
        for pairing in alignment.pairings where pairing.similarity >= 0.6 {
            let weights = pairing.left.reduce(0) { $0 + alignment.leftWeights[$1] } + pairing.right.reduce(0) { $0 + alignment.rightWeights[$1] }
            met += weights * pairing.similarity
            shared.append((left.text(pairing.left), right.text(pairing.right), Double(pairing.similarity)))
        }
        // Nothing of the name proper shared: what the companies do, and where, is not enough.
        let proper = alignment.pairings.contains { pairing in
            pairing.similarity >= 0.6 && (pairing.left.contains { left.words[$0].weight >= 1 } || pairing.right.contains { right.words[$0].weight >= 1 })
        }
        let score = Double(met / max(leftTotal + rightTotal, 0.01))
        return (proper ? score : score * 0.4, shared)
    }
}

/// The words of an organisation's name, with what each counts.
struct OrganisationName {
    struct Word {
        let part: NamePart
        let weight: Float
    }

    let words: [Word]
    /// Whether it is plainly a company's: a name proper beside a legal form or a word for what companies do.
    let isOfCompany: Bool

    func text(_ places: Range<Int>) -> String { places.map { String(decoding: words[$0].part.text, as: UTF8.self) }.joined(separator: " ") }

    func precedes(_ other: OrganisationName) -> Bool { text(words.indices).utf8.lexicographicallyPrecedes(other.text(other.words.indices).utf8) }

    init(_ text: String) {
        let table = OrganisationWordTable.standard
        var saysWhatItIs = false
        // W.L.L. and ذ.م.م are single words in the table.
        let parts = NameReader.standard.parts(of: Self.joiningInitials(text))
        words = parts.compactMap { part in
            // Kept for names that are written with and without a space after it: Al Noor, Alnoor.
            if part.role == .article { return Word(part: part.asName(), weight: 0.1) }
            switch table.kind(part.text) {
            case .legalForm:
                saysWhatItIs = true
                return nil
            case .activity:
                saysWhatItIs = true
                return Word(part: part.asName(), weight: 0.35)
            case .place: return Word(part: part.asName(), weight: 0.4)
            case nil: return Word(part: part.asName(), weight: part.role == .initial ? 0.5 : 1)
            }
        }
        isOfCompany = saysWhatItIs && words.contains { $0.weight >= 1 }
    }
}

extension OrganisationName {
    /// W.L.L. and L/L/C become one word.
    private static func joiningInitials(_ text: String) -> String {
        let words = text.unicodeScalars.split(separator: " ").map { word -> String in
            let letters = word.split { $0 == "." || $0 == "/" }
            let isInitials = letters.count > 1 && letters.allSatisfy { $0.count == 1 }
            return String(String.UnicodeScalarView(isInitials ? letters.flatMap { Array($0) } : Array(word)))
        }
        return words.joined(separator: " ")
    }
}

extension NamePart {
    /// In the name of a company, Begum is not a form of address.
    fileprivate func asName() -> NamePart { NamePart(text: text, letters: letters, sounds: sounds, script: script, role: role == .initial ? .initial : .name) }
}

/// `organisation-words.csv` in Resources.
struct OrganisationWordTable: Sendable {
    enum Kind: String {
        case legalForm = "legal-form"
        case activity, place
    }

    private let kinds: [[UInt8]: Kind]

    static let standard = OrganisationWordTable()

    private init() {
        var kinds: [[UInt8]: Kind] = [:]
        for row in MatchingResources.rows("organisation-words.csv") where row.count == 4 { kinds[Array(row[0].utf8)] = Kind(rawValue: row[1]) }
        self.kinds = kinds
    }

    func kind(_ text: [UInt8]) -> Kind? { kinds[text] }
}
