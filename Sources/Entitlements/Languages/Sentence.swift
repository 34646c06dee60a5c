/// A sentence in no language yet: which one it is and what it speaks of. `Resources/languages` has the words.
public struct Sentence: Sendable, Hashable {
    /// The name of the phrase, such as `award.daily`.
    public let phrase: String
    /// What stands for `{0}`, `{1}` … in it.
    public let values: [SentenceValue]

    public init(_ phrase: String, _ values: [SentenceValue] = []) {
        self.phrase = phrase
        self.values = values
    }
}

/// What a sentence speaks of.
public enum SentenceValue: Sendable, Hashable {
    /// As it is, in every language: a code, an article, what somebody wrote.
    case text(String)
    /// The article of a rule, as its file has it.
    case article(String)
    /// What a rule says.
    case rule(Rule)
    /// The statute of a rule, by its own title where that is on file.
    case statute(Rule)
    /// In the currency of the claim.
    case money(Fraction)
    case number(Fraction)
    case day(Day)
    case service(ServiceLength)
    /// Words of the catalogue, such as the name of a unit.
    case words(String)
}
