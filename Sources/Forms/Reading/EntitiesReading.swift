/// Reads the sheet `entities` and finds the group or repeat that each entity belongs to (ODK Entities 2025.1).
struct EntitiesReading {
    struct Container: Hashable {
        var name: String
        var isRepeat: Bool
    }

    /// An answer that an entity is made of, or an expression of the entity that names a question.
    struct Reference {
        /// Groups and repeats around the question.
        var path: [Container]
        var row: Int
        /// The property that the answer goes into; nil for a question that an expression names.
        var property: String?
        var question: String
    }

    private(set) var declarations: [EntityDeclaration] = []
    private(set) var problems: [FormProblem] = []
    /// Whether the form has the sheet, so that `save_to` names properties of entities.
    private(set) var isDeclared = false
    private var references: [String: [Reference]] = [:]
    /// By question, the entities whose expressions name it.
    private var datasetsByQuestion: [String: [String]] = [:]

    // MARK: The sheet

    mutating func read(_ sheet: FormSheet) {
        isDeclared = true
        let table = SheetTable("entities", sheet, names: .entities, problems: &problems)
        for row in table.rows where !row.cells.isEmpty {
            for cell in row.cells where !HeadingNames.entities.columns.contains(cell.column.path[0]) {
                problem(
                    row.number, cell.column.heading, "The sheet has a column that entities do not have.",
                    "Use list_name, label, entity_id, create_if, update_if and repeat only.")
            }
            let dataset = row.value("dataset") ?? ""
            check(dataset, row)
            var declaration = EntityDeclaration(dataset: dataset, source: FormSource(sheet: "entities", row: row.number))
            declaration.label = row.value("label")
            declaration.entityIdentifier = row.value("entity_id")
            declaration.createIf = row.value("create_if")
            declaration.updateIf = row.value("update_if")
            declaration.repeatReference = row.value("repeat")
            checkConditions(declaration)
            if declarations.contains(where: { $0.dataset == dataset }) {
                problem(row.number, row.heading("dataset"), "The entity list “\(dataset)” is declared twice.", "Declare each list once.")
            }
            declarations.append(declaration)
            let expressions = [declaration.entityIdentifier, declaration.createIf, declaration.updateIf, declaration.label].compactMap { $0 }
            for name in Set(expressions.flatMap { FormReferences.all(in: $0).map(\.name) }) { datasetsByQuestion[name, default: []].append(dataset) }
        }
    }

    private mutating func problem(_ row: Int, _ column: String?, _ fault: String, _ remedy: String) {
        problems.append(FormProblem(.error, sheet: "entities", row: row, column: column, fault, remedy: remedy))
    }

    private mutating func check(_ dataset: String, _ row: SheetTable.Row) {
        let heading = row.heading("dataset")
        if dataset.isEmpty {
            problem(row.number, "list_name", "The entity has no list.", "Name the entity list in the column “list_name”.")
        } else if dataset.hasPrefix("__") {
            problem(row.number, heading, "“\(dataset)” begins with two underscores, which are reserved.", "Choose another name.")
        } else if dataset.utf8.contains(UInt8(ascii: ".")) {
            problem(row.number, heading, "“\(dataset)” has a period in it, which names of entity lists cannot have.", "Choose another name.")
        } else if !SheetText.isName(dataset) {
            problem(row.number, heading, "“\(dataset)” cannot be the name of an entity list.", WorkbookReading.nameRule)
        }
    }

    private mutating func checkConditions(_ declaration: EntityDeclaration) {
        let row = declaration.source.row
        if declaration.entityIdentifier == nil, declaration.updateIf != nil {
            problem(row, "entity_id", "Entities of “\(declaration.dataset)” are updated, but nothing says which one.", "Give its identifier in “entity_id”.")
        } else if declaration.entityIdentifier != nil, declaration.createIf != nil, declaration.updateIf == nil {
            problem(
                row, "update_if", "Entities of “\(declaration.dataset)” have an identifier and a condition to create, but none to update.",
                "Give “update_if”, or remove “entity_id”.")
        } else if declaration.entityIdentifier == nil, declaration.label == nil {
            problem(row, "label", "New entities of “\(declaration.dataset)” have no label.", "Give an expression in “label”.")
        }
    }

    // MARK: References

    /// Notes where a question stands that an entity is made of.
    ///
    /// - Parameters:
    ///   - saveTo: the column `save_to` as written.
    ///   - isContainer: whether the row begins or ends a group or repeat.
    /// - Returns: the property without the list before it.
    mutating func note(_ question: String?, saveTo: String?, row: Int, column: String, path: [Container], isContainer: Bool) -> String? {
        var property: String?
        if let saveTo { property = note(saveTo, question ?? "", row: row, column: column, path: path, isContainer: isContainer) }
        if let question {
            for dataset in datasetsByQuestion[question] ?? [] {
                references[dataset, default: []].append(Reference(path: path, row: row, property: nil, question: question))
            }
        }
        return property
    }

    private mutating func note(_ saveTo: String, _ question: String, row: Int, column: String, path: [Container], isContainer: Bool) -> String? {
        func fault(_ fault: String, _ remedy: String) { problems.append(FormProblem(.error, sheet: "survey", row: row, column: column, fault, remedy: remedy)) }
        let parts = saveTo.utf8.split(separator: UInt8(ascii: "#"), omittingEmptySubsequences: false).map { String(decoding: Array($0), as: UTF8.self) }
        let property = parts.last ?? ""
        guard let first = declarations.first else {
            fault("The answer is saved to an entity, but the form declares none.", "Add a sheet “entities” with the entity list.")
            return nil
        }
        if parts.count > 2 {
            fault("“\(saveTo)” has more than one “#”.", "Write LIST#PROPERTY.")
        } else if parts.count == 1, declarations.count > 1 {
            fault("The form declares several entity lists, so that “\(saveTo)” is ambiguous.", "Write LIST#PROPERTY, such as \(first.dataset)#\(saveTo).")
        } else if parts.count == 2, !declarations.contains(where: { $0.dataset == parts[0] }) {
            fault("The form declares no entity list “\(parts[0])”.", "Use one of \(SheetText.quoted(declarations.map(\.dataset))).")
        } else if isContainer {
            fault("Groups and repeats hold no answer that could be saved.", "Clear the cell.")
        } else if ["name", "label"].contains(property.lowercased()) {
            fault("A property cannot be called “\(property)”.", "Choose another name; the entity's label stands on the sheet “entities”.")
        } else if property.hasPrefix("__") {
            fault("“\(property)” begins with two underscores, which are reserved.", "Choose another name.")
        } else if !SheetText.isName(property) {
            fault("“\(property)” cannot be the name of a property.", WorkbookReading.nameRule)
        } else {
            let dataset = parts.count == 2 ? parts[0] : first.dataset
            if let other = references[dataset]?.first(where: { $0.property == property }) {
                fault("The property “\(property)” is already saved in row \(other.row).", "Save each property once.")
            }
            references[dataset, default: []].append(Reference(path: path, row: row, property: property, question: question))
        }
        return property
    }

    // MARK: Places

    /// Where an entity can go.
    private struct Request {
        var declaration: Int
        /// The innermost repeat around everything the entity is made of; empty for the form itself.
        var scope: [Container]
        var path: [Container]
        /// Paths of the answers that are saved.
        var saved: [[Container]]
    }

    private static func scope(of path: [Container]) -> [Container] {
        guard let last = path.lastIndex(where: \.isRepeat) else { return [] }
        return Array(path[...last])
    }

    private static func depth(_ path: [Container]) -> (repeats: Int, groups: Int) {
        (path.filter(\.isRepeat).count, path.count - scope(of: path).count)
    }

    private static func text(_ path: [Container]) -> String { path.isEmpty ? "the form itself" : "“\(path.map(\.name).joined(separator: "/"))”" }

    /// Gives each entity its place: as deep as its answers are, one entity a group or repeat.
    mutating func place() {
        let requests = declarations.indices.map { request($0) }
        var taken: [[Container]: Int] = [:]
        if requests.count == 1, requests[0].scope.isEmpty { return }
        var scopes: [[Container]] = []
        for request in requests where !scopes.contains(request.scope) { scopes.append(request.scope) }
        for scope in scopes {
            for request in requests where request.scope == scope { allocate(request, &taken) }
        }
    }

    private mutating func allocate(_ request: Request, _ taken: inout [[Container]: Int]) {
        var conflict: Int?
        for depth in stride(from: request.path.count, through: request.scope.count, by: -1) {
            let path = Array(request.path.prefix(depth))
            if let other = taken[path] {
                conflict = other
                if let path = request.saved.first(where: { [taken] in taken[$0] != nil }) {
                    conflict = taken[path]
                    break
                }
                continue
            }
            conflict = nil
            taken[path] = request.declaration
            declarations[request.declaration].container = path.map(\.name)
            for saved in request.saved {
                for length in stride(from: saved.count, to: path.count, by: -1) { taken[Array(saved.prefix(length))] = request.declaration }
            }
            break
        }
        guard let conflict else { return }
        let declaration = declarations[request.declaration]
        problem(
            declaration.source.row, nil,
            "The entity “\(declaration.dataset)” has no place of its own in \(Self.text(request.scope)): "
                + "the entity of row \(declarations[conflict].source.row) is there.",
            "Put what belongs to each entity into a group or repeat of its own.")
    }

    private mutating func request(_ index: Int) -> Request {
        let declaration = declarations[index]
        let references = references[declaration.dataset] ?? []
        guard let first = references.first else { return Request(declaration: index, scope: [], path: [], saved: []) }
        var deepest = first
        for reference in references where Self.depth(reference.path).repeats > Self.depth(deepest.path).repeats { deepest = reference }
        let scope = Self.scope(of: deepest.path)
        let saved = references.filter { $0.property != nil }
        var path = scope
        let candidates = saved.isEmpty ? references : saved
        if saved.isEmpty {
            for reference in candidates where Self.scope(of: reference.path) == scope && reference.path.count > path.count { path = reference.path }
        } else {
            let common = Self.commonPath(saved.map(\.path))
            let innermost = saved.map { Self.scope(of: $0.path) }.max { $0.filter(\.isRepeat).count < $1.filter(\.isRepeat).count } ?? []
            path = Self.depth(common) > Self.depth(innermost) || common.starts(with: innermost) ? common : innermost
        }
        check(references, scope, path, deepest, declaration)
        return Request(declaration: index, scope: scope, path: path, saved: saved.map(\.path))
    }

    private static func commonPath(_ paths: [[Container]]) -> [Container] {
        guard var common = paths.first else { return [] }
        for path in paths { while !path.starts(with: common) { common.removeLast() } }
        return common
    }

    private mutating func check(_ references: [Reference], _ scope: [Container], _ path: [Container], _ deepest: Reference, _ declaration: EntityDeclaration) {
        let remedy = "Put all that the entity is made of into one repeat or group, or declare another entity list."
        for reference in references {
            let own = Self.scope(of: reference.path)
            let isOutside = !scope.starts(with: own)
            if reference.property != nil, isOutside || Self.scope(of: path) != own {
                problems.append(
                    FormProblem(
                        .error, sheet: "survey", row: reference.row, column: "save_to",
                        "The entity “\(declaration.dataset)” stands in \(Self.text(isOutside ? deepest.path : path)), "
                            + "this answer in \(Self.text(reference.path)).",
                        remedy: remedy))
            } else if isOutside {
                problem(
                    declaration.source.row, nil,
                    "The entity “\(declaration.dataset)” stands in \(Self.text(deepest.path)), “\(reference.question)” in \(Self.text(reference.path)).",
                    remedy)
            }
        }
    }
}
