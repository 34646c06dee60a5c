/// Cuts Burmese into syllables.
///
/// A syllable begins at every consonant and independent vowel that is neither silenced (by asat, as the last letter of a syllable is) nor joined with the letter before or after it by
/// the sign for stacking (Unicode Standard 15, section 16.3; the rule is that of sylbreak, Ye Kyaw Thu, 2017, MIT).
enum BurmeseSyllables {
    private static let asat: UInt32 = 0x103A
    private static let stacking: UInt32 = 0x1039

    /// The signs for tones, which are left out as often as they are written.
    static func isTone(_ scalar: UInt32) -> Bool { scalar == 0x1037 || scalar == 0x1038 }

    /// - Parameter scalars: letters of the script Myanmar, without signs for tones.
    /// - Complexity: linear.
    static func cut(_ scalars: [UInt32]) -> [[UInt32]] {
        var syllables: [[UInt32]] = []
        for (place, scalar) in scalars.enumerated() {
            let next = place + 1 < scalars.count ? scalars[place + 1] : 0
            let isJoined = place > 0 && scalars[place - 1] == stacking
            if place == 0 || begins(scalar) && next != asat && next != stacking && !isJoined {
                syllables.append([scalar])
            } else {
                syllables[syllables.count - 1].append(scalar)
            }
        }
        return syllables
    }

    private static func begins(_ scalar: UInt32) -> Bool { (0x1000...0x102A).contains(scalar) || scalar == 0x103F }
}
