/// What `corridor check` found, in a sentence, with what to do about it.
public struct InstallationFinding: Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
        /// Somebody can be harmed, or the node does not work.
        case error
        /// It works, and will not one day.
        case warning
        /// Looked at and found well.
        case fine

        public static func < (left: Severity, right: Severity) -> Bool {
            (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
        }
    }

    /// What was looked at, such as `key-file`; stays the same from version to version.
    public var subject: String
    public var severity: Severity
    public var sentence: String
    /// Nil where nothing is to be done.
    public var remedy: String?

    static func error(_ subject: String, _ sentence: String, _ remedy: String) -> InstallationFinding {
        InstallationFinding(subject: subject, severity: .error, sentence: sentence, remedy: remedy)
    }

    static func warning(_ subject: String, _ sentence: String, _ remedy: String) -> InstallationFinding {
        InstallationFinding(subject: subject, severity: .warning, sentence: sentence, remedy: remedy)
    }

    static func fine(_ subject: String, _ sentence: String) -> InstallationFinding {
        InstallationFinding(subject: subject, severity: .fine, sentence: sentence, remedy: nil)
    }
}
