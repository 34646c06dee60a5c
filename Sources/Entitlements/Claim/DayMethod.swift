/// How the wage of a day or an hour is made from that of a month where ways differ: tried beside the law's own way, so that a figure from a newspaper or an
/// employer can be recognised.
struct DayMethod: Sendable {
    /// Days by which months are divided in published calculations: working days, calendar days, and a year of 365 days over twelve.
    static let daysInUse: [Fraction] = [26, 30, Fraction(365, over: 12)]

    /// What is brought to decimals before it is multiplied.
    enum Stage: String, Sendable, CaseIterable {
        case hour
        case dayAndHour = "day and hour"
    }

    /// nil for the law's own.
    var days: Fraction?
    /// nil where nothing is rounded before the end.
    var stage: Stage?
    var places = 2
    var isCut = false

    /// Every way that is tried for a currency of so many decimal places.
    static func all(places: Int) -> [DayMethod] {
        let decimals = Set([2, places]).sorted()
        let stages = Stage.allCases.flatMap { stage in
            decimals.flatMap { places in [false, true].map { DayMethod(stage: stage, places: places, isCut: $0) } }
        }
        return ([nil] + daysInUse.map(Optional.some)).flatMap { days in
            ([DayMethod()] + stages).map { method in
                var method = method
                method.days = days
                return method
            }
        }
    }

    func day(_ exact: Fraction) -> Fraction { stage == .dayAndHour ? decimals(exact) : exact }

    func hour(_ exact: Fraction) -> Fraction { stage == nil ? exact : decimals(exact) }

    private func decimals(_ exact: Fraction) -> Fraction { isCut ? exact.truncated(places: places) : exact.rounded(places: places) }

    /// How it is told.
    var basis: Sentence {
        let rounding = stage.map { "method." + $0.rawValue.filter { $0 != " " } + (isCut ? ".cut" : ".rounded") } ?? "rounding.attheend"
        guard let days else { return Sentence(stage == nil ? "reading.rounding-only" : "reading.places", [.words(rounding), .number(Fraction(places))]) }
        return Sentence(stage == nil ? "reading.days" : "reading.days-places", [.number(days), .words(rounding), .number(Fraction(places))])
    }
}

extension ClaimCalculation {
    /// How many entries of overtime or days are at most tried in other ways; more would take longer than the claim itself.
    private static let mostTried = 60

    /// Adds what other divisors and roundings give for a head that is reckoned by hours or days.
    func addDayMethods(_ head: inout Head, entries: Int, _ compute: (ClaimCalculation) -> Fraction?) {
        guard findsReadings, let amount = head.amount, amount > 0, entries <= Self.mostTried else { return }
        var seen: Set<Fraction> = [amount]
        for method in DayMethod.all(places: law.currency.places) {
            var calculation = self
            calculation.dayMethod = method
            calculation.findsReadings = false
            calculation.isTrial = true
            guard let other = compute(calculation).map(law.currency.rounded), seen.insert(other).inserted else { continue }
            head.roundings.append(Head.Reading(amount: other, basis: method.basis))
        }
    }
}
