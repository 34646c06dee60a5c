extension OrganisationComparison {
    /// The telling words of an organisation's name as sounds in small letters, in the order of the alphabet: the form in which names of several scripts can be encoded. Legal forms
    /// and words for what a company does are left out unless nothing else is there.
    /// - Parameter name: as it is written; of trade names beside it the first name counts.
    public static func telling(_ name: String) -> String {
        guard let words = OrganisationNames(name).main.first?.words else { return "" }
        let hasProper = words.contains { $0.weight >= 1 }
        var (sounds, article): ([String], String) = ([], "")
        for word in words {
            let sound = Sound.notation(word.part.sounds).lowercased().replacing("@", with: "a").replacing("'", with: "")
            // An article belongs to the word after it, with which some scripts and spellings write it together.
            if word.weight <= articleWeight {
                article += sound
                continue
            }
            if word.weight >= 1 || !hasProper { sounds.append(article + sound) }
            article = ""
        }
        return sounds.filter { !$0.isEmpty }.sorted().joined(separator: " ")
    }

    /// The same words as they are written, for finding names that have other words beside them.
    public static func proper(_ name: String) -> String {
        let words = OrganisationNames(name).main.first?.words ?? []
        return words.filter { $0.weight >= 1 }.map { String(decoding: $0.part.text, as: UTF8.self) }.joined(separator: " ")
    }

    /// What an article counts in `OrganisationName`.
    private static let articleWeight: Float = 0.1
}
