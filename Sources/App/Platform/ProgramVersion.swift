import Storage

/// Which program this is. What matters to whoever runs two of them is the version of the tables: a program refuses a database or a backup of newer ones.
public enum ProgramVersion {
    public static let number = "0.1.0"
    public static let sentence = "Corridor \(number), tables \(Schema.migrations.map(\.number).max() ?? 0)"
}
