/// How far two values agree. The weight of each level is learned, so that the borders between levels need not be exact.
enum AgreementLevel {
    static var different: UInt8 { 0 }
    static var remote: UInt8 { 1 }
    /// One value begins the other: an initial, a short form; for dates two slips.
    static var partial: UInt8 { 2 }
    static var similar: UInt8 { 3 }
    static var close: UInt8 { 4 }
    static var exact: UInt8 { 5 }
    /// The value stands in the other record's column of another name.
    static var exchanged: UInt8 { 6 }
    /// The values are spelt otherwise, perhaps in another script, and are the same name, or the same place, to ``NameComparison``.
    static var spoken: UInt8 { 7 }
    static var count: Int { 8 }

    /// The levels below exact agreement that say the more the higher they are. That one value begins the other is more or less than likeness, as it comes, for words.
    static func ordered(_ kind: ComparisonKind) -> [Int] {
        switch kind {
        case .name, .fullName, .text: [different, remote, similar, close].map(Int.init)
        default: [different, remote, partial, similar, close].map(Int.init)
        }
    }

    /// The word for it in explanations and saved models.
    static let names = ["different", "remote", "partial", "similar", "close", "exact", "exchanged", "spoken"]
}

/// At which levels of a column, stored as in ``PairComparer/Pattern``, another column depends on it: a bit each.
enum ParentLevels {
    static var exact: UInt16 { 1 << (UInt16(AgreementLevel.exact) + 1) }
    /// Any likeness: who has nearly the same name is nearly always of the same sex.
    static var alike: UInt16 { (1 << (UInt16(AgreementLevel.count) + 1)) - 1 & ~0b11 }
}

/// The level that a number of slips gives for texts of a length, as tables because it is asked for some hundred million times.
struct LevelTable: Sendable {
    static var distances: Int { 16 }
    /// `[length * distances + distance]`, lengths to ``EditDistance/longest``.
    let levels: [UInt8]

    init(_ kind: ComparisonKind) {
        var levels: [UInt8] = []
        for length in 0...EditDistance.longest {
            for distance in 0..<Self.distances { levels.append(Self.level(kind, length: length, distance: distance)) }
        }
        self.levels = levels
    }

    private static func level(_ kind: ComparisonKind, length: Int, distance: Int) -> UInt8 {
        if distance == 0 { return AgreementLevel.close }
        let similarity = 1 - Double(distance) / Double(max(1, length))
        switch kind {
        case .identifier, .phone:
            if distance == 1, length >= 4 { return AgreementLevel.close }
            if distance == 2, length >= 6 { return AgreementLevel.similar }
            return distance == 3 && length >= 8 ? AgreementLevel.remote : AgreementLevel.different
        case .code:
            if distance == 1, length >= 3 { return AgreementLevel.close }
            if distance == 1, length == 2 { return AgreementLevel.similar }
            return distance == 2 && length >= 4 ? AgreementLevel.remote : AgreementLevel.different
        case .category:
            return distance == 1 && length >= 3 ? AgreementLevel.close : AgreementLevel.different
        default:
            if distance == 1, length >= 4 { return AgreementLevel.close }
            if similarity >= 0.7 { return similarity >= 0.85 ? AgreementLevel.close : AgreementLevel.similar }
            if distance == 1, length == 3 { return AgreementLevel.similar }
            return similarity >= 0.5 ? AgreementLevel.remote : AgreementLevel.different
        }
    }
}
