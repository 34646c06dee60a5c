import Yams

/// A mapping node of a YAML file whose members are taken one by one, so that those which nobody took can be named.
struct YAMLSection {
    let file: String
    let line: Int
    /// What the section is called in messages: `record “worker”`.
    let title: String
    private var members: [(key: String, node: Node, line: Int)] = []
    private var taken: Set<String> = []
    private var asked: [String] = []

    init(_ node: Node, file: String, title: String) throws(ImportError) {
        self.file = file
        self.title = title
        line = node.mark?.line ?? 1
        guard case .mapping(let mapping) = node else {
            throw ImportError(
                place: "\(file), line \(line)", problem: "\(title) must be a list of “name: value” lines",
                remedy: "Indent its lines by two spaces and write a name, a colon and a value on each.")
        }
        for (key, value) in mapping {
            let keyLine = key.mark?.line ?? line
            try YAMLSection.refuseAnchor(key, file: file)
            guard case .scalar(let scalar) = key else {
                throw ImportError(
                    place: "\(file), line \(keyLine)", problem: "a name is missing before the colon", remedy: "Write a plain name before the colon.")
            }
            try YAMLSection.refuseAnchor(value, file: file)
            members.append((scalar.string, value, keyLine))
        }
    }

    /// All members in the order in which they were written, for sections whose names are free.
    var all: [(key: String, node: Node, line: Int)] { members }

    /// The member of that name; nil if it is not there.
    mutating func take(_ key: String) -> Node? {
        asked.append(key)
        guard let member = members.first(where: { $0.key == key }) else { return nil }
        taken.insert(key)
        return member.node
    }

    /// Refuses members that nobody asked for.
    func refuseRest() throws(ImportError) {
        for member in members where !taken.contains(member.key) {
            throw ImportError(
                place: "\(file), line \(member.line)", problem: "\(title) has no setting “\(member.key)”",
                remedy: Nearest.remedy(for: member.key, in: asked, called: "setting"))
        }
    }

    func error(_ node: Node?, _ problem: String, _ remedy: String) -> ImportError {
        ImportError(place: "\(file), line \(node?.mark?.line ?? line)", problem: problem, remedy: remedy)
    }

    static func refuseAnchor(_ node: Node, file: String) throws(ImportError) {
        if case .alias = node { throw anchorError(node, file: file) }
        if node.anchor != nil { throw anchorError(node, file: file) }
    }

    private static func anchorError(_ node: Node, file: String) -> ImportError {
        ImportError(
            place: "\(file), line \(node.mark?.line ?? 1)", problem: "anchors (&name) and aliases (*name) are not read in mapping files",
            remedy: "Write the text out, or put it in quotes if it begins with & or *.")
    }

    // MARK: Scalars and lists

    /// A text. Numbers, dates and `yes` are texts too: the file's cells are texts.
    func text(_ node: Node, _ what: String) throws(ImportError) -> String {
        try YAMLSection.refuseAnchor(node, file: file)
        guard case .scalar(let scalar) = node else {
            throw error(node, "\(what) must be one text", "Write it on the same line, in quotes if it holds a colon or a comma.")
        }
        return scalar.string
    }

    /// A text that is not empty.
    func filledText(_ node: Node, _ what: String) throws(ImportError) -> String {
        let value = try text(node, what)
        guard !value.isEmpty else { throw error(node, "\(what) is empty", "Write a value after the colon, or leave the line out.") }
        return value
    }

    /// One text or a list of texts.
    func texts(_ node: Node, _ what: String) throws(ImportError) -> [String] {
        try named(node, what).map(\.name)
    }

    /// One text or a list of texts, with their lines.
    func named(_ node: Node, _ what: String) throws(ImportError) -> [Mapping.Named] {
        try YAMLSection.refuseAnchor(node, file: file)
        guard case .sequence(let sequence) = node else {
            return [Mapping.Named(name: try text(node, what), line: node.mark?.line ?? line)]
        }
        var names: [Mapping.Named] = []
        for element in sequence { names.append(Mapping.Named(name: try text(element, what), line: element.mark?.line ?? line)) }
        return names
    }

    /// The members of a list.
    func list(_ node: Node, _ what: String) throws(ImportError) -> [Node] {
        try YAMLSection.refuseAnchor(node, file: file)
        guard case .sequence(let sequence) = node else {
            throw error(node, "\(what) must be a list", "Begin each of its entries with a dash and a space.")
        }
        let nodes = Array(sequence)
        for element in nodes { try YAMLSection.refuseAnchor(element, file: file) }
        return nodes
    }
}
