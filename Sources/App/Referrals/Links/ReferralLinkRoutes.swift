import Dictionary
import Formats
import HTTPTypes
import Journal
import Referral
import Storage

/// What a partner without an account sees and does by a link, and how a link is made.
///
/// Nothing of the case, and no key, is ever in an address: each answer carries the key of the visit in its forms.
enum ReferralLinkRoutes {
    /// Bytes of files that a partner adds at once.
    static let uploadLimit = 12 << 20

    static var all: [Route] {
        [
            .post("/referrals/{referral}/link", .permission(.writeCases), make),
            .get("/referrals/{referral}/form/{format}", .permission(.writeCases), form),
            .get("/referred/{token}", .anyone, ask),
            .post("/referred/{token}", .anyone, answer).admitted(by: isGone),
            .post("/referred/{token}/files", .anyone, input: .form(limit: uploadLimit), answer).admitted(by: isNotOpen),
            .post("/referred/{token}/document", .anyone, document).admitted(by: isNotOpen),
        ]
    }

    private static func make(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, sheet) = try await ReferralRoutes.opened(request, services)
        guard sheet.row.partner.isEmpty, sheet.row.direction == .outgoing, sheet.row.state.isOpen else {
            throw ReferralRoutes.visible(ReferralError(.notNow), request)
        }
        let told = try await services.work { try ReferralLinks(node: access.node).make(for: sheet.row.referral) }
        return .page(ReferralLinkPages.told(request, sheet.row, told, address: services.settings.publicAddress))
    }

    /// The referral as a paper form, or as the bytes that crossed.
    private static func form(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (access, sheet) = try await ReferralRoutes.opened(request, services)
        // A form that holds only half of what was shared would be taken for all of it.
        guard sheet.showsIdentity else { throw WebError.notAllowed }
        // It is made to be given to the partner.
        if let obstacle = sheet.ended.first {
            throw ReferralRoutes.visible(ReferralError(obstacle.isConsent ? .wordsBeyond : obstacle.isEnd ? .agreementEnded : .agreementLimit), request)
        }
        let name = "referral-\(sheet.row.referral)"
        let bytes = try await services.work {
            try access.node.change(by: access.session.account) { transaction in
                try transaction.logReading(of: sheet.row.referral, kind: "referral", ground: "form")
                return try ReferralSteps(access.node, transaction.connection).bytes(1, of: sheet.row.referral)
            }
        }
        if try request.parameter("format") == "json", let bytes {
            return .download(
                try ReferralFile.bytes(of: bytes, sheet.row, access.node.organisation), fileName: "\(name).json", mediaType: "application/json")
        }
        guard let format = DocumentFormat(rawValue: try request.parameter("format")) else { throw WebError.notFound }
        let answers = AnswerText(dictionary: access.node.dictionary, dates: DateText(request, services))
        return try await download(ReferralForm(sheet, answers, organisation: access.node.organisation.name).page, format, name: name, request, services)
    }

    /// A page as a file.
    static func download(_ page: HTML, _ format: DocumentFormat, name: String, _ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let conversion = DocumentConversion()
        guard conversion.isAvailable(format) else {
            throw VisibleError(sentence: request.translator("letters.error.program", ["program": .text(DocumentConversion.programName(format))]))
        }
        let translator = request.translator
        let file = try await services.conversions.run {
            try await services.work {
                try conversion.convert(page, to: format, language: translator.language, isRightToLeft: translator.direction == "rtl")
            }
        }
        return .download(file, fileName: "\(name).\(format.rawValue)", mediaType: format.mediaType)
    }

    /// The organisation whose link it is.
    /// - Parameter isOpen: whether somebody must have opened it.
    private static func node(_ request: WebRequest, _ services: AppServices, isOpen: Bool = false) async throws -> Node {
        let token = try request.parameter("token")
        guard let first = services.organisations.all.first else { throw WebError.notFound }
        let number = try await services.work {
            try first.database.read { try ReferralLinks.organisation(ofToken: token, isOpen: isOpen, now: first.now(), $0) }
        }
        guard let node = services.organisations.all.first(where: { $0.organisation.number == number }) else { throw WebError.notFound }
        return node
    }

    /// Of what is sent to a link that is not there nothing is read.
    private static func isGone(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse? {
        (try? await node(request, services)) == nil ? .page(ReferralLinkPages.gone(request), status: .notFound) : nil
    }

    /// Files are for whoever has opened the link: somebody who only has it must not be able to send megabytes.
    private static func isNotOpen(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse? {
        (try? await node(request, services, isOpen: true)) == nil ? .page(ReferralLinkPages.gone(request), status: .notFound) : nil
    }

    /// A file of what the sender has shared. The key of the visit is in the form, as everywhere here, and not in the address.
    private static func document(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let (token, node) = (try request.parameter("token"), try await node(request, services, isOpen: true))
        guard let key = request.form.text("key"), let file = request.form.text("file") else { throw WebError.notFound }
        let found = try await services.work { try ReferralLinks(node: node).file(file, token, key: key) }
        guard let found else { return .page(ReferralLinkPages.gone(request), status: .notFound) }
        var response = DocumentRoutes.file(named: found.reference.name, type: found.reference.type, isInline: false)
        response.body = .stream { try await services.work { try found.pieces.next() } }
        return response
    }

    private static func ask(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        guard (try? await node(request, services)) != nil else { return .page(ReferralLinkPages.gone(request), status: .notFound) }
        return .page(ReferralLinkPages.code(request, problems: []))
    }

    private static func answer(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let token = try request.parameter("token")
        guard let node = try? await node(request, services) else { return .page(ReferralLinkPages.gone(request), status: .notFound) }
        let links = ReferralLinks(node: node)
        guard let key = request.form.text("key") else { return try await open(request, services, links, token) }
        let referral = try await services.work { try node.database.read { try links.referral(token, key: key, $0) } }
        guard let referral else { return .page(ReferralLinkPages.gone(request), status: .notFound) }
        var problems: [FieldProblem] = []
        if request.form["event"] != nil {
            let (content, files, wrong) = try act(request, node)
            problems = wrong
            if let content, wrong.isEmpty {
                do {
                    try await services.work { try links.act(content, files, on: referral) }
                } catch let error as ReferralError {
                    problems = [FieldProblem(field: "event", sentence: request.translator("referrals.error.\(error.code.rawValue)"))]
                }
            }
        }
        return try await page(request, services, node, referral, key: key, problems: problems)
    }

    private static func open(_ request: WebRequest, _ services: AppServices, _ links: ReferralLinks, _ token: String) async throws -> WebResponse {
        let code = request.form["code"] ?? ""
        // What is too short or too long is a slip and no guess: it costs no try.
        guard ReferralLinks.digits(code).count == ReferralLinks.codeLength else {
            let problem = FieldProblem(field: "code", sentence: request.translator("referrals.link.length"))
            return .page(ReferralLinkPages.code(request, problems: [problem]), status: .unprocessableContent)
        }
        switch try await services.work({ try links.open(token, code: code) }) {
        case .gone: return .page(ReferralLinkPages.gone(request), status: .notFound)
        case .wrongCode:
            let problem = FieldProblem(field: "code", sentence: request.translator("referrals.link.wrong"))
            return .page(ReferralLinkPages.code(request, problems: [problem]), status: .unauthorized)
        case .opened(let key):
            let referral = try await services.work { try links.node.database.read { try links.referral(token, key: key, $0) } }
            guard let referral else { throw WebError.notFound }
            return try await page(request, services, links.node, referral, key: key, problems: [])
        }
    }

    private static func page(
        _ request: WebRequest, _ services: AppServices, _ node: Node, _ referral: String, key: String, problems: [FieldProblem]
    ) async throws -> WebResponse {
        let (row, steps, isCovered) = try await services.work {
            // That it was shown to somebody outside is in the journal like any reading.
            if services.readings.isDue(referral, by: ReferralLinks.author, now: request.now) {
                try node.change(by: ReferralLinks.author) { try $0.logReading(of: referral, kind: "referral", ground: nil) }
            }
            return try node.database.read { connection in
                let row = try ReferralRows(node, connection).find(referral)
                let steps = try ReferralSteps(node, connection).all(of: referral)
                return (row, steps, try row.map { try ReferralLinks.isCovered($0, steps, node, connection) } ?? false)
            }
        }
        guard let row, row.state != .withdrawn, isCovered else { return .page(ReferralLinkPages.gone(request), status: .notFound) }
        let answers = AnswerText(dictionary: node.dictionary, translator: request.translator)
        return .page(
            try ReferralLinkPages.referral(request, row, steps, answers, organisation: node.organisation, key: key, problems: problems),
            status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    /// What the partner's form does; a file becomes a document of the shared part.
    private static func act(_ request: WebRequest, _ node: Node) throws -> (ReferralContent?, [ExchangeMessage.Attachment], [FieldProblem]) {
        let files = request.files.filter { !$0.bytes.isEmpty }
        guard request.form["event"] == ReferralEvent.share.rawValue else {
            let (content, wrong) = ReferralStepForm(form: request.form, dictionary: node.dictionary).read()
            return (content, [], ReferralRoutes.problems(wrong, request))
        }
        var content = ReferralContent(.share)
        var attachments: [ExchangeMessage.Attachment] = []
        for file in files.prefix(8) {
            let kind = FileNames.isProgram(file.fileName) ? nil : MediaKind(beginning: Array(file.bytes.prefix(MediaKind.recognisedWithin)))
            // None of them is taken: whoever sends several must not believe that all have arrived.
            guard let shared = try ReferralOriginal(file, kind)?.shared() else {
                return (nil, [], [FieldProblem(field: "file", sentence: request.translator("documents.error.kind"))])
            }
            content.part.items += shared.content.part.items
            attachments.append(shared.attachment)
        }
        guard !content.part.isEmpty else {
            return (nil, [], [FieldProblem(field: "file", sentence: request.translator("documents.error.file"))])
        }
        return (content, attachments, [])
    }
}
