/// What happened in a made-up case: everything that its records have to agree on.
struct CaseStory {
    var number: Int
    /// `GENERATED-0001`: the mark that everything made up carries.
    var reference: String
    var corridorIndex: Int
    var corridor: DemonstrationCorridor
    var sector: DemonstrationSector
    var pattern: DemonstrationPattern
    var isWoman: Bool
    var age: Int
    var workers: Int
    var headcount: Int
    /// Days since 1970.
    var intake: Int
    var employedSince: Int
    var isClosed: Bool
    var violations: [String]
    var monthsUnpaid: Int
    var wageAgreed: Int
    var wagePaid: Int
    var feeInDollars: Int
    var town: String
    var home: String

    /// Days since 1970 on which made-up cases were first heard of: January 2021 to June 2026.
    private static let intakeDays = 18_631...20_610

    init(number: Int, random: inout SeededRandom) {
        self.number = number
        let digits = String(number)
        reference = "GENERATED-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        corridorIndex = random.weighted(DemonstrationCorridor.all.enumerated().map { ($0.offset, weight: $0.element.weight) })
        corridor = DemonstrationCorridor.all[corridorIndex]
        sector = random.weighted(corridor.sectors)
        pattern = random.weighted(sector.patterns)
        isWoman = random.happens(sector.shareOfWomen)
        // The youngest third of the years, mostly: the sum of two draws.
        age = 18 + random.number(0...16) + random.number(0...18)
        let isGroup = !sector.businesses.isEmpty && random.happens(0.06)
        headcount = isGroup ? random.number(2...140) : 1
        workers = isGroup ? min(headcount, random.number(2...3)) : 1
        intake = random.number(Self.intakeDays)
        employedSince = intake - random.number(60...1100)
        isClosed = random.happens(intake < 20_089 ? 0.8 : 0.3)
        let possible = pattern.violations
        violations = possible.always
        for violation in possible.sometimes where random.happens(0.4) { violations.append(violation) }
        monthsUnpaid = random.number(1...9)
        wageAgreed = random.number(corridor.wage)
        wagePaid = violations.contains("underpayment") || violations.contains("contract-substitution") ? wageAgreed * random.number(55...85) / 100 : wageAgreed
        feeInDollars = random.number(corridor.fee)
        town = random.element(of: corridor.towns)
        home = random.element(of: corridor.people.homes)
    }

    /// Dollars in the currency of the destination.
    func local(dollars: Int) -> Int { dollars * corridor.perHundredDollars / 100 }

    /// An amount of the destination's currency in dollars.
    func dollars(local: Int) -> Int { local * 100 / corridor.perHundredDollars }

    /// Puts what a phrase leaves open in place of `{job}`, `{home}` and the like.
    func fill(_ phrase: String, agency: String) -> String {
        var text = ""
        for (index, part) in phrase.utf8.split(separator: UInt8(ascii: "{"), omittingEmptySubsequences: false).enumerated() {
            guard index > 0, let end = part.firstIndex(of: UInt8(ascii: "}")) else {
                text += String(decoding: part, as: UTF8.self)
                continue
            }
            text += word(String(decoding: part[..<end], as: UTF8.self), agency: agency)
            text += String(decoding: part[part.index(after: end)...], as: UTF8.self)
        }
        return text
    }

    private func word(_ name: String, agency: String) -> String {
        switch name {
        case "job": sector.job
        case "home": home
        case "town": town
        case "destination": corridor.destinationName
        case "agency": agency
        case "wage": "\(wageAgreed) \(corridor.currency)"
        case "fee": "\(feeInDollars) US dollars"
        case "months": String(monthsUnpaid)
        default: name
        }
    }
}

/// Bands of the dictionary's lists.
enum DemonstrationBands {
    static func amount(dollars: Int) -> String {
        switch dollars {
        case ..<100: "under-100"
        case ..<500: "from-100-to-499"
        case ..<1000: "from-500-to-999"
        case ..<2500: "from-1000-to-2499"
        case ..<5000: "from-2500-to-4999"
        case ..<10000: "from-5000-to-9999"
        case ..<50000: "from-10000-to-49999"
        default: "from-50000"
        }
    }

    static func age(_ years: Int) -> String {
        switch years {
        case ..<9: "age-0-8"
        case ..<18: "age-9-17"
        case ..<21: "age-18-20"
        case ..<24: "age-21-23"
        case ..<27: "age-24-26"
        case ..<30: "age-27-29"
        case ..<39: "age-30-38"
        case ..<48: "age-39-47"
        default: "age-48-plus"
        }
    }

    static func months(_ months: Int) -> String {
        switch months {
        case ..<1: "under-1-month"
        case ..<3: "from-1-to-2-months"
        case ..<6: "from-3-to-5-months"
        case ..<12: "from-6-to-11-months"
        case ..<24: "from-1-to-2-years"
        default: "from-2-years"
        }
    }

    static func headcount(_ workers: Int) -> String {
        switch workers {
        case ..<2: "one"
        case ..<6: "from-2-to-5"
        case ..<11: "from-6-to-10"
        case ..<26: "from-11-to-25"
        case ..<51: "from-26-to-50"
        case ..<101: "from-51-to-100"
        case ..<501: "from-101-to-500"
        default: "over-500"
        }
    }

    static func hours(_ hours: Int) -> String {
        switch hours {
        case ..<9: "up-to-8-hours"
        case ..<11: "from-9-to-10-hours"
        case ..<13: "from-11-to-12-hours"
        case ..<17: "from-13-to-16-hours"
        default: "over-16-hours"
        }
    }
}
