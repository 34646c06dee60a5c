import Matching

/// Which numbers of a partner's list probably are of people of ours.
enum LinkageComparison {
    struct Match: Sendable, Hashable {
        /// Of the partner's list, through all its sets.
        var number: Int
        /// Our candidate.
        var candidate: Int
        /// From 0 to 1.
        var similarity: Double
    }

    /// - Returns: of each number at most one, in the order of the numbers.
    /// - Throws: `EncodingError` if the list was made with another secret or other fields.
    static func matches(_ parcel: LinkageParcel, _ candidates: [LinkageCandidate]) throws -> [Match] {
        guard !candidates.isEmpty else { return [] }
        let own = try LinkageEncoding.encode(candidates, secret: parcel.secret)
        var (found, first): ([Match], Int) = ([], 0)
        for part in parcel.parts {
            defer { first += part.size.count }
            guard let ours = own.parts.first(where: { $0.set == part.size.set }) else { continue }
            let pairs = try EncodedComparison(part.encodings, ours.encodings).pairs(from: part.size.set.threshold).pairs.filter { pair in
                // Two sightings of somebody whom nobody looks for help nobody.
                pair.left < part.size.notices || candidates[ours.candidates[pair.right]].kind != .sighting
            }
            for pair in EncodedComparison.oneToOne(pairs) {
                found.append(Match(number: first + pair.left, candidate: ours.candidates[pair.right], similarity: pair.similarity))
            }
        }
        return found.sorted { $0.number < $1.number }
    }
}
