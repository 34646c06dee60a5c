import Dictionary
import Formats
import Vault

/// Seals and opens the answers of one record.
public struct AnswerSealing: Sendable {
    /// Sealed text is padded to a multiple of this many bytes, so that its length says little about a name or a number.
    static let paddingMultiple = 32

    private let organisation: String
    private let record: String
    private let key: RecordKey

    public init(organisation: String, record: String, key: RecordKey) {
        self.organisation = organisation
        self.record = record
        self.key = key
    }

    /// Whether an answer of this sensitivity has a part that must be sealed.
    public static func needsKey(_ answer: Answer?, sensitivity: Sensitivity) -> Bool {
        guard let answer else { return false }
        return sensitivity != .open || answer.note != nil
    }

    /// An answer as it is kept when nothing of it has to be sealed.
    public static func stored(open answer: Answer) -> StoredAnswer {
        var content = answer.json.object ?? [:]
        content["note"] = nil
        return .open(content: content, sealedNote: nil)
    }

    /// An answer as it is kept. What is not open is sealed, bound to the record, the field and the entry's clock.
    public func stored(_ answer: Answer, field: String, sensitivity: Sensitivity, clock: Timestamp) throws -> StoredAnswer {
        guard sensitivity == .open else {
            return .sealed(try seal(answer.json, field: field, clock: clock))
        }
        guard let note = answer.note else { return AnswerSealing.stored(open: answer) }
        var content = answer.json.object ?? [:]
        content["note"] = nil
        return .open(content: content, sealedNote: try seal(.string(note), field: AnswerSealing.noteField(field), clock: clock))
    }

    /// The answer in clear.
    /// - Throws: ``VaultError`` if it was sealed for another record, field or entry or was altered; ``ValueError`` if it does not have the field's type.
    public func answer(_ stored: StoredAnswer, field: String, type: FieldType, multiple: Bool, clock: Timestamp) throws -> Answer? {
        switch stored {
        case .cleared: return nil
        case .sealed(let bytes):
            return try AnswerSealing.read(open(bytes, field: field, clock: clock), type, multiple)
        case .open(var content, let note):
            if let note { content["note"] = try open(note, field: AnswerSealing.noteField(field), clock: clock) }
            return try AnswerSealing.read(.object(content), type, multiple)
        }
    }

    /// A field that takes several values now may have been answered when it took one: that one is a list of one.
    private static func read(_ json: JSONValue, _ type: FieldType, _ multiple: Bool) throws(ValueError) -> Answer {
        guard multiple, var object = json.object, let value = object["value"], value.array == nil else {
            return try Answer(json: json, type: type, multiple: multiple)
        }
        object["value"] = .array([value])
        return try Answer(json: .object(object), type: type, multiple: true)
    }

    /// Opens what needs no key.
    public static func answer(open stored: StoredAnswer, type: FieldType, multiple: Bool) throws -> Answer? {
        guard case .open(let content, _) = stored else { return nil }
        return try read(.object(content), type, multiple)
    }

    /// Seals the reason given for an entry.
    public func sealedGround(_ ground: String, clock: Timestamp) throws -> [UInt8] {
        try seal(.string(ground), field: "@ground", clock: clock)
    }

    public func ground(_ sealed: [UInt8], clock: Timestamp) throws -> String {
        try open(sealed, field: "@ground", clock: clock).string ?? ""
    }

    /// Checks that every sealed part of a stored answer opens with this key.
    public func check(_ stored: StoredAnswer, field: String, clock: Timestamp) throws {
        switch stored {
        case .cleared: return
        case .sealed(let bytes): _ = try open(bytes, field: field, clock: clock)
        case .open(_, let note): if let note { _ = try open(note, field: AnswerSealing.noteField(field), clock: clock) }
        }
    }

    private static func noteField(_ field: String) -> String { field + "#note" }

    private func seal(_ json: JSONValue, field: String, clock: Timestamp) throws -> [UInt8] {
        var bytes = json.canonicalBytes()
        let remainder = bytes.count % AnswerSealing.paddingMultiple
        if remainder > 0 {
            // Blanks after a JSON text mean nothing, so the padding needs no length of its own.
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: AnswerSealing.paddingMultiple - remainder))
        }
        return try key.seal(bytes, for: context(field, clock))
    }

    private func open(_ sealed: [UInt8], field: String, clock: Timestamp) throws -> JSONValue {
        try JSONValue.parse(try key.open(sealed, for: context(field, clock)))
    }

    private func context(_ field: String, _ clock: Timestamp) -> SealingContext {
        SealingContext(organisation: organisation, record: record, field: field, version: clock.description)
    }
}
