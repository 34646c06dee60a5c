/// Compares two records column by column. Made for one thread and for as long as the records' memory is lent to it.
///
/// This is the innermost loop of linkage: everything is read through pointers into flat memory, nothing is allocated, counted or generic.
struct PairComparer: ~Copyable {
    /// Four bits a column: 0 if one of the values is missing, else the level of agreement and one.
    typealias Pattern = UInt64

    let cells: UnsafePointer<Cell>
    let width: Int
    private let bytes: UnsafePointer<UInt8>
    private let ends: UnsafePointer<Int>
    let kinds: UnsafePointer<UInt8>
    /// The level tables of all kinds, one behind the other.
    private let levels: UnsafePointer<UInt8>
    let weights: UnsafePointer<Int32>
    private let bestWeights: UnsafePointer<Int32>
    private let parents: UnsafePointer<Int>
    private let parentLevels: UnsafePointer<UInt16>
    private let trust: UnsafeBufferPointer<Int32>
    private let references: UnsafePointer<Int32>
    let exactGains: UnsafePointer<Int32>
    private let groups: SharedGains?
    /// What being exchanged costs, in 1/256 bit: the logarithm of how seldom one person's values are.
    let exchangeRarity: Int32
    /// Of the columns with whole names, by the column.
    private let nameWords: [NameWords?]
    let exchanges: UnsafeBufferPointer<Exchange>
    let editDistance = EditDistance()
    let spoken: SpokenNames

    /// Two columns whose values people put in each other's place.
    struct Exchange: Sendable {
        let first: Int
        let second: Int
    }

    /// What the comparison needs besides the records, in flat arrays.
    struct Tables: Sendable {
        let kinds: [UInt8]
        let levels: [UInt8]
        /// `[(column * 2 + parent agrees) * AgreementLevel.count + level]`, in 1/256 bit.
        var weights: [Int32]
        /// The same, but the highest weight of this or a lower level that a lower bound of slips leaves possible.
        var bestWeights: [Int32]
        /// The column on whose agreement another column's weight depends, or -1.
        var parents: [Int]
        /// See ``AgreementModel/parentLevels``.
        var parentLevels: [UInt16]
        /// What the evidence of each column is multiplied with, in 1/256, as decisions of people teach; empty without them.
        var trust: [Int32] = []
        /// `[column * AgreementLevel.count + level]`: what the words tell, on average, of whole names of different people that agree so far, in 1/256 bit; of columns where nearly agreeing
        /// weighs the same for all values 0. At the place of disagreement, which weighs the same for all, stands the least of them.
        var references: [Int32]
        /// What agreeing exactly would weigh more if all pairs of one person did, in 1/256 bit.
        var exactGains: [Int32]
        /// What speaks for two people of one group; nil before it was learned, and where it cannot be told.
        var groups: SharedGains?
        /// How seldom one person's values stand in each other's place, in 1/256 bit.
        var exchangeRarity: Int32 = 0
        let exchanges: [Exchange]

        init(_ columns: [PreparedColumn]) {
            kinds = columns.map { UInt8(ComparisonKind.allCases.firstIndex(of: $0.kind) ?? 0) }
            levels = ComparisonKind.allCases.flatMap { LevelTable($0).levels }
            weights = Array(repeating: 0, count: columns.count * 2 * AgreementLevel.count)
            bestWeights = weights
            parents = Array(repeating: -1, count: columns.count)
            parentLevels = Array(repeating: ParentLevels.exact, count: columns.count)
            references = Array(repeating: 0, count: columns.count * AgreementLevel.count)
            exactGains = Array(repeating: 0, count: columns.count)
            exchanges = Self.exchanges(columns)
        }

        /// Given name and surname, and the lines of an address.
        private static func exchanges(_ columns: [PreparedColumn]) -> [Exchange] {
            var found: [Exchange] = []
            for first in columns.indices {
                for second in columns.indices.dropFirst(first + 1) {
                    let meanings: Set = [columns[first].meaning, columns[second].meaning]
                    if meanings == [.givenName, .surname] || meanings == [.address] || meanings == [.address, .place] || meanings == [.givenName, .middleName] {
                        found.append(Exchange(first: first, second: second))
                    }
                }
            }
            return found
        }

        /// The arrays as the comparison reads them.
        struct Pointers {
            let columns: Int
            let kinds: UnsafePointer<UInt8>
            let levels: UnsafePointer<UInt8>
            let weights: UnsafePointer<Int32>
            let bestWeights: UnsafePointer<Int32>
            let parents: UnsafePointer<Int>
            let parentLevels: UnsafePointer<UInt16>
            let trust: UnsafeBufferPointer<Int32>
            let references: UnsafePointer<Int32>
            let exactGains: UnsafePointer<Int32>
            let exchanges: UnsafeBufferPointer<Exchange>
        }

        /// Lends the arrays.
        func withPointers<Result>(_ body: (Pointers) throws -> Result) rethrows -> Result {
            try kinds.withUnsafeBufferPointer { kinds in
                try levels.withUnsafeBufferPointer { levels in
                    try weights.withUnsafeBufferPointer { weights in
                        try bestWeights.withUnsafeBufferPointer { bestWeights in
                            try parents.withUnsafeBufferPointer { parents in
                                try parentLevels.withUnsafeBufferPointer { parentLevels in
                                    try trust.withUnsafeBufferPointer { trust in
                                        try references.withUnsafeBufferPointer { references in
                                            try exactGains.withUnsafeBufferPointer { exactGains in
                                                try exchanges.withUnsafeBufferPointer { exchanges in
                                                    guard let kindBase = kinds.baseAddress, let levelBase = levels.baseAddress, let weightBase = weights.baseAddress,
                                                        let bestBase = bestWeights.baseAddress, let parentBase = parents.baseAddress,
                                                        let parentLevelBase = parentLevels.baseAddress, let referenceBase = references.baseAddress,
                                                        let gainBase = exactGains.baseAddress
                                                    else { preconditionFailure("linkage begins only with records and columns") }
                                                    return try body(
                                                        Pointers(
                                                            columns: kinds.count, kinds: kindBase, levels: levelBase, weights: weightBase, bestWeights: bestBase,
                                                            parents: parentBase, parentLevels: parentLevelBase, trust: trust, references: referenceBase,
                                                            exactGains: gainBase, exchanges: exchanges))
                                                }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }

        mutating func setBestWeights() {
            let size = AgreementLevel.count
            for column in parents.indices {
                let (plain, underParent) = (column * 2 * size, (column * 2 + 1) * size)
                var best = Int32.min
                for level in 0..<size {
                    let weight = parents[column] < 0 ? weights[plain + level] : max(weights[plain + level], weights[underParent + level])
                    best = level <= Int(AgreementLevel.close) ? max(best, weight) : weight
                    bestWeights[plain + level] = best
                }
                // Where the name engine is still to be asked, what the letters alone would say is possible too.
                let spoken = Int(AgreementLevel.spoken)
                bestWeights[plain + spoken] = max(bestWeights[plain + spoken], bestWeights[plain + Int(AgreementLevel.close)])
            }
        }
    }

    /// Lends the records and tables to `body`.
    static func with<Result>(_ records: borrowing PreparedRecords, _ tables: Tables, _ body: (borrowing PairComparer) throws -> Result) rethrows -> Result {
        let spoken = SpokenNames(records.spoken)
        let nameWords = records.columns.map { $0.coincidence?.words }
        return try records.cells.withUnsafeBufferPointer { cells in
            try records.texts.withPointers { bytes, ends in
                try tables.withPointers { pointers in
                    guard let base = cells.baseAddress else { preconditionFailure("linkage begins only with records and columns") }
                    return try body(PairComparer(cells: base, bytes: bytes, ends: ends, tables: pointers, (tables.groups, tables.exchangeRarity), nameWords: nameWords, spoken: spoken))
                }
            }
        }
    }

    private init(
        cells: UnsafePointer<Cell>, bytes: UnsafePointer<UInt8>, ends: UnsafePointer<Int>, tables: Tables.Pointers, _ more: (gains: SharedGains?, exchangeRarity: Int32), nameWords: [NameWords?],
        spoken: SpokenNames
    ) {
        self.groups = more.gains
        exchangeRarity = more.exchangeRarity
        self.cells = cells
        self.bytes = bytes
        self.ends = ends
        width = tables.columns
        kinds = tables.kinds
        levels = tables.levels
        weights = tables.weights
        bestWeights = tables.bestWeights
        parents = tables.parents
        parentLevels = tables.parentLevels
        trust = tables.trust
        references = tables.references
        exactGains = tables.exactGains
        exchanges = tables.exchanges
        self.nameWords = nameWords
        self.spoken = spoken
    }

    // MARK: Bound

    /// A weight that the pair's own cannot exceed, from sets of symbols alone. Most pairs end here.
    @inline(__always)
    func bound(_ left: UnsafePointer<Cell>, _ right: UnsafePointer<Cell>, floor: Int32, rest: UnsafePointer<Int32>) -> Int32 {
        var total = exchangeBonus(left, right)
        var column = 0
        while column < width {
            let weight = bound(column, left[column], right[column])
            total &+= weight
            column &+= 1
            if total &+ rest[column] < floor { return total &+ rest[column] }
        }
        return total
    }

    @inline(__always)
    private func bound(_ column: Int, _ left: Cell, _ right: Cell) -> Int32 {
        if left.value == 0 || right.value == 0 { return 0 }
        if left.value == right.value { return Int32(left.exactWeight) }
        let level = highestLevel(column, left, right)
        return bestWeights[column &* 2 &* AgreementLevel.count &+ Int(level)] &+ mostRarity(column, left, right)
    }

    /// The most that nearly agreeing may weigh more than it does on average because the values are rare: as if all words of the commoner one agreed.
    @inline(__always)
    private func mostRarity(_ column: Int, _ left: Cell, _ right: Cell) -> Int32 {
        guard kinds[column] == Self.fullNameKind else { return 0 }
        return max(0, Int32(min(left.exactWeight, right.exactWeight)) &+ exactGains[column] &- references[column &* AgreementLevel.count])
    }

    /// What nearly agreeing on whole names weighs more, or less, than that level does on average, because the words that agree are rare or common.
    private func rarity(_ column: Int, _ level: Int, _ left: Cell, _ right: Cell) -> Int32 {
        guard let words = nameWords[column], level != Int(AgreementLevel.different) else { return 0 }
        return agreedBits(words, level, left, right) &- references[column &* AgreementLevel.count &+ level]
    }

    /// What the words tell in which two whole names agree, in 1/256 bit; nil in other columns.
    func agreedBits(_ column: Int, _ level: Int, _ left: Cell, _ right: Cell) -> Int32? {
        nameWords[column].map { agreedBits($0, level, left, right) }
    }

    private func agreedBits(_ words: NameWords, _ level: Int, _ left: Cell, _ right: Cell) -> Int32 {
        if (left.sounds | right.sounds) & SoundMark.otherScript != 0 { return words.shared(left.value, right.value) }
        let (first, second) = (text(left), text(right))
        let isSpoken = level == Int(AgreementLevel.spoken)
        var (bits, agreeing): (Int32, Int) = (0, 0)
        _ = meet(first, second) { word, other, similarity, _, isInitial in
            guard word >= 0, other >= 0, isSpoken || similarity >= Self.leastWord else { return }
            bits &+= Int32(Double(words.bits(left.value, word, right.value, other, isInitial: isInitial)) * (isSpoken || similarity >= Self.sameWord ? 1 : similarity))
            agreeing &+= 1
        }
        return words.total(bits, words: agreeing, of: left.value, right.value)
    }

    /// The highest level that two different values can have.
    @inline(__always)
    private func highestLevel(_ column: Int, _ left: Cell, _ right: Cell) -> UInt8 {
        let kind = kinds[column]
        if kind == Self.dateKind { return ValueLevels.dates(left.mask, right.mask) }
        if kind == Self.quantityKind { return ValueLevels.quantities(left.mask, right.mask) }
        if mayBeSpoken(kind, left, right) { return AgreementLevel.spoken }
        return highestLevelOfLetters(kind, left, right)
    }

    /// Whether the name engine is to be asked: where a script is not Latin its word is all that counts, and between Latin spellings it sees more than slips.
    @inline(__always)
    private func mayBeSpoken(_ kind: UInt8, _ left: Cell, _ right: Cell) -> Bool {
        guard kind <= Self.lastTextKind else { return false }
        if kind == Self.fullNameKind {
            if (left.mask & right.mask) & SoundMark.words != 0 { return true }
            return (left.sounds | right.sounds) & SoundMark.otherScript != 0 && SoundMark.mayAgree(left.sounds, right.sounds)
        }
        if kind != Self.nameKind, (left.sounds ^ right.sounds) & SoundMark.otherScript == 0 { return false }
        return SoundMark.mayAgree(left.sounds, right.sounds)
    }

    @inline(__always)
    private func highestLevelOfLetters(_ kind: UInt8, _ left: Cell, _ right: Cell) -> UInt8 {
        if kind == Self.fullNameKind {
            let onlyLeft = (left.mask & ~right.mask & ~SoundMark.words).nonzeroBitCount
            let onlyRight = (right.mask & ~left.mask & ~SoundMark.words).nonzeroBitCount
            return min(onlyLeft, onlyRight) > 3 ? AgreementLevel.different : AgreementLevel.close
        }
        let onlyLeft = (left.mask & ~right.mask).nonzeroBitCount
        let onlyRight = (right.mask & ~left.mask).nonzeroBitCount
        let length = max(left.length, right.length)
        let slips = max(max(onlyLeft, onlyRight), Int(length &- min(left.length, right.length)))
        let level = levels[Int(kind) &* Self.tableSize &+ Int(length) &* LevelTable.distances &+ min(slips, LevelTable.distances &- 1)]
        if level < AgreementLevel.partial, kind <= Self.lastTextKind, onlyLeft == 0 || onlyRight == 0 { return AgreementLevel.partial }
        return level
    }

    // MARK: Levels

    /// The levels of all columns.
    func pattern(_ left: UnsafePointer<Cell>, _ right: UnsafePointer<Cell>) -> Pattern {
        var pattern: Pattern = 0
        for column in 0..<width {
            pattern |= UInt64(level(column, left[column], right[column])) &<< UInt64(column &* 4)
        }
        for exchange in exchanges { markExchange(exchange, left, right, &pattern) }
        return pattern
    }

    /// The level and one, 0 if a value is missing.
    @inline(__always)
    private func level(_ column: Int, _ left: Cell, _ right: Cell) -> UInt8 {
        if left.value == 0 || right.value == 0 { return 0 }
        if left.value == right.value { return AgreementLevel.exact &+ 1 }
        return distinctLevel(column, left, right) &+ 1
    }

    private func distinctLevel(_ column: Int, _ left: Cell, _ right: Cell) -> UInt8 {
        let level = levelOfLetters(column, left, right)
        return level < AgreementLevel.close && mayBeSpoken(kinds[column], left, right) ? spokenLevel(column, left, right, orElse: level) : level
    }

    /// What the name engine says of two values, or what the letters say where it says less.
    @inline(never)
    private func spokenLevel(_ column: Int, _ left: Cell, _ right: Cell, orElse level: UInt8) -> UInt8 {
        switch spoken.likeness(left.value, right.value) {
        case .same: return AgreementLevel.spoken
        case .near: return max(level, AgreementLevel.similar)
        case .akin: return max(level, AgreementLevel.remote)
        case .other: return level
        }
    }

    /// The level by the letters alone; values in different scripts have none in common.
    private func levelOfLetters(_ column: Int, _ left: Cell, _ right: Cell) -> UInt8 {
        let kind = kinds[column]
        if kind == Self.dateKind { return ValueLevels.dates(left.mask, right.mask) }
        if kind == Self.quantityKind { return ValueLevels.quantities(left.mask, right.mask) }
        // The letters of names of other scripts are a rough transliteration: only the engine judges it.
        if kind <= Self.fullNameKind, (left.sounds | right.sounds) & SoundMark.otherScript != 0 { return AgreementLevel.different }
        if kind <= Self.lastTextKind, (left.sounds ^ right.sounds) & SoundMark.otherScript != 0 { return AgreementLevel.different }
        if highestLevelOfLetters(kind, left, right) == AgreementLevel.different { return AgreementLevel.different }
        let (first, second) = (text(left), text(right))
        if kind == Self.fullNameKind { return fullNameLevel(first, second) }
        let distance = editDistance.between(first, second)
        let length = Int(max(left.length, right.length))
        let level = levels[Int(kind) &* Self.tableSize &+ length &* LevelTable.distances &+ min(distance, LevelTable.distances &- 1)]
        if level < AgreementLevel.partial, kind <= Self.lastTextKind, Self.begins(first, second) { return AgreementLevel.partial }
        return level
    }

    /// Whether one text is the beginning of the other: one letter, or at least three.
    private static func begins(_ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>) -> Bool {
        let length = min(first.count, second.count)
        if length == 2 || length == 0 { return false }
        for index in 0..<length where first[index] != second[index] { return false }
        return true
    }

    @inline(__always)
    func text(_ cell: Cell) -> UnsafeBufferPointer<UInt8> {
        // What stands behind the letters only keeps values apart, see ``ValueForm/separator``.
        UnsafeBufferPointer(start: bytes + ends[Int(cell.value) &- 1], count: Int(cell.length))
    }

    // MARK: Weight

    /// The sum of the evidence, in 1/256 bit.
    @inline(__always)
    func weight(_ pattern: Pattern, _ left: UnsafePointer<Cell>, _ right: UnsafePointer<Cell>) -> Int32 {
        if trust.isEmpty {
            let learned = learnedWeights(pattern, left, right)
            return learned.wrappedSum() &- (groups?.penalty(learned, pattern) ?? 0)
        }
        return weights(pattern, left, right).wrappedSum()
    }

    /// What each column adds, in 1/256 bit; what is taken off because the columns that a group shares agree together, is taken off those.
    func weights(_ pattern: Pattern, _ left: UnsafePointer<Cell>, _ right: UnsafePointer<Cell>) -> SIMD16<Int32> {
        let learned = learnedWeights(pattern, left, right)
        var weights = groups?.withoutPenalty(learned, pattern) ?? learned
        if !trust.isEmpty { for column in 0..<width { weights[column] = Int32(truncatingIfNeeded: Int(weights[column]) &* Int(trust[column]) / 256) } }
        return weights
    }

    @inline(__always)
    private func learnedWeights(_ pattern: Pattern, _ left: UnsafePointer<Cell>, _ right: UnsafePointer<Cell>) -> SIMD16<Int32> {
        var learned = SIMD16<Int32>.zero
        for column in 0..<width { learned[column] = learnedWeight(column, pattern, left[column], right[column]) }
        for exchange in exchanges where Int(truncatingIfNeeded: pattern &>> UInt64(exchange.first &* 4)) & 15 == Int(AgreementLevel.exchanged) &+ 1 {
            boundExchange(exchange, left, right, &learned)
        }
        return learned
    }

    @inline(__always)
    private func learnedWeight(_ column: Int, _ pattern: Pattern, _ left: Cell, _ right: Cell) -> Int32 {
        let stored = Int(truncatingIfNeeded: pattern &>> UInt64(column &* 4)) & 15
        if stored == 0 { return 0 }
        let parent = parents[column]
        let parentAgrees = parent >= 0 && parentLevels[column] &>> UInt16(truncatingIfNeeded: pattern &>> UInt64(parent &* 4) & 15) & 1 == 1
        let correction = parentAgrees ? weights[(column &* 2 &+ 1) &* AgreementLevel.count &+ 5] : 0
        if stored == 6 { return Int32(left.exactWeight) &+ correction }
        let weight = weights[(column &* 2 &+ (parentAgrees ? 1 : 0)) &* AgreementLevel.count &+ stored &- 1]
        if stored == Int(AgreementLevel.exchanged) &+ 1 { return weight }
        if kinds[column] == Self.fullNameKind { return weight &+ rarity(column, stored &- 1, left, right) }
        // Nearly agreeing never weighs more than agreeing exactly would on the value that both then are, if all pairs of one person agreed so: it is at most twice as common as the
        // commoner of them, which is one bit.
        return min(Int32(min(left.exactWeight, right.exactWeight)) &- 256 &+ correction &+ exactGains[column], weight)
    }

    /// Two records by their numbers.
    func scored(_ left: UInt32, _ right: UInt32) -> ScoredPair {
        let (first, second) = (cells + Int(left) &* width, cells + Int(right) &* width)
        let pattern = pattern(first, second)
        return ScoredPair(left: left, right: right, pattern: pattern, weight: weight(pattern, first, second))
    }

    /// The pattern and weight of two records, or nil if the weight is below the floor; most pairs end before a text is looked at.
    ///
    /// - Parameter rest: what the columns from each on can add at most.
    @inline(__always)
    func scored(_ left: UnsafePointer<Cell>, _ right: UnsafePointer<Cell>, floor: Int32, rest: UnsafePointer<Int32>) -> (pattern: Pattern, weight: Int32)? {
        var room = bound(left, right, floor: floor, rest: rest)
        if room < floor { return nil }
        // What each column really adds takes the place of the most that it could add.
        var pattern: Pattern = 0
        // Names that only the engine can tell are asked for last: it takes a hundred times as long as all else, and most pairs end before.
        var open: UInt64 = 0
        for column in 0..<width {
            let (first, second) = (left[column], right[column])
            if first.value == 0 || second.value == 0 { continue }
            if first.value == second.value {
                pattern |= UInt64(AgreementLevel.exact &+ 1) &<< UInt64(column &* 4)
                continue
            }
            let level = levelOfLetters(column, first, second)
            pattern |= UInt64(level &+ 1) &<< UInt64(column &* 4)
            if level < AgreementLevel.close, mayBeSpoken(kinds[column], first, second) {
                open |= 1 &<< UInt64(column)
                continue
            }
            room = room &- bound(column, first, second) &+ highestWeight(column, level) &+ mostRarity(column, first, second)
            if room < floor { return nil }
        }
        while open != 0 {
            let column = open.trailingZeroBitCount
            open &= open &- 1
            let (first, second) = (left[column], right[column])
            let shift = UInt64(column &* 4)
            let level = spokenLevel(column, first, second, orElse: UInt8(truncatingIfNeeded: pattern &>> shift & 15) &- 1)
            pattern = pattern & ~(15 &<< shift) | UInt64(level &+ 1) &<< shift
            room = room &- bound(column, first, second) &+ highestWeight(column, level) &+ mostRarity(column, first, second)
            if room < floor { return nil }
        }
        for exchange in exchanges { markExchange(exchange, left, right, &pattern) }
        let total = weight(pattern, left, right)
        return total < floor ? nil : (pattern, total)
    }

    /// What a level adds at most, whether the parent agrees or not; not less than disagreement, from which ``exchangeBonus(_:_:)`` counts.
    @inline(__always)
    private func highestWeight(_ column: Int, _ level: UInt8) -> Int32 {
        let row = column &* 2 &* AgreementLevel.count
        let plain = max(weights[row &+ Int(level)], bestWeights[row])
        return parents[column] < 0 ? plain : max(plain, weights[row &+ AgreementLevel.count &+ Int(level)])
    }

    // MARK: Kinds

    private static var tableSize: Int { (EditDistance.longest + 1) * LevelTable.distances }
    static var nameKind: UInt8 { 0 }
    private static var fullNameKind: UInt8 { 1 }
    private static var lastTextKind: UInt8 { 2 }
    private static var dateKind: UInt8 { 3 }
    private static var quantityKind: UInt8 { 8 }
}
