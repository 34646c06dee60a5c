import Formats

/// What a record says now: the fold of its entries.
public struct RecordState: Sendable, Hashable {
    /// The entries that no other entry has seen. One, unless people wrote without seeing each other.
    public var heads: [Digest]
    public var kind: String
    public var created: Timestamp
    public var changed: Timestamp
    /// The answers by field name, also the ``Mark``s.
    public var fields: [String: FieldState]

    public var isRetracted: Bool { fields[Mark.retracted].map { $0.answer != .cleared } ?? false }
    public var isErased: Bool { fields[Mark.erased].map { $0.answer != .cleared } ?? false }
    public var hasClash: Bool { fields.values.contains { !$0.others.isEmpty } }
    public var hasSealedPart: Bool {
        fields.values.contains { $0.answer.hasSealedPart || $0.others.contains { $0.answer.hasSealedPart } }
    }
}

/// The answer that a field shows, and those that clash with it.
public struct FieldState: Sendable, Hashable {
    public struct Written: Sendable, Hashable {
        public var answer: StoredAnswer
        /// The clock of the entry that wrote it, which also identifies the entry.
        public var clock: Timestamp
    }

    public var answer: StoredAnswer
    public var clock: Timestamp
    /// Answers given by people who had not seen the one that shows, nor it theirs; the latest first.
    public var others: [Written]
}

extension RecordState {
    /// Canonical JSON of the state, as the projection keeps it.
    public func canonicalBytes() -> [UInt8] {
        var json = CanonicalWriter()
        json.open("{")
        json.member("changed", clock: changed)
        json.member("created", clock: created)
        json.name("fields")
        json.open("{")
        for (name, field) in fields.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            json.name(field: name)
            json.open("{")
            json.name("answer")
            json.write(field.answer)
            json.member("clock", clock: field.clock)
            if !field.others.isEmpty {
                json.name("others")
                json.open("[")
                for other in field.others {
                    json.open("{")
                    json.name("answer")
                    json.write(other.answer)
                    json.member("clock", clock: other.clock)
                    json.close("}")
                }
                json.close("]")
            }
            json.close("}")
        }
        json.close("}")
        json.name("heads")
        json.open("[")
        for head in heads { json.element(head) }
        json.close("]")
        json.member("kind", text: kind)
        json.close("}")
        return json.bytes
    }

    /// Reads what ``canonicalBytes()`` wrote.
    /// - Throws: ``EntryFormatError`` if it is something else.
    public init(canonicalBytes bytes: [UInt8]) throws {
        guard let json = try? JSONValue.parse(bytes),
            let kind = json["kind"]?.string, let heads = json["heads"]?.array, let fields = json["fields"]?.object,
            let created = json["created"]?.string.flatMap({ Timestamp($0) }), let changed = json["changed"]?.string.flatMap({ Timestamp($0) })
        else { throw EntryFormatError(description: "the record's state is not in its form") }
        self.kind = kind
        self.created = created
        self.changed = changed
        self.heads = try heads.map { head in
            guard let digest = head.string.flatMap({ Digest($0) }) else {
                throw EntryFormatError(description: "the heads of the record's state are no digests")
            }
            return digest
        }
        self.fields = [:]
        self.fields.reserveCapacity(fields.members.count)
        for member in fields.members {
            let written = try FieldState.Written(json: member.value)
            let others = try (member.value["others"]?.array ?? []).map { try FieldState.Written(json: $0) }
            self.fields[member.name] = FieldState(answer: written.answer, clock: written.clock, others: others)
        }
    }
}

extension FieldState.Written {
    init(json: JSONValue) throws {
        guard let answer = json["answer"], let clock = json["clock"]?.string.flatMap({ Timestamp($0) }) else {
            throw EntryFormatError(description: "a field of the record's state is not in its form")
        }
        self.init(answer: try StoredAnswer(json: answer), clock: clock)
    }
}
