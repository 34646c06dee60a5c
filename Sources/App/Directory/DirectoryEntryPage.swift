import Dictionary
import Interchange

/// One entry of the directory: what it says, how fresh it is, how the partner has answered, and what can be done with it.
struct DirectoryEntryPage {
    let request: WebRequest
    let answers: AnswerText
    let entry: DirectoryEntry
    let services: [DirectoryEntry]
    let organisation: DirectoryEntry?
    /// The name of the organisation whose feed it came by, which alone writes it; nil for one that is written here.
    let writer: String?
    let response: PartnerResponses.Response?
    /// How a case reaches the organisation; nil for a service without one.
    let way: ReferralWay?
    /// The case for which help is looked for; nil for none.
    let caseRecord: String?
    /// This organisation.
    let us: Organisation
    let mayWrite: Bool
    let maySayOwner: Bool
    let owners: Owners

    /// Whose entry it is, and whose it can be said to be.
    struct Owners: Sendable {
        /// The identifier that the entry says; nil for none.
        var current: String?
        /// Those that messages cross to.
        var partners: [Partner]
    }

    private var translator: Translator { request.translator }
    private var name: String { entry.view.firstName ?? entry.view.text("name") ?? entry.record }

    func html() -> HTML {
        let page = Page(request, title: entry.view.kind == "service" ? "directory.entry.service" : "directory.entry.organisation", area: .directory)
        return page.html { html in
            DirectoryPages.places(&html, request)
            html.element("div", [.class("head")]) { html in
                html.element("p", [.class("name"), .dir("auto")], text: name)
                if let organisation {
                    html.element("p") {
                        $0.element(
                            "a", [.href(DirectoryPages.entry(organisation.record, caseRecord)), .dir("auto")],
                            text: organisation.view.firstName ?? organisation.record)
                    }
                }
                standing(&html)
                whose(&html)
            }
            if mayWrite, let way { refer(&html, way) }
            if mayWrite { actions(&html, page) }
            facts(&html)
            if entry.view.kind == "service", mayWrite, writer == nil { places(&html, page) }
            if entry.view.kind == "organisation" { offered(&html) }
            measured(&html)
            tie(&html, page)
        }
    }

    private func standing(_ html: inout HTMLWriter) {
        html.element("p") { html in
            let date = entry.view.confirmation(request.day)
            html.text(date.map { translator("directory.confirmed-on", ["date": .text(answers.dates.text($0))]) } ?? translator("directory.never-confirmed"))
            if date != nil, let by = entry.view.text("confirmed-by") {
                html.text(" · ")
                html.element("span", [.dir("auto")], text: by)
            }
            if let today = request.day, entry.view.isConfirmationDue(today) {
                html.text(" ")
                html.element("span", [.class("badge strong")], text: translator("directory.due.badge"))
            }
        }
    }

    private func refer(_ html: inout HTMLWriter, _ way: ReferralWay) {
        html.element("p", [.class("actions")]) {
            DirectoryPages.refer(&$0, entry.record, caseRecord: caseRecord, name: way.name, translator)
        }
        ReferralWayPage.line(&html, way, translator)
    }

    private func actions(_ html: inout HTMLWriter, _ page: Page) {
        guard writer == nil else {
            html.element("div", [.class("actions")]) { html in
                html.element("a", [.href("/directory/entries/\(entry.record)/edit"), .class("button second")], text: translator("directory.note"))
            }
            return
        }
        html.element("div", [.class("actions")]) { html in
            DirectoryPages.confirmation(&html, page, entry, back: "", name: name)
            html.element("a", [.href("/directory/entries/\(entry.record)/edit"), .class("button second")], text: translator("directory.edit"))
            if entry.view.kind == "organisation" {
                html.element(
                    "a", [.href("/directory/entries/\(entry.record)/services/new"), .class("button second")], text: translator("directory.add.service"))
            }
        }
        html.element("p", [.class("hint")], text: translator("directory.confirm.hint"))
    }

    private static let hidden: Set<String> = ["confirmed-on", "confirmed-by", "source-identifier", "source-details", "organisation", PartnerEntries.owner]

    private func facts(_ html: inout HTMLWriter) {
        html.element("dl", [.class("facts card")]) { html in
            for item in entry.view.fields where !Self.hidden.contains(item.field.name) {
                guard let answer = item.answer else { continue }
                html.element("dt", text: item.field.label(translator.language))
                html.element("dd", [.dir("auto"), item.field.type == .narrative ? .class("told") : nil], text: answers.entryText(answer, item.field))
            }
        }
    }

    /// Two taps: the number, and it is saved.
    private func places(_ html: inout HTMLWriter, _ page: Page) {
        let free = entry.view.count("places-free") ?? 0
        html.element("h2", text: translator("directory.places-free"))
        html.element("form", [Attribute("method", "post"), Attribute("action", "/directory/entries/\(entry.record)/places"), .class("card actions")]) { html in
            page.formToken(&html)
            let all = DirectoryValues.places(entry.view.answer("capacity")?.value)
            for count in Set([0, 1, 2, 3, 5, 10, max(0, free - 1), free + 1] + [all].compactMap { $0 }).sorted() where count <= all ?? .max {
                let facts = translator.catalogue.facts(of: translator.language)
                html.element("button", [.type("submit"), .class("second"), .name("places"), .value("\(count)")]) { html in
                    html.text(facts.localised("\(count)"))
                    html.element("span", [.class("hidden")], text: " \(translator("directory.places-free"))")
                }
            }
        }
    }

    private func offered(_ html: inout HTMLWriter) {
        html.element("h2", text: translator("directory.entry.services"))
        if services.isEmpty { html.element("p", text: translator("directory.entry.no-services")) }
        html.element("ul", [.class("plain")]) { html in
            for service in services {
                html.element("li") { html in
                    html.element(
                        "a", [.href(DirectoryPages.entry(service.record, caseRecord)), .dir("auto")], text: service.view.text("name") ?? service.record)
                    let types = service.view.codes("types").map { answers.label("service.types", $0) }.joined(separator: translator("cases.list-separator"))
                    if !types.isEmpty { html.text(" · \(types)") }
                }
            }
        }
    }

    /// One sentence: whose entry it is, and who writes it.
    private func whose(_ html: inout HTMLWriter) {
        let sentence: String? =
            if let writer {
                translator("directory.owner", ["name": .text("\u{2068}\(writer)\u{2069}")])
            } else if owners.current == us.identifier {
                translator("directory.owner.ours")
            } else if let partner = owners.partners.first(where: { $0.identifier == owners.current }) {
                translator("directory.owner.partner", ["name": .text("\u{2068}\(partner.name)\u{2069}")])
            } else {
                nil
            }
        if let sentence { html.element("p", [.class("hint"), .dir("auto")], text: sentence) }
    }

    /// Whose entry it is: this organisation publishes its own, and consents and agreements that name a partner's hold for that partner.
    private func tie(_ html: inout HTMLWriter, _ page: Page) {
        guard maySayOwner, writer == nil, entry.view.kind == "organisation" else { return }
        var values = FormFields()
        if let current = owners.current { values.items = [.init(name: "owner", value: current)] }
        let controls = FormControls(translator: translator, values: values)
        html.element("h2", text: translator("directory.owner.title"))
        html.element("form", [Attribute("method", "post"), Attribute("action", "/directory/entries/\(entry.record)/owner"), .class("card")]) { html in
            page.formToken(&html)
            controls.select(
                &html, "owner", label: translator("directory.owner.choose"),
                options: [.init(value: us.identifier, label: translator("directory.owner.us", ["name": .text(us.name)]))]
                    + owners.partners.map { .init(value: $0.identifier, label: $0.name) },
                .init(hint: translator("directory.owner.hint")))
            controls.submit(&html, translator("platform.save"))
        }
    }

    private func measured(_ html: inout HTMLWriter) {
        guard let response, response.sent > 0 else { return }
        html.element("h2", text: translator("directory.response.title"))
        html.element(
            "p",
            text: translator(
                "directory.response.sentence",
                [
                    "count": .number(response.sent), "in-time": .text("\(response.acknowledgedInTime)"), "asked": .text("\(response.asked)"),
                    "accepted": .text("\(response.accepted)"),
                ]))
    }
}
