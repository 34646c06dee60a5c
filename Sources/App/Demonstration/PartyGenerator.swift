import Dictionary

/// Makes up employers and agencies that several cases share.
struct PartyGenerator: Sendable {
    enum Role: Int, Sendable {
        case employer, agency, subAgent
    }

    /// Tells one made-up party from the others.
    struct Key: Hashable, Sendable {
        var corridor: Int
        var sector: String
        var role: Role
        var index: Int
    }

    struct Party {
        var record: String
        var name: String
        var key: Key
    }

    let seed: UInt64
    let caseCount: Int

    /// One of the parties that a case can have. Few have many cases and many have few: the lesser of two draws.
    func choose(_ role: Role, for story: CaseStory, random: inout SeededRandom) -> Key {
        let sector = role == .employer ? story.sector.code : ""
        let isFamily = role == .employer && story.sector.businesses.isEmpty
        let share =
            switch role {
            case .employer: isFamily ? 15 : 120
            case .agency: 150
            case .subAgent: 60
            }
        let count = max(isFamily ? 20 : 3, caseCount / share)
        let index = isFamily ? random.number(0...(count - 1)) : min(random.number(0...(count - 1)), random.number(0...(count - 1)))
        return Key(corridor: story.corridorIndex, sector: sector, role: role, index: index)
    }

    func party(_ key: Key) -> Party {
        var random = stream(key)
        let record = RecordIdentifier.text(random.bytes(10))
        return Party(record: record, name: name(key, &random).latin, key: key)
    }

    /// The record of a party.
    func change(_ key: Key) throws -> RecordChange {
        var random = stream(key)
        let record = RecordIdentifier.text(random.bytes(10))
        let corridor = DemonstrationCorridor.all[key.corridor]
        let name = name(key, &random)
        var sheet = AnswerSheet()
        var names: [FieldValue] = [.name(try PersonName(full: name.latin))]
        if let native = name.native { names.append(.name(try PersonName(full: native, script: "Arab"))) }
        sheet.values("names", names)
        sheet.text("source-record", "GENERATED party")
        sheet.text("remarks", "Generated; no such party exists.")
        switch key.role {
        case .employer:
            let sector = corridor.sectors.map(\.0).first { $0.code == key.sector } ?? corridor.sectors[0].0
            sheet.code("kind", sector.employerKind)
            sheet.code("country", corridor.destination)
            sheet.code("sector", sector.code)
            sheet.code("industry", sector.industry)
            try sheet.codes("roles", ["exploiter"])
            sheet.values("address", [.place(try Place(country: corridor.destination, locality: random.element(of: corridor.towns)))])
            if sector.businesses.isEmpty { try sheet.codes("sex", [random.happens(0.6) ? "female" : "male"]) }
        case .agency:
            sheet.code("kind", "agency-origin")
            sheet.code("country", corridor.origin)
            try sheet.codes("roles", ["recruiting"])
            sheet.code(
                "licence-status", random.weighted([("licensed", weight: 70), ("suspended", weight: 10), ("expired", weight: 10), ("unlicensed", weight: 10)]))
            sheet.values(
                "licence", [.identifier(try Identifier(kind: "recruitment-licence", number: "GEN-\(random.number(100...9999))", issuer: corridor.origin))])
            try sheet.codes("paid-by-worker", ["yes"])
        case .subAgent:
            sheet.code("kind", "sub-agent")
            sheet.code("country", corridor.origin)
            try sheet.codes("roles", ["recruiter-or-intermediary"])
            sheet.code("licence-status", "unlicensed")
        }
        return RecordChange(record: record, kind: "party", answers: sheet.answers)
    }

    private func stream(_ key: Key) -> SeededRandom {
        let sector = key.sector.utf8.reduce(UInt64(7)) { ($0 &* 131) &+ UInt64($1) }
        let number = (UInt64(key.corridor) << 56) ^ (UInt64(key.role.rawValue) << 52) ^ (sector << 24) ^ UInt64(key.index)
        return SeededRandom(seed: seed ^ 0x7061_7274_6965_7321, stream: number)
    }

    private func name(_ key: Key, _ random: inout SeededRandom) -> DemonstrationPeople.Name {
        let corridor = DemonstrationCorridor.all[key.corridor]
        let isMalay = corridor.destination == "MY"
        switch key.role {
        case .employer:
            guard let sector = corridor.sectors.map(\.0).first(where: { $0.code == key.sector }), !sector.businesses.isEmpty else {
                return random.element(of: isMalay ? DemonstrationParties.malayFamilies : DemonstrationParties.arabicFamilies)
            }
            let word = random.element(of: isMalay ? DemonstrationParties.malayWords : DemonstrationParties.arabicWords)
            return .init("\(word.latin) \(random.element(of: sector.businesses)) \(isMalay ? "Sdn Bhd" : "Co.") (generated)", word.native)
        case .agency:
            return .init("\(random.element(of: DemonstrationParties.agencyWords)) \(random.element(of: DemonstrationParties.agencyKinds)) (generated)")
        case .subAgent:
            return .init("\(random.element(of: corridor.people.men).latin) \(random.element(of: corridor.people.families).latin)")
        }
    }
}
