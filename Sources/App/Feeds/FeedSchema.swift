import Storage

/// Which feeds of other organisations are followed, and which wait for a decision. What came with them are records of the journal.
enum FeedSchema {
    static let migrations = [
        Migration(
            number: 28, name: "Feeds of several collections of one owner",
            statements: [
                """
                CREATE TABLE followed_feed (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    owner {text} NOT NULL,
                    purpose {text} NOT NULL,
                    name {text} NOT NULL,
                    public_keys {text} NOT NULL,
                    trust {text} NOT NULL,
                    vouched_by {text} NOT NULL,
                    coordinator {integer} NOT NULL,
                    issued {integer} NOT NULL,
                    PRIMARY KEY (organisation, owner, purpose)
                ) {keyed}
                """,
                """
                INSERT INTO followed_feed (organisation, owner, purpose, name, public_keys, trust, vouched_by, coordinator, issued)
                SELECT organisation, owner, 'directory', name, public_keys, trust, vouched_by, coordinator, issued FROM directory_feed
                """,
                "DROP TABLE directory_feed",
            ]),
        Migration(
            number: 55, name: "Feeds that wait for somebody to take them in",
            statements: [
                """
                CREATE TABLE waiting_feed (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    owner {text} NOT NULL,
                    purpose {text} NOT NULL,
                    file {blob} NOT NULL,
                    account {text} NOT NULL,
                    arrived {integer} NOT NULL,
                    PRIMARY KEY (organisation, owner, purpose)
                ) {keyed}
                """
            ]),
    ]

    static let sourceTables = [
        SourceTable("followed_feed", "organisation:i owner purpose name public_keys trust vouched_by coordinator:i issued:i"),
        SourceTable("waiting_feed", "organisation:i owner purpose file:b account arrived:i"),
    ]
}
