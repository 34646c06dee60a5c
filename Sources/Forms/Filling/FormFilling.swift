/// A form as somebody fills it in: the answers, the rounds of repeats, and what follows from them.
///
/// A value. Setting an answer changes nothing else until ``compute()`` is called.
public struct FormFilling: Sendable {
    /// A question, group or round of a repeat in the answers; or a part of a list that expressions look things up in.
    struct Node: Sendable {
        var name: String
        var parent: Int?
        var children: [Int] = []
        var value = ""
        /// What was typed, where the value says it otherwise.
        var typedText: String?
        /// Why there is no answer.
        var absence: String?
        var note = ""
        /// Its place in the form; nil for the document, the root and parts of lists.
        var element: Int?
        var isRelevant = true
        /// For rounds of a repeat: the number that it keeps when others are removed.
        var round = 0
    }

    public let program: FormProgram
    public var clock: FormClock
    /// The reader's language as the form names it, such as `Nepali (ne)`.
    public var language: String
    /// Gives the lists that are no sheet of the form, by file name.
    let tables: @Sendable (String) -> FormTable?

    var nodes: [Node] = []
    /// The nodes of the lists that expressions look things up in, by name.
    private(set) var listNodes: [String: Int] = [:]
    /// The nodes of each element, in the order of the answers.
    private(set) var nodesOfElement: [Int: [Int]] = [:]

    static let document = 0
    static let root = 1

    /// An empty form with its defaults, computed.
    public init(_ program: FormProgram, clock: FormClock, language: String? = nil, tables: @escaping @Sendable (String) -> FormTable? = { _ in nil }) {
        self.program = program
        self.clock = clock
        self.language = language ?? program.form.defaultLanguage
        self.tables = tables
        nodes = [Node(name: ""), Node(name: program.form.rootName, parent: Self.document)]
        nodes[Self.document].children = [Self.root]
        for name in program.lookedUpLists { addList(name) }
        let first = nodes.count
        for index in program.tree.topIndices + (program.tree.metaIndex.map { [$0] } ?? []) { addFirst(index, to: Self.root) }
        setDynamicDefaults(from: first)
        compute()
    }

    /// A list as nodes: `root/item` with a node for each column.
    private mutating func addList(_ name: String) {
        let rows: [[(String, String)]]
        if let list = program.list(name) {
            rows = list.choices.map { choice in
                let label = choice.label.text(in: language, otherwise: program.form.defaultLanguage) ?? ""
                return [("name", choice.name), ("label", label)] + choice.extra.map { ($0.name, $0.value) }
            }
        } else if let table = FormTable.named(name, in: tables) {
            rows = table.rows.map { Array(zip(table.columns, $0)) }
        } else {
            return
        }
        listNodes[name] = nodes.count
        nodes.append(Node(name: name))
        let root = addListNode("root", "", to: nodes.count - 1)
        for row in rows {
            let item = addListNode("item", "", to: root)
            for (name, value) in row { _ = addListNode(name, value, to: item) }
        }
    }

    private mutating func addListNode(_ name: String, _ value: String, to parent: Int) -> Int {
        nodes.append(Node(name: name, parent: parent, value: value))
        nodes[parent].children.append(nodes.count - 1)
        return nodes.count - 1
    }

    // MARK: Making nodes

    /// The first node of an element: repeats without a computed number begin with one round, as in ODK Collect.
    private mutating func addFirst(_ element: Int, to parent: Int) {
        if program.tree.elements[element].isFlat {
            for child in program.tree.childIndices[element] { addFirst(child, to: parent) }
        } else if program.tree.elements[element].node.kind != .repeated || program.rules[element].repeatCount == nil {
            _ = add(element, to: parent, round: 1)
        }
    }

    @discardableResult
    private mutating func add(_ element: Int, to parent: Int, round: Int) -> Int {
        let node = program.tree.elements[element].node
        let index = nodes.count
        var new = Node(name: node.name, parent: parent, element: element, round: node.kind == .repeated ? round : 0)
        if let value = node.defaultValue, !node.defaultIsExpression { new.value = value }
        nodes.append(new)
        // Rounds of a repeat stand side by side, behind those that are there.
        if let last = nodes[parent].children.lastIndex(where: { nodes[$0].element == element }) {
            nodes[parent].children.insert(index, at: last + 1)
        } else {
            nodes[parent].children.append(index)
        }
        nodesOfElement[element, default: []].append(index)
        for child in program.tree.childIndices[element] { addFirst(child, to: index) }
        return index
    }

    /// Computed defaults of the nodes from a place on.
    private mutating func setDynamicDefaults(from first: Int) {
        for index in first..<nodes.count {
            guard let element = nodes[index].element, let expression = program.rules[element].defaultValue else { continue }
            nodes[index].value = (try? text(of: expression, at: index)) ?? ""
        }
        for index in first..<nodes.count { if let element = nodes[index].element { preload(index, element) } }
    }

    /// What a client knows of itself. People are not told apart by devices here, so nothing is told of these.
    private mutating func preload(_ index: Int, _ element: Int) {
        guard case .metadata(let kind) = program.tree.elements[element].node.questionType else { return }
        switch kind {
        case .start, .end: nodes[index].value = clock.moment.timestamp
        case .today: nodes[index].value = clock.moment.dayText
        default: break
        }
    }

    // MARK: Rounds

    /// The rounds of a repeat within a group or round, in their order.
    func rounds(of element: Int, in parent: Int) -> [Int] { nodes[parent].children.filter { nodes[$0].element == element } }

    /// Adds a round and gives it its defaults.
    mutating func addRound(of element: Int, in parent: Int, round: Int? = nil) -> Int {
        let first = nodes.count
        let number = round ?? (rounds(of: element, in: parent).map { nodes[$0].round }.max() ?? 0) + 1
        let index = add(element, to: parent, round: number)
        setDynamicDefaults(from: first)
        return index
    }

    mutating func removeRound(_ index: Int) {
        guard let parent = nodes[index].parent, let element = nodes[index].element, program.tree.isRepeat(element) else { return }
        nodes[parent].children.removeAll { $0 == index }
        forget(index)
    }

    private mutating func forget(_ index: Int) {
        if let element = nodes[index].element { nodesOfElement[element]?.removeAll { $0 == index } }
        for child in nodes[index].children { forget(child) }
    }

    // MARK: Computing

    /// Computes everything that follows from the answers: what counts, how many rounds there are, calculated values.
    ///
    /// O(form) expressions, each evaluated once. An expression that cannot be evaluated for these answers comes to nothing.
    public mutating func compute() {
        nodes[Self.root].isRelevant = true
        for step in program.order {
            switch step {
            case .relevance(let element):
                for index in nodesOfElement[element] ?? [] { nodes[index].isRelevant = isRelevant(index, element) }
            case .count(let element): adjustRounds(of: element)
            case .value(let element): calculate(element)
            }
        }
    }

    private mutating func isRelevant(_ index: Int, _ element: Int) -> Bool {
        guard let parent = nodes[index].parent, nodes[parent].isRelevant else { return false }
        if program.rules[element].repeatCount != nil, let count = wantedRounds(of: element, in: parent),
            let place = rounds(of: element, in: parent).firstIndex(of: index),
            place >= count
        {
            return false
        }
        guard let expression = program.rules[element].relevant else { return true }
        // The element itself must count while its own condition is looked at.
        nodes[index].isRelevant = true
        return (try? isTrue(expression, at: index)) ?? false
    }

    /// More rounds than anybody fills in.
    public static let roundLimit = 200

    private mutating func wantedRounds(of element: Int, in parent: Int) -> Int? {
        guard let expression = program.rules[element].repeatCount, let number = try? number(of: expression, at: parent) else { return nil }
        return number.isNaN ? 0 : max(0, min(Self.roundLimit, Int(max(-1, min(Double(Self.roundLimit), number)))))
    }

    /// Adds rounds that are missing. Rounds beyond the number are kept, so that nothing that was typed is lost, but do not count.
    private mutating func adjustRounds(of element: Int) {
        guard program.rules[element].repeatCount != nil else { return }
        let parents = program.tree.elements[element].parent.map { nodesOfElement[$0] ?? [] } ?? [Self.root]
        for parent in parents where nodes[parent].isRelevant {
            guard let wanted = wantedRounds(of: element, in: parent) else { continue }
            while rounds(of: element, in: parent).count < wanted { _ = addRound(of: element, in: parent) }
        }
    }

    private mutating func calculate(_ element: Int) {
        let node = program.tree.elements[element].node
        guard node.triggers.isEmpty, let expression = program.rules[element].calculation else { return }
        for index in nodesOfElement[element] ?? [] where nodes[index].isRelevant { nodes[index].value = (try? text(of: expression, at: index)) ?? "" }
    }

    /// Computes what the answer to a question sets off (`trigger`).
    mutating func setOff(by index: Int) {
        let name = nodes[index].name
        for element in program.tree.elements.indices where program.tree.elements[element].node.triggers.contains(name) {
            guard let expression = program.rules[element].calculation else { continue }
            for target in nodesOfElement[element] ?? [] where nodes[target].isRelevant {
                nodes[target].value = (try? text(of: expression, at: target)) ?? ""
            }
        }
    }
}
