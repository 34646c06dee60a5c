/// A table that holds what cannot be computed, and so is kept in backups. Each feature names its own beside their definition.
struct SourceTable: Sendable {
    struct Column: Sendable {
        enum Kind: Sendable { case integer, text, blob }
        var name: String
        var kind: Kind
    }

    var name: String
    /// In the order in which backups hold them.
    var columns: [Column]

    /// - Parameter columns: Names divided by spaces: `name` for text, `name:i` for an integer, `name:b` for bytes.
    init(_ name: String, _ columns: String) {
        self.name = name
        self.columns = columns.split(separator: " ").map { word in
            let parts = word.split(separator: ":")
            return Column(name: String(parts[0]), kind: parts.count == 1 ? .text : parts[1] == "i" ? .integer : .blob)
        }
    }
}
