import Storage

/// Which entries came with whose feed; the entries are records of the journal. Which feeds are followed is kept by ``FeedSchema``, for every collection.
enum DirectorySchema {
    static let migrations = [
        Migration(
            number: 11, name: "Feeds of directory entries that other organisations own",
            statements: [
                """
                CREATE TABLE directory_feed (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    owner {text} NOT NULL,
                    name {text} NOT NULL,
                    public_keys {text} NOT NULL,
                    trust {text} NOT NULL,
                    vouched_by {text} NOT NULL,
                    coordinator {integer} NOT NULL,
                    issued {integer} NOT NULL,
                    PRIMARY KEY (organisation, owner)
                ) {keyed}
                """
            ]),
        Migration(
            number: 45, name: "Which entries of the directory came with whose feed",
            statements: [
                """
                CREATE TABLE directory_feed_entry (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    owner {text} NOT NULL,
                    record {text} NOT NULL,
                    PRIMARY KEY (organisation, owner, record)
                ) {keyed}
                """
            ]),
    ]

    static let sourceTables = [SourceTable("directory_feed_entry", "organisation:i owner record")]
}
