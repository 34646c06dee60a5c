/// What pieces of evidence weigh in an index, in bits.
///
/// Judgement from the chances behind them: two people who share nothing agree on a full birth date once in about 20,000 and on a year of birth once in 40 to 50
/// (most workers are born in as many years); one date in twenty is written wrongly, one name in three.
enum EvidenceWeights {
    /// How much faster the evidence is lost than the likeness.
    private static let nameSlope: Float = 1.3

    /// What is lost at most whenever a name is spelt in another way at all: six names of ten are written alike, and of the ways of writing the others each has a
    /// tenth or less.
    private static let otherSpelling: Float = 3
    /// And at most this share of what the name tells: among few people even a doubtful likeness is the best there is.
    private static let otherSpellingShare: Float = 0.25
    /// What answering to a name is worth at least, so that it is no missing name.
    private static let leastOfName: Float = 0.2

    /// What a name is worth that answers to a word of the query.
    ///
    /// - Parameters:
    ///   - information: what the word is worth if it is written alike.
    ///   - similarity: 1 where it is written alike; ``likeSpelling`` at most where it only sounds so.
    static func name(_ information: Float, similarity: Float) -> Float {
        if similarity >= 1 { return information }
        let share = 1 - nameSlope * (1 - similarity)
        return share <= 0 ? 0 : max(leastOfName, information * share - min(otherSpelling, information * otherSpellingShare))
    }

    /// The most that two spellings can be alike that are not the same.
    static let likeSpelling: Float = 0.98

    /// A word of the query that the record has not.
    static func missing(_ word: QueryWord) -> Float { -3 * word.part.role.weight }

    /// A word of the record that was not asked for.
    static let furtherName: Float = -0.9
    /// Words in the order in which they were asked for.
    static let order: Float = 0.4

    static func born(_ agreement: ComparedDate.Agreement, isFull: Bool) -> Float {
        switch agreement {
        case .same: isFull ? 13 : 5
        case .swapped: 9
        case .oneSlip: 7
        case .sameMonth: 6
        case .sameYear: 5
        case .nearYear: 1
        case .different: -5
        }
    }

    /// - Parameter share: the share of all people who are of that place.
    static func place(_ agreement: ComparedPlace.Agreement, rarity: Float) -> Float {
        switch agreement {
        case .same: min(max(rarity, 1), 10)
        case .within: min(max(rarity, 1), 9)
        case .partly: 1.5
        case .different: -2.5
        }
    }

    static func number(_ agreement: ComparedNumber.Agreement) -> Float {
        switch agreement {
        case .same: 22
        case .sameEnding: 20
        case .lookalike: 19
        case .oneSlip: 14
        case .different: 0
        }
    }
}
