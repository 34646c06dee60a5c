import Dictionary
import Interchange

/// The pages on which the directory is searched and looked through.
enum DirectoryPages {
    /// An organisation with what its services give.
    struct Line: Sendable {
        var entry: DirectoryEntry
        var types: [String]
        var countries: [String]
    }

    /// What was found, and how a case gets there.
    struct Found: Sendable {
        var results: [DirectorySearch.Result]
        /// By record of the service.
        var contacts: [String: DirectoryContacts]
        /// By record of the service; none for one without an organisation.
        var ways: [String: ReferralWay]
        /// Words of the sentence that were not understood.
        var left: [String] = []
        /// What has to be asked about the place.
        var question: PlaceQuestion?
        /// The case for which help is looked for; nil for none.
        var caseRecord: String?
    }

    /// That a sentence does not say, in words that were understood, where the help is needed.
    struct PlaceQuestion: Sendable {
        /// Whether a country was named at all.
        var isNamed: Bool
        /// Words that may name the place.
        var unread: [String]

        init?(_ reading: NeedReader.Reading) {
            guard reading.standing != .told else { return nil }
            (isNamed, unread) = (reading.standing == .unsure, reading.unreadPlaces)
        }
    }

    // MARK: Finding

    /// - Parameters:
    ///   - lacksOwn: whether this organisation has no entry of its own, and the reader may add it.
    ///   - caseRecord: the case for which help is looked for; nil for none.
    static func start(_ request: WebRequest, _ answers: AnswerText, due: Int, lacksOwn: Bool, caseRecord: String?) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "directory.title", area: .directory)
        return page.html { html in
            places(&html, request)
            if due > 0 {
                html.element("p", [.class("warning")]) {
                    $0.element("a", [.href("/directory/due")], text: translator("directory.due.count", ["count": .number(due)]))
                }
            }
            if lacksOwn {
                html.element("p", [.class("notice")]) { html in
                    html.text(translator("directory.owner.none") + " ")
                    html.element("a", [.href("/directory/new?own=yes")], text: translator("directory.owner.add"))
                }
            }
            html.element("p", [.class("lead")], text: translator("directory.lead"))
            forCase(&html, caseRecord, translator)
            form(&html, page, answers, caseRecord: caseRecord)
        }
    }

    private static func forCase(_ html: inout HTMLWriter, _ caseRecord: String?, _ translator: Translator) {
        guard let caseRecord else { return }
        html.element("p", [.class("notice")]) { html in
            html.text(translator("directory.for-case") + " ")
            html.element("a", [.href("/cases/\(caseRecord)")], text: translator("cases.back"))
        }
    }

    /// The address of an entry. It keeps the case for which help is looked for.
    static func entry(_ record: String, _ caseRecord: String?) -> String {
        "/directory/entries/\(record)" + (caseRecord.map { "?case=\($0)" } ?? "")
    }

    /// The way from an entry to a referral: of the case for which help is looked for, or of one that is chosen next.
    static func refer(_ html: inout HTMLWriter, _ record: String, caseRecord: String?, name: String, _ translator: Translator) {
        let place = caseRecord.map { "/cases/\($0)/refer?to=\(record)" } ?? "/directory/entries/\(record)/refer"
        html.element("a", [.class("button"), .href(place)]) { html in
            html.text(translator(caseRecord == nil ? "referrals.directory.refer" : "referrals.directory.refer-this"))
            html.element("span", [.class("hidden")]) { html in
                html.text(": ")
                html.element("bdi", text: name)
            }
        }
    }

    /// Where the help is needed, in the reader's words: the town and its country.
    private static func place(_ need: DirectoryNeed, _ answers: AnswerText) -> String? {
        let town = need.locality.map { town in (try? NeedReader.standard().name(ofTown: town, answers.translator.language)) ?? town }
        let parts = [town, need.country.map { answers.label("service.countries", $0) }].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: answers.translator("cases.part-separator"))
    }

    /// What was understood of a sentence, in the reader's words.
    private static func words(_ need: DirectoryNeed, _ answers: AnswerText) -> String {
        var words = need.types.map { answers.label("service.types", $0) }
        if let place = place(need, answers) { words.append(place) }
        if let nationality = need.nationality { words.append(answers.label("service.nationalities", nationality)) }
        if let sex = need.sex { words.append(answers.label("service.sexes", sex)) }
        if let sector = need.sector { words.append(answers.label("service.sectors", sector)) }
        words += need.languages.map { answers.label("service.languages", $0) }
        if need.isUrgent { words.append(answers.translator("directory.need.urgent")) }
        return words.joined(separator: answers.translator("cases.list-separator"))
    }

    /// - Parameters:
    ///   - understood: on the page of results: the fields are folded up, so that whoever is in a hurry sees who can help.
    ///   - isOpen: whether the fields are shown nevertheless.
    private static func form(
        _ html: inout HTMLWriter, _ page: Page, _ answers: AnswerText, understood: String = "", left: [String] = [], isOpen isAsked: Bool = false,
        caseRecord: String?
    ) {
        let request = page.request
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form)
        html.element("form", [Attribute("method", "post"), Attribute("action", "/directory/find"), .class("card")]) { html in
            page.formToken(&html)
            if let caseRecord { html.element("input", [.type("hidden"), .name("case"), .value(caseRecord)]) }
            controls.text(&html, "sentence", label: translator("directory.need.sentence"), .init(hint: translator("directory.need.sentence.hint"), rows: 2))
            html.element("input", [.type("hidden"), .name("understood"), .value(request.form["sentence"] ?? "")])
            let isOpen = request.form.items.contains { NeedForm.names.contains($0.name) }
            if !understood.isEmpty { html.element("p", text: translator("directory.need.read", ["what": .text(understood)])) }
            if !left.isEmpty {
                let words = left.map { "\u{2068}\($0)\u{2069}" }.joined(separator: translator("cases.list-separator"))
                html.element("p", [.class("muted")], text: translator("directory.need.left", ["words": .text(words)]))
            }
            html.element("details", [.flag("open", if: isAsked || isOpen && understood.isEmpty)]) { html in
                html.element("summary", text: translator(isOpen ? "directory.need.understood" : "directory.need.structured"))
                html.element("div", [.class("filters")]) { NeedForm.write(&$0, controls, answers.dictionary) }
            }
            controls.submit(&html, translator("directory.need.find"))
        }
    }

    /// A question of which nothing was understood: it is asked again field by field, and nothing is found for it.
    static func notUnderstood(_ request: WebRequest, _ answers: AnswerText, left: [String], caseRecord: String?) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "directory.title", area: .directory)
        return page.html { html in
            places(&html, request)
            forCase(&html, caseRecord, translator)
            html.element("p", [.class("warning"), .role("alert")], text: translator(left.isEmpty ? "directory.need.empty" : "directory.need.nothing"))
            form(&html, page, answers, left: left, isOpen: true, caseRecord: caseRecord)
            html.element("p") { $0.element("a", [.href("/directory/entries")], text: translator("directory.place.list")) }
        }
    }

    /// How many results a page shows.
    static let shownResults = 50

    /// A sentence that names two countries and does not say in which the help is needed: it is asked, and both are looked for.
    static func readings(_ request: WebRequest, _ answers: AnswerText, _ readings: [(need: DirectoryNeed, found: Found)]) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "directory.results.title", area: .directory)
        let sentence = request.form["sentence"] ?? ""
        return page.html { html in
            places(&html, request)
            forCase(&html, readings.first?.found.caseRecord, translator)
            html.element("div", [.class("card"), .role("status")]) { html in
                html.element("h2", text: translator("directory.need.where"))
                html.element("p", text: translator("directory.need.where.hint"))
                html.element("div", [.class("actions")]) { html in
                    for reading in readings {
                        html.element("form", [Attribute("method", "post"), Attribute("action", "/directory/find")]) { html in
                            page.formToken(&html)
                            let fields = NeedForm.fields(reading.need, sentence: sentence, translator.language).items
                                + [.init(name: "understood", value: sentence)] + [reading.found.caseRecord].compactMap { $0 }.map { .init(name: "case", value: $0) }
                            for field in fields { html.element("input", [.type("hidden"), .name(field.name), .value(field.value)]) }
                            html.element("button", [.type("submit")], text: translator("directory.need.where.in", ["place": .text(place(reading.need, answers) ?? "")]))
                        }
                    }
                }
            }
            if let first = readings.first {
                var shared = first.need
                (shared.country, shared.locality) = (nil, nil)
                form(&html, page, answers, understood: words(shared, answers), left: first.found.left, caseRecord: first.found.caseRecord)
            }
            for reading in readings {
                html.element("h2", text: translator("directory.need.where.in", ["place": .text(place(reading.need, answers) ?? "")]))
                html.element("p", text: translator("directory.results.count", ["count": .number(reading.found.results.count)]))
                list(&html, reading.found, answers, request, limit: shownReadings)
            }
        }
    }

    /// How many results are shown of each of two readings.
    private static let shownReadings = 10

    private static func list(_ html: inout HTMLWriter, _ found: Found, _ answers: AnswerText, _ request: WebRequest, limit: Int) {
        let translator = request.translator
        if found.results.isEmpty { html.element("p", text: translator("directory.results.none")) }
        html.element("ol", [.class("results")]) { html in
            for result in found.results.prefix(limit) {
                html.element("li", [.class("card")]) { html in
                    write(&html, result, found, answers)
                    guard request.session?.may(.writeCases) == true, let way = found.ways[result.listing.service] else { return }
                    html.element("p", [.class("actions")]) {
                        refer(&$0, result.listing.service, caseRecord: found.caseRecord, name: result.listing.organisationName, translator)
                    }
                    ReferralWayPage.line(&html, way, translator)
                }
            }
        }
    }

    static func results(_ request: WebRequest, _ answers: AnswerText, _ need: DirectoryNeed, _ found: Found) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "directory.results.title", area: .directory)
        return page.html { html in
            places(&html, request)
            forCase(&html, found.caseRecord, translator)
            if need.types.isEmpty { html.element("p", [.class("notice"), .role("status")], text: translator("directory.need.no-type")) }
            if let question = found.question { ask(&html, question, need, answers) }
            form(
                &html, page, answers, understood: words(need, answers), left: found.left, isOpen: need.types.isEmpty || found.question != nil,
                caseRecord: found.caseRecord)
            html.element("h2", text: translator("directory.results.count", ["count": .number(found.results.count)]))
            list(&html, found, answers, request, limit: shownResults)
        }
    }

    /// Says that the place was not understood, and asks for it: the field stands below.
    private static func ask(_ html: inout HTMLWriter, _ question: PlaceQuestion, _ need: DirectoryNeed, _ answers: AnswerText) {
        let translator = answers.translator
        html.element("div", [.class("warning"), .role("alert"), .id("place-question")]) { html in
            if question.isNamed, let place = place(need, answers) {
                html.element("p", text: translator("directory.need.place-unsure", ["place": .text(place)]))
            } else {
                html.element("p", text: translator("directory.need.place-missing"))
            }
            if !question.unread.isEmpty {
                let words = question.unread.map { "\u{2068}\($0)\u{2069}" }.joined(separator: translator("cases.list-separator"))
                html.element("p", text: translator("directory.need.place-unread", ["words": .text(words)]))
            }
            html.element("p") { $0.element("a", [.href("#field-country")], text: translator("directory.need.place-say")) }
        }
    }

    private static func write(_ html: inout HTMLWriter, _ result: DirectorySearch.Result, _ found: Found, _ answers: AnswerText) {
        let translator = answers.translator
        html.element("h3") { html in
            html.element("a", [.href(entry(result.listing.service, found.caseRecord)), .dir("auto")], text: result.listing.serviceName)
        }
        html.element("p", [.class("muted"), .dir("auto")], text: result.listing.organisationName)
        found.contacts[result.listing.service]?.write(&html, answers)
        if result.isExcluded { html.element("p") { $0.element("span", [.class("badge strong")], text: translator("directory.results.excluded")) } }
        if !result.reasons.isEmpty {
            html.element("ul", [.class("ticks")]) { html in
                for reason in result.reasons { html.element("li", text: sentence(reason, answers)) }
            }
        }
        if !result.against.isEmpty {
            html.element("p", [.class("small")]) { $0.element("strong", text: translator("directory.results.against")) }
            html.element("ul", [.class("reasons")]) { html in
                for reason in result.against { html.element("li", text: sentence(reason, answers)) }
            }
        }
    }

    /// The sentence for a reason, with the codes in the reader's words.
    static func sentence(_ reason: DirectorySearch.Reason, _ answers: AnswerText) -> String {
        let field: String =
            switch reason.kind {
            case .givesType: "service.types"
            case .forSex, .notForSex: "service.sexes"
            case .forSector, .notForSector: "service.sectors"
            case .forStatus, .notForStatus: "service.migration-statuses"
            case .speaks, .doesNotSpeak, .languageNotTold: "service.languages"
            default: "service.countries"
            }
        let words = reason.codes.map { answers.label(field, $0) }.joined(separator: answers.translator("cases.list-separator"))
        return answers.translator("directory.reason.\(reason.kind.rawValue)", ["what": .text(words), "count": .number(reason.number ?? 0)])
    }

    // MARK: Lists

    /// Links between the pages of the directory.
    static func places(_ html: inout HTMLWriter, _ request: WebRequest) {
        let translator = request.translator
        let links = [
            ("/directory", "directory.place.find"), ("/directory/entries", "directory.place.list"), ("/directory/map", "directory.place.map"),
            ("/directory/card", "directory.place.card"), ("/directory/due", "directory.place.due"), ("/network", "directory.place.network"),
        ]
        html.element("nav", [.class("within"), Attribute("aria-label", translator("directory.places"))]) { html in
            html.element("ul") { html in
                for (path, key) in links {
                    html.element("li") {
                        $0.element("a", [.href(path), request.path == path ? Attribute("aria-current", "page") : nil], text: translator(key))
                    }
                }
            }
        }
    }

    /// - Parameter countries: those of the directory, which are offered first.
    static func list(_ request: WebRequest, _ answers: AnswerText, _ lines: [Line], countries: Set<String>, today: CalendarDay?) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "directory.list.title", area: .directory)
        var asked = FormFields()
        asked.items = request.query.items
        let controls = FormControls(translator: translator, values: asked)
        return page.html { html in
            places(&html, request)
            html.element("form", [Attribute("method", "get"), Attribute("action", "/directory/entries"), .class("filters card")]) { html in
                controls.select(
                    &html, "country", label: translator("directory.need.country"),
                    options: CountryOptions.all(answers.dictionary, translator.language, first: countries))
                let types = answers.dictionary.vocabulary("service-type")?.offered(translator.language) ?? []
                controls.select(
                    &html, "type", label: translator("directory.need.types"), options: types.map { .init(value: $0.code, label: $0.label(translator.language)) })
                controls.submit(&html, translator("directory.list.show"))
            }
            if request.session?.may(.writeCases) == true {
                html.element("p") { $0.element("a", [.href("/directory/new"), .class("button second")], text: translator("directory.add.organisation")) }
            }
            html.element("table") { html in
                html.element("caption", text: translator("directory.list.count", ["count": .number(lines.count)]))
                html.element("thead") { html in
                    html.element("tr") { html in
                        for key in ["organisation", "services", "where", "confirmed"] {
                            html.element("th", [Attribute("scope", "col")], text: translator("directory.list.\(key)"))
                        }
                    }
                }
                html.element("tbody") { html in for line in lines { html.element("tr") { row(&$0, line, answers, today) } } }
            }
        }
    }

    private static func row(_ html: inout HTMLWriter, _ line: Line, _ answers: AnswerText, _ today: CalendarDay?) {
        let translator = answers.translator
        let separator = translator("cases.list-separator")
        html.element("th", [Attribute("scope", "row")]) {
            $0.element("a", [.href("/directory/entries/\(line.entry.record)"), .dir("auto")], text: line.entry.view.firstName ?? line.entry.record)
        }
        html.element("td", text: line.types.map { answers.label("service.types", $0) }.joined(separator: separator))
        html.element("td", text: line.countries.map { answers.label("service.countries", $0) }.joined(separator: separator))
        html.element("td") { html in
            let date = line.entry.view.confirmation(today)
            html.text(date.map(answers.dates.text) ?? translator("directory.never-confirmed"))
            if let today, line.entry.view.isConfirmationDue(today) {
                html.text(" ")
                html.element("span", [.class("badge strong")], text: translator("directory.due.badge"))
            }
        }
    }

    static func due(_ request: WebRequest, _ answers: AnswerText, _ entries: [DirectoryEntry]) -> HTML {
        let translator = request.translator
        let page = Page(request, title: "directory.due.title", area: .directory)
        return page.html { html in
            places(&html, request)
            html.element("p", [.class("lead")], text: translator("directory.due.lead"))
            if entries.isEmpty { html.element("p", text: translator("directory.due.none")) }
            html.element("ul", [.class("due")]) { html in
                for entry in entries.prefix(200) {
                    html.element("li") { html in
                        let name = entry.view.firstName ?? entry.view.text("name") ?? entry.record
                        html.element(
                            "span", [.class("when")], text: entry.view.confirmation(request.day).map(answers.dates.text) ?? translator("directory.never-confirmed"))
                        html.element("span", [.class("what")]) {
                            $0.element("a", [.href("/directory/entries/\(entry.record)"), .dir("auto")], text: name)
                        }
                        if request.session?.may(.writeCases) == true { confirmation(&html, page, entry, back: "due", name: name) }
                    }
                }
            }
        }
    }

    /// The button with which somebody says that they have checked an entry.
    static func confirmation(_ html: inout HTMLWriter, _ page: Page, _ entry: DirectoryEntry, back: String, name: String) {
        html.element("form", [Attribute("method", "post"), Attribute("action", "/directory/entries/\(entry.record)/confirm")]) { html in
            page.formToken(&html)
            html.element("input", [.type("hidden"), .name("back"), .value(back)])
            html.element("button", [.type("submit"), .class("second")]) { html in
                html.text(page.request.translator("directory.confirm"))
                html.element("span", [.class("hidden")], text: " \(name)")
            }
        }
    }
}
