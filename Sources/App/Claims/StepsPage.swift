import Dictionary
import Entitlements

/// A worker's claims on their way: the proofs, what was filed and heard, what was offered, awarded, received and passed on.
struct StepsPage {
    let page: Page
    let sheet: CaseSheet
    let worker: RecordView
    let claims: [RecordView]
    let answers: AnswerText
    let today: CalendarDay
    let mayWrite: Bool

    private var translator: Translator { page.request.translator }
    private var path: String { "/cases/\(sheet.view.record)/claim/\(worker.record)" }
    private var heads: [HeadSums] { claims.map(HeadSums.init) }

    init(_ request: WebRequest, _ sheet: CaseSheet, _ worker: RecordView, _ answers: AnswerText, today: CalendarDay, notice: String? = nil) {
        page = Page(request, title: "claims.steps.title", area: .claims, notice: notice)
        self.sheet = sheet
        self.worker = worker
        claims = Self.claims(of: worker.record, sheet)
        self.answers = answers
        self.today = today
        mayWrite = request.session?.may(.writeCases) == true && !sheet.view.isErased
    }

    /// The claims of a worker, and those that name nobody where the case has one worker.
    static func claims(of worker: String, _ sheet: CaseSheet) -> [RecordView] {
        let isOnly = ClaimReading.workers(sheet).count == 1
        return sheet.claims.filter { !$0.claimsNothing && ($0.links("claimant").contains(worker) || ($0.links("claimant").isEmpty && isOnly)) }
    }

    func html() -> HTML {
        page.html { html in
            html.element("p") { $0.element("a", [.href(path)], text: translator("claims.back")) }
            html.element("p", [.class("head name"), .dir("auto")], text: worker.names ?? translator("list.unnamed"))
            guard !claims.isEmpty else {
                html.element("p", text: translator("claims.steps.none"))
                return
            }
            buttons(&html)
            money(&html)
            table(&html)
            offer(&html)
            evidence(&html)
            timeline(&html)
        }
    }

    private func buttons(_ html: inout HTMLWriter) {
        guard mayWrite else { return }
        html.element("p", [.class("actions")]) { html in
            for step in ClaimStep.allCases where step != .settlement || claims.contains(where: { HeadSums($0).offered != nil }) {
                html.element("a", [.class("button second"), .href("\(path)/steps/\(step.rawValue)")], text: translator("claims.step.\(step.rawValue)"))
            }
        }
    }

    func label(_ field: String) -> String { answers.dictionary.field("claim", field)?.label(translator.language) ?? field }

    // MARK: Money

    private func money(_ html: inout HTMLWriter) {
        func exact(_ sums: [Coins?]) -> [CoinSpan] { HeadSums.total(sums).map { CoinSpan(low: $0, high: $0) } }
        let rows: [(field: String, sums: [CoinSpan])] = [
            ("amount", CoinSpan.totals(heads.map(\.claimed))), ("offer", exact(heads.map(\.offered))), ("awarded", exact(heads.map { $0.single("awarded") })),
            ("received", exact(heads.flatMap { $0.list("received") })), ("passed-on", exact(heads.flatMap { $0.list("passed-on") })),
            ("costs", exact(heads.map { $0.single("costs") })),
        ]
        let bars = rows.flatMap { row in row.sums.map { (row.field, $0) } }
        // Amounts of different currencies have no common scale.
        if Set(bars.map(\.1.currency)).count == 1 {
            BarPicture(
                name: "money", title: translator("claims.money"),
                bars: bars.map {
                    .init(
                        label: label($0.0), low: $0.1.low.fraction, high: ($0.1.high ?? $0.1.low).fraction, text: $0.1.text(translator),
                        isOpenEnded: $0.1.high == nil)
                }, translator: translator
            ).write(&html)
        }
        html.element("dl", [.class("facts card")]) { html in
            for (field, sum) in bars {
                html.element("dt", text: label(field))
                html.element("dd") { $0.element("bdi", text: sum.text(translator)) }
            }
            for (key, sums) in [("outstanding", HeadSums.total(heads.map(\.outstanding))), ("held", HeadSums.total(heads.map(\.held)))] {
                for sum in sums where key == "outstanding" || sum.count > 0 {
                    html.element("dt", text: translator("claims.money.\(key)"))
                    html.element("dd") { $0.element("bdi", text: "\(sum.currency) \(sum.text)") }
                }
            }
        }
        instalments(&html)
    }

    /// Each payment with its day: what came in, and what was passed on.
    private func instalments(_ html: inout HTMLWriter) {
        for (field, days) in [("received", "received-on"), ("passed-on", "passed-on-on")] {
            var byDay: [PartialDate: [Coins]] = [:]
            for view in claims {
                let dates = (view.answer(days)?.value?.elements ?? []).compactMap { if case .date(let date) = $0 { date } else { nil } }
                for (date, sum) in zip(dates, HeadSums(view).list(field)) { byDay[date, default: []].append(sum) }
            }
            guard !byDay.isEmpty else { continue }
            html.element("h2", text: label(field))
            html.element("ul", [.class("plain")]) { html in
                for (date, sums) in byDay.sorted(by: { $0.key < $1.key }) {
                    html.element("li") { html in
                        html.text("\(answers.dates.text(date)): ")
                        html.element("bdi", text: HeadSums.total(sums).map { "\($0.currency) \($0.text)" }.joined(separator: translator("cases.list-separator")))
                    }
                }
            }
        }
    }

    // MARK: Heads

    private static let columns = ["head", "amount", "stage", "forum", "deadline", "next-hearing", "awarded"]

    private func table(_ html: inout HTMLWriter) {
        html.element("table") { html in
            html.element("caption", text: translator("claims.heads"))
            html.element("thead") { html in
                html.element("tr") { html in for name in Self.columns { html.element("th", [Attribute("scope", "col")], text: label(name)) } }
            }
            html.element("tbody") { html in
                for view in claims {
                    html.element("tr") { html in
                        for name in Self.columns {
                            let field = answers.dictionary.field("claim", name)
                            let text =
                                name == "amount"
                                ? HeadSums(view).claimed?.text(translator) ?? "–"
                                // All sums of the page are written in one way.
                                : name == "awarded" ? HeadSums(view).single(name).map { "\($0.currency) \($0.text)" } ?? "–"
                                : field.flatMap { field in view.answer(name).map { answers.text($0, field) } } ?? "–"
                            if name == "head" {
                                html.element("th", [Attribute("scope", "row")]) { html in
                                    html.element("a", [.href("/cases/\(sheet.view.record)/records/\(view.record)")], text: text)
                                }
                            } else {
                                html.element("td", [Attribute("data-label", label(name))]) { $0.element("bdi", text: text) }
                            }
                        }
                    }
                }
            }
        }
    }

    // MARK: Offers

    /// The latest offer beside what is claimed, head by head, with what would be given up; then those before it.
    private func offer(_ html: inout HTMLWriter) {
        let offers = ClaimOffer.all(claims)
        guard let latest = offers.last else { return }
        html.element("section", [.class("card"), .id("offer"), Attribute("aria-labelledby", "title-offer")]) { html in
            html.element("h2", [.id("title-offer")], text: translator("claims.offer.title"))
            one(&html, latest)
            html.element("p", [.class("warning")], text: translator("claims.offer.care"))
            guard offers.count > 1 else { return }
            html.element("h3", text: translator("claims.offer.earlier"))
            for earlier in offers.dropLast().reversed() {
                html.element("details") { html in
                    let sums = earlier.sums.map { "\u{2068}\($0.currency) \($0.text)\u{2069}" }.joined(separator: translator("cases.list-separator"))
                    html.element("summary", text: [earlier.day.map { answers.dates.text($0) }, sums].compactMap(\.self).joined(separator: ": "))
                    one(&html, earlier)
                }
            }
        }
    }

    private func one(_ html: inout HTMLWriter, _ offer: ClaimOffer) {
        if let day = offer.day { html.element("p", text: "\(label("offer-on")): \(answers.dates.text(day))") }
        html.element("table") { html in
            html.element("thead") { html in
                html.element("tr") { html in
                    for text in [label("head"), label("amount"), label("offer"), translator("claims.offer.given-up")] {
                        html.element("th", [Attribute("scope", "col")], text: text)
                    }
                }
            }
            html.element("tbody") { html in for part in offer.parts { offerRow(&html, part) } }
        }
        for sum in offer.sums {
            let claimed = CoinSpan.totals(offer.parts.map { HeadSums($0.view).claimed }).first { $0.currency == sum.currency }
            guard let claimed, claimed.weight.count > 0 else { continue }
            var arguments: [String: Translator.Argument] = [
                "offer": .text("\u{2068}\(sum.currency) \(sum.text)\u{2069}"), "claim": .text("\u{2068}\(claimed.text(translator))\u{2069}"),
            ]
            // Of a claim that is a span no one percentage is true; of its most it is the least.
            if let high = claimed.high { arguments["percent"] = .number(Int(sum.count * 100 / max(1, high.count))) }
            let key = claimed.exact != nil ? "claims.offer.sum" : claimed.high != nil ? "claims.offer.sum-of-most" : "claims.offer.sum-open"
            html.element("p", [.class("lead")], text: translator(key, arguments))
        }
        let others = claims.filter { view in
            !offer.parts.contains { $0.view.record == view.record } && !ReminderRules.endedStages.contains(view.code("stage") ?? "")
        }
        if !others.isEmpty {
            let heads = others.compactMap { $0.code("head").map { answers.label("claim.head", $0) } }.joined(separator: translator("cases.list-separator"))
            html.element("p", text: translator("claims.offer.not-in", ["heads": .text(heads)]))
        }
        if let conditions = offer.conditions { html.element("p", [.class("told"), .dir("auto")], text: conditions) }
    }

    private func offerRow(_ html: inout HTMLWriter, _ part: ClaimOffer.Part) {
        let claimed = HeadSums(part.view).claimed
        html.element("tr") { html in
            html.element("th", [Attribute("scope", "row")], text: part.view.code("head").map { answers.label("claim.head", $0) } ?? "–")
            for (key, text) in [
                (label("amount"), claimed?.text(translator)), (label("offer"), "\(part.sum.currency) \(part.sum.text)"),
                (translator("claims.offer.given-up"), claimed?.less(part.sum)?.text(translator)),
            ] {
                html.element("td", [Attribute("data-label", key)]) { $0.element("bdi", text: text ?? "?") }
            }
        }
    }

    // MARK: Evidence and time

    private func evidence(_ html: inout HTMLWriter) {
        let held = EvidenceList.held(claims, in: sheet)
        let needed = EvidenceList.needed(heads: Set(claims.compactMap { $0.code("head") }), forum: claims.compactMap { $0.code("forum") }.first)
        html.element(
            "h2", [.id("evidence")],
            text: translator("claims.evidence", ["count": .number(needed.filter(held.contains).count), "total": .number(needed.count)]))
        html.element("ul", [.class("plain")]) { html in
            for kind in needed {
                html.element("li") { html in
                    html.element(
                        "span", [.class(held.contains(kind) ? "badge" : "badge strong")],
                        text: translator(held.contains(kind) ? "claims.held" : "claims.missing"))
                    html.text(" " + answers.label("claim.evidence-held", kind))
                }
            }
        }
        guard mayWrite else { return }
        html.element("p", [.class("actions")]) { html in
            html.element("a", [.class("button second"), .href("/cases/\(sheet.view.record)/documents/new")], text: translator("documents.new.title"))
        }
    }

    private func timeline(_ html: inout HTMLWriter) {
        let events = CaseTimeline.claims(claims, hearings: sheet.actions)
        guard !events.isEmpty else { return }
        html.element("h2", text: translator("case.section.timeline"))
        TimelinePicture(events: events, today: today, translator: translator).write(&html)
        html.element("ul", [.class("plain")]) { html in
            for event in events {
                guard case .key(let key) = event.text else { continue }
                html.element("li", text: "\(answers.dates.text(event.date)): \(translator(key))")
            }
        }
    }
}
