import Dictionary
import Formats

/// What of a case goes to a partner: chosen records, and of each the chosen fields. Nothing else of the case is in it, in whatever form.
///
/// Records have identifiers of this conversation only, so that two partners cannot tell from them that they know the same case.
struct SharedPart: Sendable, Hashable {
    struct Item: Sendable, Hashable {
        /// Identifier of the record within the conversation.
        var shared: String
        var kind: String
        /// Of a person or party: a code of the list `relation-role`; nil for other records.
        var role: String?
        /// By name, in the order of their bytes.
        var fields: [(name: String, answer: Answer)]

        static func == (left: Item, right: Item) -> Bool {
            left.shared == right.shared && left.kind == right.kind && left.role == right.role && left.fields.elementsEqual(right.fields) { $0 == $1 }
        }

        func hash(into hasher: inout Hasher) { hasher.combine(shared) }
    }

    /// Kinds of records that can cross. What an organisation means to do, and who agreed to what, stays with it.
    static let kinds = ["case", "person", "party", "violation", "claim", "action", "document"]
    /// Records in one message.
    static let itemLimit = 300

    var items: [Item]

    var isEmpty: Bool { items.isEmpty }

    /// The most sensitive that is in it; a note counts as identity.
    func sensitivity(_ dictionary: DataDictionary) -> Sensitivity {
        items.flatMap { item in
            item.fields.map { field in
                field.answer.note == nil ? dictionary.field(item.kind, field.name)?.sensitivity ?? .identity : .identity
            }
        }.max() ?? .open
    }

    // MARK: Bytes

    var json: JSONValue {
        .array(
            items.map { item in
                var members: [JSONObject.Member] = [.init("id", .string(item.shared)), .init("kind", .string(item.kind))]
                if let role = item.role { members.append(.init("role", .string(role))) }
                members.append(.init("fields", .object(JSONObject(item.fields.map { .init($0.name, $0.answer.json) }))))
                return .object(JSONObject(members))
            })
    }

    /// Reads what a partner sent. A field that this organisation's dictionary does not have, a value that it cannot hold, or a record in a role that it does not know is left
    /// out and counted: a partner with a newer dictionary must still be able to refer a case.
    /// - Throws: ``ReferralContentError`` for anything that is not of this form.
    init(json: JSONValue, _ dictionary: DataDictionary, leftOut: inout Int) throws(ReferralContentError) {
        guard let values = json.array, values.count <= Self.itemLimit else { throw ReferralContentError("part") }
        var items: [Item] = []
        var known: Set<String> = []
        for value in values {
            guard let object = value.object, let shared = object["id"]?.string, RecordIdentifier.read(shared) == shared, known.insert(shared).inserted,
                let kind = object["kind"]?.string, Self.kinds.contains(kind), let fields = object["fields"]?.object
            else { throw ReferralContentError("part") }
            let role = object["role"]?.string
            // In which other role a person would be kept, nobody can say here.
            if let role, dictionary.vocabulary("relation-role")?.contains(role) != true {
                leftOut += 1
                continue
            }
            var item = Item(shared: shared, kind: kind, role: role, fields: [])
            for member in fields.members {
                guard let field = dictionary.field(kind, member.name), Self.crosses(field), let answer = try? Answer(json: member.value, field: field),
                    Self.isKnown(answer, field, dictionary)
                else {
                    leftOut += 1
                    continue
                }
                item.fields.append((member.name, answer))
            }
            item.fields.sort { $0.name < $1.name }
            items.append(item)
        }
        self.items = items
    }

    init(items: [Item] = []) { self.items = items }

    /// Links say nothing to somebody who does not have what they lead to; numbers of a source are of that source.
    static func crosses(_ field: Field) -> Bool {
        field.type != .link && !["source-record", "source-entered-by", "source-entered-on", "custody"].contains(field.name)
    }

    static func isKnown(_ answer: Answer, _ field: Field, _ dictionary: DataDictionary) -> Bool {
        guard let vocabulary = dictionary.vocabulary(of: field), let value = answer.value else { return true }
        return (value.elements).allSatisfy { if case .code(let code) = $0 { vocabulary.contains(code) } else { true } }
    }
}

/// Something that came as a referral and is none. It names the member that is wrong, never its content.
struct ReferralContentError: Error, Sendable, Hashable, CustomStringConvertible {
    var member: String

    init(_ member: String) { self.member = member }

    var description: String { "The message is no referral: its member «\(member)» is missing or not as Docs/referrals.md says." }
}
