/// What a part of a name is worth by how rare it is.
public struct NameRarity: Sendable {
    /// Rarity by standard spelling.
    private let rarities: [[UInt8]: Float]
    /// The least by the classes of consonants, see ``Sound/skeleton(_:)``.
    private let rarityOfClasses: [UInt32: Float]

    /// From `name-part-rates.csv` in Resources.
    public static let standard = NameRarity()

    private init() {
        var rarities: [[UInt8]: Float] = [:]
        var ofClasses: [UInt32: Float] = [:]
        for row in MatchingResources.rows("name-part-rates.csv") where row.count == 3 {
            guard let value = Float(row[1]) else { continue }
            let sounds = Sound.codes(row[0].utf8)
            rarities[sounds] = value
            let classes = Sound.skeleton(sounds)
            ofClasses[classes] = min(ofClasses[classes] ?? 1, value)
        }
        self.rarities = rarities
        rarityOfClasses = ofClasses
    }

    /// From 0 to 1.
    func rarity(ofSounds sounds: [UInt8]) -> Float { rarities[sounds] ?? 1 }

    /// From 0 to 1, the same for spellings in every script: that of the commonest name with these classes of consonants.
    func classRarity(_ part: NamePart) -> Float { rarityOfClasses[part.soundClass] ?? 1 }
}
