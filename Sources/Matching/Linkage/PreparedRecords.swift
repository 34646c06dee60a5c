/// A value of one record as the comparison reads it: sixteen bytes, so that most pairs are decided without touching a text.
struct Cell: Sendable {
    /// Which symbols occur, see ``PreparedRecords/mask(of:kind:)``; for dates year, month and day; for quantities the number.
    var mask: UInt64 = 0
    /// Number of the form in the pool, 0 if missing.
    var value: UInt32 = 0
    /// What agreeing exactly on this value counts, in 1/256 bit.
    var exactWeight: Int16 = 0
    var length: UInt8 = 0
    /// Of names and places what their sounds are, see ``SoundMark``.
    var sounds: UInt8 = 0
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
    /// How often two records that are compared, taken at random, have this column in different scripts; their values cannot be the same, then.
    var acrossScripts = 0.0
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
    /// The values of names and places as the name engine reads them.
    let spoken: SpokenValues

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
    /// - Parameter referenceYear: the year in which ages were told.
    init(tables: [RecordTable], columns named: [PreparedColumn], referenceYear: Int = OtherCalendars.currentYear) {
        let recordCount = tables.reduce(0) { $0 + $1.recordCount }
        let kinds = Self.domains(named)
        let domains = Parallel.map(kinds.count) { Domain(tables, kinds[$0].map { named[$0] }, referenceYear: referenceYear) }
        let texts = JoinedTexts(domains.map(\.pool))
        var columns = named
        var places = Array(repeating: (domain: 0, position: 0), count: named.count)
        for (index, domain) in domains.enumerated() {
            for (position, column) in kinds[index].enumerated() {
                columns[column].base = texts.bases[index]
                columns[column].frequencies = domain.frequencies[position]
                columns[column].filled = recordCount - Int(domain.frequencies[position][0])
                columns[column].acrossScripts = domain.acrossScripts[position]
                places[column] = (index, position)
            }
        }
        for column in columns.indices where columns[column].kind == .fullName {
            columns[column].coincidence = NameCoincidence(columns[column], texts)
        }
        let sources = columns.indices.map { column in
            domains[places[column].domain].prototypes[places[column].position].map { file in
                file.map { Cell(mask: $0.mask, value: $0.value == 0 ? 0 : $0.value + columns[column].base, length: $0.length, sounds: $0.sounds) }
            }
        }
        let cells = Self.cells(tables, columns, sources, recordCount)
        self.recordCount = recordCount
        boundary = tables.first?.recordCount ?? 0
        self.columns = columns
        self.cells = cells
        self.texts = texts
        spoken = SpokenValues(
            parts: domains.indices.filter { domains[$0].spoken.count > 1 }.map { index in
                var part = domains[index].spoken
                part.base = texts.bases[index]
                return part
            })
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
        /// See ``PreparedColumn/acrossScripts``.
        var acrossScripts: [Double] = []
        /// Of names and places, by the numbers of the pool.
        var spoken = SpokenValues.Part()

        init(_ tables: [RecordTable], _ columns: [PreparedColumn], referenceYear: Int) {
            // Places are read aloud only where they stand in several scripts: within one the letters tell enough.
            let isRead = columns.contains { [.name, .fullName].contains($0.kind) } || Self.areInSeveralScripts(tables, columns)
            for column in columns {
                var ofFiles: [[Cell]] = []
                for (file, table) in tables.enumerated() {
                    let source = table.columns[column.sources[file]]
                    let form = ValueForm.of(source.pool, column.kind, column.meaning, referenceYear: referenceYear)
                    ofFiles.append((0..<source.pool.count).map { cell(of: source.pool.text(UInt32($0)), form, isRead: isRead) })
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
                acrossScripts.append(Self.acrossScripts(tables, column, prototypes[position]))
            }
        }

        /// Whether there are texts of Latin letters, and others.
        private static func areInSeveralScripts(_ tables: [RecordTable], _ columns: [PreparedColumn]) -> Bool {
            var (latin, other) = (false, false)
            for column in columns {
                for (file, table) in tables.enumerated() {
                    let pool = table.columns[column.sources[file]].pool
                    for number in 0..<pool.count where !(latin && other) {
                        let text = pool.text(UInt32(number))
                        // From U+0370 on letters are of other scripts than Latin; their first byte in UTF-8 is 0xCD or above.
                        if text.contains(where: { $0 >= 0xCD }) {
                            other = true
                        } else if text.contains(where: { ($0 | 0x20) &- 0x61 < 26 }) {
                            latin = true
                        }
                    }
                }
            }
            return latin && other
        }

        private mutating func cell(of text: ArraySlice<UInt8>, _ form: ValueForm, isRead: Bool) -> Cell {
            let symbols = form.form(of: text)
            if symbols.isEmpty { return Cell() }
            let letters = symbols.prefix { $0 != ValueForm.separator }
            var cell = Cell(
                mask: PreparedRecords.mask(of: letters, kind: form.kind), value: pool.number(of: symbols), length: UInt8(min(letters.count, EditDistance.longest)))
            guard isRead else { return cell }
            let key = NameKey(String(decoding: text, as: UTF8.self))
            if Int(cell.value) == spoken.count { spoken.append(key) }
            cell.sounds = SoundMark.sounds(of: key)
            if form.kind == .fullName { cell.mask |= SoundMark.words(of: key) }
            return cell
        }

        private static func acrossScripts(_ tables: [RecordTable], _ column: PreparedColumn, _ prototypes: [[Cell]]) -> Double {
            let shares = tables.enumerated().map { file, table in
                var (filled, other) = (0.0, 0.0)
                for number in table.columns[column.sources[file]].numbers {
                    let cell = prototypes[file][Int(number)]
                    if cell.value == 0 { continue }
                    filled += 1
                    if cell.sounds & SoundMark.otherScript != 0 { other += 1 }
                }
                return filled == 0 ? 0 : other / filled
            }
            guard let first = shares.first, let last = shares.last else { return 0 }
            return first * (1 - last) + last * (1 - first)
        }
    }

    /// A set of 64 bits with the property that one slip takes away at most one bit and adds at most one: so the bits that only one of two
    /// texts has are a lower bound of the slips between them.
    static func mask(of form: ArraySlice<UInt8>, kind: ComparisonKind) -> UInt64 {
        switch kind {
        case .date: return packedDate(form)
        case .fullName: return form.reduce(0) { $1 &- 0x61 < 26 ? $0 | 1 << UInt64($1 - 0x61) : $0 }
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
    private static func packedDate(_ form: ArraySlice<UInt8>) -> UInt64 {
        form.reduce(UInt64(0)) { $0 << 4 | UInt64($1 & 0x0F) }
    }
}
