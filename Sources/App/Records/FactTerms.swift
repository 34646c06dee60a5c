import Crypto
import Storage
import Synchronization

/// Numbers for the texts of facts. The number is the first 48 bits of a hash of fact and value, so that it is the same on every node and after every rebuild.
final class FactTerms: Sendable {
    private let committed = Mutex<Set<Int64>>([])
    /// Numbers computed before: looking one up costs a fraction of hashing it again.
    private let numbers = Mutex<[CaseFacts.Fact: Int64]>([:])

    static func number(fact: String, value: String) -> Int64 {
        var hash = SHA256()
        hash.update(data: Array(fact.utf8) + [0] + Array(value.utf8))
        return hash.finalize().prefix(6).reduce(0) { $0 << 8 | Int64($1) }
    }

    func number(of fact: CaseFacts.Fact) -> Int64 {
        if let number = numbers.withLock({ $0[fact] }) { return number }
        let number = FactTerms.number(fact: fact.fact, value: fact.value)
        numbers.withLock { $0[fact] = number }
        return number
    }

    /// The facts as ascending 48-bit numbers of terms, six bytes each, most significant first: the form in which the projection keeps them.
    func packed(_ facts: CaseFacts) -> [UInt8] {
        FactTerms.packed(facts.values.map(number))
    }

    /// Distinct numbers in the packed form.
    static func packed(_ numbers: some Sequence<Int64>) -> [UInt8] {
        var bytes: [UInt8] = []
        for number in numbers.sorted() {
            for shift in stride(from: Int64(40), through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
        }
        return bytes
    }

    /// The numbers in packed bytes.
    @inline(__always)
    static func forEach(in bytes: UnsafeRawBufferPointer, _ body: (Int64) -> Void) {
        var start = 0
        while start + 6 <= bytes.count {
            var number: Int64 = 0
            for offset in start..<(start + 6) { number = number << 8 | Int64(bytes[offset]) }
            body(number)
            start += 6
        }
    }

    /// Makes sure that the table of terms has this one, and returns its number.
    /// - Parameter fresh: the numbers that the running transaction has added; they are remembered when it has been committed.
    /// - Throws: `AppError` if another text has the same number (once in 10¹⁴ pairs).
    @discardableResult
    func intern(_ term: CaseFacts.Fact, fresh: inout Set<Int64>, in connection: any Connection) throws -> Int64 {
        let (fact, value) = (term.fact, term.value)
        let number = number(of: term)
        if fresh.contains(number) || committed.withLock({ $0.contains(number) }) { return number }
        let present = try connection.first("SELECT fact, value FROM fact_term WHERE number = ?", [.integer(number)]) { ($0.text(0), $0.text(1)) }
        if let present {
            guard Array(present.0.utf8) == Array(fact.utf8), Array(present.1.utf8) == Array(value.utf8) else {
                throw AppError("The facts «\(fact) = \(value)» and «\(present.0) = \(present.1)» have the same number. Rename one of the two codes.")
            }
        } else {
            try connection.execute("INSERT INTO fact_term (number, fact, value) VALUES (?, ?, ?)", [.integer(number), .text(fact), .text(value)])
        }
        fresh.insert(number)
        return number
    }

    /// The numbers in the table that do not follow from their texts: somebody has changed the table by hand.
    static func alteredNumbers(in connection: any Connection) throws -> [Int64] {
        try connection.all("SELECT number, fact, value FROM fact_term ORDER BY number") { row -> Int64? in
            number(fact: row.text(1), value: row.text(2)) == row.integer(0) ? nil : row.integer(0)
        }.compactMap(\.self)
    }

    func remember(_ fresh: Set<Int64>) {
        committed.withLock { $0.formUnion(fresh) }
    }
}
