extension OrganisationComparison {
    /// The telling words of an organisation's name as sounds in small letters, in the order of the alphabet: the form in which names of several scripts can be encoded. Legal forms
    /// and words for what a company does are left out unless nothing else is there.
    /// - Parameter name: as it is written; of trade names beside it the first name counts.
    public static func telling(_ name: String) -> String {
        guard let words = OrganisationName.names(in: name).first?.words else { return "" }
        let proper = words.filter { $0.weight >= 1 }
        let sounds = (proper.isEmpty ? words : proper).map { word in
            Sound.notation(word.part.sounds).lowercased().replacing("@", with: "a").replacing("'", with: "")
        }
        return sounds.filter { !$0.isEmpty }.sorted().joined(separator: " ")
    }
}
