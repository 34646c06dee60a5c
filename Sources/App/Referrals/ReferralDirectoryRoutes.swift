import Dictionary
import HTTPTypes
import Interchange
import Storage

/// From an entry of the directory straight on to a referral: which of the own cases goes to them.
enum ReferralDirectoryRoutes {
    private static let lines = 20

    static var all: [Route] {
        [
            .get("/directory/entries/{record}/refer", .permission(.writeCases), ask),
            .post("/directory/entries/{record}/refer", .permission(.writeCases), find),
        ]
    }

    // MARK: The way to an entry

    /// An organisation of the directory, or that of a service.
    struct Receiver: Sendable {
        var way: ReferralWay
        /// What the service gives, where the entry is one that gives one kind of help only.
        var need: String?
    }

    /// - Throws: ``WebError/notFound`` if there is no such entry, or a service without an organisation.
    static func way(to record: String, _ access: CaseAccess, _ services: AppServices) async throws -> Receiver {
        guard !AccessPolicy.readsAsPartner(access.session.roles) else { throw WebError.notFound }
        return try await services.work {
            try access.node.database.read { connection in
                var reading = DirectoryReading(access.node, reader: access.reader, connection)
                let entry = try reading.entry(record)
                var organisation = entry
                if entry.view.kind == "service" {
                    guard let giver = entry.view.links("organisation").first else { throw WebError.notFound }
                    organisation = try reading.entry(giver)
                }
                let types = entry.view.kind == "service" ? entry.view.codes("types") : []
                let name = organisation.view.firstName ?? organisation.record
                guard let way = try ReferralWays(access.node, connection).way(to: organisation.record, name: name) else { throw WebError.notFound }
                return Receiver(way: way, need: types.count == 1 ? types.first : nil)
            }
        }
    }

    /// The form of a referral with the receiver chosen.
    static func fields(_ receiver: Receiver, _ choices: ReferralOfferPages.Choices) -> [FormFields.Item] {
        var items = [FormFields.Item(name: "kind", value: "referral")]
        if let need = receiver.need { items.append(.init(name: "needs", value: need)) }
        if let partner = receiver.way.partner, choices.partners.contains(where: { $0.identifier == partner.identifier }) {
            return items + [.init(name: "partner", value: partner.identifier)]
        }
        items.append(.init(name: "partner", value: ReferralDraft.withoutNode))
        let isListed = choices.organisations.contains { $0.record == receiver.way.organisation }
        return items + [isListed ? .init(name: "organisation", value: receiver.way.organisation) : .init(name: "partner-name", value: receiver.way.name)]
    }

    // MARK: Which case

    private static func ask(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        let (record, receiver) = (try request.parameter("record"), try await way(to: try request.parameter("record"), access, services))
        let mine = try await services.work {
            let mine = try access.node.database.read { connection in
                let rule = try access.rule(connection)
                let (page, fields) = try services.lists.read(access.node, connection) { table in
                    let query = CaseQuery(assigned: .account(access.session.account), order: .changed)
                    return (table.page(query, rule, limit: lines), table.fields)
                }
                var reading = CaseLines(access, fields, connection)
                return try reading.lines(page.records).filter { line in
                    !(line.facts["case.status"] ?? []).contains(where: ReminderRules.closedStatuses.contains)
                }
            }
            try CaseListRoutes.logReading(of: mine, access, services, request.now)
            return mine
        }
        return .page(ReferralDirectoryPage.html(request, record, receiver.way, mine: mine, found: nil, answers(request, access, services)))
    }

    /// What is looked for is posted, so that it stands in no address.
    private static func find(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        let (record, receiver) = (try request.parameter("record"), try await way(to: try request.parameter("record"), access, services))
        let found = try await ReferralCaseRoutes.find(request, access, services)
        return .page(ReferralDirectoryPage.html(request, record, receiver.way, mine: [], found: found, answers(request, access, services)))
    }

    private static func answers(_ request: WebRequest, _ access: CaseAccess, _ services: AppServices) -> AnswerText {
        AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
    }
}

/// Which of the own cases is referred to an organisation of the directory.
enum ReferralDirectoryPage {
    /// - Parameters:
    ///   - record: the entry, an organisation or a service.
    ///   - mine: cases that the reader works on, the latest changed first.
    ///   - found: nil before anything was looked for.
    static func html(
        _ request: WebRequest, _ record: String, _ way: ReferralWay, mine: [CaseLine], found: CaseSearch.Found?, _ answers: AnswerText
    ) -> HTML {
        let page = Page(request, title: "referrals.directory.title", area: .directory)
        let translator = request.translator
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/directory/entries/\(record)")], text: translator("directory.entry.back")) }
            html.element("p", [.class("name"), .dir("auto")], text: way.name)
            ReferralWayPage.write(&html, way, answers, mayAdminister: request.session?.may(.administer) == true)
            ReferralCasePage.search(&html, page, path: request.path)
            if let found {
                if found.results.isEmpty { html.element("p", [.class("notice"), .role("status")], text: translator("referrals.case.none")) }
                lines(&html, found.results.map(\.line), record, answers)
            } else {
                html.element("h2", text: translator("referrals.directory.mine"))
                if mine.isEmpty { html.element("p", text: translator("referrals.directory.none")) }
                lines(&html, mine, record, answers)
            }
        }
    }

    private static func lines(_ html: inout HTMLWriter, _ lines: [CaseLine], _ record: String, _ answers: AnswerText) {
        html.element("ul", [.class("results")]) { html in
            for line in lines {
                html.element("li", [.class("card")]) { html in
                    SearchPages.caseLine(&html, line, answers)
                    html.element("p", [.class("actions")]) { html in
                        html.element("a", [.class("button second"), .href("/cases/\(line.record)/refer?to=\(record)")]) { html in
                            html.text(answers.translator("referrals.refer"))
                            if !line.workers.isEmpty { html.element("span", [.class("hidden")], text: " \(line.workers.joined(separator: answers.translator("cases.list-separator")))") }
                        }
                    }
                }
            }
        }
    }
}
