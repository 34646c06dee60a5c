import Dictionary
import HTTPTypes
import Journal
import Storage
import Vault

/// Networks of organisations: members, agreements, measured response.
enum NetworkRoutes {
    static var all: [Route] {
        [
            .get("/network", .permission(.readDirectory), start).showingKept, .get("/network/corridor", .permission(.readDirectory), corridor),
            .post("/network/members", .permission(.coordinateNetwork), addMember).kept(on: "/network", as: "network.members.add", shownBy: start),
            .post("/network/members/leave", .permission(.coordinateNetwork), removeMember),
            .post("/network/left/seen", .permission(.coordinateNetwork), markSeen),
            .post("/directory/entries/{record}/owner", .permission(.assignCases), tie),
        ] + AgreementRoutes.all
    }

    // MARK: Partners and agreements

    static func start(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        let content = try await services.work {
            try access.node.database.read { connection in
                let responses = PartnerResponses(node: access.node, connection: connection)
                let networks = Networks(node: access.node, connection: connection)
                let known = try Partners.list(access.node, connection).map { ($0.identifier, $0.name) }
                return NetworkPages.Content(
                    own: try responses.own(), partners: try responses.all(), names: try PartnerEntries(node: access.node, connection: connection).choices(services.directory),
                    members: try networks.members(), agreements: try Agreements(node: access.node, connection: connection).everything(),
                    leavings: try networks.leavings(), told: try LeavingMessage.told(access.node, connection),
                    partnerNames: Dictionary(known, uniquingKeysWith: { first, _ in first }))
            }
        }
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return .page(NetworkPages.start(request, answers, content))
    }

    /// Says whose entry of the directory it is: an organisation's that messages cross to, or this organisation's own. Of an entry that a feed brought the feed says it.
    private static func tie(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, entry) = try await DirectoryRoutes.ownEntry(request, services)
        guard entry.view.kind == "organisation" else { throw WebError.notFound }
        let owner = request.form.text("owner")
        try await services.work {
            try access.node.change(by: access.session.account) { transaction in
                let isKnown = try owner.map { identifier in
                    try identifier == access.node.organisation.identifier || Partners.find(identifier, access.node, transaction.connection) != nil
                }
                guard isKnown ?? true else { throw WebError.badRequest(key: "platform.error.malformed") }
                try PartnerEntries(node: access.node, connection: transaction.connection).tie(entry.record, to: owner, in: transaction)
            }
        }
        return .seeOther("/directory/entries/\(entry.record)")
    }

    private static func addMember(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        let (network, partner) = (request.form.text("network") ?? "", request.form.text("partner") ?? "")
        let isCoordinator = request.form.isTicked("coordinator")
        guard let day = request.day else { throw WebError.badRequest(key: "platform.error.malformed") }
        let isKnown = try await isKnown(partner, access, services)
        guard isKnown, !network.isEmpty, network.utf8.count <= 200 else {
            let problem = FieldProblem(field: isKnown ? "network" : "partner", sentence: request.translator("network.error.member"))
            throw UnfinishedForm(problems: [problem])
        }
        try await services.work {
            try access.node.database.write {
                try Networks(node: access.node, connection: $0).add(partner, to: network, isCoordinator: isCoordinator, since: day)
            }
        }
        return .seeOther("/network#members")
    }

    /// Takes a member out. Whoever is told decides by what is written down there whether our word counts.
    private static func removeMember(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        guard let network = request.form["network"], let partner = request.form["partner"], let day = request.day else {
            throw WebError.badRequest(key: "platform.error.malformed")
        }
        let isTold = request.form.isTicked("tell")
        let told = try await services.work {
            try LeavingMessage.remove(partner, from: network, telling: isTold, on: day, access.node, by: access.session.account)
        }
        guard told != nil else { throw WebError.badRequest(key: "platform.error.malformed") }
        return .seeOther("/network#left")
    }

    private static func markSeen(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        try await services.work { try access.node.database.write { try Networks(node: access.node, connection: $0).markSeen() } }
        return .seeOther("/network#members")
    }

    /// Whether it is an organisation of the directory. A partner that has no entry yet gets one.
    static func isKnown(_ partner: String, _ access: CaseAccess, _ services: AppServices) async throws -> Bool {
        try await services.work {
            try access.node.change(by: access.session.account) { transaction in
                try PartnerEntries(node: access.node, connection: transaction.connection).ensure(partner, in: transaction)
                return try transaction.state(of: partner)?.kind == "organisation"
            }
        }
    }

    // MARK: A corridor

    /// So many of the corridors of the own cases are offered to choose from.
    private static let ownCorridors = 12

    private static func corridor(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        let countries = access.node.dictionary.vocabulary("country")
        let ends = ["from", "to"].map { name in request.query.text(name).flatMap { countries?.contains($0) == true ? $0 : nil } }
        let isAsked = ends.allSatisfy { $0 != nil }
        let own =
            isAsked || !access.session.may(.readCases)
            ? []
            : try await services.work {
                try access.node.database.read { connection -> [CaseTable.CodePair] in
                    let rule = try access.rule(connection)
                    return try services.lists.read(access.node, connection) {
                        Array($0.pairs(of: "case.origin-country", and: "case.destination-country", rule).prefix(ownCorridors))
                    }
                }
            }
        let picture: CorridorPicture? =
            if let from = ends[0], let to = ends[1] {
                try await services.work {
                    try access.node.database.read {
                        try CorridorPicture(
                            from: from, to: to, node: access.node, try services.directory.entries(of: access.node, access.reader.clearance, $0), connection: $0)
                    }
                }
            } else {
                nil
            }
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        let near = try await services.work {
            try access.node.database.read { try services.directory.entries(of: access.node, .open, $0).countries }
        }
        return .page(NetworkPages.corridor(request, answers, picture, countries: near, own: Array(own)))
    }
}
