import Storage

/// The tables of counts over organisations. Who takes part and how many is open; secrets and encodings that wait are sealed.
enum PatternSchema {
    static let migrations = [
        Migration(
            number: 32, name: "Employers behind cases of several organisations, counted without saying whose",
            statements: [
                """
                CREATE TABLE pattern_membership (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    coordinator {text} NOT NULL,
                    until {integer} NOT NULL,
                    account {text} NOT NULL,
                    PRIMARY KEY (organisation, coordinator)
                ) {keyed}
                """,
                """
                CREATE TABLE pattern_count (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    round {text} NOT NULL,
                    coordinator {text} NOT NULL,
                    state {text} NOT NULL,
                    members {text} NOT NULL,
                    threshold {integer} NOT NULL,
                    started {integer} NOT NULL,
                    changed {integer} NOT NULL,
                    encodings {integer} NOT NULL,
                    results {integer} NOT NULL,
                    sealed {blob} NOT NULL,
                    PRIMARY KEY (organisation, round)
                ) {strict}
                """,
                "CREATE INDEX pattern_count_by_start ON pattern_count (organisation, started)",
                "CREATE INDEX pattern_count_by_state ON pattern_count (organisation, state, changed)",
                """
                CREATE TABLE pattern_list (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    round {text} NOT NULL,
                    member {text} NOT NULL,
                    encodings {integer} NOT NULL,
                    sealed {blob} NOT NULL,
                    PRIMARY KEY (organisation, round, member)
                ) {strict}
                """,
                """
                CREATE TABLE pattern_number (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    round {text} NOT NULL,
                    number {integer} NOT NULL,
                    party {text} NOT NULL,
                    PRIMARY KEY (organisation, round, number)
                ) {keyed}
                """,
                """
                CREATE TABLE pattern_result (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    party {text} NOT NULL,
                    coordinator {text} NOT NULL,
                    members {integer} NOT NULL,
                    counted {integer} NOT NULL,
                    PRIMARY KEY (organisation, party, coordinator)
                ) {keyed}
                """,
                "CREATE INDEX pattern_result_by_members ON pattern_result (organisation, members)",
            ])
    ]

    static let sourceTables = [
        SourceTable("pattern_membership", "organisation:i coordinator until:i account"),
        SourceTable(
            "pattern_count", "organisation:i round coordinator state members threshold:i started:i changed:i encodings:i results:i sealed:b"),
        SourceTable("pattern_list", "organisation:i round member encodings:i sealed:b"),
        SourceTable("pattern_number", "organisation:i round number:i party"),
        SourceTable("pattern_result", "organisation:i party coordinator members:i counted:i"),
    ]
}
