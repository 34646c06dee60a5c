import Formats

/// The calendars whose tables come with the product (`Resources/calendars`), read once and passed to whoever shows or reads dates.
public struct CalendarTables: Sendable {
    public let bikramSambat: TabularCalendar
    public let hijri: TabularCalendar

    /// Reads the tables; `files` gives the bytes of `calendars/bikram-sambat.csv` and `calendars/umm-al-qura.csv`.
    /// - Throws: ``DictionaryError`` that names file and column.
    public init(files: (String) -> [UInt8]?) throws(DictionaryError) {
        bikramSambat = try CalendarTables.bikramSambat(files)
        hijri = try CalendarTables.hijri(files)
    }

    /// The tables that are compiled into the binary.
    public static func standard() throws(DictionaryError) -> CalendarTables { try readStandard.get() }

    private static let readStandard = Result { () throws(DictionaryError) in try CalendarTables(files: DataDictionary.embeddedFiles) }

    /// The table of a calendar; nil for the Gregorian one, which needs none.
    public func table(_ system: CalendarSystem) -> TabularCalendar? {
        switch system {
        case .gregorian: nil
        case .bikramSambat: bikramSambat
        case .hijri: hijri
        }
    }

    /// What is kept when somebody gives a date of another calendar: the day if it is known, else the span of days that the month or year covers, since a month of one
    /// calendar is not a month of the other. In years for which tables differ the date is marked as uncertain.
    /// The date as it was given is kept beside them.
    /// - Throws: `ValueError` if there is no such date.
    public func partialDate(_ date: CalendarDate, in system: CalendarSystem) throws(ValueError) -> PartialDate {
        var kept = try days(date, in: system)
        kept.given = GivenDate(date, in: system)
        return kept
    }

    private func days(_ date: CalendarDate, in system: CalendarSystem) throws(ValueError) -> PartialDate {
        guard let table = table(system) else { return try PartialDate(edtf: date.description) }
        let days = try table.days(of: date)
        let mark = table.isUncertain(date.year) ? "?" : ""
        if days.lowerBound == days.upperBound { return try PartialDate(edtf: days.lowerBound.description + mark) }
        return try PartialDate(edtf: "\(days.lowerBound)\(mark)/\(days.upperBound)\(mark)")
    }

    /// The date in another calendar of a day that is known exactly, or of a span that is just one month or year of that calendar; nil otherwise, when it is shown as it is.
    public func date(of date: PartialDate, in system: CalendarSystem) -> CalendarDate? {
        guard let table = table(system), let first = date.earliest, let last = date.latest, let start = table.date(of: first) else { return nil }
        if first == last { return start }
        guard start.day == 1 else { return nil }
        for candidate in [CalendarDate(year: start.year, month: start.month), CalendarDate(year: start.year)] {
            if let days = try? table.days(of: candidate), days == first...last { return candidate }
        }
        return nil
    }

    private static func bikramSambat(_ files: (String) -> [UInt8]?) throws(DictionaryError) -> TabularCalendar {
        let names = ["baisakh", "jestha", "ashadh", "shrawan", "bhadra", "ashwin", "kartik", "mangsir", "poush", "magh", "falgun", "chaitra"]
        let file = "calendars/bikram-sambat.csv"
        let table = try DictionaryTable(file: file, bytes: files(file) ?? [])
        var months: [[UInt8]] = []
        var uncertain: Set<Int> = []
        let first = try year(table.rows.first, table)
        for (index, row) in table.rows.enumerated() {
            guard try year(row, table) == first + index else { throw DictionaryError("The years must follow each other.", file: file, column: "year") }
            months.append(try lengths(row, names, table))
            if table.cell(row, "unanimous") != "yes" { uncertain.insert(first + index) }
        }
        // 1 Baisakh 2000 BS, on which all tables agree.
        guard let anchor = CalendarDay(year: 1943, month: 4, day: 14),
            let calendar = TabularCalendar(
                .bikramSambat, firstYear: first, months: months, anchor: (year: 2000, day: anchor.daysSinceEpoch), uncertainYears: uncertain)
        else { throw DictionaryError("The table must have the year 2000.", file: file, column: "year") }
        return calendar
    }

    private static func hijri(_ files: (String) -> [UInt8]?) throws(DictionaryError) -> TabularCalendar {
        let file = "calendars/umm-al-qura.csv"
        let table = try DictionaryTable(file: file, bytes: files(file) ?? [])
        let first = try year(table.rows.first, table)
        let months = try table.rows.map { row throws(DictionaryError) in try lengths(row, (1...12).map { "month_\($0)" }, table) }
        let uncertain = Set(table.rows.enumerated().filter { table.cell($0.element, "unanimous") == "no" }.map { first + $0.offset })
        guard let row = table.rows.first, let start = try? PartialDate(edtf: table.cell(row, "first_day")).earliest,
            let calendar = TabularCalendar(.hijri, firstYear: first, months: months, anchor: (year: first, day: start.daysSinceEpoch), uncertainYears: uncertain)
        else { throw DictionaryError("The first row must say on which day its year began.", file: file, column: "first_day") }
        return calendar
    }

    private static func year(_ row: DictionaryTable.Row?, _ table: DictionaryTable) throws(DictionaryError) -> Int {
        guard let row, let year = Int(table.cell(row, "year")) else { throw DictionaryError("A year is missing.", file: table.file, column: "year") }
        return year
    }

    private static func lengths(_ row: DictionaryTable.Row, _ names: [String], _ table: DictionaryTable) throws(DictionaryError) -> [UInt8] {
        var lengths: [UInt8] = []
        for name in names {
            guard let length = UInt8(table.cell(row, name)), (28...32).contains(length) else {
                throw DictionaryError("A month has 28 to 32 days.", file: table.file, column: name)
            }
            lengths.append(length)
        }
        return lengths
    }
}
