import Storage

/// The tables of claims: only the addresses under which calendars are fetched. Claims themselves are records of the journal.
enum ClaimSchema {
    static let migrations = [
        Migration(
            number: 13, name: "Secret addresses of calendars",
            statements: [
                """
                CREATE TABLE claim_calendar (
                    account {text} PRIMARY KEY REFERENCES account (identifier),
                    token {blob} NOT NULL,
                    language {text} NOT NULL,
                    created {integer} NOT NULL
                ) {keyed}
                """,
                "CREATE UNIQUE INDEX claim_calendar_by_token ON claim_calendar (token)",
            ])
    ]

    /// An address can be made anew at any time, and after a restore old ones should not open again: backups do not hold them.
    static let sourceTables: [SourceTable] = []
}
