import Foundation

/// People who are not one person and agree on much: a household, the workers of an agent or employer, those of one camp.
///
/// Columns that a group shares (surname, address, telephone, kin, employer, place) do not agree independently of each other, and a model that knows only matches and strangers takes
/// the group for the match. So a third kind of pair is learned beside them, a mixture as of M. D. Larsen and D. B. Rubin (Iterative Automated Record Linkage Using Mixture Models, JASA 96,
/// 2001): two people of one group agree on what tells persons apart (given name, date of birth, documents) as strangers do, and on the rest as often as the pairs show.
struct SharedGroup: Sendable {
    /// The share of all pairs that are two people of one group.
    var share: Double
    /// `[column][level]`.
    var shares: [[Double]]

    /// What a pair of one group agrees on at least so often in columns that tell persons apart: twins have one date of birth, and passports that were made out together one number after the other.
    private static let twins = 0.015
    private static let neighbours = 0.02
    /// Members of its group whom a record is presumed to have in the list, before anything is known.
    private static let presumedMembers = 0.05
    /// No more pairs of groups than this are presumed: of many records it shows whether there are groups.
    private static let mostPresumedPairs = 3.0
    private static let presumedPairs = 10.0
    private static let presumedShare = 0.2
    /// The columns that tell persons apart must tell so much, in bits, or members of a group could not be known from one person.
    private static let leastTelling = 6.0

    /// How people come to share what they share; where learning begins.
    enum Bond: CaseIterable {
        /// A surname, kin, address, telephone.
        case home
        /// An employer, an agent, dates, what happened.
        case work
        /// A little of either, as people of one district.
        case loose

        /// How much of what is usual among members is expected of a column.
        fileprivate func share(_ column: PreparedColumn) -> Double {
            let isOfHome = [.surname, .kinName, .address, .houseNumber, .postcode, .phone, .email].contains(column.meaning)
            switch self {
            case .home: return isOfHome || column.meaning == .place || column.kind == .fullName ? 1 : 0.3
            case .work: return isOfHome || column.kind == .fullName ? 0.1 : 1
            case .loose: return 0.2
            }
        }
    }

    private let bond: Bond

    /// Before anything was learned; empty where no column tells persons apart, or all do.
    static func presumed(_ columns: [PreparedColumn], different: [[Double]], records: PreparedRecords) -> [SharedGroup] {
        Bond.allCases.compactMap { SharedGroup($0, columns, different: different, records: records) }
    }

    private init?(_ bond: Bond, _ columns: [PreparedColumn], different: [[Double]], records: PreparedRecords) {
        self.bond = bond
        let exact = Int(AgreementLevel.exact)
        let telling = columns.indices.filter { columns[$0].tellsPersonsApart || columns[$0].kind == .fullName }.reduce(0.0) { $0 - log2(max(1e-9, different[$1][exact])) }
        guard telling >= Self.leastTelling, columns.contains(where: { !$0.tellsPersonsApart && $0.kind != .fullName }) else { return nil }
        share = Self.leastShare(records)
        shares = columns.indices.map { Self.presumed(bond, columns[$0], different[$0]) }
    }

    /// No list is so small or so mixed that it may not have two people of one group.
    static func leastShare(_ records: PreparedRecords) -> Double {
        min(0.2, min(mostPresumedPairs, presumedMembers * Double(records.recordCount)) / max(2, records.pairCount))
    }

    /// The levels at which members of a group may agree otherwise than strangers do.
    static func isFree(_ column: PreparedColumn, _ level: Int) -> Bool {
        if column.tellsPersonsApart || level == Int(AgreementLevel.exchanged) { return false }
        // Of whole names they share a part, and seldom all.
        return column.kind != .fullName || [AgreementLevel.different, AgreementLevel.remote, AgreementLevel.similar].contains(UInt8(level))
    }

    private static func presumed(_ bond: Bond, _ column: PreparedColumn, _ different: [Double]) -> [Double] {
        var shares = different
        let (exact, close, remote) = (Int(AgreementLevel.exact), Int(AgreementLevel.close), Int(AgreementLevel.remote))
        if column.tellsPersonsApart {
            if column.kind == .date { shares[exact] = max(shares[exact], twins) }
            if column.kind == .identifier { shares[close] = max(shares[close], neighbours) }
            return shares
        }
        if column.kind == .fullName {
            let free = different.indices.filter { isFree(column, $0) }
            let total = free.reduce(0.0) { $0 + different[$1] }
            let kin = 0.4 * bond.share(column)
            for level in free { shares[level] = different[level] * (1 - kin) }
            shares[remote] += total * kin
            return shares
        }
        let agreeing = max(different[exact], column.sharedInGroups * bond.share(column))
        let rest = max(1e-9, 1 - different[exact])
        for level in shares.indices { shares[level] = level == exact ? agreeing : different[level] * (1 - agreeing) / rest }
        return shares
    }

    /// Takes over what was counted in a column among pairs that are taken to be of one group; while it begins, what is expected counts as much.
    mutating func learn(_ column: Int, _ prepared: PreparedColumn, from counts: [Double], different: [Double], begins: Bool) {
        if prepared.tellsPersonsApart { return }
        let presumed = Self.presumed(bond, prepared, different)
        let free = counts.indices.filter { Self.isFree(prepared, $0) }
        let counted = free.reduce(0.0) { $0 + counts[$1] }
        let weight = Self.presumedPairs + (begins ? 1 : Self.presumedShare) * counted
        let room = free.reduce(0.0) { $0 + presumed[$1] }
        for level in free { shares[column][level] = (counts[level] + presumed[level] / room * weight) / (counted + weight) * room }
    }

    /// What a level speaks more for two people of one group than for one person, in bits, and whether it never speaks for less than strangers; nil where groups agree as strangers do.
    func gain(_ column: Int, _ level: Int, _ prepared: PreparedColumn, _ model: AgreementModel) -> Double? {
        let isTelling = prepared.tellsPersonsApart
        if isTelling ? shares[column][level] <= model.different[column][level] : !Self.isFree(prepared, level) { return nil }
        let matching = level == Int(AgreementLevel.exact) ? max(model.matching[column][level], AgreementModel.smallestExact) : model.matching[column][level]
        return log2(max(shares[column][level], AgreementModel.smallestShare) / max(matching, AgreementModel.smallestShare))
    }
}

extension PreparedColumn {
    /// How often one person's two records may at most be altogether different: what tells persons apart keeps the model to persons, or it would learn families instead.
    var mostDifferent: Double {
        switch kind {
        case .fullName: 0.2
        case .name where meaning == .givenName: 0.2
        case .date where meaning == .birthDate: 0.2
        case .category where meaning == .sex: 0.15
        default: 1
        }
    }

    /// Whether two people agree on it only by chance, whatever else they share.
    var tellsPersonsApart: Bool {
        switch meaning {
        case .givenName, .middleName, .otherName, .birthDate, .birthYear, .age, .sex, .document: true
        default: false
        }
    }

    /// How often two people of one group have the same value, before anything is known of the list.
    var sharedInGroups: Double {
        switch meaning {
        case .address, .houseNumber, .surname: 0.6
        case .place, .postcode, .nationality, .category: 0.75
        case .phone, .kinName, .text: 0.4
        default: 0.3
        }
    }
}

/// What the levels of a pair speak for two people of one group rather than for strangers, as the comparison adds it up, in 1/256 bit.
struct SharedGains: Sendable {
    private static let none = Int32.min
    private let priors: [Int32]
    /// `[(group * columns + column) * AgreementLevel.count + level]`: added to what the level weighs.
    private let gains: [Int32]
    private let tellsPersonsApart: [Bool]

    /// Nil without groups.
    init?(_ model: AgreementModel, _ columns: [PreparedColumn]) {
        if model.groups.isEmpty { return nil }
        priors = model.groups.map { AgreementModel.units(log2($0.share / (1 - min(0.9, $0.share)))) }
        tellsPersonsApart = columns.map(\.tellsPersonsApart)
        gains = model.groups.flatMap { group in
            columns.indices.flatMap { column in
                (0..<AgreementLevel.count).map { group.gain(column, $0, columns[column], model).map(AgreementModel.units) ?? Self.none }
            }
        }
    }

    @inline(__always)
    private func term(_ group: Int, _ column: Int, _ learned: Int32, _ pattern: PairComparer.Pattern) -> Int32 {
        let stored = Int(truncatingIfNeeded: pattern &>> UInt64(column &* 4)) & 15
        if stored == 0 { return 0 }
        let gain = gains[(group &* tellsPersonsApart.count &+ column) &* AgreementLevel.count &+ stored &- 1]
        if gain == Self.none { return 0 }
        return tellsPersonsApart[column] ? max(0, learned &+ gain) : learned &+ gain
    }

    /// What the pair speaks for two people of one group, with how often such pairs are met.
    @inline(__always)
    private func evidence(_ group: Int, _ learned: SIMD16<Int32>, _ pattern: PairComparer.Pattern) -> Int32 {
        var total = priors[group]
        for column in tellsPersonsApart.indices { total &+= term(group, column, learned[column], pattern) }
        return total
    }

    /// What is taken off the evidence because two people of one group agree so too: the logarithm of how much likelier the pair is among all others than among strangers alone.
    func penalty(_ learned: SIMD16<Int32>, _ pattern: PairComparer.Pattern) -> Int32 {
        var odds = 0.0
        for group in priors.indices {
            let evidence = evidence(group, learned, pattern)
            if evidence > -2_048 { odds += exp2(Double(evidence) / 256) }
        }
        return odds == 0 ? 0 : Int32((log2(1 + odds) * 256).rounded())
    }

    /// The evidence of the columns after ``penalty(_:_:)`` was taken off those that speak for a group, each by what it speaks.
    func withoutPenalty(_ learned: SIMD16<Int32>, _ pattern: PairComparer.Pattern) -> SIMD16<Int32> {
        let penalty = penalty(learned, pattern)
        guard penalty != 0, let group = priors.indices.max(by: { evidence($0, learned, pattern) < evidence($1, learned, pattern) }) else { return learned }
        let terms = tellsPersonsApart.indices.map { max(0, term(group, $0, learned[$0], pattern)) }
        let total = terms.reduce(0) { $0 + Int($1) }
        guard let largest = terms.indices.max(by: { terms[$0] < terms[$1] }) else { return learned }
        var (weights, left) = (learned, penalty)
        for column in terms.indices where total > 0 {
            let part = Int32(Int(penalty) * Int(terms[column]) / total)
            weights[column] &-= part
            left &-= part
        }
        weights[largest] &-= left
        return weights
    }
}
