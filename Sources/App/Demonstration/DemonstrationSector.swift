/// A line of work, as far as made-up cases need it.
struct DemonstrationSector: Sendable {
    /// Code of `work-sector`.
    var code: String
    /// Class of ISIC Revision 4.
    var industry: String
    /// Unit group of ISCO-08.
    var occupation: String
    /// What a person in this work would be called in a sentence.
    var job: String
    var shareOfWomen: Double
    /// Code of `party-kind`.
    var employerKind: String
    /// Code of `place-kind`.
    var place: String
    /// Second halves of employers' names; empty where families employ.
    var businesses: [String]
    var patterns: [(DemonstrationPattern, weight: Int)]

    static let domesticWork = DemonstrationSector(
        code: "domestic-work", industry: "T9700", occupation: "9111", job: "domestic worker", shareOfWomen: 0.97, employerKind: "employer-household",
        place: "employer-home", businesses: [],
        patterns: [(.household, 45), (.wagesOnly, 25), (.householdViolence, 12), (.feeAndSubstitution, 8), (.status, 6), (.trafficking, 2), (.death, 2)])
    static let construction = DemonstrationSector(
        code: "construction", industry: "F4100", occupation: "9313", job: "construction worker", shareOfWomen: 0.01, employerKind: "employer-company",
        place: "construction-site", businesses: ["Contracting", "Building Works", "Engineering", "Construction & Maintenance"],
        patterns: [(.feeAndSubstitution, 35), (.wagesOnly, 25), (.companyCollapsed, 18), (.injury, 12), (.status, 6), (.death, 4)])
    static let security = DemonstrationSector(
        code: "security", industry: "N8010", occupation: "5414", job: "security guard", shareOfWomen: 0.03, employerKind: "employer-company",
        place: "workplace", businesses: ["Security Services", "Guarding", "Facility Protection"],
        patterns: [(.feeAndSubstitution, 45), (.wagesOnly, 35), (.status, 15), (.death, 5)])
    static let cleaning = DemonstrationSector(
        code: "cleaning", industry: "N8121", occupation: "9112", job: "cleaner", shareOfWomen: 0.35, employerKind: "labour-supplier",
        place: "workplace", businesses: ["Cleaning Services", "Facilities Management", "Manpower Supply"],
        patterns: [(.feeAndSubstitution, 40), (.wagesOnly, 35), (.companyCollapsed, 15), (.status, 10)])
    static let hospitality = DemonstrationSector(
        code: "hospitality", industry: "I5610", occupation: "9412", job: "kitchen helper", shareOfWomen: 0.4, employerKind: "employer-company",
        place: "hotel-or-restaurant", businesses: ["Restaurants", "Catering", "Hospitality Group"],
        patterns: [(.wagesOnly, 50), (.feeAndSubstitution, 35), (.status, 15)])
    static let driving = DemonstrationSector(
        code: "transport", industry: "H4923", occupation: "8332", job: "driver", shareOfWomen: 0, employerKind: "employer-company",
        place: "road-or-vehicle", businesses: ["Transport", "Logistics", "Haulage"],
        patterns: [(.wagesOnly, 45), (.feeAndSubstitution, 30), (.injury, 15), (.status, 10)])
    static let rubberGloves = DemonstrationSector(
        code: "rubber-gloves", industry: "C2219", occupation: "9329", job: "factory worker", shareOfWomen: 0.12, employerKind: "employer-company",
        place: "factory", businesses: ["Latex Products", "Rubber Industries", "Glove Manufacturing"],
        patterns: [(.feeAndSubstitution, 50), (.factory, 35), (.injury, 10), (.companyCollapsed, 5)])
    static let electronics = DemonstrationSector(
        code: "electronics", industry: "C2610", occupation: "8212", job: "assembler", shareOfWomen: 0.45, employerKind: "employer-company",
        place: "factory", businesses: ["Electronics", "Components", "Precision Industries"],
        patterns: [(.feeAndSubstitution, 45), (.factory, 45), (.wagesOnly, 10)])
    static let garments = DemonstrationSector(
        code: "garments", industry: "C1410", occupation: "8153", job: "sewing machine operator", shareOfWomen: 0.85, employerKind: "employer-company",
        place: "factory", businesses: ["Apparel", "Garments", "Textile Manufacturing"],
        patterns: [(.factory, 60), (.wagesOnly, 20), (.companyCollapsed, 10), (.feeAndSubstitution, 10)])
    static let plantation = DemonstrationSector(
        code: "plantation", industry: "A0126", occupation: "9211", job: "plantation worker", shareOfWomen: 0.25, employerKind: "employer-company",
        place: "farm", businesses: ["Plantations", "Palm Estates", "Agro Holdings"],
        patterns: [(.plantation, 50), (.status, 25), (.injury, 15), (.wagesOnly, 10)])
    static let careWork = DemonstrationSector(
        code: "care-work", industry: "Q8730", occupation: "5322", job: "care worker", shareOfWomen: 0.9, employerKind: "employer-household",
        place: "employer-home", businesses: [], patterns: [(.household, 50), (.wagesOnly, 50)])
}
