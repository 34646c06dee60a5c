import Formats
import HTTPTypes
import Storage
import Vault

extension Route {
    typealias Handler = @Sendable (WebRequest, AppServices) async throws -> WebResponse

    /// A page on which forms are kept.
    var showingKept: Route {
        var route = self
        let handler = handler
        route.handler = { try await KeptSheet.show($0, $1, handler) }
        return route
    }

    /// Keeps what is sent here, instead of losing it, when something is wrong with it or the session has ended, and saves nothing twice.
    /// - Parameters:
    ///   - page: the pattern of the page that shows the form, with parameters of this route only.
    ///   - title: the form's name, a key of the catalogue.
    ///   - show: the page's handler. Only for whoever it opens is anything kept.
    func kept(on page: String, as title: String, shownBy show: @escaping Handler) -> Route {
        var route = self
        let sending = KeptSending(page: page, title: title, show: show, save: handler)
        route.handler = { try await sending.answer($0, $1) }
        route.rescue = { request, services in
            try KeptSending.requirePlain(request)
            return try await FormRescuing.rescue(request, services, page: sending.path(of: request), title: title)
        }
        return route
    }
}

/// Takes a form that is kept: it is saved, or kept as a draft together with what is wrong with it.
struct KeptSending: Sendable {
    /// More bytes of files than this do not wait with a form, but have to be chosen again.
    static let fileLimit = 16 << 20

    let page: String
    let title: String
    let show: Route.Handler
    let save: Route.Handler

    /// The address of the page that shows the form.
    func path(of request: WebRequest) -> String {
        let segments = page.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
        return segments.reduce(into: "") { path, segment in
            let name = segment.hasPrefix("{") ? String(segment.dropFirst().dropLast()) : nil
            path += "/" + (name.flatMap { request.parameters[$0] } ?? segment)
        }
    }

    /// Identifiers are all that an address is made of; whatever else stands in its place leads nowhere.
    static func requirePlain(_ request: WebRequest) throws(WebError) {
        func isPlain(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "~"): true
            default: false
            }
        }
        for value in request.parameters.values where !value.utf8.allSatisfy(isPlain) { throw .notFound }
    }

    func answer(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try Self.requirePlain(request)
        let session = try request.signedIn()
        let keeper = Keeper(node: try services.node(for: session), account: session.account, path: path(of: request), title: title)
        guard !KeptForm.isToBeKept(request) else { return try await keep(request, services, keeper) }
        var sent = request
        guard let number = KeptForm.number(request.form) else { return try await save(sent, services, keeper, sending: nil) }
        let mark = keeper.mark(request)
        let now = request.now
        // Somebody who presses the button twice waits for what the first press does.
        for _ in 0..<50 {
            let (beginning, before) = try await services.work { try keeper.begin(number, mark, now: now) }
            switch beginning {
            case .done(let place): return request.leading(to: place)
            case .underWay: try await Task.sleep(for: .milliseconds(100))
            case .first:
                // Going back and sending something else is a form of its own, not a lost one.
                if before != nil { sent.form.replace("submission", with: FormMark.following(number, mark: mark, keeper.node)) }
                return try await save(sent, services, keeper, sending: (number, mark))
            }
        }
        throw WebError.tooManyRequests(retryAfter: 5)
    }

    private func keep(_ request: WebRequest, _ services: AppServices, _ keeper: Keeper) async throws -> WebResponse {
        var asked = request
        asked.method = .get
        asked.files = []
        _ = try await show(asked, services)
        let number = try await services.work { try keeper.keep(request, problems: []) }
        return request.leading(to: "\(keeper.path)?draft=\(number)&kept=1")
    }

    private func save(_ request: WebRequest, _ services: AppServices, _ keeper: Keeper, sending: (number: String, mark: String)?) async throws -> WebResponse {
        var taken = try await services.work { try keeper.withKeptFiles(request) }
        // A page that answers with its form once more, such as the look of a letter, keeps it as before.
        taken.kept = KeptSheet(node: keeper.node, account: keeper.account)
        taken.sending = sending.map { FormBeingSent(number: $0.number, mark: $0.mark, account: keeper.account) }
        let sent = taken
        do {
            let response = try await save(sent, services)
            let place = response.status == .seeOther ? response.headers[.location] : nil
            if response.status == .seeOther || response.status.kind == .successful {
                try await services.work { try keeper.finish(sending?.number, sending?.mark, at: place) }
            }
            return place.map { request.leading(to: $0) } ?? response
        } catch {
            guard let problems = Self.problems(error, request) else {
                try await services.work { try keeper.abandon(sending?.number, sending?.mark) }
                throw error
            }
            let number = try await services.work {
                try keeper.abandon(sending?.number, sending?.mark)
                return try keeper.keep(sent, problems: problems)
            }
            return request.leading(to: "\(keeper.path)?draft=\(number)&check=1")
        }
    }

    /// What is told beside the form; nil for what is not the form's fault, such as a case that does not open any more.
    private static func problems(_ error: any Error, _ request: WebRequest) -> [FieldProblem]? {
        switch error {
        case let error as UnfinishedForm: error.problems
        case let error as VisibleError: [FieldProblem(field: "", sentence: error.sentence)]
        case WebError.badRequest(let key) where key != "platform.error.malformed": [FieldProblem(field: "", sentence: request.translator(key))]
        default: nil
        }
    }
}

/// Keeps the drafts of one form for one account.
private struct Keeper: Sendable {
    let node: Node
    let account: String
    let path: String
    let title: String

    func mark(_ request: WebRequest) -> String { FormMark.text("sent-form\n\(request.path)", request.form, request.files, node) }

    /// - Returns: also where other content of this number led, if it was sent.
    func begin(_ number: String, _ mark: String, now: UInt64) throws -> (SentForms.Beginning, before: String?) {
        try node.database.write { connection in
            let forms = SentForms(node: node, connection: connection, account: account)
            let before = try forms.place(of: number)
            return (try forms.begin(number, mark, now: now), before)
        }
    }

    func finish(_ number: String?, _ mark: String?, at place: String?) throws {
        guard let number, let mark else { return }
        try node.database.write { connection in
            let forms = SentForms(node: node, connection: connection, account: account)
            if let place { try forms.finish(number, mark, at: place) } else { try forms.abandon(number, mark) }
            try FormDrafts(node: node, connection: connection).remove(number, of: account)
        }
    }

    func abandon(_ number: String?, _ mark: String?) throws {
        guard let number, let mark else { return }
        try node.database.write { try SentForms(node: node, connection: $0, account: account).abandon(number, mark) }
    }

    /// - Returns: the number under which it is kept.
    func keep(_ request: WebRequest, problems: [FieldProblem]) throws -> String {
        var draft = FormDraft(request, at: path, title: title)
        draft.problems = problems
        let kept = draft
        try node.database.write { try FormDrafts(node: node, connection: $0).keep(kept, of: account) }
        return kept.number
    }

    /// With the files that waited with the form, unless others were chosen in their place.
    func withKeptFiles(_ request: WebRequest) throws -> WebRequest {
        guard let number = KeptForm.number(request.form),
            let draft = try node.database.read({ try FormDrafts(node: node, connection: $0).find(number, of: account) })
        else { return request }
        var request = request
        let chosen = Set(request.files.map(\.field))
        request.files += draft.files.sorted { $0.key < $1.key }.map(\.value).filter { !chosen.contains($0.field) }
        return request
    }
}

extension FormDraft {
    /// What was sent with the form of a page.
    init(_ request: WebRequest, at path: String, title: String) {
        let number = KeptForm.number(request.form) ?? RecordIdentifier.random()
        var fields = request.form
        fields.replace("submission", with: number)
        self.init(
            number: number, sheet: .page(path, kind: fields[KeptForm.kindField] ?? title), caseRecord: request.parameters["case"], answers: fields.json,
            changed: request.now)
        // The script names files that it would have sent afterwards, piece by piece.
        missingFiles = fields.all("chosen-file").map { String($0.prefix(200)) }
        guard request.files.reduce(0, { $0 + $1.bytes.count }) <= KeptSending.fileLimit else {
            missingFiles += request.files.map(\.fileName)
            return
        }
        for (index, file) in request.files.enumerated() { files["\(index + 1_000)"] = file }
    }
}

extension FormFields {
    mutating func replace(_ name: String, with value: String) {
        items.removeAll { $0.name == name }
        items.append(.init(name: name, value: value))
    }
}
