/// A way that workers go, as far as made-up cases need it.
struct DemonstrationCorridor: Sendable {
    var origin: String
    var originName: String
    var destination: String
    var destinationName: String
    var currency: String
    /// Units of the currency for a hundred US dollars, for the bands of amounts.
    var perHundredDollars: Int
    /// The usual wage of a month, in the currency of the destination.
    var wage: ClosedRange<Int>
    /// What workers pay to be recruited, in US dollars.
    var fee: ClosedRange<Int>
    var people: DemonstrationPeople
    /// Towns in the country of destination.
    var towns: [String]
    /// How often a case is of this corridor.
    var weight: Int
    var sectors: [(DemonstrationSector, weight: Int)]
}

/// Who goes: names, language and homes of one country of origin.
struct DemonstrationPeople: Sendable {
    /// A name in Latin letters and, where the country writes otherwise, in its own script.
    struct Name: Sendable {
        var latin: String
        var native: String?

        init(_ latin: String, _ native: String? = nil) {
            self.latin = latin
            self.native = native
        }
    }

    var language: String
    /// ISO 15924; nil where names are written in Latin letters.
    var script: String?
    var women: [Name]
    var men: [Name]
    /// Empty where people have no family name.
    var families: [Name]
    var homes: [String]
    /// Kinds of paper that a person of this country has beside the passport.
    var paper: String
}

extension DemonstrationCorridor {
    static let all: [DemonstrationCorridor] = [
        DemonstrationCorridor(
            origin: "NP", originName: "Nepal", destination: "QA", destinationName: "Qatar", currency: "QAR", perHundredDollars: 364, wage: 900...1800,
            fee: 600...2400, people: .nepali, towns: ["Doha", "Al Rayyan", "Al Wakrah", "Umm Salal", "Al Khor"], weight: 18,
            sectors: [(.construction, 50), (.security, 18), (.cleaning, 14), (.hospitality, 10), (.driving, 8)]),
        DemonstrationCorridor(
            origin: "NP", originName: "Nepal", destination: "MY", destinationName: "Malaysia", currency: "MYR", perHundredDollars: 450, wage: 1200...2000,
            fee: 800...3000, people: .nepali, towns: ["Klang", "Shah Alam", "Johor Bahru", "Penang", "Ipoh"], weight: 12,
            sectors: [(.rubberGloves, 40), (.electronics, 25), (.security, 25), (.construction, 10)]),
        DemonstrationCorridor(
            origin: "ID", originName: "Indonesia", destination: "MY", destinationName: "Malaysia", currency: "MYR", perHundredDollars: 450, wage: 900...1700,
            fee: 300...1500, people: .indonesian, towns: ["Tawau", "Sandakan", "Kuala Lumpur", "Johor Bahru", "Kuching"], weight: 14,
            sectors: [(.plantation, 45), (.domesticWork, 35), (.construction, 20)]),
        DemonstrationCorridor(
            origin: "ID", originName: "Indonesia", destination: "SA", destinationName: "Saudi Arabia", currency: "SAR", perHundredDollars: 375,
            wage: 900...1500,
            fee: 200...1200, people: .indonesian, towns: ["Riyadh", "Jeddah", "Dammam", "Taif", "Madinah"], weight: 8,
            sectors: [(.domesticWork, 85), (.driving, 15)]),
        DemonstrationCorridor(
            origin: "BD", originName: "Bangladesh", destination: "SA", destinationName: "Saudi Arabia", currency: "SAR", perHundredDollars: 375,
            wage: 700...1300,
            fee: 1500...4500, people: .bangladeshi, towns: ["Riyadh", "Jeddah", "Dammam", "Abha", "Tabuk"], weight: 14,
            sectors: [(.domesticWork, 45), (.construction, 25), (.cleaning, 30)]),
        DemonstrationCorridor(
            origin: "BD", originName: "Bangladesh", destination: "JO", destinationName: "Jordan", currency: "JOD", perHundredDollars: 71, wage: 190...280,
            fee: 200...900, people: .bangladeshi, towns: ["Irbid", "Sahab", "Ad Dulayl", "Amman"], weight: 7,
            sectors: [(.garments, 75), (.domesticWork, 25)]),
        DemonstrationCorridor(
            origin: "PH", originName: "the Philippines", destination: "KW", destinationName: "Kuwait", currency: "KWD", perHundredDollars: 31, wage: 110...180,
            fee: 200...1200, people: .filipino, towns: ["Hawalli", "Salmiya", "Farwaniya", "Jahra", "Fahaheel"], weight: 10,
            sectors: [(.domesticWork, 75), (.hospitality, 15), (.careWork, 10)]),
        DemonstrationCorridor(
            origin: "LK", originName: "Sri Lanka", destination: "LB", destinationName: "Lebanon", currency: "USD", perHundredDollars: 100, wage: 180...300,
            fee: 100...700, people: .sriLankan, towns: ["Beirut", "Jounieh", "Tripoli", "Saida"], weight: 6,
            sectors: [(.domesticWork, 90), (.cleaning, 10)]),
        DemonstrationCorridor(
            origin: "IN", originName: "India", destination: "AE", destinationName: "the United Arab Emirates", currency: "AED", perHundredDollars: 367,
            wage: 900...2200, fee: 400...2500, people: .indian, towns: ["Dubai", "Sharjah", "Ajman", "Abu Dhabi", "Ras Al Khaimah"], weight: 10,
            sectors: [(.construction, 60), (.driving, 20), (.cleaning, 20)]),
        DemonstrationCorridor(
            origin: "KE", originName: "Kenya", destination: "SA", destinationName: "Saudi Arabia", currency: "SAR", perHundredDollars: 375, wage: 800...1100,
            fee: 100...900, people: .kenyan, towns: ["Riyadh", "Jeddah", "Buraydah", "Khamis Mushait"], weight: 7,
            sectors: [(.domesticWork, 85), (.security, 15)]),
        DemonstrationCorridor(
            origin: "ET", originName: "Ethiopia", destination: "LB", destinationName: "Lebanon", currency: "USD", perHundredDollars: 100, wage: 150...250,
            fee: 100...800, people: .ethiopian, towns: ["Beirut", "Zahle", "Tripoli", "Jounieh"], weight: 6,
            sectors: [(.domesticWork, 100)]),
    ]
}
