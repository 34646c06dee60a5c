import Foundation

/// What pieces of evidence weigh in an index, in bits.
///
/// Judgement from the chances behind them: two people who share nothing agree on a full birth date once in about 20,000 and on a year of birth once in 40 to 50
/// (most workers are born in as many years); one date in twenty is written wrongly, one name in three.
///
/// Names are weighed as through a noisy channel (C. Shannon 1948; M. Kernighan, K. Church, W. Gale 1990 for spelling): a part of a name weighs the logarithm of how
/// likely the asked word is if that part was meant, over how likely it is from anybody of the index. What a spelling loses is therefore the same for rare and common names.
public enum EvidenceWeights {
    /// What is lost, in bits, whenever a name is spelt otherwise than it was asked for, beside what its letters or sounds lose: of the ways of writing a name
    /// that sound alike each has about a sixth of the chance of the one that was learned first.
    static let otherSpelling: Float = 2.5

    /// A spelling that loses more than this is another name.
    static let greatestLoss: Float = 18

    /// What a name loses that was written together with the next.
    static let joining: Float = 2

    /// What an initial loses that stands for a name, and what it tells: a letter is one of some 22 that are about equally frequent at the beginning of names.
    static let initialLoss: Float = 3
    static let initialInformation: Float = 4.5

    /// What a name loses for which an abbreviation stands on one side: that it is written short says nothing of how it is spelt in full.
    static let abbreviation: Float = 1

    /// What a name loses of which only the beginning was asked for, and for each letter that follows.
    static let beginning: Float = 4
    static let beginningLetter: Float = 0.3

    /// What it loses besides if more words were asked for after it: it was written short.
    static let shortened: Float = 2

    /// How many people are thought to stand behind those of the index: among few people a name is not common because one of them has it.
    static let unseenPeople: Float = 1000

    /// The most that a word can tell.
    static let mostInformation: Float = 20

    /// What a word tells that is a spelling of names which this many people have; each counted by how likely it is to be spelt so.
    static func information(people: Float, of all: Int) -> Float {
        min(mostInformation, log2((Float(all) + unseenPeople) / max(people, 0.25)))
    }

    /// The most that an abbreviation can tell: names are written short because very many people have them, also where few of an index do.
    static func mostInformation(ofAbbreviation part: NamePart) -> Float { part.rarity * log2(unseenPeople) }

    /// A word of the query that the record has not.
    static func missing(_ word: QueryWord) -> Float { -3 * word.part.role.weight * (word.part.isAbbreviation ? NameAlignment.abbreviation : 1) }

    /// What a place loses that stands at the end of the name without a sign between: one word in four that may be either is a place.
    static let placeInText: Float = 2

    /// A word of the record that was not asked for.
    static let furtherName: Float = -1.8
    /// Words in the order in which they were asked for.
    static let order: Float = 1.5

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
        case .ending: 8
        case .different: 0
        }
    }

    /// What the agreement of two dates of birth weighs, for whoever compares two single records.
    /// - Parameter isFull: whether both are known to the day.
    public static func bits(_ agreement: ComparedDate.Agreement, isFull: Bool) -> Double {
        Double(born(agreement, isFull: isFull))
    }

    /// What the agreement of two numbers weighs, for whoever compares two single records.
    public static func bits(_ agreement: ComparedNumber.Agreement) -> Double {
        Double(number(agreement))
    }
}
