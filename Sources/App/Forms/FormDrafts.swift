import Formats
import Foundation
import Storage
import Vault

/// What somebody has typed into a form and not yet saved to a case.
struct FormDraft: Sendable {
    var number: String
    var form: String
    var version: String
    /// The case that it adds to; nil for a new one.
    var caseRecord: String?
    /// The answers, as ``FormFilling/json``.
    var answers: JSONValue
    /// What the case and its worker said when the form was first shown: records to their latest entries.
    var heads: [String: String]
    /// When it was last kept, in milliseconds since 1970.
    var changed: UInt64
    /// Files that were chosen, by the name of their control.
    var files: [String: UploadedFile] = [:]

    var content: JSONValue {
        var members: JSONObject = [
            "form": .string(form), "version": .string(version), "answers": answers,
            "heads": .object(JSONObject(heads.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })),
        ]
        if let caseRecord { members["case"] = .string(caseRecord) }
        let kept = files.sorted { $0.key < $1.key }.map { control, file in
            JSONObject.Member(
                control, .object(["name": .string(file.fileName), "type": .string(file.mediaType), "bytes": .string(file.bytes.base64URL)]))
        }
        if !kept.isEmpty { members["files"] = .object(JSONObject(kept)) }
        return .object(members)
    }

    init(number: String, form: String, version: String, caseRecord: String?, answers: JSONValue, heads: [String: String], changed: UInt64) {
        self.number = number
        self.form = form
        self.version = version
        self.caseRecord = caseRecord
        self.answers = answers
        self.heads = heads
        self.changed = changed
    }

    /// RFC 4648, 5, of any length.
    private static func decoded(_ text: String) -> [UInt8] {
        var plain = text.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "+") : $0 == UInt8(ascii: "_") ? UInt8(ascii: "/") : $0 }
        while plain.count % 4 != 0 { plain.append(UInt8(ascii: "=")) }
        return Data(base64Encoded: Data(plain)).map { [UInt8]($0) } ?? []
    }

    init?(number: String, content: JSONValue, changed: UInt64) {
        guard let form = content["form"]?.string, let version = content["version"]?.string, let answers = content["answers"] else { return nil }
        var heads: [String: String] = [:]
        for member in content["heads"]?.object?.members ?? [] { heads[member.name] = member.value.string }
        self.init(number: number, form: form, version: version, caseRecord: content["case"]?.string, answers: answers, heads: heads, changed: changed)
        for member in content["files"]?.object?.members ?? [] {
            guard let name = member.value["name"]?.string, let type = member.value["type"]?.string, let bytes = member.value["bytes"]?.string else { continue }
            files[member.name] = UploadedFile(field: member.name, fileName: name, mediaType: type, bytes: Self.decoded(bytes))
        }
    }
}

/// Keeps drafts, each sealed with a key of its own, for the account that began them only.
struct FormDrafts {
    /// More drafts than one person has open; beyond them the oldest goes.
    static let limit = 100

    let node: Node
    let connection: any Connection

    func find(_ number: String, of account: String) throws -> FormDraft? {
        try connection.first(
            "SELECT number, changed, wrapped_key, content FROM form_draft WHERE number = ? AND organisation = ? AND account = ?",
            [.text(number), .integer(node.organisation.number), .text(account)], read) ?? nil
    }

    /// The latest first.
    func all(of account: String) throws -> [FormDraft] {
        try connection.all(
            "SELECT number, changed, wrapped_key, content FROM form_draft WHERE organisation = ? AND account = ? ORDER BY changed DESC LIMIT \(Self.limit)",
            [.integer(node.organisation.number), .text(account)], read
        ).compactMap { $0 }
    }

    /// Keeps a draft in place of what was kept under its number. A number of somebody else is left alone.
    func keep(_ draft: FormDraft, of account: String) throws {
        let number = Value.integer(node.organisation.number)
        let key = RecordKey()
        try connection.execute("DELETE FROM form_draft WHERE number = ? AND organisation = ? AND account = ?", [.text(draft.number), number, .text(account)])
        guard try connection.first("SELECT 1 FROM form_draft WHERE number = ?", [.text(draft.number)], { _ in true }) == nil else { return }
        try connection.execute(
            """
            DELETE FROM form_draft WHERE number IN
                (SELECT number FROM form_draft WHERE organisation = ? AND account = ? ORDER BY changed DESC LIMIT 1 OFFSET \(Self.limit - 1))
            """, [number, .text(account)])
        try connection.execute(
            "INSERT INTO form_draft (number, organisation, account, changed, wrapped_key, content) VALUES (?, ?, ?, ?, ?, ?)",
            [
                .text(draft.number), number, .text(account), .integer(Int64(draft.changed)), .blob(try node.keys.wrap(key, record: draft.number)),
                .blob(try key.seal(draft.content.canonicalBytes(), for: context(draft.number))),
            ])
    }

    /// With the files that were attached to it.
    func remove(_ number: String, of account: String) throws {
        let organisation = Value.integer(node.organisation.number)
        let own = try connection.first(
            "SELECT 1 FROM form_draft WHERE number = ? AND organisation = ? AND account = ?", [.text(number), organisation, .text(account)]
        ) { _ in true }
        guard own == true else { return }
        try connection.execute("DELETE FROM form_draft WHERE number = ?", [.text(number)])
    }

    /// Wraps the keys of all drafts with the newest of the organisation's wrapping keys.
    func rewrap(with keys: OrganisationKeys) throws {
        let rows = try connection.all("SELECT number, wrapped_key FROM form_draft WHERE organisation = ?", [.integer(node.organisation.number)]) {
            (number: $0.text(0), wrapped: $0.blob(1))
        }
        for row in rows {
            let key = try keys.unwrap(row.wrapped, record: row.number)
            try connection.execute(
                "UPDATE form_draft SET wrapped_key = ? WHERE number = ?", [.blob(try keys.wrap(key, record: row.number)), .text(row.number)])
        }
    }

    private func context(_ number: String) -> SealingContext {
        SealingContext(organisation: node.organisation.identifier, record: number, field: "form-draft", version: "1")
    }

    private func read(_ row: Row) throws -> FormDraft? {
        let number = row.text(0)
        let key = try node.keys.unwrap(row.blob(2), record: number)
        let content = try JSONValue.parse(try key.open(row.blob(3), for: context(number)))
        return FormDraft(number: number, content: content, changed: UInt64(max(0, row.integer(1))))
    }
}

/// Files that were attached to a form, sealed with the key of the submission's record, so that erasing the record erases them.
struct FormAttachments {
    let transaction: RecordTransaction

    func keep(_ file: UploadedFile, control: String, of submission: String) throws {
        let organisation = transaction.node.organisation
        let content = JSONObject([.init("name", .string(file.fileName)), .init("type", .string(file.mediaType))])
        let sealed = try transaction.key(of: submission).seal(
            JSONValue.object(content).canonicalBytes() + [0x0A] + file.bytes,
            for: SealingContext(organisation: organisation.identifier, record: submission, field: "form-attachment", version: control))
        try transaction.connection.execute(
            "INSERT INTO form_attachment (submission, control, organisation, content) VALUES (?, ?, ?, ?)",
            [.text(submission), .text(control), .integer(organisation.number), .blob(sealed)])
    }
}

/// What was sent when the session had ended: kept sealed with a key that only the sender's browser has, until they have signed in again.
struct FormRescue {
    /// A day, in milliseconds: nobody signs in again later than that.
    static let lifetime: UInt64 = 86_400_000

    let connection: any Connection

    /// - Returns: the token for the browser.
    func keep(_ content: JSONValue, now: UInt64) throws -> String {
        let token = RandomToken.make()
        try connection.execute("DELETE FROM form_rescue WHERE kept < ?", [.integer(Int64(now) - Int64(Self.lifetime))])
        try connection.execute(
            "INSERT INTO form_rescue (token, kept, content) VALUES (?, ?, ?)",
            [.blob(RandomToken.digest(token)), .integer(Int64(now)), .blob(try RescueSealing.seal(content.canonicalBytes(), token: token))])
        return token
    }

    func find(_ token: String, now: UInt64) throws -> JSONValue? {
        let sealed = try connection.first(
            "SELECT content FROM form_rescue WHERE token = ? AND kept >= ?", [.blob(RandomToken.digest(token)), .integer(Int64(now) - Int64(Self.lifetime))]
        ) { $0.blob(0) }
        guard let sealed, let bytes = RescueSealing.open(sealed, token: token) else { return nil }
        return try? JSONValue.parse(bytes)
    }

    func remove(_ token: String) throws { try connection.execute("DELETE FROM form_rescue WHERE token = ?", [.blob(RandomToken.digest(token))]) }
}
