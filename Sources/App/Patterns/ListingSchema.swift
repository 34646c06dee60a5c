import Storage

/// Listings that travel: which of ours went to whom, and what partners sent.
enum ListingSchema {
    static let migrations = [
        Migration(
            number: 33, name: "Listings of employers shared with partners, with their corrections and removals",
            statements: [
                """
                CREATE TABLE listing_shared (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    party {text} NOT NULL,
                    partner {text} NOT NULL,
                    token {text} NOT NULL,
                    digest {text} NOT NULL,
                    account {text} NOT NULL,
                    changed {integer} NOT NULL,
                    PRIMARY KEY (organisation, party, partner)
                ) {keyed}
                """,
                """
                CREATE TABLE listing_received (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    partner {text} NOT NULL,
                    token {text} NOT NULL,
                    changed {integer} NOT NULL,
                    sealed {blob} NOT NULL,
                    PRIMARY KEY (organisation, partner, token)
                ) {strict}
                """,
                "CREATE INDEX listing_received_by_change ON listing_received (organisation, changed)",
            ])
    ]

    static let sourceTables = [
        SourceTable("listing_shared", "organisation:i party partner token digest account changed:i"),
        SourceTable("listing_received", "organisation:i partner token changed:i sealed:b"),
    ]
}
