import Dictionary

/// Cases with something in common, gathered for those who bring claims together: the same employer or agency, the same provision, or the same pattern.
struct ClaimGroups: Sendable {
    /// What the cases of a group have in common.
    enum Kind: String, Sendable, CaseIterable {
        /// Claims against the same employer or agency.
        case respondent
        /// Claims under the same article of the same law.
        case rule
        /// The same heads claimed in the same country of work.
        case pattern
    }

    struct Group: Sendable {
        /// A record, a provision in words, or codes: what the kind goes by.
        var key: String
        var byCase: [String: [ClaimLine]]

        var lines: [ClaimLine] { byCase.values.flatMap { $0 } }

        /// In how many cases a value occurs: what is in all is common, the rest differs.
        func counts(_ values: (ClaimLine) -> [String]) -> [String: Int] {
            var counts: [String: Int] = [:]
            for lines in byCase.values { for value in Set(lines.flatMap(values)) { counts[value, default: 0] += 1 } }
            return counts
        }
    }

    let kind: Kind
    /// Of at least two cases, the largest first.
    let groups: [Group]

    /// O(claims).
    init(_ kind: Kind, of lines: [ClaimLine]) {
        self.kind = kind
        var byKey: [String: [String: [ClaimLine]]] = [:]
        for (caseRecord, lines) in [String: [ClaimLine]](grouping: lines, by: \.caseRecord) {
            for (key, lines) in Self.keys(kind, lines) { byKey[key, default: [:]][caseRecord] = lines }
        }
        groups = byKey.filter { $0.value.count > 1 }.map { Group(key: $0.key, byCase: $0.value) }
            .sorted { ($0.byCase.count, $1.key) > ($1.byCase.count, $0.key) }
    }

    /// By what one case belongs to groups, with those of its claims that make it belong.
    private static func keys(_ kind: Kind, _ lines: [ClaimLine]) -> [String: [ClaimLine]] {
        var keys: [String: [ClaimLine]] = [:]
        switch kind {
        case .respondent: for line in lines { for respondent in line.respondents { keys[respondent, default: []].append(line) } }
        case .rule: for line in lines { for provision in line.provisions { keys[provision, default: []].append(line) } }
        case .pattern:
            for (country, lines) in [String?: [ClaimLine]](grouping: lines, by: \.country) {
                let heads = Set(lines.compactMap(\.head)).sorted()
                guard let country, !heads.isEmpty else { continue }
                keys[([country] + heads).joined(separator: " ")] = lines
            }
        }
        return keys
    }
}

extension ClaimLine {
    /// The provisions on which it rests: each is a law and an article.
    var provisions: [String] {
        var seen: Set<String> = []
        return (basis ?? "").utf8.split(separator: UInt8(ascii: ";")).map { String(decoding: Array($0), as: UTF8.self).trimmingSpaces }
            .filter { !$0.isEmpty && seen.insert($0).inserted }
    }
}
