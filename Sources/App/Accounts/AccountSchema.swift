import Storage

/// The tables of accounts. What names a member of staff is sealed; the journal knows accounts by their identifiers only.
enum AccountSchema {
    static let migrations = [
        Migration(
            number: 2, name: "Accounts, invitations, sessions",
            statements: [
                """
                CREATE TABLE account (
                    identifier {text} PRIMARY KEY,
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    sign_in {blob} NOT NULL,
                    wrapped_key {blob} NOT NULL,
                    profile {blob} NOT NULL,
                    passphrase {text} NOT NULL,
                    roles {text} NOT NULL,
                    created {integer} NOT NULL,
                    disabled {integer} NOT NULL,
                    last_step {integer} NOT NULL
                ) {keyed}
                """,
                "CREATE UNIQUE INDEX account_by_sign_in ON account (organisation, sign_in)",
                """
                CREATE TABLE invitation (
                    token {blob} PRIMARY KEY,
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    roles {text} NOT NULL,
                    expires {integer} NOT NULL
                ) {keyed}
                """,
                """
                CREATE TABLE session (
                    token {blob} PRIMARY KEY,
                    identifier {text} NOT NULL,
                    account {text} NOT NULL REFERENCES account (identifier),
                    pending {integer} NOT NULL,
                    created {integer} NOT NULL,
                    seen {integer} NOT NULL
                ) {keyed}
                """,
                "CREATE INDEX session_by_account ON session (account)",
                """
                CREATE TABLE sign_in_failure (
                    place {blob} PRIMARY KEY,
                    failures {integer} NOT NULL,
                    latest {integer} NOT NULL
                ) {keyed}
                """,
            ]),
        Migration(
            number: 60, name: "Links for a forgotten passphrase",
            statements: [
                "ALTER TABLE invitation ADD COLUMN account {text} NOT NULL DEFAULT ''",
                "CREATE INDEX invitation_by_account ON invitation (account)",
            ]),
        Migration(number: 75, name: "With what somebody signed in", statements: ["ALTER TABLE session ADD COLUMN device {text} NOT NULL DEFAULT ''"]),
    ]

    static let sourceTables = [
        SourceTable("account", "identifier organisation:i sign_in:b wrapped_key:b profile:b passphrase roles created:i disabled:i last_step:i")
    ]
}
