import Dictionary
import Formats

/// Turns a case in the terms of HTCDS into drafts of our records.
struct HTCDSImport: Sendable {
    let profile: HTCDSProfile
    let fileDigest: String

    static let source = "htcds"

    /// Drafts, or all reasons why there are none.
    func convert(_ input: HTCDSCase, number: Int) -> (drafts: [RecordDraft], reasons: [RejectionReason]) {
        var builder = HTCDSDrafts(
            profile: profile,
            rowKey: input.identifier.map { "\(Self.source)#\(CellText.keyPart($0))" } ?? "\(Self.source)@\(fileDigest)#\(number)")
        builder.addCase(input)
        for (index, values) in input[.perpetrators].enumerated() { builder.addPerpetrator(values, number: index + 1) }
        for (index, values) in input[.events].enumerated() {
            builder.add(values, kind: "violation", name: "event-\(index + 1)", links: ["case": "case", "victim": "victim"])
        }
        for (index, values) in input[.supportPlans].enumerated() {
            builder.add(values, kind: "action", name: "plan-\(index + 1)", links: ["case": "case", "for-person": "victim"])
        }
        for (index, values) in input[.incomingReferrals].enumerated() {
            builder.add(
                values, kind: "referral", name: "incoming-referral-\(index + 1)", links: ["case": "case"], constants: ["direction": "incoming"])
        }
        for (index, values) in input[.outgoingReferrals].enumerated() {
            builder.add(
                values, kind: "referral", name: "outgoing-referral-\(index + 1)", links: ["case": "case"], constants: ["direction": "outgoing"])
        }
        for (index, values) in input[.organisations].enumerated() {
            builder.add(values, kind: "organisation", name: "organisation-\(index + 1)", links: [:])
        }
        builder.linkCase(toOrganisations: input[.organisations].count)
        return (builder.drafts, builder.reasons)
    }
}

/// The drafts of one case while they are made.
struct HTCDSDrafts {
    let profile: HTCDSProfile
    let rowKey: String
    private(set) var drafts: [RecordDraft] = []
    private(set) var reasons: [RejectionReason] = []
    private var hasVictim = false

    init(profile: HTCDSProfile, rowKey: String) {
        self.profile = profile
        self.rowKey = rowKey
    }

    mutating func addCase(_ input: HTCDSCase) {
        var caseDraft = RecordDraft(localName: "case", kind: "case", sourceKey: rowKey + "/case")
        caseDraft.answers = answers(input.single, kind: "case")
        let comments = input[.caseComments].compactMap { $0["cco_CaseComment"]?.first }
        if !comments.isEmpty {
            caseDraft.answers += answers(["cco_CaseComment": comments], kind: "case")
        }
        if let identifier = input.identifier, profile.dictionary.field("case", "source-record") != nil {
            do {
                caseDraft.answers.append(DraftAnswer(field: "source-record", answer: Answer(try FieldValue(text: identifier))))
            } catch {
                reasons.append(RejectionReason(place: "identifier", error))
            }
        }
        drafts.append(caseDraft)
        let person = answers(input.single, kind: "person")
        if !person.isEmpty {
            hasVictim = true
            drafts.append(RecordDraft(localName: "victim", kind: "person", sourceKey: rowKey + "/victim", answers: person))
            drafts.append(relation(of: "victim", role: "worker"))
        }
        let consent = answers(input.single, kind: "consent")
        if !consent.isEmpty { append(consent, kind: "consent", name: "consent", links: ["case": "case", "person": "victim"]) }
    }

    mutating func addPerpetrator(_ values: HTCDSCase.Values, number: Int) {
        let name = "perpetrator-\(number)"
        append(answers(values, kind: "party"), kind: "party", name: name, links: [:])
        drafts.append(relation(of: name, role: "perpetrator"))
    }

    mutating func add(_ values: HTCDSCase.Values, kind: String, name: String, links: [String: String], constants: [String: String] = [:]) {
        var answers = answers(values, kind: kind)
        for (field, code) in constants { answers.append(DraftAnswer(field: field, answer: Answer(.code(code)))) }
        append(answers, kind: kind, name: name, links: links)
    }

    /// The standard does not say which of a case's organisations has the lead.
    mutating func linkCase(toOrganisations count: Int) {
        guard count > 0, !drafts.isEmpty else { return }
        drafts[0].links.append(DraftLink(field: "organisations", targets: (1...count).map { "\(rowKey)/organisation-\($0)" }))
    }

    private mutating func append(_ answers: [DraftAnswer], kind: String, name: String, links: [String: String]) {
        var draft = RecordDraft(localName: name, kind: kind, sourceKey: rowKey + "/" + name, answers: answers)
        for (field, target) in links.sorted(by: { $0.key < $1.key }) where target != "victim" || hasVictim {
            draft.links.append(DraftLink(field: field, targets: [rowKey + "/" + target]))
        }
        drafts.append(draft)
    }

    private func relation(of name: String, role: String) -> RecordDraft {
        let local = name + "-of-case"
        return RecordDraft(
            localName: local, kind: "relation", sourceKey: rowKey + "/" + local,
            answers: [DraftAnswer(field: "role", answer: Answer(.code(role)))],
            links: [DraftLink(field: "from", targets: [rowKey + "/" + name]), DraftLink(field: "to", targets: [rowKey + "/case"])])
    }

    // MARK: Values

    /// The answers of the fields of one kind of record, in the order of the standard.
    private mutating func answers(_ values: HTCDSCase.Values, kind: String) -> [DraftAnswer] {
        var answers: [DraftAnswer] = []
        var parts: [String: [(part: HTCDSProfile.Part, text: String, standard: String)]] = [:]
        var partOrder: [Field] = []
        for slot in profile.slots {
            guard slot.fields[0].record == kind, let texts = values[slot.standard.name], let first = texts.first else { continue }
            let field = slot.fields[0]
            if slot.part != .whole {
                if parts[field.name] == nil { partOrder.append(field) }
                parts[field.name, default: []].append((slot.part, first, slot.standard.name))
            } else if let answer = answer(texts, slot) {
                answers.append(answer)
            }
        }
        for field in partOrder {
            if let answer = composed(field, parts[field.name] ?? []) { answers.append(answer) }
        }
        return answers
    }

    private mutating func answer(_ texts: [String], _ slot: HTCDSProfile.Slot) -> DraftAnswer? {
        let name = slot.standard.name
        let field = slot.fields[0]
        do throws(ValueError) {
            switch field.type {
            case .code, .codes:
                if slot.standard.type == .checkbox {
                    guard let isSet = HTCDSValue.checkbox(texts[0]) else {
                        return reject(slot, "“\(texts[0])” is neither true nor false", "Write true or false.")
                    }
                    return DraftAnswer(field: field.name, answer: Answer(.code(isSet ? "yes" : "no")))
                }
                return coded(texts, slot)
            case .quantity:
                let unit = name == "prs_NumberOfChildren" ? "persons" : "years"
                return DraftAnswer(field: field.name, answer: Answer(.quantity(try Quantity(amount: texts[0], unit: unit))))
            case .date:
                guard HTCDSValue.isDay(texts[0]) else {
                    return reject(slot, "“\(texts[0])” is not a day", "Write year-month-day, such as 2019-04-03.")
                }
                let date = try PartialDate(edtf: texts[0])
                if let fault = PlausibleDate.fault(date) { throw fault }
                return DraftAnswer(field: field.name, answer: Answer(.date(date)))
            case .identifier:
                let identifier = try Identifier(kind: "national-identity", number: texts[0])
                return DraftAnswer(field: field.name, answer: listed(.identifier(identifier), field))
            case .phone: return DraftAnswer(field: field.name, answer: listed(.phone(try PhoneNumber(written: texts[0])), field))
            case .name: return DraftAnswer(field: field.name, answer: listed(.name(try PersonName(full: texts[0])), field))
            default:
                var values: [FieldValue] = []
                for text in texts { values.append(try FieldValue(json: .string(text), type: field.type)) }
                return DraftAnswer(field: field.name, answer: Answer(field.takesList ? .list(values) : values[0]))
            }
        } catch {
            reasons.append(RejectionReason(place: "\(name) → \(field.fullName)", error))
            return nil
        }
    }

    private func listed(_ value: FieldValue, _ field: Field) -> Answer { Answer(field.takesList ? .list([value]) : value) }

    private mutating func reject(_ slot: HTCDSProfile.Slot, _ problem: String, _ remedy: String) -> DraftAnswer? {
        reasons.append(RejectionReason(place: "\(slot.standard.name) → \(slot.fields[0].fullName)", problem: problem, remedy: remedy))
        return nil
    }

    private mutating func coded(_ texts: [String], _ slot: HTCDSProfile.Slot) -> DraftAnswer? {
        var codes: [String] = []
        var position = 0
        for text in texts {
            guard let found = HTCDSValue.code(text, slot, profile) else {
                let values = profile.values(of: slot.standard.name)
                if values.isEmpty {
                    let isCountry = slot.fields[0].vocabulary == "country"
                    return reject(
                        slot, "“\(text)” is not a \(isCountry ? "country" : "language")",
                        isCountry ? "Write the two letters of ISO 3166, such as NP." : "Write the three letters of ISO 639-3, such as nep.")
                }
                return reject(slot, "“\(text)” is not a value of the standard's list", Nearest.remedy(for: text, in: values, called: "value"))
            }
            position = found.position
            codes.append(found.code)
        }
        let field = slot.fields[position]
        let value: FieldValue = field.takesList ? .list(FieldConverter.ordered(codes.map(FieldValue.code))) : .code(codes[0])
        if !field.takesList, codes.count > 1 {
            return reject(slot, "there are \(codes.count) values, and the standard has one", "Keep one of them.")
        }
        return DraftAnswer(field: field.name, answer: Answer(value))
    }

    /// A name or place from its parts.
    private mutating func composed(_ field: Field, _ parts: [(part: HTCDSProfile.Part, text: String, standard: String)]) -> DraftAnswer? {
        var object = JSONObject()
        for part in parts {
            switch part.part {
            case .name(let name): object[name] = .string(part.text)
            case .place("country"):
                guard let code = HTCDSValue.country(part.text, profile.dictionary) else {
                    reasons.append(
                        RejectionReason(
                            place: "\(part.standard) → \(field.fullName)", problem: "“\(part.text)” is not a country",
                            remedy: "Write the two letters of ISO 3166, such as NP."))
                    return nil
                }
                object["country"] = .string(code)
            case .place(let name): object[name] = .string(part.text)
            case .whole: break
            }
        }
        if field.type == .name {
            object["full"] = .string(["given", "middle", "family"].compactMap { object[$0]?.string }.joined(separator: " "))
        }
        do {
            return DraftAnswer(field: field.name, answer: listed(try FieldValue(json: .object(object), type: field.type), field))
        } catch {
            reasons.append(RejectionReason(place: parts.map(\.standard).joined(separator: " + ") + " → " + field.fullName, error))
            return nil
        }
    }
}
