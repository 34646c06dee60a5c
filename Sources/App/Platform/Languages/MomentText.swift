import Dictionary

/// Moments and days as people read them: by the clock of their organisation, or in UTC, which the text then says.
enum MomentText {
    /// - Parameter milliseconds: since 1970.
    static func text(_ milliseconds: UInt64, _ translator: Translator) -> String {
        if let local = translator.clock?.text(milliseconds, translator) { return local }
        let minutes = Int(milliseconds / 60_000) % 1_440
        let time = "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60)) UTC"
        return CalendarDay(daysSinceEpoch: Int(milliseconds / 86_400_000)).map { day($0, translator) + " " + translator.facts.localised(time) } ?? ""
    }

    /// The day of a moment.
    /// - Parameter milliseconds: since 1970.
    static func day(of milliseconds: UInt64, _ translator: Translator) -> String { translator.day(of: milliseconds).map { day($0, translator) } ?? "" }

    /// `3 April 2019` in the words and digits of the language.
    static func day(_ day: CalendarDay, _ translator: Translator) -> String {
        let facts = translator.facts
        return facts.localised("\(day.day) ") + facts.months[day.month - 1] + facts.localised(" \(day.year)")
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
