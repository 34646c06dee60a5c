import Storage

/// The tables of saved views, and of the key that seals the search index on disk.
enum ListViewSchema {
    static let migrations = [
        Migration(
            number: 3, name: "Saved views of the list, key of the search index",
            statements: [
                """
                CREATE TABLE list_view (
                    identifier {text} PRIMARY KEY,
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    account {text} NOT NULL,
                    shared {integer} NOT NULL,
                    created {integer} NOT NULL,
                    wrapped_key {blob} NOT NULL,
                    content {blob} NOT NULL
                ) {keyed}
                """,
                "CREATE INDEX list_view_by_account ON list_view (organisation, account, created)",
                "CREATE INDEX list_view_by_sharing ON list_view (organisation, shared, created)",
                "CREATE TABLE search_key (organisation {integer} PRIMARY KEY REFERENCES organisation (number), wrapped {blob} NOT NULL) {keyed}",
            ])
    ]

    static let sourceTables = [
        SourceTable("list_view", "identifier organisation:i account shared:i created:i wrapped_key:b content:b")
    ]
}
