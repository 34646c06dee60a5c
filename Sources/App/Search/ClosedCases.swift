import Matching

/// Finds cases of the organisation that are closed to somebody: so that nobody is registered twice because a colleague has the case, and so that a case can be opened in an
/// emergency by somebody who knows whom or what it is about. Confidential cases are never among them.
extension CaseSearch {
    /// So many are told at most: whoever asks knows what they look for.
    static let closedLimit = 5

    /// - Parameter question: a name, the whole number of a paper or telephone, or the number of a case.
    /// - Returns: the cases, without any word of what is in them.
    func closed(to question: String) throws -> [String] {
        let query = SearchQuery(question)
        guard !query.isEmpty else { return [] }
        let asked = NameKey(query.text)
        return try closed(query) { match in
            Self.hasNumber(match) || match.names.contains { NameComparison(NameKey($0), asked).score >= Self.closedScore }
        }
    }
}
