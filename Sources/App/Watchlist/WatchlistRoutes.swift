import Dictionary
import Foundation
import HTTPTypes
import Interchange
import Storage
import Vault

/// The employers and recruiters behind many cases.
enum WatchlistRoutes {
    static var all: [Route] {
        [
            .get("/watchlist", .permission(.writeCases), list),
            .get("/watchlist/licences", .permission(.writeCases), licences).showingKept,
            .post("/watchlist/licences", .permission(.writeCases), input: .form(limit: 16 << 20), readLicences)
                .kept(on: "/watchlist/licences", as: "watchlist.licences.title", shownBy: licences),
            .get("/watchlist/{party}", .permission(.writeCases), show).showingKept,
            .post("/watchlist/{party}/compare/{other}", .permission(.writeCases), decide),
            .post("/watchlist/{party}/standing", .permission(.assignCases), standing).kept(on: "/watchlist/{party}", as: "watchlist.standing", shownBy: show),
            .post("/watchlist/{party}/share", .permission(.assignCases), share),
            .get("/watchlist/{party}/export", .permission(.exportRecords), export),
        ]
    }

    /// Where the navigation leads, for whom it does.
    static func place(for session: SignedIn) -> (area: Page.Area, path: String)? {
        session.may(.writeCases) ? (.watchlist, "/watchlist") : nil
    }

    private static let shown = 40

    private static func list(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let parties = try await services.work {
            try PartyCounts.catchUp(access.node)
            return try access.node.database.read { connection in
                let reading = WatchReading(access, connection)
                var open: [(party: WatchReading.Opened, others: [RecordView])] = []
                var after = 0
                // Those that do not open are passed over, up to a bound.
                while open.count < shown, after < 400 {
                    let page = try reading.counts.most(after: after, limit: 50)
                    for one in page where open.count < shown { if let party = try reading.groupIfOpen(one.party) { open.append(party) } }
                    after += 50
                    if page.count < 50 { break }
                }
                return open.sorted { $0.party.cases.count > $1.party.cases.count }
            }
        }
        return .page(WatchlistPages.list(request, parties, AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))))
    }

    private static func sheet(_ request: WebRequest, _ access: CaseAccess, _ services: AppServices) async throws -> PartySheet {
        let record = try request.parameter("party")
        return try await services.work {
            let sheet = try access.node.database.read { try PartySheet(record, WatchReading(access, $0), services.search) }
            let identity = sheet.party.view.showsIdentity
            if identity, services.readings.isDue(record, by: access.session.account, now: request.now) {
                try access.node.change(by: access.session.account) { try $0.logReading(of: record, kind: "party", ground: nil) }
            }
            return sheet
        }
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let sheet = try await sheet(request, access, services)
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(PartyPages(request, sheet, answers).html())
    }

    private static func decide(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let (party, other) = (try request.parameter("party"), try request.parameter("other"))
        let weight = try await services.work {
            try access.node.database.read { connection in
                let reading = WatchReading(access, connection)
                return PartyComparison(try reading.party(party).view, try reading.party(other).view).weight
            }
        }
        if request.form.isTicked("undo") {
            // Both were opened above.
            try await JudgementForm.takeBack(party, other, request, access, services) { _ in }
            return .seeOther("/watchlist/\(party)")
        }
        let form = JudgementForm(request)
        guard party != other, let verdict = form.verdict else { throw WebError.badRequest(key: "platform.error.malformed") }
        try await services.work {
            _ = try Judgements(node: access.node).decide(verdict, on: party, other, kind: "party", weight: weight, reason: form.reason, by: access.session.account)
        }
        return .seeOther("/watchlist/\(party)")
    }

    private static func standing(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let sheet = try await sheet(request, access, services)
        guard let step = request.form.text("listing-step").flatMap({ Listing.Step(rawValue: $0) }) else {
            throw WebError.badRequest(key: "platform.error.malformed")
        }
        guard sheet.standing.steps.contains(step) else { throw VisibleError(sentence: request.translator("watchlist.standing.not-yet")) }
        let note = request.form.text("note").map { String($0.prefix(2_000)) }
        guard step != .reply || note != nil else {
            throw UnfinishedForm(problems: [FieldProblem(field: "note", sentence: request.translator("watchlist.standing.reply-needed"))])
        }
        try await services.work {
            try Listing.save(step, note, of: sheet.party.view.record, access.node, by: access.session.account)
        }
        return .seeOther("/watchlist/\(sheet.party.view.record)")
    }

    /// Shows a listed party to a partner.
    private static func share(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let sheet = try await sheet(request, access, services)
        guard let partner = request.form.text("partner"), sheet.partners.contains(where: { $0.partner.identifier == partner }) else {
            throw WebError.badRequest(key: "platform.error.malformed")
        }
        let party = sheet.party.view.record
        do {
            try await services.work { try ListingSharing(node: access.node).share(party, with: partner, by: access.session.account) }
        } catch let error as ListingError {
            throw VisibleError(sentence: request.translator("patterns.error.\(error.rawValue)"))
        } catch let error as ExchangeError {
            throw VisibleError(sentence: PartnerRoutes.sentence(error, request))
        }
        return .seeOther("/watchlist/\(party)")
    }

    /// For a mission or a regulator: the party, and counts of cases whose people agree; nobody's name.
    private static func export(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let sheet = try await sheet(request, access, services)
        guard let today = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        guard let scope = ["mission": "contact-mission", "regulator": "contact-authorities"][request.query["for"] ?? "regulator"] else { throw WebError.notFound }
        let bytes: [UInt8]
        do {
            bytes = try await services.work {
                try access.node.database.read { try PartyExport(access.node, $0).csv(sheet, scope: scope, today: today) }
            }
        } catch is ListingError {
            throw VisibleError(sentence: request.translator("watchlist.standing.not-yet"))
        }
        return .download(bytes, fileName: "party.csv", mediaType: "text/csv; charset=utf-8")
    }

    // MARK: Lists of licences

    private static func licences(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse { .page(WatchlistPages.licences(request)) }

    /// The authority's country, also by its name or its three letters. Without one, or with one that there is not, a number would stand for licences of several authorities.
    private static func country(_ request: WebRequest, _ dictionary: DataDictionary) throws -> String {
        func refused(_ key: String, _ text: String = "") -> UnfinishedForm {
            UnfinishedForm(problems: [FieldProblem(field: "country", sentence: request.translator(key, ["text": .text(String(text.prefix(40)))]))])
        }
        guard let text = request.form.text("country") else { throw refused("watchlist.licences.country.needed") }
        let codes = dictionary.vocabulary("country")?.codes(writtenAs: text) ?? []
        guard codes.count == 1 else { throw refused("watchlist.licences.country.unknown", text) }
        return codes[0]
    }

    private static func readLicences(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        func again(_ sentence: String) -> UnfinishedForm { UnfinishedForm(problems: [FieldProblem(field: "file", sentence: sentence)]) }
        guard let file = request.files.first, !file.bytes.isEmpty, let today = request.day else { throw again(request.translator("tracing.import.needed")) }
        let country = try Self.country(request, access.node.dictionary)
        do {
            let result = try await services.work {
                try LicenceList(node: access.node, author: access.session.account).run(file, country: country, today: today)
            }
            return .page(WatchlistPages.licences(request, result: result))
        } catch let error as ImportError {
            throw again("\(error)")
        } catch let error as AppError {
            throw again("\(error)")
        }
    }
}
