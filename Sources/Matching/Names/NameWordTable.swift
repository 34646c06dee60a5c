/// Words and parts of words with a part to play in names: `name-words.csv` and `name-affixes.csv` in Resources, with their sources.
struct NameWordTable: Sendable {
    struct Word {
        let role: NameRole
        /// The plain Latin form that stands for all spellings of the word; empty: its own sounds count.
        let standard: [UInt8]
        /// Whether the word is a name that is heard as its standard form, however its letters are read.
        let isSpelling: Bool
    }

    enum Position: String {
        case start, end, whole
    }

    struct Affix {
        let text: [UInt32]
        let position: Position
        /// The words that the affix stands for.
        let parts: [String]
        /// How many letters must remain for the rest to be a name of its own.
        let leastRest: Int
    }

    private let words: [[UInt32]: Word]
    private let wholes: [[UInt32]: Affix]
    /// Affixes by their first scalar (start) or last (end), the longest first.
    private let starts: [UInt32: [Affix]]
    private let ends: [UInt32: [Affix]]

    static let standard = NameWordTable()

    private init() {
        var words: [[UInt32]: Word] = [:]
        for row in MatchingResources.rows("name-words.csv") where row.count == 5 {
            guard let role = NameRole(tableName: row[1]) else { continue }
            words[row[0].unicodeScalars.map(\.value).filter { !BurmeseSyllables.isTone($0) }] = Word(
                role: role, standard: Array(row[2].utf8), isSpelling: row[1] == "spelling")
        }
        self.words = words
        var (wholes, starts, ends): ([[UInt32]: Affix], [UInt32: [Affix]], [UInt32: [Affix]]) = ([:], [:], [:])
        for row in MatchingResources.rows("name-affixes.csv") where row.count == 5 {
            let text = row[0].unicodeScalars.map(\.value)
            guard let position = Position(rawValue: row[1]), let leastRest = Int(row[3]), let first = text.first, let last = text.last else { continue }
            let affix = Affix(text: text, position: position, parts: row[2].split(separator: " ").map(String.init), leastRest: leastRest)
            switch position {
            case .whole: wholes[text] = affix
            case .start: starts[first, default: []].append(affix)
            case .end: ends[last, default: []].append(affix)
            }
        }
        self.wholes = wholes
        self.starts = starts.mapValues { $0.sorted { $0.text.count > $1.text.count } }
        self.ends = ends.mapValues { $0.sorted { $0.text.count > $1.text.count } }
    }

    func word(_ scalars: [UInt32]) -> Word? { words[scalars] }

    func whole(_ scalars: [UInt32]) -> Affix? { wholes[scalars] }

    func start(of scalars: [UInt32]) -> Affix? {
        guard let first = scalars.first else { return nil }
        return starts[first]?.first { scalars.count >= $0.text.count + $0.leastRest && scalars.starts(with: $0.text) }
    }

    func end(of scalars: [UInt32]) -> Affix? {
        guard let last = scalars.last else { return nil }
        return ends[last]?.first { scalars.count >= $0.text.count + $0.leastRest && scalars.suffix($0.text.count).elementsEqual($0.text) }
    }
}
