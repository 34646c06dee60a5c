import Dictionary
import Entitlements
import Foundation
import HTTPTypes
import Journal
import Storage
import Testing

@testable import App

/// From a case to a computed claim, its papers, its deadlines, and the money.
@Suite("Claims on the web")
struct ClaimTests {
    private struct Scene {
        var world: WebWorld
        var browser: WebBrowser
        var place: WebWorld.Place
        var path: String { "/cases/\(place.caseRecord)" }
        var claim: String { "\(path)/claim/\(place.personRecord)" }

        func records(_ kind: String) throws -> [(record: String, view: RecordView)] {
            try place.node.database.read { connection in
                let found = try connection.all(
                    "SELECT record, state FROM record_state WHERE organisation = ? AND kind = ? AND retracted = 0 ORDER BY created, record",
                    [.integer(place.node.organisation.number), .text(kind)]
                ) { ($0.text(0), try RecordState(canonicalBytes: $0.blob(1))) }
                var gate = Gate(reader: .keyHolder, node: place.node, connection: connection)
                return try found.map { ($0.0, try gate.view($0.1, of: $0.0)) }
            }
        }

        func sum(_ field: String) throws -> [Coins] { HeadSums.total(try records("claim").map { HeadSums($0.view).sum(field) }) }
    }

    private func scene(_ backend: Backend = .sqlite) async throws -> Scene {
        let world = try WebWorld(backend)
        return Scene(world: world, browser: await world.browser(.caseworker, of: 0), place: world.places[0])
    }

    private static let facts = [
        ("seen", ""), ("country", "KW"), ("category", "private"), ("since", "2010-01-01"), ("until", "2019-12-31"), ("ending", "resignation"),
        ("contract-term", "indefinite"), ("pay-basis", "month"), ("wage", "300"), ("basic-wage", "300"), ("days-a-week", "6"), ("leave-taken", "300"),
    ]

    private func computed() async throws -> Scene {
        let scene = try await scene()
        #expect(await scene.browser.post("\(scene.claim)/facts", Self.facts).status == 303)
        return scene
    }

    @Test("The facts of a case give the same claim as the engine, each amount with its chain", arguments: Backend.available)
    func computing(_ backend: Backend) async throws {
        let scene = try await scene(backend)
        #expect(await scene.browser.get("\(scene.path)/claim").location == scene.claim)
        let before = await scene.browser.get(scene.claim)
        #expect(before.status == 200 && before.text.contains(scene.place.workerName) && before.text.contains("Last day of work"))
        let wrong = await scene.browser.refusal("\(scene.claim)/facts", [("seen", ""), ("since", "2019-13-40"), ("wage", "300")])
        #expect(wrong.status == 200 && wrong.text.contains("2019-13-40"))
        #expect(await scene.browser.post("\(scene.claim)/facts", Self.facts).status == 303)
        let page = await scene.browser.get(scene.claim).text
        let engine = try ClaimService(today: Entitlements.Day(number: Int(scene.place.node.now() / 86_400_000))).answer(
            Array(
                #"{"country":"KW","category":"private","start":"2010-01-01","end":"2019-12-31","ending":"resignation","contract":"indefinite","wage":{"monthly":"300","basic":"300"},"currency":"KWD","payBasis":"monthly","daysPerWeek":6,"leaveTaken":300}"#
                    .utf8))
        let claim = try #require(engine.claims.first)
        #expect(claim.heads.contains { $0.kind == .endOfService && $0.amount != nil })
        for head in claim.heads {
            if let amount = head.amount { #expect(page.contains(claim.currency.text(amount)), "\(head.kind)") }
            for rule in head.rules where rule.source.hasPrefix("http") { #expect(page.contains(rule.source.replacing("&", with: "&amp;"))) }
        }
        // Saved a second time with another last day, in the same record.
        let employment = try #require(try scene.records("employment").first)
        let form = await scene.browser.get("\(scene.claim)/facts").text
        let seen = try #require(WebBrowser.value(of: "seen", in: form))
        #expect(form.contains("2019-12-31") && !seen.isEmpty)
        #expect(
            await scene.browser.post(
                "\(scene.claim)/facts", Self.facts.map { $0.0 == "until" ? ("until", "2020-12-31") : $0.0 == "seen" ? ("seen", seen) : $0 }
            )
            .status == 303)
        #expect(try scene.records("employment").map(\.record) == [employment.record])
        #expect(try scene.records("employment").first?.view.date("until")?.edtf == "2020-12-31")
    }

    @Test("Unpaid wages of which a case has only months and a sum are claimed", arguments: [
        ([("months-unpaid", "3 months")], "KWD 900.000"), ([("amount", "KWD 850")], "KWD 850.000"),
        ([("months-unpaid", "3 months"), ("amount", "KWD 850")], "KWD 850.000 – 900.000"), ([("amount", "NPR 850")], nil),
    ] as [([(String, String)], String?)])
    func monthsWithoutDays(_ known: [(String, String)], _ sum: String?) async throws {
        let scene = try await computed()
        let dictionary = scene.place.node.dictionary
        try scene.place.node.change(by: "test") { transaction in
            var answers: [String: Answer?] = [
                "case": Answer(try FieldValue(link: scene.place.caseRecord)), "type": Answer(.code("non-payment")),
                "victim": Answer(try FieldValue(link: scene.place.personRecord)),
            ]
            for (name, text) in known {
                let field = try #require(dictionary.field("violation", name))
                answers[name] = Answer(try field.parse(text, in: dictionary))
            }
            try transaction.save(RecordChange(record: RecordIdentifier.random(), kind: "violation", answers: answers))
        }
        let page = await scene.browser.get(scene.claim).text
        if let sum { #expect(page.contains(sum) && page.contains("head-unpaid-wages")) } else { #expect(!page.contains("head-unpaid-wages")) }
    }

    @Test("What is not known gives a range and says which fact would narrow it")
    func range() async throws {
        let scene = try await scene()
        #expect(await scene.browser.post("\(scene.claim)/facts", Self.facts.filter { $0.0 != "ending" }).status == 303)
        let page = await scene.browser.get(scene.claim).text
        #expect(page.contains("To know it more exactly") && page.contains("facts#field-ending"))
    }

    @Test("Chosen heads become claims with amount, basis and last day; computing again changes only what is not filed")
    func saving() async throws {
        let scene = try await computed()
        let saved = await scene.browser.post("\(scene.claim)/heads", [("head", "end-of-service")])
        #expect(saved.location == "\(scene.claim)/steps")
        let claim = try #require(try scene.records("claim").first?.view)
        #expect(claim.code("head") == "end-of-service" && claim.links("claimant") == [scene.place.personRecord] && claim.date("deadline") != nil)
        #expect(claim.text("calculation")?.contains("KWD") == true && claim.text("basis") != nil)
        _ = await scene.browser.post("\(scene.claim)/heads", [("head", "end-of-service")])
        #expect(try scene.records("claim").count == 1)
        let fields = [("submission", "f"), ("heads", try scene.records("claim")[0].record), ("forum", "labour-office"), ("filed-on", "2020-02-01")]
        #expect(await scene.browser.post("\(scene.claim)/steps/filing", fields).status == 303)
        let filed = try scene.records("claim")[0].view
        #expect(filed.code("stage") == "filed" && filed.code("filed-year") == "2020" && filed.date("deadline") == nil)
        let again = await scene.browser.post("\(scene.claim)/heads", [("head", "end-of-service")])
        #expect(try scene.records("claim").count == 1 && again.location == "\(scene.claim)/steps?claimed=1", "what is filed is not claimed a second time")
        #expect(await scene.browser.get("\(scene.claim)/steps?claimed=1").text.contains("was not saved a second time"))
        // Two years more: the filed claim stays as it is, and what is above it is a claim of its own.
        let form = await scene.browser.get("\(scene.claim)/facts").text
        let seen = try #require(WebBrowser.value(of: "seen", in: form))
        let longer = Self.facts.map { $0.0 == "until" ? ("until", "2021-12-31") : $0.0 == "seen" ? ("seen", seen) : $0 }
        #expect(await scene.browser.post("\(scene.claim)/facts", longer).status == 303)
        #expect(await scene.browser.get(scene.claim).text.contains("is under way already"))
        _ = await scene.browser.post("\(scene.claim)/heads", [("head", "end-of-service")])
        let sums = try scene.records("claim").compactMap { HeadSums($0.view).single("amount") }
        let whole = try #require(
            try ClaimService(today: Entitlements.Day(number: 18_262)).answer(
                Array(
                    #"{"country":"KW","category":"private","start":"2010-01-01","end":"2021-12-31","ending":"resignation","contract":"indefinite","wage":{"monthly":"300","basic":"300"},"daysPerWeek":6,"leaveTaken":300,"asOf":"2022-01-01"}"#
                        .utf8)
            ).claims.first?.heads.first { $0.kind == .endOfService }?.amount)
        #expect(sums.count == 2 && sums.reduce(Fraction(0)) { $0 + $1.fraction } == whole, "together they are what is owed")
        _ = await scene.browser.post("\(scene.claim)/heads", [("head", "end-of-service")])
        #expect(try scene.records("claim").count == 2)
    }

    @Test("A head that is a span keeps its least and its most, in totals, steps and offers")
    func spans() async throws {
        let scene = try await scene()
        #expect(await scene.browser.post("\(scene.claim)/facts", Self.facts.filter { $0.0 != "leave-taken" }).status == 303)
        _ = await scene.browser.post("\(scene.claim)/heads", [("head", "leave")])
        let view = try #require(try scene.records("claim").first).view
        let span = try #require(HeadSums(view).claimed)
        #expect(view.answer("amount") == nil && span.low.count == 0 && (span.high?.count ?? 0) > 0)
        let page = await scene.browser.get("\(scene.claim)/steps").text
        #expect(page.contains(try #require(span.high?.text)))
        let claims = try scene.records("claim").map { ("heads", $0.record) }
        let offer = [("submission", "o"), ("offer", "100"), ("offer-on", "2020-02-01"), ("offer-conditions", "")] + claims
        #expect(await scene.browser.post("\(scene.claim)/steps/offer", offer).status == 303)
        #expect(await scene.browser.get("\(scene.claim)/steps").text.contains("percent of the most that it can be"))
        // When the days are known the same record holds one sum.
        let form = await scene.browser.get("\(scene.claim)/facts").text
        let seen = try #require(WebBrowser.value(of: "seen", in: form))
        #expect(await scene.browser.post("\(scene.claim)/facts", Self.facts.map { $0.0 == "seen" ? ("seen", seen) : $0 }).status == 303)
        _ = await scene.browser.post("\(scene.claim)/heads", [("head", "leave")])
        let after = try #require(try scene.records("claim").first).view
        #expect(try scene.records("claim").count == 1 && after.answer("amount") != nil && after.answer("amount-high") == nil)
    }

    @Test("The wage really paid makes the head underpayment, from the case or from the employment")
    func paidShort() async throws {
        let scene = try await scene()
        #expect(await scene.browser.post("\(scene.claim)/facts", Self.facts + [("wage-paid", "٢٥٠")]).status == 303, "a bare amount in Arabic digits")
        let page = await scene.browser.get(scene.claim).text
        #expect(page.contains("6000.000"), "120 months of 50")
        _ = await scene.browser.post("\(scene.claim)/heads", [("head", "underpayment")])
        #expect(await scene.browser.get("\(scene.claim)/steps").text.contains("Pay slip or bank record"))
    }

    @Test("Impossible payments and days are refused, unusual ones are asked about once")
    func checks() async throws {
        let scene = try await computed()
        _ = await scene.browser.post("\(scene.claim)/heads", [("head", "end-of-service")])
        let claims = try scene.records("claim").map { ("heads", $0.record) }
        let tomorrow = try #require(CalendarDay(daysSinceEpoch: Int(scene.place.node.now() / 86_400_000) + 2)).description
        func refused(_ step: String, _ fields: [(String, String)], _ words: String) async -> Bool {
            let answer = await scene.browser.refusal("\(scene.claim)/steps/\(step)", [("submission", step + words)] + fields + claims)
            return answer.text.contains(words)
        }
        #expect(await refused("received", [("received", "0 KWD"), ("received-on", "2021-03-09")], "above zero"))
        #expect(await refused("received", [("received", "-5 KWD"), ("received-on", "2021-03-09")], "not below zero"))
        #expect(await refused("received", [("received", "5 KWD"), ("received-on", tomorrow)], "has not come yet"))
        #expect(await refused("filing", [("forum", "labour-office"), ("filed-on", tomorrow)], "has not come yet"))
        #expect(await refused("offer", [("offer", "5 KWD"), ("offer-on", tomorrow)], "has not come yet"))
        #expect(await refused("received", [("received", "900000"), ("received-on", "2021-03-09")], "more than what is still to come"))
        #expect(await refused("received", [("received", "5 USD"), ("received-on", "2021-03-09")], "nothing is converted"))
        #expect(await refused("received", [("received", "5"), ("received-on", "2001-03-09")], "before the first day of the work"))
        #expect(await refused("passed-on", [("passed-on", "5"), ("passed-on-on", "2021-03-09")], "not passed on yet"))
        #expect(await refused("offer", [("offer", "900000"), ("offer-on", "2021-03-09")], "more than all that these claims can be"))
        #expect(try scene.sum("received") == [])
        for (number, sum) in [("a", "५००"), ("b", "٥٠٠"), ("c", "900000")] {
            let fields = [("submission", number), ("received", sum), ("received-on", "2021-03-09"), ("confirmed", "yes")] + claims
            #expect(await scene.browser.post("\(scene.claim)/steps/received", fields).status == 303, "\(sum)")
        }
        #expect(try scene.sum("received") == [Coins(count: 901_000_000, currency: "KWD")])
    }

    @Test("Each offer is kept with its day, its sum and what would be given up; the latest is the one that is accepted")
    func offers() async throws {
        let scene = try await computed()
        _ = await scene.browser.post("\(scene.claim)/heads", [("head", "end-of-service")])
        let claims = try scene.records("claim").map { ("heads", $0.record) }
        for (number, sum, day, conditions) in [("1", "500", "2020-02-01", "No complaint"), ("2", "900", "2020-03-01", ""), ("3", "700", "2020-04-01", "Full and final")] {
            let fields = [("submission", number), ("offer", sum), ("offer-on", day), ("offer-conditions", conditions)] + claims
            #expect(await scene.browser.post("\(scene.claim)/steps/offer", fields).status == 303)
        }
        let offers = ClaimOffer.all(try scene.records("claim").map(\.view))
        #expect(offers.map(\.sums) == [500_000, 900_000, 700_000].map { [Coins(count: $0, currency: "KWD")] })
        #expect(offers.map(\.conditions) == ["No complaint", nil, "Full and final"])
        let page = await scene.browser.get("\(scene.claim)/steps").text
        for words in ["500.000", "900.000", "700.000", "No complaint", "Full and final", "Earlier offers"] { #expect(page.contains(words)) }
        #expect(await scene.browser.post("\(scene.claim)/steps/settlement", [("submission", "s"), ("decided-on", "2020-05-01")] + claims).status == 303)
        #expect(try scene.records("claim").map { HeadSums($0.view).single("awarded") } == [Coins(count: 700_000, currency: "KWD")])
    }

    @Test("A settlement after an award is asked about, keeps the decision among what was done, and ends hearing and appeal; a dismissal awards nothing")
    func settlementAfterAward() async throws {
        let scene = try await computed()
        _ = await scene.browser.post("\(scene.claim)/heads", [("head", "end-of-service")])
        let claims = try scene.records("claim").map { ("heads", $0.record) }
        let dismissed = [("submission", "x"), ("decision", "dismissed"), ("decided-on", "2020-05-01"), ("awarded", "100"), ("confirmed", "yes")] + claims
        #expect(await scene.browser.isRefused("\(scene.claim)/steps/decision", dismissed))
        for (step, fields) in [
            ("offer", [("offer", "700"), ("offer-on", "2020-04-01")]), ("decision", [("decision", "granted"), ("decided-on", "2020-05-01"), ("awarded", "900")]),
            ("hearing", [("next-hearing", "2031-01-01")]),
        ] {
            #expect(await scene.browser.post("\(scene.claim)/steps/\(step)", [("submission", step), ("confirmed", "yes")] + fields + claims).status == 303)
        }
        let settled = [("submission", "s"), ("decided-on", "2020-06-01")] + claims
        #expect(await scene.browser.isRefused("\(scene.claim)/steps/settlement", settled))
        #expect(try scene.records("claim").map { HeadSums($0.view).single("awarded") } == [Coins(count: 900_000, currency: "KWD")])
        #expect(await scene.browser.post("\(scene.claim)/steps/settlement", settled + [("confirmed", "yes")]).status == 303)
        let view = try #require(scene.records("claim").first?.view)
        #expect(HeadSums(view).single("awarded") == Coins(count: 700_000, currency: "KWD") && view.code("stage") == "settled")
        #expect(view.answer("deadline") == nil && view.answer("next-hearing") == nil)
        let kept = try scene.records("action").map(\.view).first { $0.date("date")?.edtf == "2020-05-01" }
        #expect(kept?.text("description")?.contains("900.000") == true)
    }

    @Test("A mandate that was taken before anything was claimed is no claim, and goes over to what is claimed")
    func mandateBeforeClaim() async throws {
        let scene = try await computed()
        #expect(await scene.browser.post("\(scene.path)/mandate", [("submission", "m"), ("mandate-holder", "Example Lawyers"), ("mandate-until", "2031-01-01")]).status == 303)
        #expect(try scene.records("claim").map { $0.view.isOnlyMandate } == [true])
        #expect(!(await scene.browser.get("/claims").text.contains(scene.place.workerName)))
        _ = await scene.browser.post("\(scene.claim)/heads", [("head", "end-of-service")])
        let claims = try scene.records("claim").map(\.view)
        #expect(claims.map { $0.code("head") } == ["end-of-service"])
        #expect(claims.first?.text("mandate-holder") == "Example Lawyers" && claims.first?.date("mandate-until")?.edtf == "2031-01-01")
        let letter = await scene.browser.get("\(scene.path)/letters/power-of-attorney").text
        #expect(letter.contains("Example Lawyers") && letter.contains("1 January 2031"))
    }

    @Test("A second hearing leaves the first among what was done in the case")
    func hearings() async throws {
        let scene = try await computed()
        _ = await scene.browser.post("\(scene.claim)/heads", [("head", "end-of-service")])
        let claims = try scene.records("claim").map { ("heads", $0.record) }
        for (number, day) in [("1", "2020-03-02"), ("2", "2020-06-15"), ("3", "2020-06-15"), ("4", "2031-01-01"), ("5", "2032-01-01")] {
            let fields = [("submission", number), ("next-hearing", day)] + claims
            let posted = await scene.browser.post("\(scene.claim)/steps/hearing", fields + [("confirmed", "yes")])
            #expect(posted.status == 303, "\(day)")
        }
        #expect(try scene.records("claim").first?.view.date("next-hearing")?.edtf == "2032-01-01")
        #expect(try scene.records("claim").first?.view.code("stage") == "hearing")
        let held = try scene.records("action").map(\.view).filter { $0.code("type") == "hearing" }
        #expect(held.compactMap { $0.date("date")?.edtf }.sorted() == ["2020-03-02", "2020-06-15", "2031-01-01"])
        #expect(held.map { $0.code("status") ?? "" }.sorted() == ["done", "done", "not-done"], "one that was put off before its day was not held")
        #expect(await scene.browser.get("\(scene.claim)/steps").text.contains("2020"))
    }

    @Test("A second filing keeps the first, with its body, and counts with it; a decision is no hearing")
    func filings() async throws {
        let scene = try await computed()
        _ = await scene.browser.post("\(scene.claim)/heads", [("head", "end-of-service")])
        let claims = try scene.records("claim").map { ("heads", $0.record) }
        for (number, forum, day) in [("1", "labour-office", "2020-02-01"), ("2", "labour-court", "2020-03-05"), ("3", "labour-court", "2020-03-05")] {
            let fields = [("submission", "f\(number)"), ("forum", forum), ("filed-on", day), ("confirmed", "yes")] + claims
            #expect(await scene.browser.post("\(scene.claim)/steps/filing", fields).status == 303, "\(day)")
        }
        let filed = try scene.records("action").map(\.view).filter { $0.code("type") == "complaint" }.compactMap { $0.date("date")?.edtf }
        #expect(Set(filed) == ["2020-02-01", "2020-03-05"])
        let steps = await scene.browser.get("\(scene.claim)/steps").text
        #expect(steps.contains("1 February 2020: Filed") && steps.contains("5 March 2020: Filed"))
        // Nobody files again by chance: what was filed is not ticked, neither where all is filed nor where something else is not.
        let all = await scene.browser.get("\(scene.claim)/steps/filing").text
        for (_, record) in claims { #expect(!all.contains(try Regex("value=\"\(record)\"[^>]*checked"))) }
        _ = await scene.browser.post("\(scene.claim)/heads", [("head", "leave")])
        let asked = await scene.browser.get("\(scene.claim)/steps/filing").text
        if try scene.records("claim").count > 1 {
            let first = try #require(claims.first?.1)
            #expect(!asked.contains(try Regex("value=\"\(first)\"[^>]*checked")))
        }
        let decided = [("submission", "d"), ("decision", "granted"), ("decided-on", "2020-06-01"), ("awarded", "100"), ("confirmed", "yes")] + claims
        #expect(await scene.browser.post("\(scene.claim)/steps/decision", decided).status == 303)
        #expect(try !scene.records("action").contains { $0.view.code("type") == "hearing" })
        #expect(await scene.browser.get("\(scene.claim)/steps").text.contains("1 June 2020: Decided"))
        // What was filed long ago and is written down late changes nothing of a claim that has been decided since.
        let late = [("submission", "l"), ("forum", "labour-office"), ("filed-on", "2019-12-01"), ("confirmed", "yes")] + claims
        #expect(await scene.browser.post("\(scene.claim)/steps/filing", late).status == 303)
        let now = try #require(scene.records("claim").first { $0.record == claims[0].1 }?.view)
        #expect(now.code("stage") == "decided" && now.code("forum") == "labour-court" && now.date("filed-on")?.edtf == "2020-03-05")
        #expect(await scene.browser.get("\(scene.claim)/steps").text.contains("1 December 2019: Filed"))
        // The other forms say what is needed without sending anybody to a part that they have not.
        let refused = await scene.browser.refusal("\(scene.claim)/steps/offer", [("submission", "o"), ("offer-on", "2020-05-01")] + claims).text
        #expect(refused.contains("is needed.") && !refused.contains("say so under"))
    }

    @Test("The page of a mandate is in the reader's language, and names each country once", arguments: ["ne", "ar", "id"])
    func mandateLanguage(_ language: String) async throws {
        let scene = try await scene()
        let account = try #require(scene.place.accounts[.caseworker]?.identifier)
        try scene.place.node.change(by: account) { transaction in
            try transaction.save(
                RecordChange(
                    record: scene.place.caseRecord, kind: "case", answers: ["origin-country": Answer(.code("NP")), "destination-country": Answer(.code("NP"))]))
        }
        let english = await scene.browser.get("\(scene.path)/mandate").text
        let facts = try #require(MandateLibrary.facts(of: "NP"))
        for statement in facts.statements { #expect(english.components(separatedBy: statement.says).count == 2, "each once") }
        #expect(!english.contains("(in English)"))
        _ = await scene.browser.post("/language", [("language", language)])
        let page = await scene.browser.get("\(scene.path)/mandate").text
        let phrases = try #require(Phrases.standard(language))
        for statement in facts.statements {
            #expect(page.contains(phrases.sentence(statement.says).text) && !page.contains(statement.says))
            #expect(statement.by.isEmpty || page.contains(phrases.sentence(statement.by).text))
        }
    }

    @Test("A decision writes the last day of its appeal, where a rule gives the days", arguments: [
        ("OM", "labour-court", "granted", "2024-05-16"), ("OM", "labour-court", "dismissed", "2024-05-16"), ("OM", "labour-court", "settled", nil),
        // The committees of Qatar, which the form calls a court: 115 bis, fifteen days.
        ("QA", "labour-court", "granted", "2024-05-16"),
        ("KW", "labour-court", "granted", nil),
    ] as [(String, String, String, String?)])
    func appeal(_ country: String, _ forum: String, _ decision: String, _ last: String?) async throws {
        let scene = try await scene()
        let facts = Self.facts.map { $0.0 == "country" ? ($0.0, country) : $0.0 == "since" ? ($0.0, "2020-01-01") : $0.0 == "until" ? ($0.0, "2023-12-31") : $0 }
        #expect(await scene.browser.post("\(scene.claim)/facts", facts).status == 303)
        _ = await scene.browser.post("\(scene.claim)/heads", [("head", "end-of-service")])
        let claims = try scene.records("claim").map { ("heads", $0.record) }
        let filing = [("submission", "f"), ("forum", forum), ("filed-on", "2024-02-01"), ("confirmed", "yes")] + claims
        #expect(await scene.browser.post("\(scene.claim)/steps/filing", filing).status == 303)
        let before = try scene.records("claim").first?.view.date("deadline")?.edtf
        let decided = [("submission", "d"), ("decision", decision), ("decided-on", "2024-05-01"), ("awarded", decision == "dismissed" ? "" : "100"), ("confirmed", "yes")] + claims
        #expect(await scene.browser.post("\(scene.claim)/steps/decision", decided).status == 303)
        let view = try #require(try scene.records("claim").first?.view)
        #expect(view.date("deadline")?.edtf == last ?? before)
        if last != nil { #expect(view.text("deadline-basis")?.isEmpty == false) }
        let page = await scene.browser.get(scene.claim).text
        if decision != "settled" { #expect(page.contains(last ?? "How long an appeal against the decision"), "the claim says when, or that no time is on file") }
    }

    @Test("A range takes part in a division with its middle, not with its upper end")
    func middleOfARange() throws {
        let span = CoinSpan(low: Coins(count: 100, currency: "KWD"), high: Coins(count: 301, currency: "KWD"))
        #expect(span.share == Coins(count: 200, currency: "KWD") && span.weight == Coins(count: 301, currency: "KWD"))
        #expect(CoinSpan(low: Coins(count: 100, currency: "KWD"), high: nil).share.count == 100)
    }

    @Test("The page for a worker who leaves offers their language by itself, in their own words")
    func departureLanguage() async throws {
        let scene = try await scene()
        try scene.place.node.change(by: "test") { transaction in
            try transaction.save(
                RecordChange(record: scene.place.personRecord, kind: "person", answers: ["primary-language": Answer(.code("npi"))]))
        }
        let page = await scene.browser.get("\(scene.path)/departure").text
        #expect(page.contains("class=\"button\" href=\"/cases/\(scene.place.caseRecord)/departure?language=ne\""))
        #expect(!(await scene.browser.get("\(scene.path)/departure?language=ne").text.contains("class=\"button\" href=\"/cases/\(scene.place.caseRecord)/departure?language=ne\"")))
    }

    @Test("A departure within hours is kept to the minute, and the list shows the time that is left")
    func departureHour() async throws {
        let scene = try await scene()
        #expect(await scene.browser.post("\(scene.path)/departure/hours", [("item", "hours"), ("hours", "६"), ("page-language", "en")]).status == 303)
        let departure = try #require(try scene.records("case").first?.view.date("departure-date"))
        let moment = try #require(DepartureMoment.milliseconds(departure))
        #expect(moment / 60_000 == (scene.place.node.now() + 6 * 3_600_000) / 60_000 || moment > scene.place.node.now() + 5 * 3_600_000)
        #expect(await scene.browser.get("\(scene.path)/departure").text.contains("hours left"))
        for zone in ["Z", "+05:45", "-03:00"] {
            let date = try PartialDate(edtf: "2026-11-26T20:30:00\(zone)")
            let minutes = zone == "Z" ? 0 : zone == "+05:45" ? -345 : 180
            #expect(DepartureMoment.milliseconds(date) == UInt64(try #require(CalendarDay(year: 2026, month: 11, day: 26)).daysSinceEpoch * 1_440 + 1_230 + minutes) * 60_000)
        }
    }

    @Test("An offer is compared with the claim, and money that comes in instalments adds up to the coin")
    func money() async throws {
        let scene = try await computed()
        let heads = try #require(
            try ClaimService(today: Entitlements.Day(number: 18_262)).answer(
                Array(
                    #"{"country":"KW","start":"2010-01-01","end":"2019-12-31","ending":"resignation","wage":{"monthly":"300","basic":"300"},"leaveTaken":300}"#
                        .utf8)
            ).claims.first
        ).heads.map { ("head", $0.kind.rawValue) }
        _ = await scene.browser.post("\(scene.claim)/heads", heads)
        let claims = try scene.records("claim").filter { $0.view.answer("amount") != nil }.map { ("heads", $0.record) }
        try #require(!claims.isEmpty)
        let empty = await scene.browser.refusal("\(scene.claim)/steps/offer", [("submission", "o"), ("offer", "")])
        #expect(empty.status == 200 && empty.text.contains("Tick at least one claim."))
        #expect(
            await scene.browser.post(
                "\(scene.claim)/steps/offer", [("submission", "o"), ("offer", "1000.001 KWD"), ("offer-on", "2021-01-05"), ("offer-conditions", "Full and final")] + claims
            ).status == 303)
        #expect(HeadSums.total(try scene.records("claim").map { HeadSums($0.view).offered }) == [Coins(count: 1_000_001, currency: "KWD")])
        let page = await scene.browser.get("\(scene.claim)/steps").text
        #expect(page.contains("Given up") && page.contains("1000.001") && page.contains("Full and final"))
        for (number, sum) in [("r1", "100.000 KWD"), ("r2", "33.333 KWD"), ("r2", "33.333 KWD")] {
            #expect(
                await scene.browser.post(
                    "\(scene.claim)/steps/received",
                    [("submission", number), ("received", sum), ("received-on", "2021-03-0\(number == "r1" ? 1 : 2)")] + claims
                ).status == 303)
        }
        #expect(try scene.sum("received") == [Coins(count: 133_333, currency: "KWD")], "the form that was sent twice counts once")
        #expect(
            await scene.browser.post(
                "\(scene.claim)/steps/passed-on", [("submission", "p"), ("passed-on", "100 KWD"), ("passed-on-on", "2021-03-05")] + claims
            ).status == 303)
        let after = await scene.browser.get("\(scene.claim)/steps").text
        #expect(after.contains("133.333") && after.contains("33.333") && after.contains("Received and not passed on"))
        #expect(
            await scene.browser.isRefused(
                "\(scene.claim)/steps/received", [("submission", "x"), ("received", "1 KWD | 2 KWD"), ("received-on", "2021-03-09")] + claims))
    }

    @Test("Erasing one worker of a group takes the facts of their employment and their claims along; the case stays")
    func erasure() async throws {
        let scene = try await computed()
        _ = await scene.browser.post("\(scene.claim)/heads", [("head", "end-of-service")])
        #expect(await scene.browser.post("\(scene.path)/members", [("submission", "m"), ("members", "Second Example")]).status == 303)
        let employment = try #require(try scene.records("employment").first?.record)
        let claim = try #require(try scene.records("claim").first?.record)
        let outcome = try Erasure(scene.place.node).erase(scene.place.personRecord, reason: "They asked for it.")
        #expect(outcome.erased.contains(employment) && outcome.erased.contains(claim) && !outcome.erased.contains(scene.place.caseRecord))
        #expect(!(await scene.browser.get("/claims").text.contains("End-of-service")))
    }

    @Test("Parts of a sum add up to it, each at most one coin from its share")
    func apportionment() {
        for total in [Int128(0), 1, 2, 99, 100, 1_000_001, 99_999_999_999] {
            for weights in [[1], [1, 1, 1], [0, 0], [7, 0, 3], [1, 2, 3, 4, 5], [999_999, 1]].map({ $0.map { Int128($0) } }) {
                let parts = Apportionment.parts(of: total, by: weights)
                #expect(parts.reduce(0, +) == total && parts.allSatisfy { $0 >= 0 })
                let sum = weights.reduce(0, +)
                if sum > 0 { for (part, weight) in zip(parts, weights) { #expect(abs(part * sum - total * weight) <= sum && (weight > 0 || part == 0)) } }
            }
        }
        #expect(Apportionment.parts(of: 5, by: []).isEmpty)
    }

    @Test("A worker who leaves in six hours: what is taken down is counted, in the worker's language")
    func departure() async throws {
        let scene = try await scene()
        let path = "\(scene.path)/departure"
        #expect(await scene.browser.get("\(path)?language=ne").text.contains("lang=\"ne\""))
        #expect(await scene.browser.isRefused("\(path)/hours", [("hours", "0")]))
        #expect(await scene.browser.post("\(path)/hours", [("hours", "6"), ("page-language", "ne")]).location == "\(path)?language=ne")
        #expect(try scene.records("case")[0].view.date("departure-date") != nil)
        #expect(await scene.browser.isRefused("\(path)/mandate", [("submission", "m"), ("mandate-holder", "")]))
        #expect(
            await scene.browser.post("\(path)/mandate", [("submission", "m"), ("mandate-holder", "Example Lawyers"), ("mandate-given-on", "2026-02-01")]).status
                == 303)
        #expect(await scene.browser.post("\(path)/statement", [("submission", "s"), ("description", "I worked twelve hours.")]).status == 303)
        let contacts = [
            ("submission", "c"), ("name-1", "Sita Example"), ("phone-1", "+9779800000001"), ("name-2", "Ram Example"), ("phone-2", "+9779800000002"),
        ]
        for _ in 0..<2 { #expect(await scene.browser.post("\(path)/contacts", contacts).status == 303) }
        #expect(await scene.browser.post("\(path)/account", [("submission", "a"), ("bank-account", "0012345")]).status == 303)
        #expect(await scene.browser.isRefused("\(path)/copies", [("submission", "f")]))
        #expect(await scene.browser.get(path).text.contains("4 of 6 taken down"))
        #expect(try scene.records("person").count == 3)
        #expect(try scene.records("claim").first?.view.text("mandate-holder") == "Example Lawyers")
        #expect(await scene.browser.get("\(scene.path)/mandate").text.contains("Example Lawyers"))
    }

    @Test("The list shows open claims by their next day; another organisation and a caseworker without the case see none")
    func list() async throws {
        let scene = try await computed()
        _ = await scene.browser.post("\(scene.claim)/heads", [("head", "end-of-service")])
        #expect(await scene.browser.get("/claims").text.contains(scene.place.workerName))
        #expect(await scene.browser.get("/claims?stage=paid").text.contains("no such claim"))
        #expect(await scene.browser.get("/claims?due=over").text.contains(scene.place.workerName))
        #expect(await scene.browser.get("/claims/results").text.contains("Recorded"))
        #expect(await scene.browser.get("/claims/together").status == 200)
        for (role, place) in [(Role.caseworker, 1), (.legal, 0)] {
            let other = await scene.world.browser(role, of: place)
            #expect(!(await other.get("/claims").text.contains(scene.place.workerName)))
            #expect(await other.get("/claims/results").text.contains("no such claim"))
        }
        #expect(await scene.world.browser(.partner, of: 0).get("/claims").status == 404)
    }

    @Test("Claims of other cases against the same employer are gathered, with what they have in common")
    func together() async throws {
        let scene = try await scene()
        let node = scene.place.node
        let account = try #require(scene.place.accounts[.caseworker]?.identifier)
        let party = RecordIdentifier.random()
        func add(_ number: Int, _ heads: [String], _ transaction: RecordTransaction) throws {
            let caseRecord = RecordIdentifier.random()
            try transaction.save(
                RecordChange(
                    record: caseRecord, kind: "case",
                    answers: [
                        "status": Answer(.code("active")), "assigned-to": Answer(try FieldValue(list: [FieldValue(link: account)], type: .link)),
                        "origin-country": Answer(.code("NP")), "destination-country": Answer(.code("QA")),
                    ]))
            for head in heads {
                try transaction.save(
                    RecordChange(
                        record: RecordIdentifier.random(), kind: "claim",
                        answers: [
                            "case": Answer(try FieldValue(link: caseRecord)), "head": Answer(.code(head)),
                            "stage": Answer(.code(number == 1 ? "paid" : "filed")),
                            "respondent": Answer(try FieldValue(list: [FieldValue(link: party)], type: .link)),
                            "amount": Answer(.money(try Money(amount: "500", currency: "QAR"))),
                            "filed-on": Answer(.date(try PartialDate(edtf: "2025-01-01"))),
                            "decided-on": Answer(.date(try PartialDate(edtf: "2025-03-02"))),
                        ]))
            }
        }
        try node.change(by: account) { transaction in
            try transaction.save(
                RecordChange(
                    record: party, kind: "party", answers: ["names": Answer(try FieldValue(list: [.name(PersonName(full: "Qxbuilders"))], type: .name))]))
            for (number, heads) in [(1, ["unpaid-wages", "leave"]), (2, ["unpaid-wages"])] { try add(number, heads, transaction) }
        }
        let page = await scene.browser.get("/claims/together").text
        #expect(page.contains("Qxbuilders") && page.contains("In all") && page.contains("Unpaid wages") && page.contains("Leave (1)"))
        let results = await scene.browser.get("/claims/results").text
        #expect(results.contains("Qxbuilders") && results.contains("Nepal") && results.contains("2.0"))
        #expect(results.contains("<bdi>3</bdi>") && !results.contains("<bdi>4</bdi>"))
        // What was computed for these pages counts until there is another claim.
        try node.change(by: account) { try add(3, ["leave"], $0) }
        #expect(await scene.browser.get("/claims/results").text.contains("<bdi>4</bdi>"))
        #expect(await scene.browser.get("/claims/together").text.contains("Leave (2)"))
    }

    @Test("The schedule is made as a document in the language of the forum, and joint for all workers of the case")
    func schedule() async throws {
        guard DocumentConversion().isAvailable(.docx) else { return }
        let scene = try await computed()
        let answer = await scene.browser.post("\(scene.claim)/schedule", [("submission", "k"), ("format", "docx"), ("letter-language", "ar"), ("keep", "yes")])
        #expect(answer.status == 303 && answer.location?.contains("/documents/") == true)
        #expect(
            await scene.browser.post("\(scene.path)/claim/schedule", [("submission", "j"), ("format", "odt"), ("letter-language", "en")]).headers[.contentType]?
                .contains("opendocument") == true)
        let letter = await scene.browser.get("\(scene.path)/letters/demand").text
        #expect(letter.contains("Letter before action") && letter.contains(scene.place.workerName))
    }
}
