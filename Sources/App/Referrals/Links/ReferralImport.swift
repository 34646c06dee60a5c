import Dictionary
import Formats
import HTTPTypes
import Journal
import Referral
import Storage
import Vault

/// Taking in referrals that came as a file by hand, from an organisation that has no connection to this one: the JSON of a referral, the form as DOCX or ODT, or a list as CSV.
/// They stand at the duty desk like those that came by messages, with the file that they came in, and somebody accepts or declines.
enum ReferralImportRoutes {
    static var all: [Route] {
        [
            .get("/referrals/import", .permission(.writeCases), ask).showingKept,
            .post("/referrals/import", .permission(.writeCases), input: .form(limit: 4 << 20), take)
                .kept(on: "/referrals/import", as: "referrals.import", shownBy: ask),
            .get("/referrals/import/blank/{format}", .permission(.writeCases), blank),
        ]
    }

    /// What stands in the address of a referral that a file leads to and that was here before.
    static let knownMark = "known"

    // MARK: In

    private static func ask(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse { .page(page(request)) }

    private static func take(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let file = request.files.first { $0.field == "file" && !$0.bytes.isEmpty }
        let name = String(String.UnicodeScalarView((request.form.text("partner-name") ?? "").unicodeScalars.prefix(200)))
        func refusal(_ field: String, _ key: String) -> UnfinishedForm {
            UnfinishedForm(problems: [FieldProblem(field: field, sentence: request.translator(key))])
        }
        guard let file else { throw refusal("file", "referrals.import.error") }
        let kind = MediaKind(beginning: Array(file.bytes.prefix(MediaKind.recognisedWithin)))
        if kind == .docx || kind == .odt, !DocumentConversion().isAvailable(.docx) { throw refusal("file", "referrals.import.program") }
        let readings: [ReferralFormReading.Reading]
        do {
            readings = try await services.conversions.run {
                try await services.work { try read(file.bytes, kind, request.translator.catalogue, access.node.dictionary) }
            }
        } catch let error as WebError {
            throw error
        } catch {
            throw refusal("file", "referrals.import.error")
        }
        guard !readings.isEmpty else { throw refusal("file", "referrals.import.error") }
        // The form that one of ours was sent with: what it brings is the partner's answer.
        if readings.count == 1, let own = try await answered(readings[0].replyCode, file, access, services) {
            // What it says as an answer is looked at and confirmed, step by step.
            return .seeOther(readings[0].answer.isEmpty || !own.isKept ? "/referrals/\(own.referral)" : "/referrals/\(own.referral)/returned")
        }
        guard !name.isEmpty || readings.allSatisfy({ !$0.from.isEmpty }) else { throw refusal("partner-name", "referrals.import.error.from") }
        // A list tells of several people: it is kept with none of them.
        let original = kind == .docx || kind == .odt ? ReferralOriginal(file, kind) : nil
        let entered = try await services.work {
            try readings.enumerated().map { number, reading in
                try enter(
                    reading, number: number, from: reading.from.isEmpty || readings.count == 1 && !name.isEmpty ? name : reading.from, original, file.bytes,
                    access)
            }
        }
        guard entered.count == 1, let only = entered.first else { return .seeOther("/referrals") }
        return .seeOther("/referrals/\(only.record)\(only.isNew ? "" : "?\(knownMark)=yes")")
    }

    private static func read(_ bytes: [UInt8], _ kind: MediaKind?, _ catalogue: LanguageCatalogue, _ dictionary: DataDictionary) throws
        -> [ReferralFormReading.Reading]
    {
        let reading = ReferralFormReading(dictionary: dictionary, catalogue: catalogue)
        switch kind {
        case .docx: return [try reading.read(ReferralFormReading.lines(try DocumentConversion().tables(in: bytes, .docx)))]
        case .odt: return [try reading.read(ReferralFormReading.lines(try DocumentConversion().tables(in: bytes, .odt)))]
        default: break
        }
        guard bytes.first(where: { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }) == UInt8(ascii: "{") else { return try reading.referrals(csv: bytes) }
        return [try ReferralFile.read(bytes, try ReferralContent(bytes: bytes, dictionary))]
    }

    /// Keeps a form that came back with a referral of ours that a partner without a node has.
    /// - Returns: the referral, and whether the form could be kept with it; nil if the code is none of such a one.
    private static func answered(
        _ code: String, _ file: UploadedFile, _ access: CaseAccess, _ services: AppServices
    ) async throws -> (referral: String, isKept: Bool)? {
        guard RecordIdentifier.read(code) == code else { return nil }
        return try await services.work {
            let row = try access.node.database.read { connection -> ReferralRow? in
                guard let row = try ReferralRows(access.node, connection).find(code), row.partner.isEmpty, row.direction == .outgoing else { return nil }
                return try access.mayOpen(row.caseRecord, connection) ? row : nil
            }
            guard let row,
                let (content, attachment) = try ReferralOriginal(file, MediaKind(beginning: Array(file.bytes.prefix(MediaKind.recognisedWithin))))?.shared()
            else { return nil }
            guard row.rules.permits(.share, by: .receiver, in: row.state) else { return (row.referral, false) }
            try ReferralWork(node: access.node, account: access.session.account).enter(content, [attachment], on: row.referral)
            return (row.referral, true)
        }
    }

    /// - Returns: the referral, and whether it was not here before.
    private static func enter(
        _ reading: ReferralFormReading.Reading, number: Int, from: String, _ original: ReferralOriginal?, _ bytes: [UInt8], _ access: CaseAccess
    ) throws -> (record: String, isNew: Bool) {
        let node = access.node
        // The same taken in twice is one referral, in whichever of its forms and languages it comes: nobody is to be met twice at an airport.
        let seed =
            reading.replyCode.isEmpty
            ? "referral-file\n\(DocumentStore.digest(of: bytes))\n\(number)" : "referral-form\n\(plain(reading.from))\n\(reading.replyCode)"
        let record = RecordIdentifier.text(node.keys.recordIdentifier(for: seed))
        var content = reading.content
        // An answer to a referral that is none of ours is told in words.
        let answer = [reading.answer.isEmpty ? nil : reading.answer.acknowledgedOn, reading.answer.remarks].compactMap { $0 }.filter { !$0.isEmpty }
        if !answer.isEmpty {
            let words = ([content.words].compactMap { $0 } + answer).joined(separator: "\n")
            content.words = String(String.UnicodeScalarView(words.unicodeScalars.prefix(ReferralContent.wordsLimit)))
        }
        let kept = try original?.shared()
        if let kept { content.part.items += kept.content.part.items }
        guard let offer = content.offer else { throw ReferralContentError("offer") }
        let checked = content
        let isNew = try node.change(by: access.session.account) { transaction in
            let ledger = ReferralLedger(node, transaction)
            guard try ledger.rows.find(record) == nil else { return false }
            let now = node.now()
            let isElsewhere = try isAddressedElsewhere(reading, node, transaction.connection)
            try ledger.begin(
                ReferralRow(
                    referral: record, conversation: ExchangeMessage.newConversation(), partner: "", partnerName: from, caseRecord: "", direction: .incoming,
                    kind: offer.kind, urgency: offer.urgency, state: .offered, chain: record, list: [], account: "", offered: now,
                    patience: ReferralUrgency.minutes(offer.urgency, node.dictionary), arrival: offer.arrival?.moment ?? 0, hasNews: true, changed: now),
                checked, bytes: checked.canonicalBytes, account: access.session.account,
                more: isElsewhere ? ["to-name": Answer(try FieldValue(text: reading.to, limit: 1_000))] : [:])
            if let kept { try ReferralFiles(node: node).keep([kept.attachment], of: checked.part, at: record, in: transaction) }
            return true
        }
        return (record, isNew)
    }

    /// Whether a form names somebody else as its receiver: neither this organisation's identifier nor any of the names that it has in its own entries of the directory. A
    /// name within the other, as with a town behind it, is the same.
    private static func isAddressedElsewhere(_ reading: ReferralFormReading.Reading, _ node: Node, _ connection: any Connection) throws -> Bool {
        let wanted = plain(reading.to)
        guard !wanted.isEmpty, reading.toIdentifier != node.organisation.identifier else { return false }
        var names = [node.organisation.name]
        let rows = RecordRows(connection: connection, organisation: node.organisation.number)
        var gate = Gate(reader: .keyHolder, node: node, connection: connection)
        for entry in try PartnerEntries(node: node, connection: connection).owned(by: node.organisation.identifier) {
            guard let state = try rows.state(of: entry), !state.isErased else { continue }
            names += try gate.view(state, of: entry).answer("names")?.value?.elements.map(\.displayText) ?? []
        }
        return !names.map(plain).contains { !$0.isEmpty && ($0.contains(wanted) || wanted.contains($0)) }
    }

    /// A name as it is compared: in small letters, with one space between words.
    private static func plain(_ name: String) -> String { name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    // MARK: The empty form

    private static func blank(_ request: WebRequest, _ services: AppServices) async throws -> WebResponse {
        let access = try CaseAccess(try request.signedIn(), services)
        let dictionary = access.node.dictionary
        let name = "referral-form"
        if try request.parameter("format") == "csv" {
            var writer = CSVWriter()
            writer.write(ReferralFormReading(dictionary: dictionary, catalogue: request.translator.catalogue).columns())
            return .download(writer.takeBytes(), fileName: "\(name).csv", mediaType: "text/csv; charset=utf-8")
        }
        guard let format = DocumentFormat(rawValue: try request.parameter("format")) else { throw WebError.notFound }
        let answers = AnswerText(dictionary: dictionary, dates: DateText(request, services))
        return try await ReferralLinkRoutes.download(
            ReferralForm(blank: answers, to: access.node.organisation.name).page, format, name: name, request, services)
    }

    // MARK: The page

    private static func page(_ request: WebRequest) -> HTML {
        let page = Page(request, title: "referrals.import", area: .referrals)
        let translator = request.translator
        let controls = FormControls(translator: translator, values: request.form, problems: request.problems)
        return page.html { html in
            html.element("p") { $0.element("a", [.href("/referrals")], text: translator("referrals.title")) }
            html.element("p", [.class("lead")], text: translator("referrals.import.lead"))
            controls.summary(&html)
            html.element("form", page.uploadAttributes(request.path)) { html in
                page.keptFields(&html, "referrals.import")
                controls.text(&html, "partner-name", label: translator("referrals.import.from"))
                controls.file(
                    &html, label: translator("referrals.import.file"), accept: ".json,.docx,.odt,.csv,application/json,text/csv",
                    isRequired: request.kept?.draft?.files.isEmpty != false)
                controls.submit(&html, translator("referrals.import"))
                KeptForm.state(&html)
            }
            func file(_ format: String) -> (name: String, address: String) { (format.uppercased(), "/referrals/import/blank/\(format)") }
            FileChoice(label: translator("referrals.import.blank"), written: ["docx", "odt"].map(file), neutral: [file("csv")])
                .write(&html, translator, id: "blank-language")
        }
    }
}

/// The file in which a referral or an answer came, to be kept with it.
struct ReferralOriginal: Sendable {
    private let file: UploadedFile
    private let kind: MediaKind

    /// Nil for a file of no kind that is kept.
    init?(_ file: UploadedFile, _ kind: MediaKind?) {
        guard let kind else { return nil }
        self.file = file
        self.kind = kind
    }

    /// A document of the shared part that names the file, and the file.
    func shared() throws -> (content: ReferralContent, attachment: ExchangeMessage.Attachment) {
        let reference = try FileReference(
            sha256: DocumentStore.digest(of: file.bytes), name: FileNames.clean(file.fileName, kind), type: kind.mediaType, bytes: Int64(file.bytes.count))
        var content = ReferralContent(.share)
        let fields = [
            (name: "file", answer: Answer(try FieldValue(list: [.file(reference)], type: .file))),
            (name: "title", answer: Answer(try FieldValue(text: reference.name, limit: 200))),
        ]
        content.part.items.append(SharedPart.Item(shared: RecordIdentifier.random(), kind: "document", role: nil, fields: fields))
        return (content, .init(name: reference.name, mediaType: reference.type, bytes: file.bytes))
    }
}
