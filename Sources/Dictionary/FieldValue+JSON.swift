import Formats

extension FieldValue {
    /// Reads the JSON form of a value of this type.
    ///
    /// A list (type `codes`, and every field that takes several values) is an array of one value or more; codes are sorted by their bytes and
    /// repetitions are dropped.
    public init(json: JSONValue, type: FieldType, multiple: Bool = false) throws(ValueError) {
        guard multiple || type == .codes else {
            try self.init(single: json, type: type)
            return
        }
        guard case .array(let elements) = json else {
            throw ValueError(.wrongType, "is not an array.", remedy: "This field takes several values: write them in [ ].")
        }
        var values: [FieldValue] = []
        values.reserveCapacity(elements.count)
        for element in elements { values.append(try FieldValue(single: element, type: type == .codes ? .code : type)) }
        try self.init(list: values, type: type)
    }

    /// A list as it is kept: of one value or more; codes are sorted by their bytes and repetitions are dropped.
    public init(list values: [FieldValue], type: FieldType) throws(ValueError) {
        guard !values.isEmpty else {
            throw ValueError(.empty, "is an empty list.", remedy: "Give at least one value, or answer unknown, refused or not applicable.")
        }
        self = .list(type == .codes || type == .code ? FieldValue.inOrder(values) : values)
    }

    /// The codes as a list: sorted by their bytes, without repetition.
    public init(codes: [String]) throws(ValueError) {
        var values: [FieldValue] = []
        for code in codes { values.append(try FieldValue(code: code)) }
        try self.init(list: values, type: .codes)
    }

    /// A single code; whether the vocabulary has it is checked by the dictionary.
    public init(code: String) throws(ValueError) {
        guard CodeSyntax.isCode(code) else {
            throw ValueError(
                code.isEmpty ? .empty : .malformed, offered: code, "is not written as a code.",
                remedy: "A code has letters, digits and hyphens only, such as passport-retention.")
        }
        self = .code(code)
    }

    /// Text of at most `limit` scalars, in the form that is kept; ``NormalText/narrativeLimit`` for a narrative.
    public init(text: String, limit: Int = NormalText.textLimit) throws(ValueError) {
        self = .text(try NormalText.clean(text, limit: limit, what: limit > NormalText.textLimit ? "narrative" : "text"))
    }

    /// The identifier of another record; whether it exists is for the caller to check.
    public init(link: String) throws(ValueError) {
        guard CodeSyntax.isReference(link) else {
            throw ValueError(
                link.isEmpty ? .empty : .malformed, offered: link, "is not the identifier of a record.",
                remedy: "Give the identifier as `corridor cases` shows it.")
        }
        self = .link(link)
    }

    private init(single json: JSONValue, type: FieldType) throws(ValueError) {
        switch type {
        case .text: try self.init(text: FieldValue.string(json))
        case .narrative: try self.init(text: FieldValue.string(json), limit: NormalText.narrativeLimit)
        case .code, .codes: try self.init(code: FieldValue.string(json))
        case .link: try self.init(link: FieldValue.string(json))
        case .date: self = .date(try PartialDate(json: json))
        case .money: self = .money(try Money(json: json))
        case .quantity: self = .quantity(try Quantity(json: json))
        case .place: self = .place(try Place(json: json))
        case .phone: self = .phone(try PhoneNumber(json: json))
        case .identifier: self = .identifier(try Identifier(json: json))
        case .name: self = .name(try PersonName(json: json))
        case .file: self = .file(try FileReference(json: json))
        }
    }

    private static func string(_ json: JSONValue) throws(ValueError) -> String {
        guard case .string(let text) = json else {
            throw ValueError(.wrongType, "is not text.", remedy: "Write it in quotation marks.")
        }
        return text
    }

    private static func inOrder(_ values: [FieldValue]) -> [FieldValue] {
        let codes = values.compactMap(\.code)
        guard codes.count == values.count else { return values }
        var isInOrder = true
        for index in codes.indices.dropFirst() where !precedes(codes[index - 1], codes[index]) { isInOrder = false }
        if isInOrder { return values }
        var sorted: [String] = []
        for code in codes.sorted(by: precedes) where sorted.last.map({ precedes($0, code) }) ?? true { sorted.append(code) }
        return sorted.map { .code($0) }
    }

    private static func precedes(_ left: String, _ right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }

    /// The JSON form.
    public var json: JSONValue {
        switch self {
        case .text(let text), .code(let text), .link(let text): .string(text)
        case .date(let date): date.json
        case .money(let money): money.json
        case .quantity(let quantity): quantity.json
        case .place(let place): place.json
        case .phone(let phone): phone.json
        case .identifier(let identifier): identifier.json
        case .name(let name): name.json
        case .file(let file): file.json
        case .list(let values): .array(values.map(\.json))
        }
    }

    /// The code, of a single code.
    public var code: String? { if case .code(let code) = self { code } else { nil } }

    /// The codes of a code or a list of codes; empty for other values.
    public var codes: [String] {
        switch self {
        case .code(let code): [code]
        case .list(let values): values.compactMap(\.code)
        default: []
        }
    }

    /// The single values: those of a list, or the value itself.
    public var elements: [FieldValue] { if case .list(let values) = self { values } else { [self] } }

    /// Whether the value has the form of this type; `codes` are codes in a list.
    public func isOf(type: FieldType, multiple: Bool) -> Bool {
        if multiple || type == .codes {
            guard case .list(let values) = self, !values.isEmpty else { return false }
            return values.allSatisfy { $0.isSingle(of: type) }
        }
        return isSingle(of: type)
    }

    private func isSingle(of type: FieldType) -> Bool {
        switch (self, type) {
        case (.text, .text), (.text, .narrative), (.code, .code), (.code, .codes), (.date, .date), (.money, .money), (.quantity, .quantity),
            (.place, .place), (.phone, .phone), (.identifier, .identifier), (.name, .name), (.file, .file), (.link, .link):
            true
        default: false
        }
    }
}
