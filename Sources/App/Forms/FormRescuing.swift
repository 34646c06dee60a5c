import Formats
import HTTPTypes
import Storage

/// What is typed when the session has ended, or the page is from an earlier one, waits until its writer has signed in again, and is a draft then.
enum FormRescuing {
    private static let questionnaires = "/forms/fill/"

    /// Keeps what was sent, if the form is one of ours.
    static func rescue(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        try await rescue(request, services, page: request.path, title: nil)
    }

    /// - Parameters:
    ///   - page: the address of the page that shows the form.
    ///   - title: the name of a form of a page; nil for a questionnaire.
    static func rescue(_ request: WebRequest, _ services: AppServices, page: String, title: String?) async throws -> WebResponse {
        let fields = request.form
        guard let number = KeptForm.number(fields), let account = fields.text("account"), let holder = fields.text("holder"),
            services.organisations.all.contains(where: { FormHolder.mark(number: number, account: account, node: $0) == holder })
        else { throw request.session == nil ? WebError.signInNeeded : WebError.formExpired }
        var draft = FormDraft(request, at: page, title: title ?? "")
        draft.number = number
        let kept = JSONValue.object([
            "path": .string(page), "holder": .string(holder), "title": title.map { .string($0) } ?? .null, "draft": draft.content,
        ])
        let token = try await services.work {
            guard let node = services.organisations.all.first else { throw WebError.signInNeeded }
            return try node.database.write { try FormRescue(connection: $0).keep(kept, now: request.now) }
        }
        var response = request.leading(to: request.session == nil ? "/sign-in" : "/forms/recover")
        let cookies = Cookies(isSecure: services.settings.isSecure)
        var tokens = RescueTokens(cookies.value(cookies.rescueName, in: request.headers))
        tokens.add(token)
        response.headers.append(HTTPField(name: .setCookie, value: cookies.setting(cookies.rescueName, tokens.text)))
        return response
    }

    /// Makes drafts of what was kept of this person's, and leads to the one that was sent last. What somebody else typed waits for its writer, as long as it is kept.
    static func recover(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let library = try FormRoutes.library(request, services)
        let cookies = Cookies(isSecure: services.settings.isSecure)
        let held = RescueTokens(cookies.value(cookies.rescueName, in: request.headers))
        let (places, left) = try await services.work { () -> ([String], RescueTokens) in
            var (places, left) = ([String](), held)
            let sending = FormSending(request, access, library, services)
            for token in held.tokens {
                let content = try access.node.database.read { try FormRescue(connection: $0).find(token, now: request.now) }
                guard let content else {
                    left.remove(token)
                    continue
                }
                guard let typed = content["draft"]?["answers"].map(FormFields.init(json:)), let number = KeptForm.number(typed),
                    content["holder"]?.string == FormHolder.mark(number: number, account: access.session.account, node: access.node)
                else { continue }
                left.remove(token)
                try access.node.database.write { try FormRescue(connection: $0).remove(token) }
                if let place = try recover(content, number, typed, sending, access, now: request.now) { places.append(place) }
            }
            return (places, left)
        }
        let isSeveral = places.count > 1
        var response = WebResponse.seeOther(places.last.map { isSeveral ? $0.replacing("rescued=1", with: "rescued=several") : $0 } ?? Landing.path(for: access.session))
        let cookie = left.isEmpty ? cookies.clearing(cookies.rescueName) : cookies.setting(cookies.rescueName, left.text)
        response.headers.append(HTTPField(name: .setCookie, value: cookie))
        return response
    }

    /// - Returns: where its writer goes on; nil for what no form takes any more, or that belongs to a case which is closed to them by now.
    private static func recover(
        _ content: JSONValue, _ number: String, _ typed: FormFields, _ sending: FormSending, _ access: CaseAccess, now: UInt64
    ) throws -> String? {
        do {
            if let saved = try FormSubmission.saved(number, access.node) {
                guard let path = content["path"]?.string, path.hasPrefix(questionnaires) else { return "/cases/\(saved)" }
                return try sending.sendAgain(typed, String(path.dropFirst(questionnaires.count)), files: files(content, now: now), number, saved)
            }
            guard let draft = try draft(content, number, typed, sending, now: now) else { return nil }
            if let caseRecord = draft.caseRecord { try access.node.database.read { try access.requireCase(caseRecord, $0) } }
            try access.node.database.write { try FormDrafts(node: access.node, connection: $0).keep(draft, of: access.session.account) }
            guard case .page(let address, _) = draft.sheet else { return draft.address + "?rescued=1" }
            return "\(address)?draft=\(number)&rescued=1"
        } catch WebError.notFound {
            return nil
        }
    }

    private static func files(_ content: JSONValue, now: UInt64) -> [UploadedFile] {
        content["draft"].flatMap { FormDraft(number: "", content: $0, changed: now) }.map { Array($0.files.values) } ?? []
    }

    private static func draft(_ content: JSONValue, _ number: String, _ typed: FormFields, _ sending: FormSending, now: UInt64) throws -> FormDraft? {
        guard let path = content["path"]?.string, let kept = content["draft"], var draft = FormDraft(number: number, content: kept, changed: now) else {
            return nil
        }
        guard content["title"]?.string == nil else { return draft }
        guard path.hasPrefix(questionnaires) else { return nil }
        // Files of a questionnaire are known by the names of their controls.
        draft.files = Dictionary(draft.files.values.map { ($0.field, $0) }, uniquingKeysWith: { $1 })
        return try sending.draft(typed, String(path.dropFirst(questionnaires.count)), files: Array(draft.files.values))
    }
}
