import Dictionary
import Entitlements

/// The steps of a power of attorney between two countries, from what is on file about them (`MandateLibrary`). Where nothing is, the page says whom to ask.
enum MandateSteps {
    /// The steps to offer, in their usual order; codes of the list `mandate-step`. A working list, not a rule of law: the body that takes the paper decides.
    static func steps(from country: String?, to forum: String?, on day: CalendarDay) -> [String] {
        if country != nil, country == forum { return ["signed", "witnessed", "notarised", "mission", "translated", "accepted"] }
        // Whoever signs in another country than that of the body will have to be heard from there.
        let remote = ["remote-asked", "remote-allowed", "remote-refused"]
        if MandateLibrary.needsOnlyApostille(from: country, to: forum, on: day.lawDay) == true {
            return ["signed", "notarised", "apostille", "translated", "accepted"] + remote
        }
        return ["signed", "witnessed", "notarised", "ministry-home", "embassy-forum", "ministry-forum", "translated", "accepted"] + remote
    }
}
