/// What is missing, contradictory or impossible in the facts: which fact, what is wrong with it, what would be right.
public struct FactProblem: Error, Sendable, Hashable {
    /// The member of the file, such as `wage.basic`.
    public let field: String
    /// What is wrong and what to write instead.
    public let sentence: Sentence
    /// Without it nothing can be computed.
    public let isFatal: Bool

    /// The same of one of several workers, such as `workers[2].wage.basic`.
    func of(worker index: Int) -> FactProblem {
        FactProblem(field: "workers[\(index)]" + (field.isEmpty ? "" : "." + field), sentence: sentence, isFatal: isFatal)
    }
}

/// The facts as far as they could be read, and everything that is wrong with them.
public struct FactsReading: Sendable {
    /// nil if what is wrong leaves nothing to compute.
    public let facts: EmploymentFacts?
    public let problems: [FactProblem]
}
