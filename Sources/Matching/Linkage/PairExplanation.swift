/// Why two records may be of one person: what each column says, and what is assumed before.
public struct PairExplanation: Sendable {
    /// The columns with the most weight, for or against, first.
    public let columns: [ColumnEvidence]
    /// What is assumed of any two records, in bits; with the weights of the columns it adds up to the log odds.
    public let prior: Double
    /// That both are of the same person, from 0 to 1.
    public let probability: Double
}

extension LinkageResult {
    /// Explains a pair by the names of its records, whether it was found or not.
    ///
    /// - Parameters:
    ///   - left: a record of the first file.
    ///   - right: another one of it, or of the second file if there are two.
    /// - Throws: ``LinkageError/noSuchRecord(identifier:file:)``.
    /// - Complexity: linear in the records, to find the two.
    public func explanation(_ left: String, _ right: String) throws(LinkageError) -> PairExplanation {
        let columns = evidence(try record(left, file: 0), try record(right, file: names.files.count - 1))
        let weight = columns.reduce(model.priorWeight) { $0 + $1.weight }
        return PairExplanation(
            columns: columns.sorted { abs($0.weight) > abs($1.weight) }, prior: model.priorWeight, probability: AgreementModel.probability(ofWeight: weight))
    }

    private func record(_ name: String, file: Int) throws(LinkageError) -> Int {
        guard let record = names.records()[file][name] else { throw .noSuchRecord(identifier: name, file: names.files[file]) }
        return record
    }
}
