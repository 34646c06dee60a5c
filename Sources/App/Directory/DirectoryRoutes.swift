import Dictionary
import HTTPTypes
import Interchange
import Journal
import Storage

/// Who helps with what, where and for whom.
enum DirectoryRoutes {
    static var all: [Route] {
        [
            .get("/directory", .permission(.readDirectory), start), .post("/directory/find", .permission(.readDirectory), find),
            .get("/directory/entries", .permission(.readDirectory), list), .get("/directory/due", .permission(.readDirectory), due),
            .get("/directory/map", .permission(.readDirectory), map), .get("/directory/card", .permission(.readDirectory), card),
            .get("/directory/entries/{record}", .permission(.readDirectory), show),
            .post("/directory/entries/{record}/confirm", .permission(.writeCases), confirm),
            .post("/directory/entries/{record}/places", .permission(.writeCases), setPlaces),
        ] + DirectoryEditing.all
    }

    /// Where the navigation leads, for whom it does.
    static func place(for session: SignedIn) -> (area: Page.Area, path: String)? {
        session.may(.readDirectory) && !AccessPolicy.readsAsPartner(session.roles) ? (.directory, "/directory") : nil
    }

    /// Whoever works on cases here or coordinates a network reads the directory; somebody who only gets referrals does not.
    static func access(_ request: WebRequest, _ services: AppServices) throws -> CaseAccess {
        let access = try CaseAccess(try request.signedIn(), services)
        guard !AccessPolicy.readsAsPartner(access.session.roles) else { throw WebError.notFound }
        return access
    }

    static func opened(_ request: WebRequest, _ services: AppServices) async throws -> (access: CaseAccess, entry: DirectoryEntry) {
        let access = try access(request, services)
        let record = try request.parameter("record")
        let entry = try await services.work {
            try access.node.database.read { connection in
                var reading = DirectoryReading(access.node, reader: access.reader, connection)
                return try reading.entry(record)
            }
        }
        return (access, entry)
    }

    /// An entry that is written here.
    /// - Throws: `VisibleError` for one that came by the feed of another organisation.
    static func ownEntry(_ request: WebRequest, _ services: AppServices) async throws -> (access: CaseAccess, entry: DirectoryEntry) {
        let (access, entry) = try await opened(request, services)
        guard try await writer(of: entry, access, services) == nil else { throw VisibleError(sentence: request.translator("directory.error.owner")) }
        return (access, entry)
    }

    static func writer(of entry: DirectoryEntry, _ access: CaseAccess, _ services: AppServices) async throws -> String? {
        try await services.work { try access.node.database.read { try DirectoryOwners(node: access.node, connection: $0).writer(of: entry.record) } }
    }

    private static func answerText(_ request: WebRequest, _ access: CaseAccess, _ services: AppServices) -> AnswerText {
        AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
    }

    // MARK: Finding

    private static func start(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        var request = request
        let (caseRecord, today) = (request.query.text("case"), request.day)
        let maySayOwner = access.session.may(.assignCases)
        let (count, need, lacksOwn) = try await services.work {
            let lacksOwn = try access.node.database.read {
                try maySayOwner && PartnerEntries(node: access.node, connection: $0).owned(by: access.node.organisation.identifier).isEmpty
            }
            return (try dueEntries(access, services, today: today).count, try caseRecord.map { try caseNeed($0, access) }, lacksOwn)
        }
        if let need { request.form = NeedForm.fields(need, sentence: "", request.translator.language) }
        return .page(DirectoryPages.start(request, answerText(request, access, services), due: count, lacksOwn: lacksOwn, caseRecord: caseRecord))
    }

    /// What a case that opens for whoever asks says of the help that is needed.
    private static func caseNeed(_ caseRecord: String, _ access: CaseAccess) throws -> DirectoryNeed {
        try access.node.database.read { connection in
            try CaseNeed.read(caseRecord, as: try access.requireCase(caseRecord, connection), access.node, connection)
        }
    }

    private static func find(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        var request = request
        let caseRecord = request.form.text("case")
        var need = NeedForm.read(request.form, access.node.dictionary)
        // A new sentence is read into the fields, which are shown to be corrected; corrected fields count.
        var left: [String] = []
        var readings: [DirectoryNeed] = []
        var question: DirectoryPages.PlaceQuestion?
        if let sentence = request.form.text("sentence"), sentence != request.form["understood"] {
            let reading = try NeedReader.standard().read(sentence)
            (need, left, readings) = (reading.need, reading.left, reading.needs)
            question = DirectoryPages.PlaceQuestion(reading)
            request.form = NeedForm.fields(need, sentence: sentence, request.translator.language)
        }
        let (asked, unread, placeQuestion) = (readings.isEmpty ? [need] : readings, left, question)
        // Of a need that says nothing, everybody would be the answer.
        guard asked != [DirectoryNeed()] else {
            if let caseRecord { try await services.work { try access.node.database.read { _ = try access.requireCase(caseRecord, $0) } } }
            return .page(DirectoryPages.notUnderstood(request, answerText(request, access, services), left: unread, caseRecord: caseRecord))
        }
        let found = try await services.work {
            if let caseRecord { try access.node.database.read { _ = try access.requireCase(caseRecord, $0) } }
            let finding = DirectoryFinding(access.node, reader: access.reader, books: services.directory)
            return try asked.map { need in
                let results = try finding.find(need)
                let shown = results.prefix(DirectoryPages.shownResults).map(\.listing)
                let ways = try access.node.database.read { connection in
                    let ways = ReferralWays(access.node, connection)
                    let known = try shown.filter { !$0.organisation.isEmpty }.compactMap { listing in
                        try ways.way(to: listing.organisation, name: listing.organisationName).map { (listing.service, $0) }
                    }
                    return Dictionary(known, uniquingKeysWith: { first, _ in first })
                }
                return (
                    need: need,
                    found: DirectoryPages.Found(
                        results: results, contacts: try finding.contacts(of: shown.map(\.service)), ways: ways, left: unread, question: placeQuestion, caseRecord: caseRecord)
                )
            }
        }
        let answers = answerText(request, access, services)
        if let only = found.first, found.count == 1 { return .page(DirectoryPages.results(request, answers, only.need, only.found)) }
        return .page(DirectoryPages.readings(request, answers, found))
    }

    // MARK: Lists

    private static func list(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        let country = request.query.text("country")
        let type = request.query.text("type")
        var entries = try await services.work { try access.node.database.read { try services.directory.entries(of: access.node, .open, $0) } }
        // What was made for a partner so that it could be named says less than the partner's own entry: one of the two is enough.
        let owners = Dictionary(grouping: entries.organisations) { $0.view.links(PartnerEntries.owner).first ?? "" }
        entries.organisations.removeAll { entry in
            entry.view.text("source") == PartnerEntries.source && (entry.view.links(PartnerEntries.owner).first.flatMap { owners[$0]?.count } ?? 0) > 1
        }
        let byOrganisation = Dictionary(grouping: entries.services) { $0.view.links("organisation").first ?? "" }
        let lines = entries.organisations.compactMap { organisation -> DirectoryPages.Line? in
            let own = byOrganisation[organisation.record] ?? []
            let countries = Set(own.flatMap { $0.view.codes("countries") } + [organisation.view.code("country")].compactMap { $0 })
            let types = Set(own.flatMap { $0.view.codes("types") })
            guard country.map(countries.contains) ?? true, type.map(types.contains) ?? true else { return nil }
            return DirectoryPages.Line(entry: organisation, types: types.sorted(), countries: countries.sorted())
        }.sorted { ($0.entry.view.firstName ?? "").lowercased() < ($1.entry.view.firstName ?? "").lowercased() }
        return .page(DirectoryPages.list(request, answerText(request, access, services), lines, countries: entries.countries, today: request.day))
    }

    /// What is to be confirmed here: what came by a feed is confirmed by its owner.
    private static func dueEntries(_ access: CaseAccess, _ services: AppServices, today: CalendarDay?) throws -> [DirectoryEntry] {
        guard let today else { return [] }
        return try access.node.database.read { connection in
            let entries = try services.directory.entries(of: access.node, .open, connection)
            let others = try DirectoryOwners(node: access.node, connection: connection).records()
            return (entries.organisations + entries.services).filter { entry in
                !others.contains(entry.record) && (entry.view.isConfirmationDue(today) || entry.view.confirmation(today) == nil)
            }
        }
    }

    private static func due(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        let entries = try await services.work { try dueEntries(access, services, today: request.day) }
        return .page(DirectoryPages.due(request, answerText(request, access, services), entries))
    }

    private static func map(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        let answers = answerText(request, access, services)
        let points = try await services.work {
            try access.node.database.read { connection in
                let entries = try services.directory.entries(of: access.node, access.reader.clearance, connection)
                return (entries.organisations + entries.services).compactMap { DirectoryMap.Point($0, answers) }
            }
        }
        return .page(DirectoryPages.map(request, points))
    }

    private static func card(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try access(request, services)
        let (from, to) = (request.query.text("from"), request.query.text("to"))
        let cards = try await services.work {
            try access.node.database.read { connection in
                // A card is given away: nothing that only partners may know is on it.
                let entries = try services.directory.entries(of: access.node, .sensitive, connection)
                return (
                    lines: DirectoryCard.lines(entries.organisations, entries.services, from: from, to: to, today: request.day), countries: entries.countries
                )
            }
        }
        return .page(
            DirectoryPages.card(request, answerText(request, access, services), cards.lines, countries: cards.countries, from: from, to: to))
    }

    // MARK: One entry

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, entry) = try await opened(request, services)
        let caseRecord = request.query.text("case")
        let (offered, giver, writer, response, owners, way) = try await services.work {
            let read = try access.node.database.read { connection in
                var reading = DirectoryReading(access.node, reader: access.reader, connection)
                let organisation = try entry.view.links("organisation").first.map { try reading.entry($0) }
                let owners = DirectoryOwners(node: access.node, connection: connection)
                let response = try owners.responses()[organisation?.record ?? entry.record]
                let writer = try owners.writer(of: entry.record).map { try Partners.find($0, access.node, connection)?.name ?? $0 }
                let known = try PartnerRows(connection, organisation: access.node.organisation).all().filter { $0.trust.isTrusted }
                let owner = try PartnerEntries(node: access.node, connection: connection).owner(of: entry.record)
                let receiver = organisation ?? entry
                let way = try ReferralWays(access.node, connection).way(to: receiver.record, name: receiver.view.firstName ?? receiver.record)
                if let caseRecord { try access.requireCase(caseRecord, connection) }
                return (
                    try reading.services(of: entry.record), organisation, writer, response, DirectoryEntryPage.Owners(current: owner, partners: known),
                    receiver.view.kind == "organisation" ? way : nil
                )
            }
            if entry.view.showsIdentity, services.readings.isDue(entry.record, by: access.session.account, now: request.now) {
                try access.node.change(by: access.session.account) { try $0.logReading(of: entry.record, kind: entry.view.kind, ground: nil) }
            }
            return read
        }
        let page = DirectoryEntryPage(
            request: request, answers: answerText(request, access, services), entry: entry, services: offered, organisation: giver, writer: writer,
            response: response, way: way, caseRecord: caseRecord, us: access.node.organisation,
            mayWrite: access.session.may(.writeCases), maySayOwner: access.session.may(.assignCases), owners: owners)
        return .page(page.html())
    }

    private static func confirm(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, entry) = try await ownEntry(request, services)
        guard let day = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        try await services.work {
            try DirectoryWork(node: access.node, account: access.session.account).confirm(entry, by: access.session.displayName, on: day)
        }
        return .seeOther(request.form["back"] == "due" ? "/directory/due" : "/directory/entries/\(entry.record)")
    }

    private static func setPlaces(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, entry) = try await ownEntry(request, services)
        guard entry.view.kind == "service" else { throw WebError.notFound }
        guard let day = request.day, let count = request.form.text("places").flatMap({ Int($0) }), (0...10_000).contains(count) else {
            throw WebError.badRequest(key: "directory.error.places")
        }
        if let all = DirectoryValues.places(entry.view.answer("capacity")?.value), count > all {
            let label = access.node.dictionary.field("service", "places-free")?.label(request.translator.language) ?? ""
            throw VisibleError(sentence: request.translator("directory.error.more-free", ["field": .text(label), "count": .number(all)]))
        }
        try await services.work { try DirectoryWork(node: access.node, account: access.session.account).setPlaces(count, of: entry, on: day) }
        return .seeOther("/directory/entries/\(entry.record)")
    }
}
