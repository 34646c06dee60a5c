import Dictionary
import Entitlements

/// Draws an orientation sheet from the register as it is on a day.
struct SheetDrawing {
    let register: Register
    /// In the language of the sheet.
    let text: PolicyText
    let scope: OrientationSheet.Scope
    let today: CalendarDay

    /// What a section takes: kinds of entries with their summaries, and topics of rules.
    private struct Plan {
        var key: String
        var kinds: [InstrumentKind] = []
        /// Kinds of entries that are told only if they are rules of the country of origin.
        var originKinds: [InstrumentKind] = []
        var topics: [String] = []
    }

    private static let plans: [OrientationSheet.Stage: [Plan]] = [
        .beforeDeparture: [
            Plan(key: "may-go", kinds: [.ban, .quota], originKinds: [.regulation]), Plan(key: "agreements", kinds: [.agreement, .standardContract]),
            Plan(key: "costs", kinds: [.fee], topics: ["recruitment-fee", "permit-fee", "transfer-fee", "return-ticket"]),
            Plan(
                key: "pay",
                topics: ["coverage", "contract", "minimum-wage", "minimum-wage-food", "minimum-wage-housing", "minimum-wage-none", "hours-day", "hours-week"]),
            Plan(key: "papers", topics: ["passport"]), Plan(key: "freedom", kinds: [.sponsorship]),
        ],
        .afterArrival: [
            Plan(key: "hours", topics: ["hours-day", "hours-week", "hours-ramadan", "overtime-premium", "overtime-night-premium"]),
            Plan(key: "rest", topics: ["daily-rest", "weekly-rest", "rest-day-pay", "holiday-pay", "annual-leave", "sick-leave"]),
            Plan(
                key: "pay",
                topics: [
                    "minimum-wage", "minimum-wage-food", "minimum-wage-housing", "minimum-wage-none", "wage-payment", "deduction-cap", "recruitment-fee",
                ]), Plan(key: "papers", topics: ["passport"]), Plan(key: "freedom", kinds: [.sponsorship], topics: ["transfer-fee"]),
            Plan(
                key: "leaving",
                topics: [
                    "notice", "end-of-service-minimum-service", "end-of-service-rate", "termination-benefit-rate", "severance-rate", "long-service-rate",
                    "unfair-dismissal", "final-settlement", "return-ticket", "repatriation-of-remains",
                ]), // The law of the country of origin says what the agency at home answers for.
            Plan(key: "complaint", originKinds: [.law], topics: ["dispute-step-1", "limitation"]),
        ],
    ]

    /// The keys of all sections.
    static var sectionKeys: [String] { OrientationSheet.Stage.allCases.flatMap { (plans[$0] ?? []).map(\.key) } }

    func sheet() -> OrientationSheet {
        let sectors = scope.sector.map { PolicySectors.above($0, text.dictionary) } ?? []
        let entries = register.entries(Register.Query(origin: scope.origin, destination: scope.destination, sectors: sectors))
        // A sheet for all sectors says nothing that holds for some of them only.
        let held = entries.filter { scope.sector != nil || $0.sectors.isEmpty }.compactMap { entry in
            entry.version(on: today.lawDay).map { (entry: entry, version: $0) }
        }
        var basis: [OrientationSheet.Basis] = []
        let sections = (Self.plans[scope.stage] ?? []).compactMap { plan -> OrientationSheet.Section? in
            var lines: [OrientationSheet.Line] = []
            for item in held {
                let drawn = summary(item.entry, item.version, plan) + rules(item.entry, item.version, plan)
                guard !drawn.isEmpty else { continue }
                lines += drawn
                let base = OrientationSheet.Basis(entry: item.entry.identifier, version: item.version)
                if !basis.contains(base) { basis.append(base) }
            }
            return lines.isEmpty ? nil : OrientationSheet.Section(key: plan.key, lines: lines)
        }
        return OrientationSheet(scope: scope, drawnOn: today, sections: sections, basis: basis)
    }

    /// What is not certain enough to be told is left out.
    private func summary(_ entry: Instrument, _ version: InstrumentVersion, _ plan: Plan) -> [OrientationSheet.Line] {
        let isOfOrigin = entry.countries == [scope.origin] && plan.originKinds.contains(entry.kind)
        guard plan.kinds.contains(entry.kind) || isOfOrigin, !version.summary.isEmpty, version.confidence > .low else { return [] }
        let (said, language) = version.summary(in: scope.language)
        let source = "\(entry.title), \(text.time(version))"
        // Whoever hands the sheet out sees which lines nobody has read who speaks the language as their own.
        let isAwaiting = version.translationStatus(scope.language) == .awaitingReview
        let mark = isAwaiting ? " (\(text.translator("policy.translation.state.awaiting-review")))" : ""
        return [OrientationSheet.Line(text: said, language: language, source: source + mark)]
    }

    private func rules(_ entry: Instrument, _ version: InstrumentVersion, _ plan: Plan) -> [OrientationSheet.Line] {
        let category: WorkerCategory = scope.sector == "domestic-work" ? .domestic : .privateSector
        let rules = version.provisions.filter { rule in
            plan.topics.contains(rule.topic) && rule.isOf(category) && !rule.isAlternative && rule.confidence > .low && rule.applies(on: today.lawDay)
        }
        let phrases = Phrases.standard(scope.language)
        let ordered = rules.sorted { (plan.topics.firstIndex(of: $0.topic) ?? 0, $0.place) < (plan.topics.firstIndex(of: $1.topic) ?? 0, $1.place) }
        return ordered.map { rule in
            let title = phrases?.title(of: rule) ?? rule.law
            let source = rule.article.isEmpty ? title : title + (phrases?.comma ?? ", ") + (phrases?.article(rule.article) ?? rule.article)
            guard let line = RuleLine(text).line(rule) else {
                let said = phrases?.sentence(of: rule) ?? (text: rule.says, language: "en")
                return OrientationSheet.Line(text: said.text, language: said.language, source: source)
            }
            return OrientationSheet.Line(text: line, language: scope.language, source: source)
        }
    }
}
