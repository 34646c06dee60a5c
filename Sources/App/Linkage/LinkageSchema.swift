import Storage

/// The tables of encoded linkage. Numbers, identifiers and times are open; secrets, encodings that wait and what people write to each other are sealed.
enum LinkageSchema {
    static let migrations = [
        Migration(
            number: 31, name: "Encoded linkage with partners: terms, rounds, pairs and what is said about them",
            statements: [
                """
                CREATE TABLE linkage_agreement (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    partner {text} NOT NULL,
                    own_records {integer} NOT NULL,
                    own_rounds {integer} NOT NULL,
                    own_until {integer} NOT NULL,
                    their_records {integer} NOT NULL,
                    their_rounds {integer} NOT NULL,
                    their_until {integer} NOT NULL,
                    account {text} NOT NULL,
                    changed {integer} NOT NULL,
                    PRIMARY KEY (organisation, partner)
                ) {keyed}
                """,
                """
                CREATE TABLE linkage_round (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    round {text} NOT NULL,
                    partner {text} NOT NULL,
                    asking {integer} NOT NULL,
                    state {text} NOT NULL,
                    code {text} NOT NULL,
                    started {integer} NOT NULL,
                    changed {integer} NOT NULL,
                    encodings {integer} NOT NULL,
                    matches {integer} NOT NULL,
                    account {text} NOT NULL,
                    sealed {blob} NOT NULL,
                    PRIMARY KEY (organisation, round)
                ) {strict}
                """,
                "CREATE INDEX linkage_round_by_partner ON linkage_round (organisation, partner, started)",
                "CREATE INDEX linkage_round_by_state ON linkage_round (organisation, state, changed)",
                """
                CREATE TABLE linkage_number (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    round {text} NOT NULL,
                    number {integer} NOT NULL,
                    record {text} NOT NULL,
                    PRIMARY KEY (organisation, round, number)
                ) {keyed}
                """,
                "CREATE INDEX linkage_number_by_record ON linkage_number (record)",
                """
                CREATE TABLE linkage_pair (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    token {text} NOT NULL,
                    partner {text} NOT NULL,
                    record {text} NOT NULL,
                    state {text} NOT NULL,
                    likeness {integer} NOT NULL,
                    counterpart {text} NOT NULL,
                    found {integer} NOT NULL,
                    changed {integer} NOT NULL,
                    news {integer} NOT NULL,
                    PRIMARY KEY (organisation, token)
                ) {keyed}
                """,
                "CREATE INDEX linkage_pair_by_change ON linkage_pair (organisation, state, changed)",
                "CREATE INDEX linkage_pair_by_record ON linkage_pair (record, organisation, partner)",
                "CREATE INDEX linkage_pair_by_counterpart ON linkage_pair (counterpart, organisation)",
                """
                CREATE TABLE linkage_step (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    token {text} NOT NULL,
                    number {integer} NOT NULL,
                    ours {integer} NOT NULL,
                    event {text} NOT NULL,
                    at {integer} NOT NULL,
                    account {text} NOT NULL,
                    sealed {blob} NOT NULL,
                    PRIMARY KEY (organisation, token, number)
                ) {strict}
                """,
            ])
    ]

    static let sourceTables = [
        SourceTable(
            "linkage_agreement",
            "organisation:i partner own_records:i own_rounds:i own_until:i their_records:i their_rounds:i their_until:i account changed:i"),
        SourceTable(
            "linkage_round", "organisation:i round partner asking:i state code started:i changed:i encodings:i matches:i account sealed:b"),
        SourceTable("linkage_number", "organisation:i round number:i record"),
        SourceTable("linkage_pair", "organisation:i token partner record state likeness:i counterpart found:i changed:i news:i"),
        SourceTable("linkage_step", "organisation:i token number:i ours:i event at:i account sealed:b"),
    ]
}
