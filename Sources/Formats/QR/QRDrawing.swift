/// Places the patterns and codewords of a QR code in its square (ISO/IEC 18004:2015, sections 6.3 and 7.7 to 7.10).
struct QRDrawing: Sendable {
    let version: Int
    let size: Int
    private var dark: [Bool]
    /// Modules of patterns, which no mask changes.
    private var isFixed: [Bool]

    init(version: Int) {
        self.version = version
        size = QRGeometry.size(version)
        dark = [Bool](repeating: false, count: size * size)
        isFixed = dark
        drawPatterns()
    }

    private mutating func fix(_ column: Int, _ row: Int, _ isDark: Bool) {
        guard (0..<size).contains(column), (0..<size).contains(row) else { return }
        dark[row * size + column] = isDark
        isFixed[row * size + column] = true
    }

    private mutating func drawPatterns() {
        for index in 0..<size {
            fix(6, index, index % 2 == 0)
            fix(index, 6, index % 2 == 0)
        }
        for (column, row) in [(3, 3), (size - 4, 3), (3, size - 4)] { square(column, row, 4) { $0 != 2 && $0 != 4 } }
        let places = QRGeometry.alignments(version)
        for (across, column) in places.enumerated() {
            for (down, row) in places.enumerated() {
                // Not over the three large patterns.
                let (first, last) = (0, places.count - 1)
                if (across == first && down == first) || (across == first && down == last) || (across == last && down == first) { continue }
                square(column, row, 2) { $0 != 1 }
            }
        }
        drawFormat(0)
        drawVersion()
    }

    /// Rings around a centre, each dark or light by its distance from it.
    private mutating func square(_ column: Int, _ row: Int, _ radius: Int, isDark: (Int) -> Bool) {
        for down in -radius...radius {
            for across in -radius...radius { fix(column + across, row + down, isDark(max(abs(across), abs(down)))) }
        }
    }

    /// Fifteen bits, twice (section 7.9).
    private mutating func drawFormat(_ format: Int) {
        func bit(_ index: Int) -> Bool { (format >> index) & 1 == 1 }
        for index in 0...5 { fix(8, index, bit(index)) }
        fix(8, 7, bit(6))
        fix(8, 8, bit(7))
        fix(7, 8, bit(8))
        for index in 9...14 { fix(14 - index, 8, bit(index)) }
        for index in 0...7 { fix(size - 1 - index, 8, bit(index)) }
        for index in 8...14 { fix(8, size - 15 + index, bit(index)) }
        fix(8, size - 8, true)
    }

    /// From version 7 on eighteen bits, twice (section 7.10).
    private mutating func drawVersion() {
        guard version >= 7 else { return }
        var remainder = version
        for _ in 0..<12 { remainder = (remainder << 1) ^ ((remainder >> 11) * 0x1F25) }
        let bits = version << 12 | remainder
        for index in 0..<18 {
            let isDark = (bits >> index) & 1 == 1
            fix(size - 11 + index % 3, index / 3, isDark)
            fix(index / 3, size - 11 + index % 3, isDark)
        }
    }

    /// Codewords go up and down in columns of two modules, from the right (section 7.7.3).
    mutating func draw(_ codewords: [UInt8]) {
        var bit = 0
        for pair in stride(from: size - 1, through: 1, by: -2) {
            let right = pair <= 6 ? pair - 1 : pair
            let isUpward = (right + 1) & 2 == 0
            for step in 0..<size {
                let row = isUpward ? size - 1 - step : step
                for column in [right, right - 1] where !isFixed[row * size + column] && bit < codewords.count * 8 {
                    dark[row * size + column] = (codewords[bit / 8] >> UInt8(7 - bit % 8)) & 1 == 1
                    bit += 1
                }
            }
        }
    }

    /// The modules under the mask that leaves the fewest patterns that mislead a reader (section 7.8).
    func masked(_ correction: QRCode.Correction) -> [Bool] {
        var best: (penalty: Int, dark: [Bool])?
        for mask in 0..<8 {
            var drawing = self
            drawing.apply(mask)
            drawing.drawFormat(Self.format(mask, correction))
            let penalty = QRPenalty(dark: drawing.dark, size: size).sum
            if best.map({ penalty < $0.penalty }) ?? true { best = (penalty, drawing.dark) }
        }
        return best?.dark ?? dark
    }

    private static func format(_ mask: Int, _ correction: QRCode.Correction) -> Int {
        let data = (correction == .low ? 1 : 0) << 3 | mask
        var remainder = data
        for _ in 0..<10 { remainder = (remainder << 1) ^ ((remainder >> 9) * 0x537) }
        return (data << 10 | remainder) ^ 0x5412
    }

    private mutating func apply(_ mask: Int) {
        for row in 0..<size {
            for column in 0..<size where !isFixed[row * size + column] {
                let isTurned =
                    switch mask {
                    case 0: (column + row) % 2 == 0
                    case 1: row % 2 == 0
                    case 2: column % 3 == 0
                    case 3: (column + row) % 3 == 0
                    case 4: (column / 3 + row / 2) % 2 == 0
                    case 5: column * row % 2 + column * row % 3 == 0
                    case 6: (column * row % 2 + column * row % 3) % 2 == 0
                    default: ((column + row) % 2 + column * row % 3) % 2 == 0
                    }
                if isTurned { dark[row * size + column].toggle() }
            }
        }
    }
}

/// How much a drawn code may mislead a reader: the four conditions of table 11.
struct QRPenalty: Sendable {
    let dark: [Bool]
    let size: Int

    var sum: Int {
        let rows = (0..<size).map { row in Array(dark[row * size..<(row + 1) * size]) }
        let columns = (0..<size).map { column in (0..<size).map { dark[$0 * size + column] } }
        return (rows + columns).reduce(0) { $0 + runs($1) + finders($1) } + blocks + imbalance
    }

    /// Five or more of one colour in a row.
    private func runs(_ line: [Bool]) -> Int {
        var (penalty, length) = (0, 0)
        for index in line.indices {
            length = index > 0 && line[index] == line[index - 1] ? length + 1 : 1
            if length == 5 { penalty += 3 } else if length > 5 { penalty += 1 }
        }
        return penalty
    }

    private static let finder = [true, false, true, true, true, false, true]

    /// What looks like the pattern of a corner, with four light modules beside it.
    private func finders(_ line: [Bool]) -> Int {
        var penalty = 0
        for start in 0...(line.count - 7) where line[start] && line[start..<start + 7].elementsEqual(Self.finder) {
            let before = (start - 4..<start).allSatisfy { $0 < 0 || !line[$0] }
            let after = (start + 7..<start + 11).allSatisfy { $0 >= line.count || !line[$0] }
            if before || after { penalty += 40 }
        }
        return penalty
    }

    /// Squares of four modules of one colour.
    private var blocks: Int {
        var penalty = 0
        for row in 0..<size - 1 {
            for column in 0..<size - 1 {
                let module = dark[row * size + column]
                if dark[row * size + column + 1] == module, dark[(row + 1) * size + column] == module, dark[(row + 1) * size + column + 1] == module {
                    penalty += 3
                }
            }
        }
        return penalty
    }

    /// Ten for each five of a hundred that dark and light are out of balance.
    private var imbalance: Int {
        let share = dark.count { $0 } * 100
        let total = size * size
        return abs(share - 50 * total) / (5 * total) * 10
    }
}
