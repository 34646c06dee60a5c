/// A value of one record as the comparison reads it: sixteen bytes, so that most pairs are decided without touching a text.
struct Cell: Sendable {
    /// Which symbols occur, see ``PreparedRecords/mask(of:kind:)``; for dates year, month and day; for quantities the number.
    var mask: UInt64 = 0
    /// Number of the form in the pool, 0 if missing.
    var value: UInt32 = 0
    /// What agreeing exactly on this value counts, in 1/256 bit.
    var exactWeight: Int16 = 0
    var length: UInt8 = 0
    var spare: UInt8 = 0
}

/// A column that is compared.
struct PreparedColumn: Sendable {
    let name: String
    let meaning: ColumnMeaning
    let kind: ComparisonKind
    /// Column of the first and of the second file.
    let sources: [Int]
    /// The number before that of its first text.
    var base: UInt32 = 0
    /// How many records have each text, by its number without ``base``; the first is how many have none.
    var frequencies: [UInt32] = []
    var filled = 0
    /// For whole names how likely it is that somebody else has them.
    var coincidence: NameCoincidence?
}

/// All records of one or two files, side by side in memory.
struct PreparedRecords: Sendable {
    /// A pair's levels are packed into 64 bits, four a column.
    static let mostColumns = 16

    let recordCount: Int
    /// Records before this are of the first file; equal to ``recordCount`` when one file is searched for duplicates.
    let boundary: Int
    let columns: [PreparedColumn]
    /// Record by record, a cell a column.
    var cells: [Cell]
    /// The most that agreeing exactly counts in each column, in 1/256 bit.
    var highestExact: [Int32] = []
    /// The forms of all columns.
    let texts: JoinedTexts

    var columnCount: Int { columns.count }

    /// The place of a value among the texts of its column.
    @inline(__always)
    func local(_ value: UInt32, _ column: Int) -> Int { value == 0 ? 0 : Int(value &- columns[column].base) }
    var isLink: Bool { boundary < recordCount }
    /// How many pairs there are to decide about.
    var pairCount: Double {
        let (left, right) = (Double(boundary), Double(recordCount - boundary))
        return isLink ? left * right : left * (left - 1) / 2
    }

    /// Columns whose values may stand in each other's place share their texts, so that a given name can be found to be the other record's surname.
    init(tables: [RecordTable], columns named: [PreparedColumn]) {
        let recordCount = tables.reduce(0) { $0 + $1.recordCount }
        let kinds = Self.domains(named)
        let domains = Parallel.map(kinds.count) { Domain(tables, kinds[$0].map { named[$0] }) }
        let texts = JoinedTexts(domains.map(\.pool))
        var columns = named
        var places = Array(repeating: (domain: 0, position: 0), count: named.count)
        for (index, domain) in domains.enumerated() {
            for (position, column) in kinds[index].enumerated() {
                columns[column].base = texts.bases[index]
                columns[column].frequencies = domain.frequencies[position]
                columns[column].filled = recordCount - Int(domain.frequencies[position][0])
                places[column] = (index, position)
            }
        }
        for column in columns.indices where columns[column].kind == .fullName {
            columns[column].coincidence = NameCoincidence(columns[column], texts)
        }
        let sources = columns.indices.map { column in
            domains[places[column].domain].prototypes[places[column].position].map { file in
                file.map { Cell(mask: $0.mask, value: $0.value == 0 ? 0 : $0.value + columns[column].base, length: $0.length) }
            }
        }
        let cells = Self.cells(tables, columns, sources, recordCount)
        self.recordCount = recordCount
        boundary = tables.first?.recordCount ?? 0
        self.columns = columns
        self.cells = cells
        self.texts = texts
    }

    /// Every record's cells, side by side.
    private static func cells(_ tables: [RecordTable], _ columns: [PreparedColumn], _ sources: [[[Cell]]], _ recordCount: Int) -> [Cell] {
        let width = columns.count
        let firstCount = tables.first?.recordCount ?? 0
        return Parallel.filled(recordCount, width: width, with: Cell()) { records, cells in
            for (file, table) in tables.enumerated() {
                let first = file == 0 ? 0 : firstCount
                let part = records.clamped(to: first..<first + table.recordCount)
                for column in columns.indices {
                    let prototypes = sources[column][file]
                    table.columns[columns[column].sources[file]].numbers.withUnsafeBufferPointer { numbers in
                        prototypes.withUnsafeBufferPointer { prototypes in
                            for record in part { cells[record &* width &+ column] = prototypes[Int(numbers[record &- first])] }
                        }
                    }
                }
            }
        }
    }

    /// Columns that share their texts: all parts of names, all words of addresses; every other column by itself.
    private static func domains(_ columns: [PreparedColumn]) -> [[Int]] {
        var domains: [[Int]] = []
        for (index, column) in columns.enumerated() {
            let isShared = column.kind == .name || column.kind == .text
            if isShared, let same = domains.firstIndex(where: { columns[$0[0]].kind == column.kind }) {
                domains[same].append(index)
            } else {
                domains.append([index])
            }
        }
        return domains
    }

    /// The texts of columns that share them, and the cell of every text as it was read.
    private struct Domain: Sendable {
        var pool = TextPool()
        /// By column of the domain and file, the cell of each text of the source.
        var prototypes: [[[Cell]]] = []
        var frequencies: [[UInt32]] = []

        init(_ tables: [RecordTable], _ columns: [PreparedColumn]) {
            for column in columns {
                var ofFiles: [[Cell]] = []
                for (file, table) in tables.enumerated() {
                    let source = table.columns[column.sources[file]]
                    let order = column.kind == .date ? DateText.order(of: source.pool) : .unknown
                    let form = ValueForm(kind: column.kind, meaning: column.meaning, order: order)
                    ofFiles.append(
                        (0..<source.pool.count).map { PreparedRecords.cell(form.form(of: source.pool.text(UInt32($0))), kind: column.kind, in: &pool) })
                }
                prototypes.append(ofFiles)
            }
            for (position, column) in columns.enumerated() {
                var counts = [UInt32](repeating: 0, count: pool.count)
                for (file, table) in tables.enumerated() {
                    let cells = prototypes[position][file]
                    for number in table.columns[column.sources[file]].numbers { counts[Int(cells[Int(number)].value)] += 1 }
                }
                frequencies.append(counts)
            }
        }
    }

    fileprivate static func cell(_ form: [UInt8], kind: ComparisonKind, in pool: inout TextPool) -> Cell {
        if form.isEmpty { return Cell() }
        return Cell(mask: mask(of: form, kind: kind), value: pool.number(of: form), length: UInt8(min(form.count, EditDistance.longest)))
    }

    /// A set of 64 bits with the property that one slip takes away at most one bit and adds at most one: so the bits that only one of two
    /// texts has are a lower bound of the slips between them.
    static func mask(of form: [UInt8], kind: ComparisonKind) -> UInt64 {
        switch kind {
        case .date: return packedDate(form)
        case .quantity: return UInt64(form.reduce(0) { $0 * 10 + Int($1 & 0x0F) })
        default: break
        }
        var seen = [UInt8](repeating: 0, count: 256)
        var mask: UInt64 = 0
        let isDigits = kind == .identifier || kind == .phone || kind == .code
        for symbol in form.prefix(EditDistance.longest) where symbol != 0x20 {
            let occurrence = seen[Int(symbol)]
            seen[Int(symbol)] = occurrence &+ 1
            if symbol &- 0x30 < 10 {
                let digit = UInt64(symbol - 0x30)
                if isDigits {
                    if occurrence < 4 { mask |= 1 << (digit * 4 + UInt64(occurrence)) }
                } else if occurrence == 0 {
                    mask |= 1 << (52 + digit)
                }
            } else {
                let letter = symbol < 0x80 ? UInt64(symbol &- 0x61) : UInt64(symbol & 0x7F)
                if isDigits {
                    if occurrence == 0 { mask |= 1 << (40 + letter % 24) }
                } else if occurrence < 2 {
                    mask |= 1 << (letter % 26 + 26 * UInt64(occurrence))
                }
            }
        }
        return mask
    }

    /// Eight digits as eight groups of four bits, the last digit lowest.
    private static func packedDate(_ form: [UInt8]) -> UInt64 {
        form.reduce(UInt64(0)) { $0 << 4 | UInt64($1 & 0x0F) }
    }
}
