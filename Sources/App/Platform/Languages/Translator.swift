import Dictionary

/// The product's words in one language, with what is missing taken from English.
///
/// Keys are `feature.page.thing`; texts are in `Resources/languages/TAG/FEATURE.json`: an object of key to text, or to an object of plural category (`zero`, `one`,
/// `two`, `few`, `many`, `other`; Unicode CLDR) to text. `{name}` in a text is replaced by the argument of that name.
struct Translator: Sendable {
    enum Argument: Sendable {
        case text(String)
        /// Chooses the plural form if it is called `count`, and is shown with the language's digits.
        case number(Int)
    }

    let catalogue: LanguageCatalogue
    /// A tag of BCP 47, such as `ne`.
    let language: String
    /// By which times are told; UTC without one.
    var clock: LocalClock?

    /// `rtl` or `ltr`.
    var direction: String { catalogue.direction(of: language) }

    var facts: LanguageFacts { catalogue.facts(of: language) }

    /// A number such as `1200.50` as the language writes it.
    func decimal(_ number: String) -> String { facts.text(decimal: number) }

    /// The day of a moment.
    /// - Parameter milliseconds: since 1970.
    func day(of milliseconds: UInt64) -> CalendarDay? { clock.map { $0.day(of: milliseconds) } ?? CalendarDay(daysSinceEpoch: Int(milliseconds / 86_400_000)) }

    func callAsFunction(_ key: String, _ arguments: [String: Argument] = [:]) -> String {
        catalogue.text(key, language: language, arguments)
    }
}
