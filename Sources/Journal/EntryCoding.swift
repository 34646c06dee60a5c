import Formats

/// What is wrong with bytes that should be an entry.
public struct EntryFormatError: Error, Sendable, CustomStringConvertible {
    public var description: String
}

extension Entry {
    /// Version of the form that `canonicalBytes` writes.
    static let format: Int64 = 1

    /// The bytes that are hashed and kept: canonical JSON (RFC 8785).
    ///
    /// Written directly instead of through a ``JSONValue``, since each save passes here; a test compares both ways.
    public func canonicalBytes() -> [UInt8] {
        var json = CanonicalWriter()
        json.open("{")
        json.member("act", text: act.rawValue)
        json.member("author", text: author)
        json.name("base")
        json.open("[")
        for digest in base { json.element(digest) }
        json.close("]")
        if let batch { json.member("batch", text: batch) }
        json.member("clock", clock: clock)
        json.member("dictionary", text: dictionary)
        json.member("format", integer: Entry.format)
        if let ground { json.member("ground", base64: ground) }
        json.member("kind", text: kind)
        json.member("organisation", text: organisation)
        json.member("record", text: record)
        json.name("set")
        json.write(answers)
        json.close("}")
        return json.bytes
    }

    /// The identifier of the entry whose canonical bytes these are.
    public static func identifier(of body: [UInt8]) -> Digest {
        Digest(of: Array("corridor-entry-1\n".utf8) + body)
    }

    /// Reads canonical bytes.
    /// - Throws: ``EntryFormatError`` if they are no entry of a version that this program knows, or not in canonical form.
    public init(body: [UInt8]) throws {
        guard let json = try? JSONValue.parse(body), case .object(let object) = json else {
            throw EntryFormatError(description: "it is not a JSON object")
        }
        // Before all else, since another version may have other members.
        guard object["format"]?.integer == Entry.format else {
            throw EntryFormatError(description: "its format is not version \(Entry.format); a newer program may have written it")
        }
        var members = OrderedMembers(object)
        guard let act = Act(rawValue: try members.text("act")) else { throw EntryFormatError(description: "«act» is not known") }
        let author = try members.text("author")
        let base = try members.required("base").array ?? [.null]
        let batch = try members.optional("batch").map { _ in try members.text("batch") }
        guard let clock = Timestamp(try members.text("clock")) else { throw EntryFormatError(description: "«clock» is no timestamp") }
        let dictionary = try members.text("dictionary")
        _ = try members.required("format")
        let ground = try members.optional("ground").map { _ in try Base64.decode(members.required("ground")) }
        self.init(
            organisation: "", record: "", kind: try members.text("kind"), act: act, author: author, clock: clock,
            base: try base.map { json in
                guard let digest = json.string.flatMap({ Digest($0) }) else { throw EntryFormatError(description: "«base» holds no digests") }
                return digest
            },
            dictionary: dictionary, batch: batch, ground: ground, answers: [:])
        organisation = try members.text("organisation")
        record = try members.text("record")
        guard let set = try members.required("set").object else { throw EntryFormatError(description: "«set» is no object") }
        answers.reserveCapacity(set.members.count)
        for member in set.members {
            let answer = try StoredAnswer(json: member.value)
            try Entry.check(member.name, answer)
            answers[member.name] = answer
        }
        guard members.isAtEnd, canonicalBytes() == body else { throw EntryFormatError(description: "it is not in canonical form") }
    }

    /// Field names are ASCII, so that no two of them look alike or are taken for one. A mark is set or, but for erasure, taken back; it is no answer.
    private static func check(_ name: String, _ answer: StoredAnswer) throws {
        guard name.utf8.first == UInt8(ascii: "@") else {
            let isName = name.utf8.first.map { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") } ?? false
            guard isName, name.utf8.allSatisfy({ isNameByte($0) }) else {
                throw EntryFormatError(description: "the name of a field is not made of lower-case letters, digits and hyphens")
            }
            return
        }
        switch name {
        case Mark.retracted where answer == .mark || answer == .cleared: return
        case Mark.erased where answer == .mark: return
        default: throw EntryFormatError(description: "a mark on the record is not one that this program knows; a newer program may have written it")
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}

/// Takes the members of an object in the order in which canonical JSON has them.
private struct OrderedMembers {
    private let members: [JSONObject.Member]
    private var place = 0

    init(_ object: JSONObject) {
        members = object.members
    }

    var isAtEnd: Bool { place == members.count }

    /// The value of the next member if it has this name; it stays the next.
    func optional(_ name: String) -> JSONValue? {
        place < members.count && members[place].name == name ? members[place].value : nil
    }

    mutating func required(_ name: String) throws -> JSONValue {
        guard let value = optional(name) else { throw EntryFormatError(description: "«\(name)» is missing or not in its place") }
        place += 1
        return value
    }

    mutating func text(_ name: String) throws -> String {
        guard case .string(let text) = try required(name) else { throw EntryFormatError(description: "«\(name)» is no text") }
        return text
    }
}

extension StoredAnswer {
    init(json: JSONValue) throws {
        switch json {
        case .null: self = .cleared
        case .object(let content):
            let members = content.members
            if members.count == 1, members[0].name == "sealed" {
                self = .sealed(try Base64.decode(members[0].value))
            } else if members.count == 1, Self.isContent(members[0].name) {
                self = .open(content: content, sealedNote: nil)
            } else if members.count == 2, let note = members.first(where: { $0.name == "note" }), let answer = members.first(where: { Self.isContent($0.name) })
            {
                self = .open(content: JSONObject([answer]), sealedNote: try Base64.decode(note.value))
            } else {
                throw EntryFormatError(description: "an answer is neither a value nor an absence, nor sealed")
            }
        default: throw EntryFormatError(description: "an answer is neither null nor an object")
        }
    }

    private static func isContent(_ name: String) -> Bool { name == "value" || name == "absent" }
}

extension CanonicalWriter {
    mutating func write(_ answers: [String: StoredAnswer]) {
        open("{")
        // Field names are ASCII, for which the order of UTF-16 units that RFC 8785 asks for is the order of bytes.
        for (name, answer) in answers.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            self.name(field: name)
            write(answer)
        }
        close("}")
    }

    mutating func write(_ answer: StoredAnswer) {
        switch answer {
        case .cleared: raw("null")
        case .sealed(let bytes):
            open("{")
            member("sealed", base64: bytes)
            close("}")
        case .open(let content, let note):
            open("{")
            if let absent = content["absent"] { member("absent", json: absent) }
            if let note { member("note", base64: note) }
            if let value = content["value"] { member("value", json: value) }
            close("}")
        }
    }
}
