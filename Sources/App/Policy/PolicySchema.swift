import Storage

/// Who follows which corridor. The register itself is records of the journal over what comes with the program.
enum PolicySchema {
    static let migrations = [
        Migration(
            number: 29, name: "Corridors whose rules somebody follows",
            statements: [
                """
                CREATE TABLE policy_follow (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    account {text} NOT NULL,
                    origin {text} NOT NULL,
                    destination {text} NOT NULL,
                    seen {integer} NOT NULL,
                    PRIMARY KEY (organisation, account, origin, destination)
                ) {keyed}
                """
            ])
    ]

    static let sourceTables = [SourceTable("policy_follow", "organisation:i account origin destination seen:i")]
}

/// The kinds of record that the register is kept in.
enum PolicyKinds {
    static let entry = "instrument"
    static let version = "instrument-version"
    static let translation = "instrument-translation"
    static let change = "policy-change"
    static let sheet = "orientation-sheet"
    static let all: Set<String> = [entry, version, translation, change, sheet]
}
