import Dictionary

/// How the fields of HTCDS correspond to those of a dictionary, taken from the dictionary's own equivalents.
struct HTCDSProfile: Sendable {
    /// Where one field of the standard goes: usually one field of ours, two where a list of the standard is two lists here (gender).
    struct Slot: Sendable {
        let standard: HTCDSStandard.StandardField
        let fields: [Field]
        let part: Part
    }

    /// What part of our value the standard's field holds.
    enum Part: Sendable, Hashable {
        case whole
        case name(String)
        case place(String)
    }

    let dictionary: DataDictionary
    /// In the order of the standard; fields for which the dictionary has no equivalent are left out.
    let slots: [Slot]
    private let positions: [String: Int]
    private let ownCodes: [String: [String: [(position: Int, code: String)]]]
    private let standardValues: [String: [String: String]]
    private let standardLists: [String: [String]]

    init(dictionary: DataDictionary) {
        self.dictionary = dictionary
        var owners: [String: [Field]] = [:]
        for field in dictionary.fields {
            for name in field.htcds { owners[name, default: []].append(field) }
        }
        var slots: [Slot] = []
        for standard in HTCDSStandard.fields {
            guard let fields = owners[standard.name] else { continue }
            slots.append(Slot(standard: standard, fields: fields, part: Self.part(standard.name, type: fields[0].type)))
        }
        self.slots = slots
        positions = [String: Int](slots.enumerated().map { ($1.standard.name, $0) }, uniquingKeysWith: { first, _ in first })
        var ownCodes: [String: [String: [(position: Int, code: String)]]] = [:]
        var standardValues: [String: [String: String]] = [:]
        var standardLists: [String: [String]] = [:]
        for slot in slots {
            let name = slot.standard.name
            for (position, field) in slot.fields.enumerated() {
                for term in dictionary.vocabulary(of: field)?.terms ?? [] {
                    for value in term.htcds where value.field == name {
                        ownCodes[name, default: [:]][value.value, default: []].append((position, term.code))
                        standardLists[name, default: []].append(value.value)
                        let key = field.name + "=" + term.code
                        if standardValues[name]?[key] == nil { standardValues[name, default: [:]][key] = value.value }
                    }
                }
            }
        }
        self.ownCodes = ownCodes
        self.standardValues = standardValues
        self.standardLists = standardLists
    }

    private static func part(_ name: String, type: FieldType) -> Part {
        func ends(_ suffix: String) -> Bool { name.utf8.reversed().starts(with: suffix.utf8.reversed()) }
        switch type {
        case .name:
            if ends("FirstName") { return .name("given") }
            if ends("MiddleName") { return .name("middle") }
            if ends("SecondName") { return .name("family") }
            return .whole
        case .place:
            if ends("City") { return .place("locality") }
            if ends("Country") { return .place("country") }
            if ends("Street") { return .place("detail") }
            if ends("Latitude") { return .place("latitude") }
            if ends("Longitude") { return .place("longitude") }
            return .whole
        default: return .whole
        }
    }

    func slot(_ name: String) -> Slot? { positions[name].map { slots[$0] } }

    /// The values that the standard's list has, as far as the dictionary knows them.
    func values(of name: String) -> [String] { standardLists[name] ?? [] }

    /// Our codes for a value of the standard, with the position of the field they belong to.
    func codes(_ name: String, _ value: String) -> [(position: Int, code: String)] { ownCodes[name]?[value] ?? [] }

    /// The standard's value for one of our codes: its own, or that of the nearest broader code, or `Other` where the list has it.
    func value(_ name: String, field: Field, code: String) -> String? {
        if let value = standardValues[name]?[field.name + "=" + code] { return value }
        guard let vocabulary = dictionary.vocabulary(of: field) else { return nil }
        for ancestor in vocabulary.ancestors(of: code) {
            if let value = standardValues[name]?[field.name + "=" + ancestor.code] { return value }
        }
        return values(of: name).contains("Other") ? "Other" : nil
    }
}
