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
    let owner: String?
    let response: PartnerResponses.Response?
    /// How a case reaches the organisation; nil for a service without one.
    let way: ReferralWay?
    /// The case for which help is looked for; nil for none.
    let caseRecord: String?
    let mayWrite: Bool
    /// The partner that the entry is, and those that somebody who may say so can choose; nil for whoever may not.
    let partners: (current: Partner?, all: [Partner])?

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
                if let owner { html.element("p", [.class("hint"), .dir("auto")], text: translator("directory.owner", ["name": .text(owner)])) }
            }
            if mayWrite, let way { refer(&html, way) }
            if mayWrite { actions(&html, page) }
            facts(&html)
            if entry.view.kind == "service", mayWrite, owner == nil { places(&html, page) }
            if entry.view.kind == "organisation" { offered(&html) }
            measured(&html)
            tie(&html, page)
        }
    }

    private func standing(_ html: inout HTMLWriter) {
        html.element("p") { html in
            let date = entry.view.date("confirmed-on")
            html.text(date.map { translator("directory.confirmed-on", ["date": .text(answers.dates.text($0))]) } ?? translator("directory.never-confirmed"))
            if let by = entry.view.text("confirmed-by") {
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
        guard owner == nil else {
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

    private static let hidden: Set<String> = ["confirmed-on", "confirmed-by", "source-identifier", "source-details", "organisation"]

    private func facts(_ html: inout HTMLWriter) {
        html.element("dl", [.class("facts card")]) { html in
            for item in entry.view.fields where !Self.hidden.contains(item.field.name) {
                guard let answer = item.answer else { continue }
                html.element("dt", text: item.field.label(translator.language))
                html.element("dd", [.dir("auto"), item.field.type == .narrative ? .class("told") : nil], text: answers.text(answer, item.field))
            }
        }
    }

    /// Two taps: the number, and it is saved.
    private func places(_ html: inout HTMLWriter, _ page: Page) {
        let free = entry.view.count("places-free") ?? 0
        html.element("h2", text: translator("directory.places-free"))
        html.element("form", [Attribute("method", "post"), Attribute("action", "/directory/entries/\(entry.record)/places"), .class("card actions")]) { html in
            page.formToken(&html)
            for count in Set([0, 1, 2, 3, 5, 10, max(0, free - 1), free + 1]).sorted() {
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

    /// With which partner messages are exchanged under this entry: consents and agreements that name the entry hold for that partner.
    private func tie(_ html: inout HTMLWriter, _ page: Page) {
        guard let partners, entry.view.kind == "organisation", !partners.all.isEmpty else { return }
        var values = FormFields()
        if let current = partners.current { values.items = [.init(name: "partner", value: current.identifier)] }
        let controls = FormControls(translator: translator, values: values)
        html.element("h2", text: translator("directory.partner.title"))
        html.element("form", [Attribute("method", "post"), Attribute("action", "/directory/entries/\(entry.record)/partner"), .class("card")]) { html in
            page.formToken(&html)
            controls.select(
                &html, "partner", label: translator("directory.partner"),
                options: partners.all.map { .init(value: $0.identifier, label: $0.name) }, .init(hint: translator("directory.partner.hint")))
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
