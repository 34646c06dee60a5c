/// What a part of a name is worth by how rare it is.
public struct NameRarity: Sendable {
    /// Rarity by standard spelling.
    private let rarities: [[UInt8]: Float]

    /// From `name-part-rates.csv` in Resources.
    public static let standard = NameRarity()

    private init() {
        var rarities: [[UInt8]: Float] = [:]
        for row in MatchingResources.rows("name-part-rates.csv") where row.count == 3 {
            if let value = Float(row[1]) { rarities[Sound.codes(row[0].utf8)] = value }
        }
        self.rarities = rarities
    }

    /// From 0 to 1.
    func rarity(_ part: NamePart) -> Float { rarities[part.sounds] ?? 1 }
}
