import Dictionary

/// Puts a case and its records in the terms of HTCDS: one case of the standard for each worker of ours.
///
/// What the standard cannot say is left out: a date that is no full day, a further name or number, a code without an equivalent in a list that has no
/// “Other”. A code finer than the standard's is written as the nearest broader one.
struct HTCDSExport: Sendable {
    let profile: HTCDSProfile

    func convert(_ group: ExportCase) throws(ExportError) -> [HTCDSCase] {
        guard let caseRecord = group.caseRecord else {
            throw ExportError(place: "HTCDS", problem: "a group of records has no case", remedy: "Export cases with the records that belong to them.")
        }
        var common = HTCDSCase()
        common.single = values(caseRecord)
        if let comments = common.single.removeValue(forKey: "cco_CaseComment") {
            common[.caseComments] = comments.map { ["cco_CaseComment": [$0]] }
        }
        deriveIndustry(caseRecord, into: &common)
        addSections(group, to: &common)
        let victims = victims(of: group)
        let identifier = identifier(caseRecord)
        guard victims.count > 1 else {
            return [whole(common, victim: victims.first, group: group, identifier: identifier)]
        }
        let cases = victims.map { whole(common, victim: $0, group: group, identifier: "") }
        return HTCDSCase.order(cases.map(\.single), date: "prs_SecondName").enumerated().map { index, single in
            var one = common
            one.single = single
            one.identifier = "\(identifier).\(index + 1)"
            return one
        }
    }

    /// The number under which the case was imported, or else our own.
    private func identifier(_ record: ExportRecord) -> String {
        if case .text(let text)? = record.answers["source-record"]?.value { return text }
        return record.identifier
    }

    private func whole(_ common: HTCDSCase, victim: ExportRecord?, group: ExportCase, identifier: String) -> HTCDSCase {
        var one = common
        one.identifier = identifier
        if let victim { one.single.merge(values(victim)) { first, _ in first } }
        one.single.merge(consents(group, victim: victim)) { first, _ in first }
        return one
    }

    // MARK: Records

    /// The persons with the role of worker; without any, the only person there is who is not named as one who did it.
    private func victims(of group: ExportCase) -> [ExportRecord] {
        let persons = group.inOrder.filter { $0.kind == "person" }
        var workers: Set<String> = []
        for relation in group.records where relation.kind == "relation" && relation.answers["role"]?.value == .code("worker") {
            if case .link(let person)? = relation.answers["from"]?.value { workers.insert(person) }
        }
        let found = persons.filter { workers.contains($0.identifier) }
        if !found.isEmpty { return found }
        let others = Set(group.records.filter { $0.kind == "violation" }.flatMap { Self.links($0, "perpetrator") + Self.links($0, "fee-paid-to") })
        let rest = persons.filter { !others.contains($0.identifier) }
        return rest.count == 1 ? rest : []
    }

    private static func links(_ record: ExportRecord, _ field: String) -> [String] {
        switch record.answers[field]?.value {
        case .link(let target)?: [target]
        case .list(let values)?: values.compactMap { if case .link(let target) = $0 { target } else { nil } }
        default: []
        }
    }

    /// What the worker agreed to, by the latest consent that says so.
    private func consents(_ group: ExportCase, victim: ExportRecord?) -> HTCDSCase.Values {
        var found: [(date: String, values: HTCDSCase.Values)] = []
        for record in group.records where record.kind == "consent" {
            if case .link(let person)? = record.answers["person"]?.value, let victim, person != victim.identifier { continue }
            var date = ""
            if case .date(let given)? = record.answers["given-on"]?.value { date = given.edtf }
            found.append((date, values(record)))
        }
        var values: HTCDSCase.Values = [:]
        for consent in found.sorted(by: { $0.date > $1.date }) { values.merge(consent.values) { first, _ in first } }
        return values
    }

    private func addSections(_ group: ExportCase, to common: inout HTCDSCase) {
        for record in group.inOrder {
            let values = values(record)
            guard !values.isEmpty else { continue }
            switch record.kind {
            case "party": common[.perpetrators].append(values)
            case "violation": common[.events].append(values)
            case "action": common[.supportPlans].append(values)
            case "organisation": common[.organisations].append(values)
            case "referral":
                let isIncoming = record.answers["direction"]?.value == .code("incoming")
                let section: HTCDSStandard.Section = isIncoming ? .incomingReferrals : .outgoingReferrals
                let own = values.filter { HTCDSStandard.field($0.key)?.section == section }
                if !own.isEmpty { common[section].append(own) }
            default: break
            }
        }
        let dates: [HTCDSStandard.Section: String] = [
            .perpetrators: "per_RoleDetails", .events: "hte_Date", .supportPlans: "spl_PlannedEndDate", .organisations: "org_Name",
            .incomingReferrals: "cas_IncomingReferralDate", .outgoingReferrals: "cas_OutgoingReferralDate",
        ]
        for (section, date) in dates { common[section] = HTCDSCase.order(common[section], date: date) }
    }

    /// The ISIC section from the sector of work, where no industry is given.
    private func deriveIndustry(_ record: ExportRecord, into common: inout HTCDSCase) {
        guard common.single["vic_ForcedLabourIndustry"] == nil, case .code(let sector)? = record.answers["sector"]?.value,
            let isic = profile.dictionary.vocabulary("work-sector")?.term(sector)?.extra["isic"],
            let field = profile.dictionary.field("case", "industry"),
            let value = profile.value("vic_ForcedLabourIndustry", field: field, code: isic)
                ?? profile.value("vic_ForcedLabourIndustry", field: field, code: String(isic.prefix(1)))
        else { return }
        common.single["vic_ForcedLabourIndustry"] = [value]
    }

    // MARK: Values

    /// The values of one record by the names of the standard.
    private func values(_ record: ExportRecord) -> HTCDSCase.Values {
        var values: HTCDSCase.Values = [:]
        for slot in profile.slots where slot.fields[0].record == record.kind {
            // Of two lists that one field of the standard feeds, the later (gender identity) says more than the first (sex).
            for field in slot.fields.reversed() {
                guard let answer = record.answers[field.name], let value = answer.value else { continue }
                let texts = texts(value, slot, field)
                if !texts.isEmpty {
                    values[slot.standard.name] = texts
                    break
                }
            }
        }
        addSubdivisions(record, to: &values)
        return values
    }

    /// The state of an address, from the place's subdivision where it was not written out.
    private func addSubdivisions(_ record: ExportRecord, to values: inout HTCDSCase.Values) {
        let states = [
            ("person", "address", "prs_MailingState"), ("organisation", "address", "org_ShippingState"), ("violation", "place", "hte_State"),
        ]
        for (kind, field, name) in states where kind == record.kind && values[name] == nil {
            if case .place(let place)? = record.answers[field]?.value, let subdivision = place.subdivision { values[name] = [subdivision] }
        }
    }

    private func texts(_ value: FieldValue, _ slot: HTCDSProfile.Slot, _ field: Field) -> [String] {
        var parts: [FieldValue] = []
        if case .list(let list) = value { parts = list } else { parts = [value] }
        if slot.standard.type == .multiselect { return coded(parts, slot, field) }
        if slot.standard.name == "cco_CaseComment" {
            return parts.compactMap { if case .text(let text) = $0 { text } else { nil } }
        }
        if slot.standard.name == "prs_IdentityNumber" {
            let own = parts.first { if case .identifier(let identifier) = $0 { identifier.kind == "national-identity" } else { false } }
            return own.flatMap { text($0, slot, field) }.map { [$0] } ?? []
        }
        return parts.first.flatMap { text($0, slot, field) }.map { [$0] } ?? []
    }

    private func coded(_ values: [FieldValue], _ slot: HTCDSProfile.Slot, _ field: Field) -> [String] {
        var texts: Set<String> = []
        for value in values {
            if let text = text(value, slot, field) { texts.insert(text) }
        }
        return texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func text(_ value: FieldValue, _ slot: HTCDSProfile.Slot, _ field: Field) -> String? {
        switch value {
        case .text(let text): return text
        case .code(let code):
            if slot.standard.type == .checkbox { return code == "yes" ? "true" : "false" }
            if HTCDSStandard.openLists.contains(slot.standard.name) || slot.standard.type == .text { return code }
            return profile.value(slot.standard.name, field: field, code: code)
        case .date(let date): return HTCDSValue.isDay(date.edtf) ? date.edtf : nil
        case .quantity(let quantity): return quantity.amount.description
        case .phone(let phone): return phone.number ?? phone.written
        case .identifier(let identifier): return identifier.number
        case .name(let name): return text(name, slot.part)
        case .place(let place): return text(place, slot.part)
        case .money, .link, .file, .list: return nil
        }
    }

    private func text(_ name: PersonName, _ part: HTCDSProfile.Part) -> String? {
        switch part {
        case .name("given"): name.given ?? (name.family == nil && name.middle == nil ? name.full : nil)
        case .name("middle"): name.middle
        case .name("family"): name.family
        default: name.full
        }
    }

    private func text(_ place: Place, _ part: HTCDSProfile.Part) -> String? {
        switch part {
        case .place("country"): place.country
        case .place("locality"): place.locality
        case .place("detail"): place.detail
        case .place("latitude"): place.latitude?.description
        case .place("longitude"): place.longitude?.description
        default: nil
        }
    }
}
