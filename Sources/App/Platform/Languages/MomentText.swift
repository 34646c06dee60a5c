import Dictionary

/// Moments and days as people read them. Moments are shown in UTC, which the text says.
enum MomentText {
    /// - Parameter milliseconds: since 1970.
    static func text(_ milliseconds: UInt64, _ translator: Translator) -> String {
        let seconds = Int(milliseconds / 1000)
        guard let day = CalendarDay(daysSinceEpoch: seconds / 86_400) else { return "" }
        let minutes = seconds % 86_400 / 60
        let time = "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60)) UTC"
        return self.day(day, translator) + " " + translator.catalogue.facts(of: translator.language).localised(time)
    }

    /// The day of a moment, in UTC.
    /// - Parameter milliseconds: since 1970.
    static func day(of milliseconds: UInt64, _ translator: Translator) -> String {
        CalendarDay(daysSinceEpoch: Int(milliseconds / 86_400_000)).map { day($0, translator) } ?? ""
    }

    /// `3 April 2019` in the words and digits of the language.
    static func day(_ day: CalendarDay, _ translator: Translator) -> String {
        let facts = translator.catalogue.facts(of: translator.language)
        return facts.localised("\(day.day) ") + facts.months[day.month - 1] + facts.localised(" \(day.year)")
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
