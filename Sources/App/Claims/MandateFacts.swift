/// What is on file about powers of attorney between two countries: only what a source was read for. Where none was, the page says whom to ask.
enum MandateFacts {
    /// Since when the Apostille Convention (Hague Convention of 5 October 1961 abolishing the requirement of legalisation for foreign public documents) is in force for
    /// a state, as the status table of its depositary's conference says. States that are not here were not looked up; it is not said that they are no parties.
    static let apostilleSince: [String: (year: Int, month: Int, day: Int)] = ["SA": (2022, 12, 7), "BH": (2013, 12, 31), "BD": (2025, 3, 30)]

    static let apostilleSource = "https://www.hcch.net/pt/instruments/conventions/status-table/print/?cid=41"

    /// Whether a paper that is signed in one country needs an apostille for the other, instead of a chain of legalisations.
    /// - Returns: nil where it is not on file for both.
    static func needsOnlyApostille(from country: String?, to forum: String?) -> Bool? {
        guard let country, let forum, country != forum, apostilleSince[country] != nil, apostilleSince[forum] != nil else { return nil }
        return true
    }

    /// The steps to offer, in their usual order; codes of the list `mandate-step`. A working list, not a rule of law: the body that takes the paper decides.
    static func steps(from country: String?, to forum: String?) -> [String] {
        if country != nil, country == forum { return ["signed", "witnessed", "notarised", "mission", "translated", "accepted"] }
        if needsOnlyApostille(from: country, to: forum) == true { return ["signed", "notarised", "apostille", "translated", "accepted"] }
        return ["signed", "witnessed", "notarised", "ministry-home", "embassy-forum", "ministry-forum", "translated", "accepted"]
    }
}
