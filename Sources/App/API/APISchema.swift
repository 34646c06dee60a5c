import Formats

/// The form of a value in a request or an answer. What is published in the OpenAPI document and what requests are checked against is the same value, so that they cannot
/// differ (JSON Schema 2020-12, the part of it that is needed).
indirect enum APISchema: Sendable {
    case boolean
    case integer(ClosedRange<Int64>)
    /// Lengths in code points, as JSON Schema counts them.
    case string(ClosedRange<Int>)
    case choice([String])
    /// Letters, digits and `allowed` signs, as many as `lengths` says.
    case token(allowed: String, lengths: ClosedRange<Int>)
    /// A moment in RFC 3339; in answers only.
    case moment
    case null
    case array(APISchema, ClosedRange<Int>)
    case object([Property], others: Bool = false)
    case oneOf([APISchema])
    /// A form of the document that has a name.
    case named(String, @Sendable () -> APISchema)

    struct Property: Sendable {
        var name: String
        var schema: APISchema
        var isRequired: Bool

        static func required(_ name: String, _ schema: APISchema) -> Property { Property(name: name, schema: schema, isRequired: true) }
        static func optional(_ name: String, _ schema: APISchema) -> Property { Property(name: name, schema: schema, isRequired: false) }
    }

    // MARK: Publishing

    /// As JSON Schema. A named form is a reference.
    var json: JSONValue {
        switch self {
        case .boolean: return ["type": "boolean"]
        case .integer(let range): return ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
        case .string(let lengths):
            return ["type": "string", "minLength": .integer(Int64(lengths.lowerBound)), "maxLength": .integer(Int64(lengths.upperBound))]
        case .choice(let codes): return ["type": "string", "enum": .array(codes.map { .string($0) })]
        case .token(let allowed, let lengths):
            let signs = allowed.map { $0 == "-" ? "\\-" : $0 == "." ? "\\." : String($0) }.joined()
            return ["type": "string", "pattern": .string("^[0-9A-Za-z\(signs)]{\(lengths.lowerBound),\(lengths.upperBound)}$")]
        case .moment: return ["type": "string", "format": "date-time"]
        case .null: return ["type": "null"]
        case .array(let element, let counts):
            return ["type": "array", "items": element.json, "minItems": .integer(Int64(counts.lowerBound)), "maxItems": .integer(Int64(counts.upperBound))]
        case .object(let properties, let others):
            var object: JSONObject = ["type": "object", "properties": .object(JSONObject(properties.map { .init($0.name, $0.schema.json) }))]
            let required = properties.filter(\.isRequired)
            if !required.isEmpty { object["required"] = .array(required.map { .string($0.name) }) }
            object["additionalProperties"] = .bool(others)
            return .object(object)
        case .oneOf(let schemas): return ["oneOf": .array(schemas.map(\.json))]
        case .named(let name, _): return ["$ref": .string("#/components/schemas/\(name)")]
        }
    }

    /// The named forms in it, each once, with the forms in those.
    func collect(into named: inout [String: JSONValue]) {
        switch self {
        case .array(let element, _): element.collect(into: &named)
        case .object(let properties, _): for property in properties { property.schema.collect(into: &named) }
        case .oneOf(let schemas): for schema in schemas { schema.collect(into: &named) }
        case .named(let name, let schema):
            guard named[name] == nil else { return }
            let inner = schema()
            named[name] = inner.json
            inner.collect(into: &named)
        default: return
        }
    }

    // MARK: Checking

    /// What is wrong with a value, by where in it (JSON Pointer, RFC 6901); nil if nothing is.
    func problem(_ value: JSONValue, at pointer: String = "") -> APIProblem? {
        func wrong(_ what: String) -> APIProblem { APIProblem(pointer: pointer.isEmpty ? "/" : pointer, problem: what) }
        switch self {
        case .boolean: return value.bool == nil ? wrong("must be true or false") : nil
        case .integer(let range):
            guard let number = value.integer, range.contains(number) else {
                return wrong("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
        case .string(let lengths):
            guard let text = value.string, lengths.contains(text.unicodeScalars.count) else {
                return wrong("must be a text of \(lengths.lowerBound) to \(lengths.upperBound) letters")
            }
        case .choice(let codes):
            guard let text = value.string, codes.contains(where: { $0.utf8.elementsEqual(text.utf8) }) else {
                // Of a long list the beginning says what is meant; the OpenAPI document has the rest.
                let named = codes.prefix(20).joined(separator: ", ")
                return wrong(
                    codes.count > 20 ? "must be one of the \(codes.count) codes that the OpenAPI document gives, such as \(named)" : "must be one of \(named)")
            }
        case .token(let allowed, let lengths):
            guard let text = value.string, lengths.contains(text.utf8.count), text.utf8.allSatisfy({ APISchema.isPlain($0) || allowed.utf8.contains($0) })
            else {
                return wrong("must be \(lengths.lowerBound) to \(lengths.upperBound) letters, digits or signs of \(allowed)")
            }
        case .moment: return value.string == nil ? wrong("must be a moment") : nil
        case .null: return value == .null ? nil : wrong("must be null")
        case .array(let element, let counts):
            guard let elements = value.array, counts.contains(elements.count) else {
                return wrong("must be a list of \(counts.lowerBound) to \(counts.upperBound)")
            }
            for (index, item) in elements.enumerated() { if let problem = element.problem(item, at: "\(pointer)/\(index)") { return problem } }
        case .object(let properties, let others):
            guard let object = value.object else { return wrong("must be an object") }
            return APISchema.problem(object, properties, others, pointer)
        case .oneOf(let schemas):
            let fitting = schemas.filter { $0.problem(value, at: pointer) == nil }
            guard fitting.count == 1 else { return wrong("must be one of the forms that the OpenAPI document gives for it") }
        case .named(_, let schema): return schema().problem(value, at: pointer)
        }
        return nil
    }

    private static func problem(_ object: JSONObject, _ properties: [Property], _ others: Bool, _ pointer: String) -> APIProblem? {
        for property in properties where property.isRequired && object[property.name] == nil {
            return APIProblem(pointer: "\(pointer)/\(property.name)", problem: "is missing")
        }
        for member in object.members {
            let place = "\(pointer)/\(member.name.replacing("~", with: "~0").replacing("/", with: "~1"))"
            guard let property = properties.first(where: { $0.name.utf8.elementsEqual(member.name.utf8) }) else {
                if others { continue }
                return APIProblem(pointer: place, problem: "is not known here")
            }
            if let problem = property.schema.problem(member.value, at: place) { return problem }
        }
        return nil
    }

    private static func isPlain(_ byte: UInt8) -> Bool { (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A) }
}

/// What is wrong with a request, and where.
struct APIProblem: Sendable, Hashable {
    enum Place: Sendable, Hashable {
        /// JSON Pointer (RFC 6901) into the body.
        case pointer(String)
        /// The name of a parameter.
        case parameter(String)
    }

    var place: Place
    var problem: String

    init(pointer: String, problem: String) { (place, self.problem) = (.pointer(pointer), problem) }

    init(parameter: String, problem: String) { (place, self.problem) = (.parameter(parameter), problem) }

    var json: JSONValue {
        switch place {
        case .pointer(let pointer): .object(["pointer": .string(pointer), "problem": .string(problem)])
        case .parameter(let name): .object(["parameter": .string(name), "problem": .string(problem)])
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements.map { .init($0.0, $0.1) })) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}
