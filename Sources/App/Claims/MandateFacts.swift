/// What is on file about powers of attorney between two countries: only what a source was read for. Where none was, the page says whom to ask.
enum MandateFacts {
    /// Since when the Apostille Convention (Hague Convention of 5 October 1961 abolishing the requirement of legalisation for foreign public documents) is in force for
    /// a state, as the source beside it says. States that are not here were not looked up; it is not said that they are no parties.
    static let apostilleSince: [String: Apostille] = [
        "SA": Apostille(year: 2022, month: 12, day: 7, source: statusTable), "BH": Apostille(year: 2013, month: 12, day: 31, source: statusTable),
        "BD": Apostille(year: 2025, month: 3, day: 30, source: statusTable),
        // As the national news agency reports the advisory of the Department of Foreign Affairs.
        "PH": Apostille(year: 2019, month: 5, day: 14, source: "https://www.pna.gov.ph/articles/1069175"),
        // Royal Decree 47/2009, as a newsletter of a law firm reports it.
        "OM": Apostille(year: 2012, month: 1, day: 30, source: "http://ipemptyquarter.blogspot.com/2012/01/oman-acceds-to-hague-convention.html"),
    ]

    /// The first day, and where it was read.
    struct Apostille: Sendable {
        var year: Int
        var month: Int
        var day: Int
        var source: String
    }

    private static let statusTable = "https://www.hcch.net/pt/instruments/conventions/status-table/print/?cid=41"

    /// Whether a paper that is signed in one country needs an apostille for the other, instead of a chain of legalisations.
    /// - Returns: nil where it is not on file for both.
    static func needsOnlyApostille(from country: String?, to forum: String?) -> Bool? {
        guard let country, let forum, country != forum, apostilleSince[country] != nil, apostilleSince[forum] != nil else { return nil }
        return true
    }

    /// The steps to offer, in their usual order; codes of the list `mandate-step`. A working list, not a rule of law: the body that takes the paper decides.
    static func steps(from country: String?, to forum: String?) -> [String] {
        if country != nil, country == forum { return ["signed", "witnessed", "notarised", "mission", "translated", "accepted"] }
        // Whoever signs in another country than that of the body will have to be heard from there.
        let remote = ["remote-asked", "remote-allowed", "remote-refused"]
        if needsOnlyApostille(from: country, to: forum) == true { return ["signed", "notarised", "apostille", "translated", "accepted"] + remote }
        return ["signed", "witnessed", "notarised", "ministry-home", "embassy-forum", "ministry-forum", "translated", "accepted"] + remote
    }
}
