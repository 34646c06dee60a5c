import Formats

/// Words that say whether help is needed at a place that a sentence names, or whether somebody comes from there or goes there (Resources/directory/place-words.csv).
///
/// In English, Arabic and Indonesian they stand before the place, in Nepali, Hindi and Bengali after it or hang on it. What they leave open is asked.
struct PlaceWords: Sendable {
    enum Role: String, Sendable {
        /// Beside the place: in, from, to, and of (“the embassy of Nepal” is anywhere).
        case at, from, to, of
        /// In the same part of the sentence: the time, the way, the wish.
        case now, arrived, moving, past, wish
        /// Joins two parts of a sentence.
        case and
    }

    /// A country or a town that was named.
    struct Mention: Sendable {
        var range: Range<Int>
        var country: String
        /// Nil for a country.
        var locality: String?
        /// What hangs on the name.
        var hung: (before: String, after: String)
    }

    private var phrases: [(role: Role, words: [String])] = []
    private var endings: [String: Role] = [:]
    private var beginnings: [String: Role] = [:]

    /// - Parameter bytes: the table with the column `role` and one for each language, alternatives with `|` between them; `-x` hangs on the end of a word, `x-` before it.
    /// - Throws: ``ImportError`` if it is no such table.
    init(table bytes: [UInt8]) throws(ImportError) {
        var table = try CSVTable(bytes: bytes, name: "place-words.csv", encoding: "utf-8")
        while let row = try table.next() {
            guard let role = row.fields.first.flatMap(Role.init) else { continue }
            for phrase in row.fields.dropFirst().flatMap({ $0.split(separator: "|").map { String($0).trimmed } }) {
                let words = WordFolding.words(phrase)
                guard !words.isEmpty else { continue }
                // By scalars: a vowel sign makes one character of the hyphen before it.
                if phrase.unicodeScalars.first == "-" {
                    endings[words[0]] = role
                } else if phrase.unicodeScalars.last == "-" {
                    beginnings[words[0]] = role
                } else {
                    phrases.append((role, words))
                }
            }
        }
        phrases.sort { $0.words.count > $1.words.count }
    }

    /// The words that come with the program.
    static func standard() throws(ImportError) -> PlaceWords {
        let path = "Interchange/Resources/directory/place-words.csv"
        guard let file = EmbeddedFiles.all(in: path).first else {
            throw ImportError(place: path, problem: "the list of words is not in this program", remedy: "Build it again from its sources.")
        }
        return try PlaceWords(table: file.bytes)
    }

    // MARK: What a sentence has of them

    /// The words of a sentence with what they say of places.
    struct Sayings: Sendable {
        var words: [String]
        /// Positions that begin a part of the sentence: after a mark, and after a word that joins.
        var starts: Set<Int>
        /// Only those after a mark.
        var markStarts: Set<Int>
        var found: [(role: Role, range: Range<Int>)]

        /// All positions that were understood.
        var indices: Set<Int> { Set(found.flatMap(\.range)) }

        /// Whether these words name a country after “from”, and a way stands before it.
        func isReturn(from found: [Int]) -> Bool {
            guard let first = found.first, self.found.contains(where: { $0.role == .from && $0.range.lowerBound == first }) else { return false }
            return self.found.contains { [.moving, .arrived].contains($0.role) && ($0.range.upperBound == first || $0.range.upperBound == first - 1) }
        }

        /// Whether a word at this position stands directly before a place or what leads to it.
        func tellsWhere(_ index: Int, _ mentions: [Mention]) -> Bool {
            mentions.contains { mention in
                if index + 1 == mention.range.lowerBound { return true }
                return found.contains { [.at, .to].contains($0.role) && $0.range.lowerBound == index + 1 && $0.range.upperBound == mention.range.lowerBound }
            }
        }

        func part(before index: Int, from limit: Int, among starts: Set<Int>) -> Range<Int> {
            var start = index
            while start > limit, !starts.contains(start) { start -= 1 }
            return max(start, limit)..<index
        }

        func part(after index: Int, to limit: Int, among starts: Set<Int>) -> Range<Int> {
            var end = index
            while end < limit, !starts.contains(end) { end += 1 }
            return index..<end
        }

        func has(_ role: Role, in range: Range<Int>) -> Bool {
            found.contains { $0.role == role && $0.range.lowerBound >= range.lowerBound && $0.range.upperBound <= range.upperBound }
        }
    }

    func sayings(_ split: [(written: String, folded: String, isAfterMark: Bool)]) -> Sayings {
        let words = split.map(\.folded)
        var found: [(role: Role, range: Range<Int>)] = []
        for (role, phrase) in phrases {
            for start in words.indices where start + phrase.count <= words.count {
                let range = start..<(start + phrase.count)
                guard zip(words[range], phrase).allSatisfy({ $0 == $1 || Self.isForm($0, of: $1) }) else { continue }
                // The longer phrase counts: “embassy of” is no “of”, “came back” no “back”.
                let isOutdone = found.contains { other, longer in
                    other != role && longer.count > range.count && longer.overlaps(range)
                        && (Self.isBeside(role) && Self.isBeside(other) || role == .now)
                }
                if !isOutdone {
                    found.append((role, range))
                }
            }
        }
        let marks = Set(split.indices.filter { split[$0].isAfterMark })
        let joined = Set(found.filter { $0.role == .and }.map(\.range.upperBound))
        return Sayings(words: words, starts: marks.union(joined), markStarts: marks, found: found)
    }

    private static func isBeside(_ role: Role) -> Bool { [.at, .from, .to, .of].contains(role) }

    /// Where words change by their ends, or Arabic “and” hangs before them.
    private static func isForm(_ word: String, of listed: String) -> Bool {
        if WordFolding.isPostpositional(listed) { return WordFolding.matches(word, listed) }
        return word == "و" + listed || word == "ف" + listed
    }

    // MARK: Where help is needed

    /// How a place is named, with the weight that it gives: where somebody is counts more than where they go, and that more than where they were.
    private struct Standing {
        var role: Role?
        var weight: Double
    }

    /// The places at which the help may be needed: one, several if the words do not decide between countries, or none. A town is never paired with another country.
    /// - Parameter isReturn: whether a body is to be brought home, for which both ends are asked.
    func choose(_ mentions: [Mention], _ sayings: Sayings, isReturn: Bool) -> [NeedReader.Place] {
        let mentions = mentions.sorted { $0.range.lowerBound < $1.range.lowerBound }
        let weights = weighed(mentions, sayings, isReturn: isReturn).map(\.weight)
        guard let most = weights.max() else { return [] }
        var countries: [String] = []
        for (mention, weight) in zip(mentions, weights) where weight == most && !countries.contains(mention.country) { countries.append(mention.country) }
        return countries.map { country in
            let towns = zip(mentions, weights).filter { $0.0.country == country && $0.0.locality != nil }
            let heaviest = towns.map(\.1).max()
            return NeedReader.Place(country: country, locality: towns.first { $0.1 == heaviest }?.0.locality)
        }
    }

    /// What stands beside each place.
    func roles(_ mentions: [Mention], _ sayings: Sayings) -> [(mention: Mention, role: Role?)] {
        let sorted = mentions.sorted { $0.range.lowerBound < $1.range.lowerBound }
        return zip(sorted, weighed(sorted, sayings, isReturn: false)).map { ($0, $1.role) }
    }

    /// Positions of words that no list has and that stand where the name of a place would: after “in”, and before what stands after a place.
    func unreadPlaces(_ unknown: Set<Int>, _ sayings: Sayings) -> [Int] {
        var found: [Int] = []
        for (role, range) in sayings.found where role == .at {
            let isAfter = WordFolding.isPostpositional(sayings.words[range.lowerBound])
            var index = isAfter ? range.lowerBound - 1 : range.upperBound
            while unknown.contains(index), !found.contains(index) {
                found.append(index)
                index += isAfter ? -1 : 1
            }
        }
        return found.sorted()
    }

    /// The country from which somebody is by the words of the sentence, where it is not the one in which help is needed.
    func origin(_ mentions: [Mention], _ sayings: Sayings, chosen: [NeedReader.Place], among nationalities: Set<String>) -> String? {
        let sorted = mentions.sorted { $0.range.lowerBound < $1.range.lowerBound }
        for (mention, standing) in zip(sorted, weighed(sorted, sayings, isReturn: false)) {
            guard standing.role == .from, mention.locality == nil, nationalities.contains(mention.country), !chosen.contains(where: { $0.country == mention.country })
            else { continue }
            let clause = Self.clause(of: mention, sayings)
            if !sayings.has(.moving, in: clause), !sayings.has(.arrived, in: clause) { return mention.country }
        }
        return nil
    }

    /// Whether somebody wishes to go to a country, and not only to be helped there.
    func isReturnWished(_ mentions: [Mention], _ sayings: Sayings) -> Bool {
        guard Set(mentions.map(\.country)).count > 1 else { return false }
        let sorted = mentions.sorted { $0.range.lowerBound < $1.range.lowerBound }
        return zip(sorted, weighed(sorted, sayings, isReturn: false)).contains { mention, standing in
            standing.role == .to && sayings.has(.wish, in: Self.clause(of: mention, sayings))
        }
    }

    /// The part of the sentence between two marks in which a place stands.
    private static func clause(of mention: Mention, _ sayings: Sayings) -> Range<Int> {
        let start = sayings.part(before: mention.range.lowerBound, from: 0, among: sayings.markStarts).lowerBound
        return start..<sayings.part(after: mention.range.upperBound, to: sayings.words.count, among: sayings.markStarts).upperBound
    }

    private func weighed(_ mentions: [Mention], _ sayings: Sayings, isReturn: Bool) -> [Standing] {
        var standings: [Standing] = []
        for (index, mention) in mentions.enumerated() {
            let previous = index > 0 ? mentions[index - 1] : nil
            let next = index + 1 < mentions.count ? mentions[index + 1] : nil
            let isAfter = WordFolding.isPostpositional(sayings.words[mention.range.lowerBound])
            let before = sayings.part(before: mention.range.lowerBound, from: previous?.range.upperBound ?? 0, among: sayings.starts)
            let after = sayings.part(after: mention.range.upperBound, to: next?.range.lowerBound ?? sayings.words.count, among: sayings.starts)
            let clause = Self.clause(of: mention, sayings)
            let beside = isAfter ? beside(after: mention, after, sayings) : beside(before: mention, before, sayings)
            // “Doha, Qatar” is one place, and “Beirut and Doha” are named alike.
            if beside == nil, let previous, let last = standings.last, before.isEmpty,
                mention.range.lowerBound - previous.range.upperBound == 0 && previous.country == mention.country
                    || mention.range.lowerBound - previous.range.upperBound == 1 && sayings.has(.and, in: previous.range.upperBound..<mention.range.lowerBound)
            {
                standings.append(last)
                continue
            }
            let isLast = next.map { after.upperBound < $0.range.lowerBound } ?? true
            let times = isAfter ? after : before
            let isNow =
                hasNow(before, mention, previous, sayings) || isLast && sayings.has(.now, in: after)
                || next.map { isFollowedByNow(mention, after, before: $0, sayings) } ?? false
            let isPast = sayings.has(.past, in: times) || !isAfter && isLast && sayings.has(.past, in: after)
            let weight: Double =
                switch beside {
                case .at? where isPast: 0.5
                case .at? where isNow || sayings.has(.arrived, in: times): 5
                case .at?: 3
                case .from?: isReturn || sayings.has(.wish, in: clause) ? 1 : 0
                case .to? where isReturn || sayings.has(.wish, in: clause): 1
                case .to? where isNow || sayings.has(.arrived, in: times): 4
                case .to?: 2
                default: isPast ? 0.5 : isNow ? 4 : 1
                }
            standings.append(Standing(role: beside, weight: weight))
        }
        return standings
    }

    /// “Now” in the part before a place, but not where it directly follows the place before and nothing leads on from it.
    private func hasNow(_ before: Range<Int>, _ mention: Mention, _ previous: Mention?, _ sayings: Sayings) -> Bool {
        sayings.found.contains { role, range in
            guard role == .now, range.lowerBound >= before.lowerBound, range.upperBound <= before.upperBound else { return false }
            return range.lowerBound != previous?.range.upperBound || leads(range.lowerBound, to: mention, sayings)
        }
    }

    /// “In Kathmandu now, after …”: the word follows one place and leads to no other.
    private func isFollowedByNow(_ mention: Mention, _ after: Range<Int>, before next: Mention, _ sayings: Sayings) -> Bool {
        guard !after.isEmpty, sayings.found.contains(where: { $0.role == .now && $0.range.lowerBound == after.lowerBound }) else { return false }
        return !leads(after.lowerBound, to: next, sayings)
    }

    /// Whether from a word at this position only what stands beside a place leads to it.
    private func leads(_ index: Int, to mention: Mention, _ sayings: Sayings) -> Bool {
        let rest = Array((index + 1)..<max(index + 1, mention.range.lowerBound))
        return rest.allSatisfy { position in sayings.found.contains { [.at, .to, .arrived, .now].contains($0.role) && $0.range.contains(position) } }
    }

    /// Words between a place and what stands beside it: “in the city of Doha”.
    private static let reach = 3

    private func beside(before mention: Mention, _ part: Range<Int>, _ sayings: Sayings) -> Role? {
        if let role = beginnings[mention.hung.before] { return role }
        let near = sayings.found.filter { role, range in
            Self.isBeside(role) && range.lowerBound >= part.lowerBound && range.upperBound <= part.upperBound
                && mention.range.lowerBound - range.upperBound <= Self.reach
        }
        return near.max { ($0.range.upperBound, $0.range.count) < ($1.range.upperBound, $1.range.count) }?.role
    }

    private func beside(after mention: Mention, _ part: Range<Int>, _ sayings: Sayings) -> Role? {
        let near = sayings.found.filter { role, range in
            Self.isBeside(role) && range.lowerBound >= part.lowerBound && range.upperBound <= part.upperBound && range.lowerBound - mention.range.upperBound <= 1
        }
        let role = endings[mention.hung.after] ?? near.min { $0.range.lowerBound < $1.range.lowerBound }?.role
        guard role == nil && mention.hung.after.isEmpty || role == .at else { return role }
        // Whoever goes says no more than the place (“Nepal phirta”), or hangs on it what also says where one is (“Bangladeshe phirte”).
        let isGoing = sayings.found.contains { role, range in
            (role == .moving || role == .arrived) && range.lowerBound >= part.lowerBound && range.upperBound <= part.upperBound
                && range.lowerBound - mention.range.upperBound < Self.reach
        }
        return isGoing ? .to : role
    }
}
