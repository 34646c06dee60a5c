/// Sex or gender as evidence: what registers write for it, in several languages.
public enum ComparedSex: Hashable, Sendable {
    case female, male

    /// Nil for other answers and for none, which are evidence of nothing.
    public init?(_ text: String) {
        let word = text.lowercased().unicodeScalars.filter {
            $0.properties.isAlphabetic || $0.properties.generalCategory == .nonspacingMark || $0.properties.generalCategory == .spacingMark
        }
        switch String(String.UnicodeScalarView(word)) {
        case "f", "female", "woman", "girl", "w", "weiblich", "perempuan", "wanita", "p", "mahila", "महिला", "স্ত্রী", "মহিলা", "নারী", "أنثى", "انثى", "femme", "mujer":
            self = .female
        case "m", "male", "man", "boy", "männlich", "lelaki", "laki", "pria", "l", "purush", "पुरुष", "পুরুষ", "ذكر", "homme", "hombre": self = .male
        default: return nil
        }
    }
}
