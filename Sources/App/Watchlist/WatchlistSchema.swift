import Storage

/// The tables of the ledger of employers and recruiters. Parties, their relations and judgements are in the journal; how many cases name each follows from it.
enum WatchlistSchema {
    static let migrations = [
        Migration(
            number: 15, name: "How many cases name a party",
            statements: [
                """
                CREATE TABLE watch_party (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    party {text} NOT NULL,
                    cases {integer} NOT NULL,
                    PRIMARY KEY (organisation, party)
                ) {keyed}
                """,
                "CREATE INDEX watch_party_by_cases ON watch_party (organisation, cases, party)",
                "CREATE TABLE watch_position (organisation {integer} PRIMARY KEY REFERENCES organisation (number), sequence {integer} NOT NULL) {strict}",
            ]),
        Migration(
            number: 67, name: "Parties that are judged to be one are counted as one: counted anew",
            statements: ["DELETE FROM watch_position", "DELETE FROM watch_party"]),
    ]

    static let sourceTables: [SourceTable] = []
}
