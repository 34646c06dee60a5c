import Formats

/// Reads a free sentence into a ``DirectoryNeed`` by lists of words in six languages (Resources/directory/need-words.csv).
///
/// It knows words, not sentences: what it finds is shown to the person, who corrects it, and is never acted on unseen.
public struct NeedReader: Sendable {
    /// One word or phrase and what it means.
    struct Entry: Sendable {
        var kind: String
        var code: String
        var words: [String]
        /// Of a town: its name as entries of the directory mostly write it, in whatever language it was said.
        var place = ""
    }

    let entries: [Entry]

    /// - Parameter bytes: the table with the columns `kind`, `code` and one for each language, alternatives with `|` between them.
    /// - Throws: ``ImportError`` if it is no such table.
    init(table bytes: [UInt8]) throws(ImportError) {
        var table = try CSVTable(bytes: bytes, name: "need-words.csv", encoding: "utf-8")
        var entries: [Entry] = []
        while let row = try table.next() {
            guard row.fields.count > 2 else { continue }
            for cell in row.fields.dropFirst(2) {
                for phrase in cell.split(separator: "|") {
                    let words = WordFolding.words(String(phrase))
                    let place = row.fields[2].split(separator: "|").first.map(String.init) ?? ""
                    if !words.isEmpty { entries.append(Entry(kind: row.fields[0], code: row.fields[1], words: words, place: place)) }
                }
            }
        }
        // The longest phrase first, so that “return of a body” is not read as “return”.
        self.entries = entries.sorted { $0.words.count > $1.words.count }
    }

    /// The reader with the lists that come with the program.
    public static func standard() throws(ImportError) -> NeedReader {
        let path = "Interchange/Resources/directory/need-words.csv"
        guard let file = EmbeddedFiles.all(in: path).first else {
            throw ImportError(place: path, problem: "the list of words is not in this program", remedy: "Build it again from its sources.")
        }
        return try NeedReader(table: file.bytes)
    }

    /// What was understood of a sentence, and what was not.
    public struct Reading: Sendable, Hashable {
        public var need = DirectoryNeed()
        /// Words that no list has, as they are written, in their order and each once.
        public var left: [String] = []
    }

    /// So many words that were not understood are told.
    private static let leftLimit = 20

    /// What the sentence says. O(words × entries).
    public func read(_ sentence: String) -> Reading {
        let split = WordFolding.split(sentence)
        let words = split.map(\.folded)
        var reading = Reading()
        var (happened, implied): (Set<Int>, [String]) = ([], [])
        // What happened is told in words that also say something by themselves: “left her employer” is about a woman.
        for entry in entries where entry.kind == "situation" {
            for range in ranges(of: entry, in: words) {
                happened.formUnion(range)
                take(entry, &reading.need, &implied)
            }
        }
        var taken: [Int: String] = [:]
        for entry in entries where entry.kind != "situation" && entry.kind != Self.filler {
            for range in ranges(of: entry, in: words) {
                guard range.allSatisfy({ taken[$0].map { Self.isSaidTogether($0, entry.kind) } ?? true }) else { continue }
                for index in range where taken[index] == nil { taken[index] = entry.kind }
                // Whoever says that a passport was kept does not ask for a passport only.
                if entry.kind == "service", !happened.isDisjoint(with: range) {
                    if !implied.contains(entry.code) { implied.append(entry.code) }
                } else {
                    take(entry, &reading.need, &implied)
                }
            }
        }
        // What a situation calls for is offered where no kind of help was named.
        if reading.need.types.isEmpty { reading.need.types = implied }
        var known = happened.union(taken.keys)
        for entry in entries where entry.kind == Self.filler { for range in ranges(of: entry, in: words) { known.formUnion(range) } }
        for index in words.indices where !known.contains(index) && !reading.left.contains(split[index].written) { reading.left.append(split[index].written) }
        reading.left = Array(reading.left.prefix(Self.leftLimit))
        return reading
    }

    /// Words that say nothing of a need, so that they are not told as not understood.
    static let filler = "filler"

    /// One word can name the work and the sex of whoever does it: in Arabic “domestic worker” does.
    private static func isSaidTogether(_ left: String, _ right: String) -> Bool { Set([left, right]) == ["sex", "sector"] }

    private func ranges(of entry: Entry, in words: [String]) -> [Range<Int>] {
        words.indices.compactMap { start in
            let range = start..<(start + entry.words.count)
            guard range.upperBound <= words.count, zip(words[range], entry.words).allSatisfy({ WordFolding.matches($0, $1) }) else { return nil }
            return range
        }
    }

    private func take(_ entry: Entry, _ need: inout DirectoryNeed, _ implied: inout [String]) {
        switch entry.kind {
        case "service": if !need.types.contains(entry.code) { need.types.append(entry.code) }
        case "nationality": need.nationality = need.nationality ?? entry.code
        case "country": need.country = need.country ?? entry.code
        case "city":
            need.country = entry.code
            need.locality = need.locality ?? entry.place
        case "sex": need.sex = need.sex ?? entry.code
        case "sector": need.sector = need.sector ?? entry.code
        case "status": need.isDocumented = entry.code == "regular"
        case "language": if !need.languages.contains(entry.code) { need.languages.append(entry.code) }
        case "urgent": need.isUrgent = true
        case "situation":
            for code in entry.code.split(separator: ";").map(String.init) where !implied.contains(code) { implied.append(code) }
        default: break
        }
    }
}
