import Formats

/// From a file of facts to claims: finds the law, computes, and says of each worker what was wrong with the facts.
public struct ClaimService: Sendable {
    public let today: Day
    private let hijri: HijriCalendar?
    private let held: [String: LawBook]

    /// - Parameter books: those that are at hand already; others are read when a worker of theirs comes.
    public init(today: Day, books: [LawBook] = []) {
        self.today = today
        hijri = HijriCalendar.standard()
        held = Dictionary(books.map { ("\($0.country)-\($0.category.rawValue)", $0) }) { first, _ in first }
    }

    /// What a file of facts came to.
    public struct Answer: Sendable {
        /// One for each worker whose facts could be used.
        public let claims: [Claim]
        /// What left nothing to compute, for those whose facts could not.
        public let refused: [FactProblem]
        /// Whether the file listed several workers.
        public let isJoint: Bool
    }

    /// Computes all claims of a file: one employment, or `workers`, a list of employments that take what they don't say from the object around it.
    /// - Throws: ``LawError`` if a file of rules is damaged.
    public func answer(_ bytes: [UInt8]) throws(LawError) -> Answer {
        guard let value = try? JSONValue.parse(bytes, limits: JSONLimits(depth: 32, bytes: 16 << 20)), let workers = value["workers"]?.array else {
            return try answer([FactsReader.read(bytes)], isJoint: false)
        }
        guard !workers.isEmpty else {
            return Answer(claims: [], refused: [FactProblem(field: "workers", sentence: Sentence("problem.no-workers"), isFatal: true)], isJoint: false)
        }
        var shared = value.object ?? JSONObject()
        shared["workers"] = nil
        return try answer(workers.map { FactsReader.read(merge($0, into: shared)) }, isJoint: true)
    }

    private func merge(_ worker: JSONValue, into shared: JSONObject) -> JSONValue {
        guard let own = worker.object else { return worker }
        var merged = shared
        for member in own.members { merged[member.name] = member.value }
        return .object(merged)
    }

    private func answer(_ readings: [FactsReading], isJoint: Bool) throws(LawError) -> Answer {
        var claims: [Claim] = []
        var refused: [FactProblem] = []
        var books: [String: LawBook] = [:]
        for (index, reading) in readings.enumerated() {
            // Of several workers, the one whose facts are meant.
            func refuse(_ problems: [FactProblem]) {
                refused += isJoint ? problems.map { $0.of(worker: index) } : problems
            }
            guard let facts = reading.facts else {
                refuse(reading.problems)
                continue
            }
            let name = "\(facts.country)-\(facts.category.rawValue)"
            if books[name] == nil { books[name] = held[name] }
            if books[name] == nil { books[name] = try LawLibrary.book(country: facts.country, category: facts.category) }
            guard let book = books[name] else {
                let names = LawLibrary.names().joined(separator: ", ")
                let sentence = Sentence("problem.no-law", [.text(facts.country), .text(facts.category.rawValue), .text(names)])
                refuse(reading.problems + [FactProblem(field: "country", sentence: sentence, isFatal: true)])
                continue
            }
            claims.append(ClaimCalculation(law: book, today: today, hijri: hijri).claim(for: facts, problems: reading.problems))
        }
        return Answer(claims: claims, refused: refused, isJoint: isJoint)
    }
}
