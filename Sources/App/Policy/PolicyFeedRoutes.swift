import Formats
import HTTPTypes
import Storage
import Vault

/// Feeds of the register between organisations: publishing the own one, handing over another's, looking at what it brings, taking it in or refusing it.
enum PolicyFeedRoutes {
    /// Bytes of a feed that is handed over on the page; larger ones go through the command.
    private static let limit = 8 << 20

    static var all: [Route] {
        [
            .get("/policy/feeds", .permission(.readCases), list), .get("/policy/feeds/own", .permission(.assignCases), publish),
            .post("/policy/feeds", .permission(.assignCases), input: .form(limit: limit), handOver),
            .get("/policy/feeds/waiting/{feed}", .permission(.assignCases), show),
            .post("/policy/feeds/waiting/{feed}", .permission(.assignCases), decide),
        ]
    }

    private static func list(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try await page(request, services, problems: [])
    }

    private static func page(_ request: WebRequest, _ services: AppServices, problems: [FieldProblem]) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        let mayDecide = access.session.may(.assignCases)
        let (followed, waiting) = try await services.work {
            let feeds = FollowedFeeds(access.node)
            return try (feeds.all(.policy), mayDecide ? feeds.waiting(.policy) : [])
        }
        let register = try await PolicyRoutes.register(access, services)
        let code = access.node.keys.publicKeys.verificationCode
        return .page(
            PolicyFeedPages.list(
                request, PolicyText(request, access, services), followed, waiting, register, ownCode: code, mayDecide: mayDecide, problems: problems),
            status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func publish(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        let bytes = try await services.work { try PolicyExchange(access.node).feed() }
        return .download(bytes, fileName: "register-feed.json", mediaType: "application/json")
    }

    private static func handOver(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try DirectoryRoutes.access(request, services)
        guard let file = request.files.first?.bytes, !file.isEmpty else {
            return try await page(request, services, problems: [FieldProblem(field: "file", sentence: request.translator("policy.feeds.error.file"))])
        }
        do {
            let owner = try await services.work {
                let feed = try SignedFeed(bytes: file, file: "feed", purpose: .policy)
                _ = try PolicyExchange(access.node).difference(feed, file: "feed")
                try FollowedFeeds(access.node).keep(feed, bytes: file, by: access.session.account)
                return feed.keys.organisation
            }
            return .seeOther("/policy/feeds/waiting/\(owner)")
        } catch is AppError {
            // What is wrong with the file is said in one sentence, whichever part of it is damaged.
            return try await page(request, services, problems: [FieldProblem(field: "file", sentence: request.translator("policy.feeds.error.damaged"))])
        }
    }

    // MARK: What came

    private static func opened(_ request: WebRequest, _ services: AppServices) async throws -> (access: CaseAccess, waiting: WaitingFeed) {
        let access = try DirectoryRoutes.access(request, services)
        let owner = try request.parameter("feed")
        let waiting = try await services.work { try FollowedFeeds(access.node).waiting(.policy).first { $0.feed.keys.organisation == owner } }
        guard let waiting else { throw WebError.notFound }
        return (access, waiting)
    }

    private static func show(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, waiting) = try await opened(request, services)
        return try await show(request, access, waiting, services, problems: [])
    }

    private static func show(
        _ request: WebRequest, _ access: CaseAccess, _ waiting: WaitingFeed, _ services: AppServices, problems: [FieldProblem]
    ) async throws -> WebResponse {
        let difference = try await services.work { try PolicyExchange(access.node).difference(waiting.feed, file: "feed") }
        return .page(
            PolicyFeedPages.waiting(request, PolicyText(request, access, services), waiting, difference, problems: problems),
            status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private static func decide(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, waiting) = try await opened(request, services)
        let owner = waiting.feed.keys.organisation
        if request.form["act"] == "refuse" {
            try await services.work { try FollowedFeeds(access.node).drop(owner, .policy) }
            return .seeOther("/policy/feeds")
        }
        guard waiting.standing.canBeTaken else { throw VisibleError(sentence: request.translator("policy.feeds.standing.\(waiting.standing.rawValue)")) }
        let code = request.form.text("code")
        if waiting.standing.needsCode || code != nil {
            guard let code, FollowedFeeds.isCode(code, of: waiting.feed) else {
                let problem = FieldProblem(field: "code", sentence: request.translator("policy.feeds.error.code"))
                return try await show(request, access, waiting, services, problems: [problem])
            }
        }
        let isCoordinator = request.form["coordinator"] == "yes"
        try await services.work {
            _ = try PolicyExchange(access.node).follow(
                waiting.bytes, file: "feed", comparedCode: code, isCoordinator: isCoordinator, by: access.session.account)
            try FollowedFeeds(access.node).drop(owner, .policy)
        }
        return .seeOther("/policy/feeds")
    }
}
