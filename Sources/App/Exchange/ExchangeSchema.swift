import Storage

/// The tables of exchange. A message to a partner is kept sealed until the partner has it and for a while after; one from a partner until it has been told to the
/// feature that it is for. Numbers, links and identifiers stay, so that no message takes effect twice.
enum ExchangeSchema {
    static let migrations = [
        Migration(
            number: 9, name: "Partner organisations, messages to and from them, mailboxes of a relay",
            statements: [
                """
                CREATE TABLE exchange_partner (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    partner {text} NOT NULL,
                    name {text} NOT NULL,
                    country {text} NOT NULL,
                    public_keys {text} NOT NULL,
                    changed_keys {text} NOT NULL,
                    trust {text} NOT NULL,
                    vouched_by {text} NOT NULL,
                    trusted {integer} NOT NULL,
                    mailbox {text} NOT NULL,
                    address {text} NOT NULL,
                    relay {text} NOT NULL,
                    key_record {text} NOT NULL,
                    added {integer} NOT NULL,
                    sent {integer} NOT NULL,
                    sent_link {blob} NOT NULL,
                    acknowledged {integer} NOT NULL,
                    acknowledged_link {blob} NOT NULL,
                    received {integer} NOT NULL,
                    received_link {blob} NOT NULL,
                    question {text} NOT NULL,
                    owed_answer {text} NOT NULL,
                    marks {integer} NOT NULL,
                    heard {integer} NOT NULL,
                    knows_signing {integer} NOT NULL,
                    knows_receiving {integer} NOT NULL,
                    attempts {integer} NOT NULL,
                    due {integer} NOT NULL,
                    arrived {integer} NOT NULL,
                    trouble {text} NOT NULL,
                    clock_offset {integer} NOT NULL,
                    PRIMARY KEY (organisation, partner)
                ) {keyed}
                """,
                "CREATE INDEX exchange_partner_by_due ON exchange_partner (due, organisation, partner)",
                """
                CREATE TABLE exchange_outgoing (
                    organisation {integer} NOT NULL,
                    partner {text} NOT NULL,
                    number {integer} NOT NULL,
                    message {text} NOT NULL,
                    conversation {text} NOT NULL,
                    after {text} NOT NULL,
                    kind {text} NOT NULL,
                    made {integer} NOT NULL,
                    subject {text} NOT NULL,
                    link {blob} NOT NULL,
                    sealed {blob} NOT NULL,
                    held {integer} NOT NULL,
                    emptied {integer} NOT NULL,
                    PRIMARY KEY (organisation, partner, number)
                ) {strict}
                """,
                "CREATE UNIQUE INDEX exchange_outgoing_by_message ON exchange_outgoing (organisation, partner, message)",
                "CREATE INDEX exchange_outgoing_by_conversation ON exchange_outgoing (organisation, partner, conversation, number)",
                "CREATE INDEX exchange_outgoing_held ON exchange_outgoing (organisation, partner, number) WHERE held = 1",
                "CREATE INDEX exchange_outgoing_by_age ON exchange_outgoing (organisation, partner, made) WHERE emptied = 0",
                "CREATE INDEX exchange_outgoing_by_subject ON exchange_outgoing (subject, organisation)",
                """
                CREATE TABLE exchange_incoming (
                    organisation {integer} NOT NULL,
                    partner {text} NOT NULL,
                    message {text} NOT NULL,
                    number {integer} NOT NULL,
                    conversation {text} NOT NULL,
                    after {text} NOT NULL,
                    kind {text} NOT NULL,
                    state {integer} NOT NULL,
                    lacking {integer} NOT NULL,
                    attempts {integer} NOT NULL,
                    again {integer} NOT NULL,
                    arrived {integer} NOT NULL,
                    sealed {blob} NOT NULL,
                    PRIMARY KEY (organisation, partner, message)
                ) {strict}
                """,
                "CREATE INDEX exchange_incoming_by_number ON exchange_incoming (organisation, partner, number)",
                "CREATE INDEX exchange_incoming_waiting ON exchange_incoming (organisation, partner, lacking, number) WHERE state = 0",
                "CREATE INDEX exchange_incoming_refused ON exchange_incoming (organisation, partner) WHERE state = 2",
                """
                CREATE TABLE exchange_attachment (
                    organisation {integer} NOT NULL,
                    partner {text} NOT NULL,
                    outgoing {integer} NOT NULL,
                    message {text} NOT NULL,
                    attachment {integer} NOT NULL,
                    digest {text} NOT NULL,
                    size {integer} NOT NULL,
                    held {integer} NOT NULL,
                    whole {integer} NOT NULL,
                    PRIMARY KEY (organisation, partner, outgoing, message, attachment)
                ) {keyed}
                """,
                "CREATE INDEX exchange_attachment_unfinished ON exchange_attachment (organisation, partner, outgoing, whole, message, attachment)",
                """
                CREATE TABLE exchange_piece (
                    organisation {integer} NOT NULL,
                    partner {text} NOT NULL,
                    outgoing {integer} NOT NULL,
                    message {text} NOT NULL,
                    attachment {integer} NOT NULL,
                    number {integer} NOT NULL,
                    sealed {blob} NOT NULL,
                    PRIMARY KEY (organisation, partner, outgoing, message, attachment, number)
                ) {strict}
                """,
                """
                CREATE TABLE exchange_profile (
                    organisation {integer} PRIMARY KEY REFERENCES organisation (number),
                    mailbox {text} NOT NULL UNIQUE,
                    mailbox_record {text} NOT NULL,
                    sealed_key {blob} NOT NULL,
                    address {text} NOT NULL,
                    relay {text} NOT NULL,
                    fetch_due {integer} NOT NULL,
                    fetched {integer} NOT NULL,
                    fetch_trouble {text} NOT NULL
                ) {strict}
                """,
                """
                CREATE TABLE exchange_rotation (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    kind {text} NOT NULL,
                    generation {integer} NOT NULL,
                    statement {text} NOT NULL,
                    PRIMARY KEY (organisation, kind, generation)
                ) {keyed}
                """,
                """
                CREATE TABLE relay_mailbox (
                    mailbox {text} PRIMARY KEY,
                    public_key {text} NOT NULL,
                    bytes {integer} NOT NULL,
                    latest {integer} NOT NULL,
                    fetched {integer} NOT NULL
                ) {keyed}
                """,
                """
                CREATE TABLE relay_envelope (
                    mailbox {text} NOT NULL REFERENCES relay_mailbox (mailbox),
                    number {integer} NOT NULL,
                    arrived {integer} NOT NULL,
                    envelope {blob} NOT NULL,
                    PRIMARY KEY (mailbox, number)
                ) {strict}
                """,
            ]),
        // Nullable because there is no default value of bytes that both databases write alike; the statement after it and every insertion fill it.
        Migration(
            number: 24, name: "Up to where a partner says to have sent",
            statements: [
                "ALTER TABLE exchange_partner ADD COLUMN announced {integer} NOT NULL DEFAULT 0",
                "ALTER TABLE exchange_partner ADD COLUMN announced_link {blob}",
                "UPDATE exchange_partner SET announced = received, announced_link = received_link",
            ]),
        Migration(
            number: 25, name: "Coordinators whose word counts, files that are shown as codes, whose directory is followed",
            statements: [
                "ALTER TABLE exchange_partner ADD COLUMN coordinator {integer} NOT NULL DEFAULT 0",
                """
                CREATE TABLE exchange_carried (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    partner {text} NOT NULL,
                    made {integer} NOT NULL,
                    file {blob} NOT NULL,
                    PRIMARY KEY (organisation, partner)
                ) {strict}
                """,
                """
                CREATE TABLE directory_follow (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    partner {text} NOT NULL,
                    followed {integer} NOT NULL,
                    follows_us {integer} NOT NULL,
                    sent {text} NOT NULL,
                    PRIMARY KEY (organisation, partner)
                ) {keyed}
                """,
                """
                CREATE TABLE directory_feed_waiting (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    partner {text} NOT NULL,
                    feed {blob} NOT NULL,
                    PRIMARY KEY (organisation, partner)
                ) {strict}
                """,
            ]),
        Migration(
            number: 81, name: "What organisations say of the keys of others, with signature and date",
            statements: [
                """
                CREATE TABLE exchange_word (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    coordinator {text} NOT NULL,
                    subject {text} NOT NULL,
                    said {integer} NOT NULL,
                    revoked {integer} NOT NULL,
                    content {blob} NOT NULL,
                    generation {integer} NOT NULL,
                    signature {blob} NOT NULL,
                    PRIMARY KEY (organisation, coordinator, subject)
                ) {strict}
                """,
                "CREATE INDEX exchange_word_by_subject ON exchange_word (organisation, subject)",
            ]),
    ]

    static let sourceTables = [
        SourceTable(
            "exchange_partner",
            """
            organisation:i partner name country public_keys changed_keys trust vouched_by trusted:i mailbox address relay key_record added:i sent:i sent_link:b \
            acknowledged:i acknowledged_link:b received:i received_link:b question owed_answer marks:i heard:i knows_signing:i knows_receiving:i attempts:i due:i arrived:i trouble \
            clock_offset:i announced:i announced_link:b coordinator:i
            """),
        SourceTable(
            "exchange_outgoing",
            "organisation:i partner number:i message conversation after kind made:i subject link:b sealed:b held:i emptied:i"),
        SourceTable(
            "exchange_incoming",
            "organisation:i partner message number:i conversation after kind state:i lacking:i attempts:i again:i arrived:i sealed:b"),
        SourceTable("exchange_attachment", "organisation:i partner outgoing:i message attachment:i digest size:i held:i whole:i"),
        SourceTable("exchange_piece", "organisation:i partner outgoing:i message attachment:i number:i sealed:b"),
        SourceTable("exchange_profile", "organisation:i mailbox mailbox_record sealed_key:b address relay fetch_due:i fetched:i fetch_trouble"),
        SourceTable("exchange_rotation", "organisation:i kind generation:i statement"),
        SourceTable("exchange_word", "organisation:i coordinator subject said:i revoked:i content:b generation:i signature:b"),
        SourceTable("exchange_carried", "organisation:i partner made:i file:b"),
        SourceTable("directory_follow", "organisation:i partner followed:i follows_us:i sent"),
        SourceTable("directory_feed_waiting", "organisation:i partner feed:b"),
        SourceTable("relay_mailbox", "mailbox public_key bytes:i latest:i fetched:i"),
        SourceTable("relay_envelope", "mailbox number:i arrived:i envelope:b"),
    ]
}
