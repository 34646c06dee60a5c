import Storage

/// Networks of organisations, who is in them, and what their members have agreed to share. Partners are named by their records in the directory.
enum NetworkSchema {
    static let migrations = [
        Migration(
            number: 14, name: "Networks, their members, and agreements on what may be shared",
            statements: [
                """
                CREATE TABLE network_member (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    network {text} NOT NULL,
                    partner {text} NOT NULL,
                    coordinator {integer} NOT NULL,
                    since {text} NOT NULL,
                    PRIMARY KEY (organisation, network, partner)
                ) {keyed}
                """,
                """
                CREATE TABLE network_agreement (
                    agreement {text} PRIMARY KEY,
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    partner {text} NOT NULL,
                    purposes {text} NOT NULL,
                    clearance {text} NOT NULL,
                    since {text} NOT NULL,
                    until {text} NOT NULL,
                    ended {text} NOT NULL,
                    words {text} NOT NULL,
                    made_by {text} NOT NULL
                ) {keyed}
                """,
                "CREATE INDEX network_agreement_by_partner ON network_agreement (organisation, partner, since, agreement)",
            ]),
        Migration(
            number: 26, name: "Which entry of the directory is which partner",
            statements: [
                """
                CREATE TABLE network_partner (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    partner {text} NOT NULL,
                    record {text} NOT NULL,
                    PRIMARY KEY (organisation, partner)
                ) {keyed}
                """,
                "CREATE UNIQUE INDEX network_partner_by_record ON network_partner (organisation, record)",
            ]),
        Migration(
            number: 61, name: "Who is in a network no longer, and who was told",
            statements: [
                """
                CREATE TABLE network_leaving (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    partner {text} NOT NULL,
                    network {text} NOT NULL,
                    day {text} NOT NULL,
                    author {text} NOT NULL,
                    seen {integer} NOT NULL,
                    PRIMARY KEY (organisation, partner, network)
                ) {keyed}
                """,
                """
                CREATE TABLE network_told (
                    message {text} PRIMARY KEY,
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    network {text} NOT NULL,
                    partner {text} NOT NULL,
                    told {text} NOT NULL,
                    refused {integer} NOT NULL
                ) {keyed}
                """,
                "CREATE INDEX network_told_by_organisation ON network_told (organisation)",
                "CREATE INDEX network_member_by_partner ON network_member (organisation, partner)",
            ]),
        Migration(
            number: 66, name: "Agreements with their text as a file, told to the partner and heard from it",
            statements: [
                // How it stands here, how the partner stands to it, and the conversation in which the two speak of it: all empty for one that only we have written down.
                "ALTER TABLE network_agreement ADD COLUMN standing {text} NOT NULL DEFAULT ''",
                "ALTER TABLE network_agreement ADD COLUMN theirs {text} NOT NULL DEFAULT ''",
                "ALTER TABLE network_agreement ADD COLUMN conversation {text} NOT NULL DEFAULT ''",
                "ALTER TABLE network_agreement ADD COLUMN file {text} NOT NULL DEFAULT ''",
                "CREATE INDEX network_agreement_by_conversation ON network_agreement (organisation, conversation)",
            ]),
    ]

    static let sourceTables = [
        SourceTable("network_partner", "organisation:i partner record"),
        SourceTable("network_member", "organisation:i network partner coordinator:i since"),
        SourceTable("network_leaving", "organisation:i partner network day author seen:i"),
        SourceTable("network_told", "message organisation:i network partner told refused:i"),
        SourceTable(
            "network_agreement", "agreement organisation:i partner purposes clearance since until ended words made_by standing theirs conversation file"),
    ]
}
