/// A page of the application: what the layout needs around what a feature writes.
///
///     let page = Page(request, title: "tasks.today.title", area: .today)
///     return .page(page.html { html in html.element("p", text: request.translator("tasks.today.nothing")) })
struct Page: Sendable {
    /// The places of the main navigation.
    enum Area: String, Sendable, CaseIterable {
        case today, cases, search, forms, referrals, tracing, claims, watchlist, directory, policy, facts, statistics, openings, log, administration
    }

    var request: WebRequest
    /// A key of the catalogue. Titles never hold content: they stay in the browser's history.
    var title: String
    var area: Area?
    /// A sentence about what was just done, from the catalogue, already translated.
    var notice: String?
    /// Scripts beside the one that every page has, by their names among the assets.
    var scripts: [String] = []
    /// False for an answer that is given once only: choosing a language asks for the page again.
    var offersLanguages = true

    init(_ request: WebRequest, title: String, area: Area? = nil, notice: String? = nil) {
        self.request = request
        self.title = title
        self.area = area
        self.notice = notice ?? (request.isResumed ? KeptForm.notice(request).map { request.translator($0) } : nil)
        if request.kept != nil { scripts = KeptForm.scripts }
    }
}
