import Dictionary

/// Dates as precise as they are known, in the words and digits of a language and in the calendar that the reader wants.
///
/// In the Nepali or Hijri calendar the Gregorian date stands behind in brackets, since letters and courts name either. What is no whole day, month or year of that
/// calendar is shown as it is. A date that was given in one of these calendars is shown as it was given, also to those who read Gregorian dates.
struct DateText: Sendable {
    let translator: Translator
    var system = CalendarSystem.gregorian
    /// Nil where only Gregorian dates are shown.
    var tables: CalendarTables?

    /// Letters go to bodies that count in Gregorian days, which stand first; what is not certain is said as papers say it.
    private var isForPapers = false

    init(_ translator: Translator) {
        self.translator = translator
    }

    /// For letters and other papers that leave the case.
    static func forPapers(_ translator: Translator) -> DateText {
        var dates = DateText(translator)
        dates.isForPapers = true
        return dates
    }

    /// As whoever asked wants to read dates.
    init(_ request: WebRequest, _ services: AppServices) {
        translator = request.translator
        system = request.session?.calendar ?? .gregorian
        tables = services.calendars
    }

    func text(_ date: PartialDate) -> String {
        let plain = marked(words(date), date)
        if let given = date.given, system == .gregorian || system == given.calendar { return both(plain, given.date, given.calendar) }
        guard system != .gregorian, let other = tables?.date(of: date, in: system) else { return plain }
        return both(plain, other, system)
    }

    private func both(_ plain: String, _ other: CalendarDate, _ calendar: CalendarSystem) -> String {
        let named = translator("platform.calendar.\(calendar.rawValue).date", ["date": .text(facts.localised(other.description))])
        let (first, second) = isForPapers ? (plain, named) : (named, plain)
        return translator("platform.date.both", ["date": .text(first), "gregorian": .text(second)])
    }

    func text(_ day: CalendarDay) -> String { text(PartialDate(day)) }

    private var facts: LanguageFacts { translator.catalogue.facts(of: translator.language) }

    private func marked(_ text: String, _ date: PartialDate) -> String {
        if isForPapers, date.isApproximate || date.isUncertain { return translator("platform.date.about", ["date": .text(text)]) }
        var text = text
        if date.isApproximate { text = translator("platform.date.about", ["date": .text(text)]) }
        if date.isUncertain { text = translator("platform.date.perhaps", ["date": .text(text)]) }
        return text
    }

    private func words(_ date: PartialDate) -> String {
        switch (date.precision, date.earliest, date.latest) {
        case (.day, let day?, _), (.time, let day?, _): return MomentText.day(day, translator)
        case (.month, let day?, _): return month(day)
        case (.year, let day?, _): return facts.localised("\(day.year)")
        case (.oneOf, _, _), (.allOf, _, _), (_, nil, nil): return facts.localised(date.edtf)
        case (_, let first?, nil): return translator("platform.date.since", ["date": .text(MomentText.day(first, translator))])
        case (_, nil, let last?): return translator("platform.date.until", ["date": .text(MomentText.day(last, translator))])
        case (_, let first?, let last?): return span(first, last)
        }
    }

    /// As coarse as both ends allow: whole years, whole months, days.
    private func span(_ first: CalendarDay, _ last: CalendarDay) -> String {
        let endsMonth = last.day == CalendarDay.daysInMonth(last.month, year: last.year)
        var ends = [MomentText.day(first, translator), MomentText.day(last, translator)]
        if first.day == 1 && endsMonth { ends = [month(first), month(last)] }
        if first.day == 1 && first.month == 1 && endsMonth && last.month == 12 { ends = [facts.localised("\(first.year)"), facts.localised("\(last.year)")] }
        return ends[0] == ends[1] ? ends[0] : "\(ends[0]) – \(ends[1])"
    }

    private func month(_ day: CalendarDay) -> String { facts.months[day.month - 1] + facts.localised(" \(day.year)") }
}
