/// How many of the selected cases have which combination of codes in some columns.
struct CombinationCounts {
    /// Up to this many cells are counted in a plain array (16 MB); beyond, in a hash table.
    private static let denseLimit = 4_194_304
    private static let resultLimit = 10_000_000

    private enum Cells {
        case dense([UInt32])
        case sparse([UInt64: Int])
    }

    private let sizes: [Int]
    private let cells: Cells
    let total: Int

    /// - Parameter selected: 1 for each case that counts, 0 for the others; nil if all count.
    init(columns: [FactColumn], selected: [UInt8]?, count: Int) throws {
        sizes = columns.map(\.combinations.count)
        total = selected?.reduce(0) { $0 + Int($1) } ?? count
        var product = 1
        var isDense = true
        for size in sizes {
            let (next, overflow) = product.multipliedReportingOverflow(by: size)
            guard !overflow else { throw TabulationError.tooManyCells }
            product = next
            isDense = isDense && product <= Self.denseLimit
        }
        if isDense {
            cells = .dense(Self.countDense(columns, selected, count: count, cells: product))
        } else {
            cells = .sparse(try Self.countSparse(columns, selected, count: count))
        }
    }

    /// Calls `body` with the codes (one per column) and the number of cases of each cell that is not empty.
    func forEach(_ body: (_ codes: [Int], _ count: Int) -> Void) {
        switch cells {
        case .dense(let counts):
            for (cell, count) in counts.enumerated() where count > 0 { body(codes(ofCell: UInt64(cell)), Int(count)) }
        case .sparse(let counts):
            for (cell, count) in counts { body(codes(ofCell: cell), count) }
        }
    }

    private func codes(ofCell cell: UInt64) -> [Int] {
        var rest = cell
        var codes = [Int](repeating: 0, count: sizes.count)
        for position in sizes.indices.reversed() {
            codes[position] = Int(rest % UInt64(sizes[position]))
            rest /= UInt64(sizes[position])
        }
        return codes
    }

    private static func countDense(_ columns: [FactColumn], _ selected: [UInt8]?, count: Int, cells: Int) -> [UInt32] {
        var counts = [UInt32](repeating: 0, count: cells)
        counts.withUnsafeMutableBufferPointer { counts in
            switch columns.count {
            case 1: addOne(columns[0], selected, &counts)
            case 2: addTwo(columns[0], columns[1], selected, &counts)
            case 3: addThree(columns[0], columns[1], columns[2], selected, &counts)
            default:
                for row in 0..<count where selected?[row] != 0 {
                    counts[Int(cell(columns, row))] &+= 1
                }
            }
        }
        return counts
    }

    private static func countSparse(_ columns: [FactColumn], _ selected: [UInt8]?, count: Int) throws -> [UInt64: Int] {
        var counts: [UInt64: Int] = [:]
        for row in 0..<count where selected?[row] != 0 {
            counts[cell(columns, row), default: 0] += 1
            guard counts.count <= resultLimit else { throw TabulationError.tooManyCells }
        }
        return counts
    }

    private static func cell(_ columns: [FactColumn], _ row: Int) -> UInt64 {
        columns.reduce(0) { $0 * UInt64($1.combinations.count) + UInt64($1.codes[row]) }
    }

    // The loops below are written out for one, two and three columns because the number of columns inside the loop would cost more than the counting.

    private static func addOne(_ first: FactColumn, _ selected: [UInt8]?, _ counts: inout UnsafeMutableBufferPointer<UInt32>) {
        first.codes.withUnsafeBufferPointer { first in
            withWeights(selected) { weights in
                if let weights {
                    for row in first.indices { counts[Int(first[row])] &+= UInt32(weights[row]) }
                } else {
                    for row in first.indices { counts[Int(first[row])] &+= 1 }
                }
            }
        }
    }

    private static func addTwo(_ first: FactColumn, _ second: FactColumn, _ selected: [UInt8]?, _ counts: inout UnsafeMutableBufferPointer<UInt32>) {
        let width = second.combinations.count
        first.codes.withUnsafeBufferPointer { first in
            second.codes.withUnsafeBufferPointer { second in
                withWeights(selected) { weights in
                    for row in first.indices {
                        counts[Int(first[row]) &* width &+ Int(second[row])] &+= weights.map { UInt32($0[row]) } ?? 1
                    }
                }
            }
        }
    }

    private static func addThree(
        _ first: FactColumn, _ second: FactColumn, _ third: FactColumn, _ selected: [UInt8]?, _ counts: inout UnsafeMutableBufferPointer<UInt32>
    ) {
        let (secondWidth, thirdWidth) = (second.combinations.count, third.combinations.count)
        first.codes.withUnsafeBufferPointer { first in
            second.codes.withUnsafeBufferPointer { second in
                third.codes.withUnsafeBufferPointer { third in
                    withWeights(selected) { weights in
                        for row in first.indices {
                            let cell = (Int(first[row]) &* secondWidth &+ Int(second[row])) &* thirdWidth &+ Int(third[row])
                            counts[cell] &+= weights.map { UInt32($0[row]) } ?? 1
                        }
                    }
                }
            }
        }
    }

    private static func withWeights(_ selected: [UInt8]?, _ body: (UnsafeBufferPointer<UInt8>?) -> Void) {
        if let selected { selected.withUnsafeBufferPointer { body($0) } } else { body(nil) }
    }
}
