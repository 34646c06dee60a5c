/// Lists and attached files that a form looks things up in: one `instance` element each.
struct SecondaryInstances {
    struct Instance: Hashable {
        var name: String
        /// Nil for a list that stands in the form itself.
        var address: String?
        /// What makes it, for sentences.
        var origin: String
        var source: FormSource
    }

    private(set) var instances: [Instance] = []
    private(set) var problems: [FormProblem] = []
    private var attached: [String: FormSource] = [:]

    init(_ form: FormDefinition) {
        var usesLastSaved: FormSource?
        var searchedLists: Set<String> = []
        form.forEachNode { node, _ in
            if node.usesSearch, case .list(let list) = node.questionType?.choiceSource { searchedLists.insert(list) }
            if node.questionType == .xmlExternal || node.questionType == .csvExternal { addAttached(node) } else { addLookups(of: node) }
            if case .file(let file, _, _) = node.questionType?.choiceSource { addFile(file, node) }
            if usesLastSaved == nil, node.isQuestion, node.expressions.contains(where: { FormReferences.all(in: $0).contains(where: \.isLastSaved) }) {
                usesLastSaved = node.source
            }
        }
        if let usesLastSaved {
            add(Instance(name: "__last-saved", address: "jr://instance/last-saved", origin: "${last-saved#…}", source: usesLastSaved))
        }
        for list in form.choiceLists where !searchedLists.contains(list.name) {
            let source = list.choices.first?.source ?? FormSource(sheet: "choices", row: 1)
            add(Instance(name: list.name, address: nil, origin: "the list “\(list.name)”", source: source))
        }
    }

    private mutating func add(_ instance: Instance) {
        guard let prior = instances.first(where: { $0.name == instance.name }) else {
            instances.append(instance)
            return
        }
        guard prior.address != instance.address else { return }
        problems.append(
            FormProblem(
                .error, sheet: instance.source.sheet, row: instance.source.row,
                "The name “\(instance.name)” stands for two different things: \(instance.origin), "
                    + "and in row \(prior.source.row) of \(prior.source.sheet) \(prior.origin).",
                remedy: "Rename one of them."))
    }

    private mutating func addAttached(_ node: FormNode) {
        let isCSV = node.questionType == .csvExternal
        let address = isCSV ? "jr://file-csv/\(node.name).csv" : "jr://file/\(node.name).xml"
        if let other = attached[node.name] {
            problems.append(
                FormProblem(
                    .error, sheet: node.source.sheet, row: node.source.row, column: "name", "The file “\(node.name)” is already attached in row \(other.row).",
                    remedy: "Attach each file once."))
            return
        }
        attached[node.name] = node.source
        add(Instance(name: node.name, address: address, origin: "the attached file \(node.name)", source: node.source))
    }

    private mutating func addFile(_ file: String, _ node: FormNode) {
        let (base, suffix) = FileName.split(file)
        let address = suffix == ".csv" ? "jr://file-csv/\(file)" : "jr://file/\(file)"
        add(Instance(name: base, address: address, origin: "the file \(file)", source: node.source))
    }

    /// Files that `pulldata` reads.
    private mutating func addLookups(of node: FormNode) {
        var expressions = [node.calculation, node.constraint, node.readOnly, node.required, node.relevant]
        if node.isQuestion { expressions += [node.choiceFilter, node.defaultValue] }
        for expression in expressions.compactMap({ $0 }) {
            for file in Self.files(in: expression) {
                add(Instance(name: file, address: "jr://file-csv/\(file).csv", origin: "the file \(file).csv of pulldata", source: node.source))
            }
        }
    }

    static func files(in expression: String) -> [String] {
        let bytes = Array(expression.utf8)
        let call = Array("pulldata(".utf8)
        var files: [String] = []
        var index = 0
        while let start = FormReferences.firstIndex(of: call, in: bytes, from: index) {
            index = start + call.count
            guard let comma = bytes[index...].firstIndex(of: UInt8(ascii: ",")) else { break }
            let argument = bytes[index..<comma].filter { $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\"") }
            files.append(SheetText.trimmed(String(decoding: argument, as: UTF8.self)))
        }
        return files
    }
}
