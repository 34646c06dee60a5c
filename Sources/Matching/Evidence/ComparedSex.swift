/// Sex or gender as evidence: what registers write for it, in several languages.
public enum ComparedSex: Hashable, Sendable {
    case female, male

    /// Every word that is read, in lower case.
    public static var words: [(word: String, sex: ComparedSex)] { ValueWords.standard.wordsForSexes.map { ($0.word, $0.code == "f" ? .female : .male) } }

    /// Nil for other answers and for none, which are evidence of nothing.
    public init?(_ text: String) {
        switch ValueWords.standard.sex(text) {
        case "f": self = .female
        case "m": self = .male
        default: return nil
        }
    }
}
