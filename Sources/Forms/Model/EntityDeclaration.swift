/// A row of the sheet `entities`: answers to this form create or update an entity of a list (ODK entities).
public struct EntityDeclaration: Hashable, Sendable {
    /// The entity list (column `list_name`).
    public var dataset: String
    /// An expression: the entity's label.
    public var label: String?
    /// An expression: the identifier of the entity to update.
    public var entityIdentifier: String?
    /// An expression: whether to create one.
    public var createIf: String?
    /// An expression: whether to update one.
    public var updateIf: String?
    /// The repeat whose instances are entities, as written: `${name}`.
    public var repeatReference: String?
    /// Names of the groups and repeats around the entity's block, outermost first; empty for the form itself. It follows from where the answers are that
    /// the entity is made of.
    public var container: [String]
    public var source: FormSource

    public init(dataset: String, source: FormSource) {
        self.dataset = dataset
        container = []
        self.source = source
    }
}
