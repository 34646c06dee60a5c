/// The fields, values and codes of the standards that the dictionary maps to.
struct References {
    private var htcds: [String: Set<String>] = [:]
    private var huridocs: [String: Set<String>] = [:]

    init() {}

    /// `htcds`: full_name,value with an empty value for a field that takes any. `huridocs`: list,code, the number of a micro-thesaurus and its
    /// code, or an entity of the events formats and its field.
    init(htcds: DictionaryTable?, huridocs: DictionaryTable?) {
        if let htcds {
            for row in htcds.rows {
                let value = htcds.cell(row, "value")
                self.htcds[htcds.cell(row, "full_name"), default: []].formUnion(value.isEmpty ? [] : [value])
            }
        }
        if let huridocs {
            for row in huridocs.rows { self.huridocs[huridocs.cell(row, "list"), default: []].insert(huridocs.cell(row, "code")) }
        }
    }

    func hasHTCDS(field: String) -> Bool { htcds[field] != nil }

    /// A field without a list of values takes any.
    func hasHTCDS(_ value: Term.HTCDSValue) -> Bool { htcds[value.field].map { $0.isEmpty || $0.contains(value.value) } ?? false }

    func hasHURIDOCS(list: String, code: String) -> Bool { huridocs[list]?.contains(code) ?? false }
}
