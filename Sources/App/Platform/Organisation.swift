/// An organisation whose journal is kept on this node.
public struct Organisation: Sendable, Hashable {
    /// Number of the organisation in this database.
    public var number: Int64
    /// Identifier of the organisation everywhere.
    public var identifier: String
    public var name: String
    /// ISO 3166-1 alpha-2 code of the country it works in.
    public var country: String
}
