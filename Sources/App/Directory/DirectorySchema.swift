import Storage

/// Where followed feeds were kept before ``FeedSchema`` kept them for every collection. The entries of the directory are records of the journal.
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
            ])
    ]
}
