import Storage

/// The tables of the desk for likely duplicates. People and judgements are in the journal; what stands here is computed from them and may be dropped at any time.
enum DuplicateSchema {
    static let migrations = [
        Migration(
            number: 83, name: "People who are likely one",
            statements: [
                // Identifiers and weights only, as suggestions of tracing. The identifier that comes first in order stands first.
                """
                CREATE TABLE duplicate_pair (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    first {text} NOT NULL,
                    second {text} NOT NULL,
                    weight {integer} NOT NULL,
                    name_weight {integer} NOT NULL,
                    reasons {text} NOT NULL,
                    verdict {text} NOT NULL,
                    PRIMARY KEY (organisation, first, second)
                ) {keyed}
                """,
                "CREATE INDEX duplicate_pair_by_weight ON duplicate_pair (organisation, verdict, weight)",
                "CREATE INDEX duplicate_pair_by_second ON duplicate_pair (second)",
                // Up to where the journal was followed, and how far going through all people has come.
                """
                CREATE TABLE duplicate_position (
                    organisation {integer} PRIMARY KEY REFERENCES organisation (number),
                    sequence {integer} NOT NULL,
                    created {text} NOT NULL,
                    record {text} NOT NULL,
                    done {integer} NOT NULL,
                    total {integer} NOT NULL,
                    complete {integer} NOT NULL
                ) {strict}
                """,
            ])
    ]
}
