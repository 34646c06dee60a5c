import Entitlements
import Foundation

/// What one claim costs with all readings, and how long all claims take to be recomputed after a change of law.
struct ClaimsBenchmark {
    private let options: Options

    init(_ options: Options) {
        self.options = options
    }

    func run() throws {
        let books = try LawLibrary.books().filter { $0.category == .privateSector }
        let today = Day(number: 20_600)
        let hijri = HijriCalendar.standard()
        let full = books.map { ClaimCalculation(law: $0, today: today, hijri: hijri) }
        let brief = full.map {
            var calculation = $0
            calculation.findsReadings = false
            return calculation
        }
        let facts = (0..<options.count(or: 100_000)).map { madeUp($0, books) }
        var total = Fraction(0)
        let one = median((0..<200).map { index in processorSeconds { total += full[index % books.count].claim(for: facts[index % facts.count]).total } })
        var all = 0.0
        let wall = seconds {
            all = processorSeconds { for (index, facts) in facts.enumerated() { total += brief[index % books.count].claim(for: facts).total } }
        }
        try printFigures([
            "oneClaimMicroseconds": one * 1e6, "claims": facts.count, "allProcessorSeconds": all, "allSeconds": wall, "isPositive": total > 0,
        ])
    }

    /// Different lengths of service, endings and wages, with overtime, leave, notice and an unpaid period.
    private func madeUp(_ index: Int, _ books: [LawBook]) -> EmploymentFacts {
        var facts = EmploymentFacts(country: books[index % books.count].country)
        let end = Day(number: 16_000 + index * 37 % 4_500)
        facts.start = KnownDate(end.adding(days: -(200 + index * 101 % 6_000)))
        facts.end = KnownDate(end)
        facts.ending = Ending.allCases[index / books.count % 5]
        facts.wage.basic = Fraction(500 + index % 3_000)
        facts.wage.monthly = Fraction(700 + index % 3_000)
        facts.leaveTaken = Fraction(index % 40)
        facts.noticeGiven = Fraction(index % 30)
        facts.unpaidPeriods = [UnpaidPeriod(from: end.adding(days: -80), until: end)]
        var overtime = WorkItem()
        overtime.hours = Fraction(index % 90)
        facts.overtime = index % 90 == 0 ? [] : [overtime]
        return facts
    }
}
