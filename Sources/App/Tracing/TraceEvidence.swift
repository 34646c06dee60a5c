import Matching

/// One piece of evidence that two records are about one person.
struct TraceEvidence: Sendable, Hashable {
    /// The text of a kind is `tracing.evidence.KIND`.
    enum Kind: String, Sendable, Hashable, CaseIterable {
        case told, name, born, place, number, sex, nationality, country, business
    }

    var kind: Kind
    /// What the first record says.
    var left: String
    var right: String
    /// How they agree: the text is `tracing.agreement.AGREEMENT`.
    var agreement: String
    /// In bits; negative where it speaks against.
    var bits: Double
}

/// The evidence that two records are about one person, as a sum.
///
/// Weights are judgement from the chances behind them, not measured: two people who share nothing agree on the sex once in two, on a full date of birth once in about 20,000.
/// What is missing on one side is evidence of nothing.
struct TraceComparison: Sendable {
    let evidence: [TraceEvidence]
    /// The sum, in bits: 10 means a thousand times more likely than for two people taken at random.
    var weight: Double { evidence.reduce(0) { $0 + $1.bits } }

    /// - Parameter nameBits: what the names weigh where somebody knows how rare they are; nil to take them for names that are neither rare nor common.
    /// - Complexity: O(names · names · letters · letters) of the two.
    init(_ left: TraceProfile, _ right: TraceProfile, nameBits: Double? = nil) {
        var name = Self.name(left, right)
        // A family name alone is rare among few people; names that are two names are no evidence for, however rare a part of them is.
        if let nameBits, let own = name { name?.bits = own.agreement == "other-name" ? min(nameBits, own.bits) : nameBits }
        evidence = [
            Self.told(left, right), name, Self.born(left, right), Self.number(left, right, areOtherNames: name?.agreement == "other-name"), Self.place(left, right), Self.sex(left, right),
            Self.nationality(left, right), Self.country(left, right), Self.business(left, right),
        ].compactMap { $0 }
    }

    /// Whoever told it had the notice before them: worth as much as the same name, and whether it is the person is still to be asked.
    static let toldBits = 10.0

    private static func told(_ left: TraceProfile, _ right: TraceProfile) -> TraceEvidence? {
        guard right.toldAbout.contains(left.record) || left.toldAbout.contains(right.record) else { return nil }
        return TraceEvidence(kind: .told, left: "", right: "", agreement: "told-here", bits: toldBits)
    }

    /// The comparison of names is calibrated among names that share a word; that they do is itself worth about six bits.
    static let sharedWordBits = 6.0

    private static func name(_ left: TraceProfile, _ right: TraceProfile) -> TraceEvidence? {
        var best: (score: Double, left: String, right: String)?
        for first in left.names.prefix(6) {
            for second in right.names.prefix(6) {
                let score = NameComparison(NameKey(first), NameKey(second)).score
                if score > best?.score ?? -1 { best = (score, first, second) }
            }
        }
        guard let best else { return nil }
        let score = min(max(best.score, 0.0001), 0.995)
        let odds = (score / (1 - score)).logarithm2
        let bits = best.score >= 0.5 ? odds + sharedWordBits : max(odds, -8)
        let agreement = best.score >= 0.9 ? "same-name" : best.score >= 0.5 ? "like-name" : "other-name"
        return TraceEvidence(kind: .name, left: best.left, right: best.right, agreement: agreement, bits: bits)
    }

    private static func born(_ left: TraceProfile, _ right: TraceProfile) -> TraceEvidence? {
        guard let first = left.born, let second = right.born else { return nil }
        let agreement = first.agreement(with: second)
        let isFull = first.day != nil && second.day != nil
        // Of dates that are written wrongly most differ in one digit or in the order: two full ones of different years are of two people.
        let bits = isFull && agreement == .different ? differentDateBits : EvidenceWeights.bits(agreement, isFull: isFull)
        return TraceEvidence(kind: .born, left: first.text, right: second.text, agreement: "born-\(agreement)", bits: bits)
    }

    private static let differentDateBits = -7.0

    private static func number(_ left: TraceProfile, _ right: TraceProfile, areOtherNames: Bool) -> TraceEvidence? {
        var best: (agreement: ComparedNumber.Agreement, left: String, right: String)?
        var documents: ComparedNumber.Agreement?
        for first in left.numbers.prefix(20) {
            guard let one = ComparedNumber(first) else { continue }
            for second in right.numbers.prefix(20) {
                guard let two = ComparedNumber(second) else { continue }
                let agreement = one.agreement(with: two, isTelephone: true)
                if one.isOfDocument, two.isOfDocument { documents = max(documents ?? .different, agreement) }
                if agreement != .different, agreement > best?.agreement ?? .different { best = (agreement, first, second) }
            }
        }
        guard let best else { return differentNumbers(left, right) }
        var bits = EvidenceWeights.bits(best.agreement)
        if areOtherNames, documents ?? .different < .lookalike { bits = min(bits, sharedBits) }
        if documents == .different { bits -= differentBits }
        return TraceEvidence(kind: .number, left: best.left, right: best.right, agreement: "number-\(best.agreement)", bits: bits)
    }

    /// The most that a number weighs which people of other names share: a family, a room, everybody whom one spokesman registered; and what is taken from it where both have documents and
    /// none of these is the same. Judgement.
    private static let sharedBits = 8.0
    private static let differentBits = 6.0

    /// One number may be of a document and the other of a telephone; where both have several and none is the same, some of one kind differ.
    ///
    /// Three bits for each beyond the first, six at most, is judgement: passports are renewed and telephones change.
    private static func differentNumbers(_ left: TraceProfile, _ right: TraceProfile) -> TraceEvidence? {
        let several = min(left.numbers.count, right.numbers.count)
        guard several > 1, let first = left.numbers.first, let second = right.numbers.first else { return nil }
        return TraceEvidence(kind: .number, left: first, right: second, agreement: "different", bits: -min(Double(several - 1) * differentBits / 2, differentBits))
    }

    private static func place(_ left: TraceProfile, _ right: TraceProfile) -> TraceEvidence? {
        var best: TraceEvidence?
        for (first, isLeftHome) in places(left) {
            for (second, isRightHome) in places(right) {
                guard let one = ComparedPlace(first), let two = ComparedPlace(second) else { continue }
                let agreement = one.agreement(with: two)
                // Where one comes from and where one was met are two things: that they agree says less than two that answer the same question.
                let share = isLeftHome == isRightHome ? 1 : 0.6
                let bits: Double =
                    switch agreement {
                    case .same: 5.0 * share
                    case .within: 4 * share
                    case .partly: 1.5 * share
                    // People are moved: another place speaks against only a little.
                    case .different: -0.5
                    }
                if bits > best?.bits ?? -.infinity { best = TraceEvidence(kind: .place, left: first, right: second, agreement: "place-\(agreement)", bits: bits) }
            }
        }
        if let best, best.bits > 0 { return best }
        return mentionedHome(left, right) ?? best
    }

    /// The place where somebody was last or was met, and where they come from.
    private static func places(_ profile: TraceProfile) -> [(place: String, isHome: Bool)] {
        var places: [(place: String, isHome: Bool)] = []
        if let place = profile.place { places.append((place, place == profile.home)) }
        if let home = profile.home, home != profile.place { places.append((home, true)) }
        return places
    }

    /// A home that only a sentence of the other record tells (“says that he is from Sylhet”).
    private static func mentionedHome(_ left: TraceProfile, _ right: TraceProfile) -> TraceEvidence? {
        for (home, words) in [(left.home, right.words), (right.home, left.words)] where !words.isEmpty {
            guard let home else { continue }
            let telling = SearchWords.words(home).filter { $0.unicodeScalars.count >= 3 }
            let met = telling.filter(words.contains)
            if !met.isEmpty, met.count == telling.count {
                return TraceEvidence(kind: .place, left: home, right: met.joined(separator: " "), agreement: "mentioned", bits: 2.5)
            }
        }
        return nil
    }

    private static func sex(_ left: TraceProfile, _ right: TraceProfile) -> TraceEvidence? {
        guard let first = left.sex, let second = right.sex else { return nil }
        return TraceEvidence(kind: .sex, left: first, right: second, agreement: first == second ? "same" : "different", bits: first == second ? 1 : -6)
    }

    private static func nationality(_ left: TraceProfile, _ right: TraceProfile) -> TraceEvidence? {
        shared(.nationality, left.nationalities, right.nationalities, for: 2, against: -5)
    }

    private static func country(_ left: TraceProfile, _ right: TraceProfile) -> TraceEvidence? {
        shared(.country, left.countries, right.countries, for: 2, against: -1.5)
    }

    private static func shared(_ kind: TraceEvidence.Kind, _ left: Set<String>, _ right: Set<String>, for agreeing: Double, against: Double) -> TraceEvidence? {
        guard let first = left.min(), let second = right.min() else { return nil }
        if let common = left.intersection(right).min() {
            return TraceEvidence(kind: kind, left: common, right: common, agreement: "same", bits: agreeing)
        }
        return TraceEvidence(kind: kind, left: first, right: second, agreement: "different", bits: against)
    }

    /// The seeker names employer or agent; somebody who saw the person writes it into a sentence.
    private static func business(_ left: TraceProfile, _ right: TraceProfile) -> TraceEvidence? {
        for (names, words) in [(left.businesses, right.words), (right.businesses, left.words)] where !words.isEmpty {
            for name in names {
                let telling = SearchWords.words(name).filter { $0.unicodeScalars.count >= 4 }
                let met = telling.filter(words.contains)
                if !met.isEmpty, met.count * 2 >= telling.count {
                    return TraceEvidence(kind: .business, left: name, right: met.joined(separator: " "), agreement: "mentioned", bits: 5)
                }
            }
        }
        return nil
    }
}

extension ComparedNumber {
    /// Whether letters are in it, as in numbers of passports; telephones have none.
    fileprivate var isOfDocument: Bool { characters.contains { $0 > UInt8(ascii: "9") } }
}
