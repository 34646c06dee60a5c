import Storage

/// The tables of tracing. Notices, sightings and judgements are in the journal; what stands here is computed from them and may be dropped at any time.
enum TracingSchema {
    static let migrations = [
        Migration(
            number: 12, name: "Suggestions of tracing, the log of searches from outside",
            statements: [
                // Identifiers and weights only. In words, a suggestion is explained from the records at the moment it is looked at, as the reader may see them.
                """
                CREATE TABLE trace_suggestion (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    notice {text} NOT NULL,
                    other {text} NOT NULL,
                    kind {text} NOT NULL,
                    weight {integer} NOT NULL,
                    reasons {text} NOT NULL,
                    verdict {text} NOT NULL,
                    PRIMARY KEY (organisation, notice, other)
                ) {keyed}
                """,
                "CREATE INDEX trace_suggestion_by_weight ON trace_suggestion (organisation, verdict, weight)",
                "CREATE INDEX trace_suggestion_by_other ON trace_suggestion (other)",
                "CREATE TABLE trace_position (organisation {integer} PRIMARY KEY REFERENCES organisation (number), sequence {integer} NOT NULL) {strict}",
                // How often somebody outside searched, and whether anything was shown: neither who, nor for whom.
                """
                CREATE TABLE trace_outside_search (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    day {integer} NOT NULL,
                    searches {integer} NOT NULL,
                    shown {integer} NOT NULL,
                    refused {integer} NOT NULL,
                    PRIMARY KEY (organisation, day)
                ) {keyed}
                """,
            ]),
        Migration(
            number: 50, name: "Notices that went out as PFIF",
            statements: [
                // Whoever received one is told when it is over, also when nothing of it is left here.
                """
                CREATE TABLE trace_sent (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    notice {text} NOT NULL,
                    identifier {text} NOT NULL,
                    PRIMARY KEY (organisation, notice)
                ) {keyed}
                """
            ]),
    ]

    static let sourceTables = [
        SourceTable("trace_outside_search", "organisation:i day:i searches:i shown:i refused:i"), SourceTable("trace_sent", "organisation:i notice identifier"),
    ]
}
