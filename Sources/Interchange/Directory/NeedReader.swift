import Formats

/// Reads a free sentence into a ``DirectoryNeed`` by lists of words in six languages (Resources/directory/need-words.csv).
///
/// It knows words, not sentences: what it finds is shown to the person, who corrects it, and is never acted on unseen.
public struct NeedReader: Sendable {
    /// One word or phrase and what it means.
    struct Entry: Sendable {
        var kind: String
        var code: String
        /// The words, in parts between which up to ``NeedReader/gap`` others may stand: “body … home”.
        var parts: [[String]]
        /// Of a town: its name as entries of the directory mostly write it, in whatever language it was said.
        var place = ""
    }

    /// A town that the lists know.
    private struct Town: Sendable {
        var country: String
        /// By language.
        var names: [String: [String]]
    }

    /// By the name as entries of the directory mostly write it.
    private let towns: [String: Town]

    let entries: [Entry]
    /// Words that are an entry of their own, which no other entry takes for one of its forms: “Philippines” is not the plural of “Philippine”.
    private let exact: Set<String>
    private let places: PlaceWords

    /// How many words may stand where an entry has “…”.
    static let gap = 3

    /// - Parameters:
    ///   - bytes: the table with the columns `kind`, `code` and one for each language, alternatives with `|` between them.
    ///   - places: words that say whether help is needed at a place.
    /// - Throws: ``ImportError`` if it is no such table.
    init(table bytes: [UInt8], places: PlaceWords) throws(ImportError) {
        var table = try CSVTable(bytes: bytes, name: "need-words.csv", encoding: "utf-8")
        var entries: [Entry] = []
        var towns: [String: Town] = [:]
        while let row = try table.next() {
            guard row.fields.count > 2 else { continue }
            if row.fields[0] == "city", let place = row.fields[2].split(separator: "|").first {
                let names = zip(table.columns, row.fields).dropFirst(2).map { ($0, $1.split(separator: "|").map(String.init)) }
                towns[String(place)] = Town(country: row.fields[1], names: Dictionary(names, uniquingKeysWith: { first, _ in first }))
            }
            for cell in row.fields.dropFirst(2) {
                for phrase in cell.split(separator: "|") {
                    let parts = phrase.split(separator: "…").map { WordFolding.words(String($0)) }.filter { !$0.isEmpty }
                    let place = row.fields[2].split(separator: "|").first.map(String.init) ?? ""
                    if !parts.isEmpty { entries.append(Entry(kind: row.fields[0], code: row.fields[1], parts: parts, place: place)) }
                }
            }
        }
        // The longest phrase first, so that “return of a body” is not read as “return”.
        self.entries = entries.enumerated().sorted { left, right in
            let (longer, shorter) = (left.element.parts.joined().count, right.element.parts.joined().count)
            return longer != shorter ? longer > shorter : left.offset < right.offset
        }.map(\.element)
        exact = Set(entries.filter { $0.kind != Self.filler && $0.parts.count == 1 && $0.parts[0].count == 1 }.map { $0.parts[0][0] })
        self.places = places
        self.towns = towns
    }

    /// The name of a town in a language, with a capital letter where the language has them; what the lists do not know is left as it is.
    public func name(ofTown town: String, _ language: String) -> String {
        let base = language.split(separator: "-").first.map(String.init) ?? language
        guard let names = towns[town.lowercased()]?.names, let name = names[base]?.first ?? names["en"]?.first else { return town }
        return name.split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
    }

    /// The name that the search compares of a town that was written in any language; what the lists do not know is left as it is.
    public func town(writtenAs text: String) -> String {
        let wanted = WordFolding.words(text)
        return towns.first { $0.value.names.values.joined().contains { WordFolding.words($0) == wanted } }?.key ?? text
    }

    /// The reader with the lists that come with the program.
    public static func standard() throws(ImportError) -> NeedReader {
        let path = "Interchange/Resources/directory/need-words.csv"
        guard let file = EmbeddedFiles.all(in: path).first else {
            throw ImportError(place: path, problem: "the list of words is not in this program", remedy: "Build it again from its sources.")
        }
        return try NeedReader(table: file.bytes, places: try PlaceWords.standard())
    }

    /// What was understood of a sentence, and what was not.
    public struct Reading: Sendable, Hashable {
        public var need = DirectoryNeed()
        /// Words that no list has, as they are written, in their order and each once.
        public var left: [String] = []
        /// Where the help may be needed, if two countries are named and the words do not say in which of them; else empty, and the need says where.
        public var places: [Place] = []
        /// Whether the words say where the help is needed.
        public var standing = PlaceStanding.told
        /// Words that stand where a place would and that no list has.
        public var unreadPlaces: [String] = []

        /// The need as it is in each of ``places``, or the one need.
        public var needs: [DirectoryNeed] {
            guard !places.isEmpty else { return [need] }
            return places.map { place in
                var need = need
                (need.country, need.locality) = (place.country, place.locality)
                return need
            }
        }
    }

    /// What a sentence says of the place where the help is needed. What it leaves open has to be asked, never taken for granted.
    public enum PlaceStanding: String, Sendable, Hashable {
        /// In words that were understood.
        case told
        /// A country was named, and nothing that was understood says that the help is needed there.
        case unsure
        /// No place was understood.
        case missing
    }

    /// A country, perhaps with a town in it.
    public struct Place: Sendable, Hashable {
        /// ISO 3166.
        public var country: String
        /// The town, as entries of the directory mostly write it.
        public var locality: String?

        public init(country: String, locality: String? = nil) {
            self.country = country
            self.locality = locality
        }
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
            for found in finds(of: entry, in: words) {
                happened.formUnion(found)
                take(entry, &reading.need, &implied)
            }
        }
        let sayings = places.sayings(split)
        var taken: [Int: String] = [:]
        var mentions: [PlaceWords.Mention] = []
        for entry in entries where entry.kind != "situation" && entry.kind != Self.filler {
            for found in finds(of: entry, in: words) {
                guard found.allSatisfy({ taken[$0].map { Self.isSaidTogether($0, entry.kind) } ?? true }) else { continue }
                // Whoever returns from a country need not be of it.
                if entry.kind == "nationality", sayings.isReturn(from: found) { continue }
                for index in found where taken[index] == nil { taken[index] = entry.kind }
                switch entry.kind {
                // Whoever says that a passport was kept does not ask for a passport only.
                case "service" where !happened.isDisjoint(with: found): if !implied.contains(entry.code) { implied.append(entry.code) }
                case "country", "city":
                    guard let first = found.first, let last = found.last else { continue }
                    mentions.append(
                        .init(
                            range: first..<(last + 1), country: entry.code, locality: entry.kind == "city" ? entry.place : nil,
                            hung: WordFolding.hung(on: entry.parts.joined().last ?? "", in: words[last])))
                default: take(entry, &reading.need, &implied)
                }
            }
        }
        let isReturn = (reading.need.types + implied).contains("repatriation-of-body")
        let ends = places.choose(mentions, sayings, isReturn: isReturn)
        if ends.count == 1, let place = ends.first { (reading.need.country, reading.need.locality) = (place.country, place.locality) }
        if ends.count > 1 { reading.places = ends }
        if places.isReturnWished(mentions, sayings) {
            for code in Self.returnHelp where !implied.contains(code) { implied.append(code) }
        }
        if reading.need.nationality == nil, let origin = places.origin(mentions, sayings, chosen: ends, among: nationalities) { reading.need.nationality = origin }
        // Where languages put the country behind whoever is of it: “pekerja rumah tangga Indonesia di Kuala Lumpur”.
        if reading.need.nationality == nil, ends.count == 1, let place = ends.first {
            let origin = mentions.first { mention in
                mention.locality == nil && mention.country != place.country && nationalities.contains(mention.country)
                    && ["sector", "sex"].contains(taken[mention.range.lowerBound - 1] ?? "")
            }
            reading.need.nationality = origin?.country
        }
        // “Now in Nepal” beside another country tells where, not when.
        if Set(mentions.map(\.country)).count > 1, reading.need.isUrgent {
            reading.need.isUrgent = taken.contains { $0.value == "urgent" && !sayings.tellsWhere($0.key, mentions) }
        }
        // What a situation calls for is offered where no kind of help was named, and beside papers: whoever fled without them needs more.
        if reading.need.types.isEmpty || reading.need.types == ["documents"] {
            reading.need.types += implied.filter { !reading.need.types.contains($0) }
        }
        var known = happened.union(taken.keys).union(sayings.indices)
        for entry in entries where entry.kind == Self.filler { for found in finds(of: entry, in: words) { known.formUnion(found) } }
        let unknown = Set(words.indices.filter { !known.contains($0) })
        let unread = places.unreadPlaces(unknown, sayings)
        reading.unreadPlaces = unread.map { split[$0].written }
        if ends.isEmpty {
            reading.standing = .missing
        } else if ends.count == 1, let place = ends.first {
            let roles = places.roles(mentions, sayings).filter { $0.mention.country == place.country }
            let isBesideUnknown = roles.contains { unknown.contains($0.mention.range.lowerBound - 1) || unknown.contains($0.mention.range.upperBound) }
            let isSaid = roles.contains { $0.role == .at }
            if !isSaid, !unread.isEmpty || isBesideUnknown && roles.allSatisfy({ $0.role == nil }) { reading.standing = .unsure }
        }
        for index in words.indices where !known.contains(index) && !reading.left.contains(split[index].written) { reading.left.append(split[index].written) }
        reading.left = Array(reading.left.prefix(Self.leftLimit))
        return reading
    }

    /// What the wish to go to another country calls for.
    private static let returnHelp = ["repatriation", "consular-help", "helpline"]

    private var nationalities: Set<String> { Set(entries.filter { $0.kind == "nationality" }.map(\.code)) }

    /// Words that say nothing of a need, so that they are not told as not understood.
    static let filler = "filler"

    /// One word can name the work and the sex of whoever does it: in Arabic “domestic worker” does.
    private static func isSaidTogether(_ left: String, _ right: String) -> Bool { Set([left, right]) == ["sex", "sector"] }

    /// Where an entry stands: for each time the positions of its words, in their order.
    private func finds(of entry: Entry, in words: [String]) -> [[Int]] {
        func stands(_ part: [String], at start: Int) -> Bool {
            start + part.count <= words.count && zip(words[start...], part).allSatisfy { word, listed in
                // Arabic writes “and” onto the first word of whatever follows.
                word == listed || part.count + entry.parts.count > 2 && (word == "و" + listed || word == "ف" + listed)
                    || WordFolding.matches(word, listed) && !(part.count == 1 && entry.parts.count == 1 && exact.contains(word))
            }
        }
        return words.indices.compactMap { start in
            guard let first = entry.parts.first, stands(first, at: start) else { return nil }
            var found = Array(start..<(start + first.count))
            for part in entry.parts.dropFirst() {
                guard let next = (0...Self.gap).map({ found[found.count - 1] + 1 + $0 }).first(where: { stands(part, at: $0) }) else { return nil }
                found += Array(next..<(next + part.count))
            }
            return found
        }
    }

    private func take(_ entry: Entry, _ need: inout DirectoryNeed, _ implied: inout [String]) {
        switch entry.kind {
        case "service": if !need.types.contains(entry.code) { need.types.append(entry.code) }
        case "nationality": need.nationality = need.nationality ?? entry.code
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
