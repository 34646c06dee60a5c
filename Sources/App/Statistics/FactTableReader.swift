import Dictionary
import Disclosure
import Storage

/// Reads the facts of all cases into columns for counting.
struct FactTableReader {
    let connection: any Connection
    let organisation: Int64

    /// The table with a column for each of these facts (full names of fields), in the order of the cases' identifiers. Cases whose people do not want to be counted are
    /// not in it.
    func table(of facts: [String]) throws -> FactTable {
        try readTable(facts, forCounting: true).table
    }

    /// The identifiers of the cases that meet all conditions.
    func cases(where conditions: [FactCondition]) throws -> [String] {
        let (table, records) = try readTable(Array(Set(conditions.map(\.fact))), forCounting: false)
        let selected = try table.selected(where: conditions)
        return records.indices.filter { selected[$0] }.map { records[$0] }
    }

    private func readTable(_ facts: [String], forCounting: Bool) throws -> (table: FactTable, records: [String]) {
        let total = try connection.first("SELECT count(*) FROM case_facts WHERE organisation = ?", [.integer(organisation)]) { Int($0.integer(0)) } ?? 0
        var columns = facts.map { FactColumn(name: $0, capacity: total) }
        let terms = try readTerms(facts, into: &columns, forCounting: forCounting)
        var present = [[UInt16]](repeating: [], count: facts.count)
        var records: [String] = []
        var count = 0
        try connection.forEach("SELECT facts, record FROM case_facts WHERE organisation = ? ORDER BY record", [.integer(organisation)]) { row in
            var isLeftOut = false
            row.withBytes(0) { bytes in
                terms.forEach(in: bytes) { term in
                    if term.column == TermTable.leftOut { isLeftOut = true } else { present[Int(term.column)].append(term.value) }
                }
            }
            if isLeftOut {
                for index in present.indices { present[index].removeAll(keepingCapacity: true) }
                return
            }
            for index in columns.indices {
                try columns[index].append(present[index])
                present[index].removeAll(keepingCapacity: true)
            }
            if !forCounting { records.append(row.text(1)) }
            count += 1
        }
        return (FactTable(columns: columns, count: count), records)
    }

    private func readTerms(_ facts: [String], into columns: inout [FactColumn], forCounting: Bool) throws -> TermTable {
        var terms: [(number: Int64, term: TermTable.Term)] = []
        if forCounting {
            let fact = CaseFacts.outOfStatistics
            terms.append((FactTerms.number(fact: fact.fact, value: fact.value), TermTable.Term(column: TermTable.leftOut, value: 0)))
        }
        for (index, fact) in facts.enumerated() {
            let rows = try connection.all("SELECT number, value FROM fact_term WHERE fact = ? ORDER BY value", [.text(fact)]) { ($0.integer(0), $0.text(1)) }
            for (number, value) in rows {
                terms.append((number, TermTable.Term(column: UInt16(index), value: try columns[index].addValue(value))))
            }
        }
        return TermTable(terms)
    }
}

/// Finds a term by its number. The numbers are hashes already, so their low bits are the place in the table; a lookup is one or two reads.
private struct TermTable {
    struct Term {
        var column: UInt16
        var value: UInt16
    }

    /// The column of the term that leaves a case out.
    static let leftOut = UInt16.max

    private var numbers: [Int64]
    private var terms: [Term]
    private let mask: Int
    /// Whether any number begins with these 16 bits. Of a case's facts few are asked for, and this says no to nearly all others at the cost of one look.
    private var beginnings: [Bool]

    init(_ entries: [(number: Int64, term: Term)]) {
        var size = 64
        while size < entries.count * 4 { size *= 2 }
        mask = size - 1
        numbers = [Int64](repeating: -1, count: size)
        terms = [Term](repeating: Term(column: 0, value: 0), count: size)
        beginnings = [Bool](repeating: false, count: 1 << 16)
        for entry in entries {
            var place = Int(entry.number) & mask
            while numbers[place] >= 0 { place = (place + 1) & mask }
            numbers[place] = entry.number
            beginnings[Int(entry.number >> 32)] = true
            terms[place] = entry.term
        }
    }

    /// Calls `body` for each number of the packed facts that is in the table.
    @inline(__always)
    func forEach(in bytes: UnsafeRawBufferPointer, _ body: (Term) -> Void) {
        beginnings.withUnsafeBufferPointer { beginnings in
            var start = 0
            while start &+ 6 <= bytes.count {
                let beginning = Int(bytes[start]) << 8 | Int(bytes[start &+ 1])
                if beginnings[beginning] {
                    var number = Int64(beginning)
                    for offset in (start &+ 2)..<(start &+ 6) { number = number << 8 | Int64(bytes[offset]) }
                    if let term = self[number] { body(term) }
                }
                start &+= 6
            }
        }
    }

    subscript(number: Int64) -> Term? {
        var place = Int(number) & mask
        while numbers[place] >= 0 {
            if numbers[place] == number { return terms[place] }
            place = (place + 1) & mask
        }
        return nil
    }
}
