import Dictionary
import Disclosure
import NIOPosix

/// What pages and the API work with. One value, made at start, passed to every handler.
struct AppServices: Sendable {
    /// The organisations on this node, by identifier, each with its keys.
    let organisations: OrganisationDirectory
    var settings: ServerSettings
    let languages: LanguageCatalogue
    let calendars: CalendarTables
    let metrics: WebMetrics
    let accounts: AccountService
    let readings: ReadingLog
    let shownReferences = ShownReferences()
    let handOvers = HandOverMemory()
    let lists: CaseLists
    let ties: CaseTieTables
    let claims: ClaimLists
    let due: DueBooks
    let search: SearchService
    let forms: FormCache
    let threads: NIOThreadPool
    let conversions = ConversionQueue()
    let tracing = TracingBooks()
    let duplicates = DuplicateBooks()
    let directory = DirectoryBooks()
    let statistics = RecentAnswers<FactsRoutes.Question, Tabulation>(limit: 64)
    let claimResults = RecentAnswers<CaseRule, ClaimResults>(limit: 16)
    let claimGroups = RecentAnswers<ClaimListRoutes.Gathering, GatheredClaims>(limit: 24)
    let outsiders = OutsideBrakes()
    /// How often somebody may look for a case that is closed to them: ten at once, then one in five minutes.
    let closedCaseLookups = RateLimiter(capacity: 10, perSecond: 1 / 300)

    /// The node as the organisation of whoever is signed in sees it.
    func node(for session: SignedIn) throws(WebError) -> Node {
        guard let node = organisations.node(session.organisation) else { throw .signInNeeded }
        return node
    }

    /// Runs work that blocks — the database, files, hashing — apart from the threads that serve connections.
    @discardableResult
    func work<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await threads.runIfActive(body)
    }
}
