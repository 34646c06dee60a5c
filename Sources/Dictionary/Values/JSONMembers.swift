import Formats

/// The members of a value's JSON object, all of which must be known: a member that is dropped in silence is data lost.
struct JSONMembers {
    private let object: JSONObject
    private let type: FieldType

    init(_ json: JSONValue, type: FieldType, allowed: [StaticString]) throws(ValueError) {
        guard case .object(let object) = json else {
            throw ValueError(.wrongType, "is not an object.", remedy: "A \(type) is written as an object with \(JSONMembers.list(allowed)).")
        }
        for member in object.members where !allowed.contains(where: { JSONMembers.same($0, member.name) }) {
            throw ValueError(
                .malformed, "has a member “\(ValueError.excerpt(member.name))” that a \(type) does not have.",
                remedy: "Leave it out; a \(type) has \(JSONMembers.list(allowed)).")
        }
        self.object = object
        self.type = type
    }

    func optional(_ name: String) throws(ValueError) -> String? {
        switch object[name] {
        case nil, .null?: return nil
        case .string(let text)?: return text
        default: throw ValueError(.wrongType, "has a member “\(name)” that is not text.", remedy: "Write it in quotation marks.")
        }
    }

    func required(_ name: String) throws(ValueError) -> String {
        guard let text = try optional(name) else {
            throw ValueError(.empty, "lacks the member “\(name)”.", remedy: "A \(type) needs it.")
        }
        return text
    }

    func integer(_ name: String) throws(ValueError) -> Int64 {
        guard case .integer(let number)? = object[name] else {
            throw ValueError(.wrongType, "lacks the whole number “\(name)”.", remedy: "A \(type) needs it.")
        }
        return number
    }

    /// Compared by bytes: canonical equivalence would take a Kelvin sign for a K.
    private static func same(_ allowed: StaticString, _ name: String) -> Bool {
        allowed.withUTF8Buffer { $0.elementsEqual(name.utf8) }
    }

    private static func list(_ names: [StaticString]) -> String {
        names.map { "“\($0)”" }.joined(separator: ", ")
    }
}
