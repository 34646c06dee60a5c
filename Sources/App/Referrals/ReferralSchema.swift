import Storage

/// The tables of referrals. What was written and shown is sealed with the key of the referral's record; what desks and clocks ask for is open: who, which kind, until when.
enum ReferralSchema {
    static let migrations = [
        Migration(
            number: 10, name: "Referrals with their steps and shared parts, drafts of them, links for partners without an account",
            statements: [
                """
                CREATE TABLE referral (
                    referral {text} PRIMARY KEY,
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    conversation {text} NOT NULL,
                    partner {text} NOT NULL,
                    partner_name {text} NOT NULL,
                    case_record {text} NOT NULL,
                    direction {text} NOT NULL,
                    kind {text} NOT NULL,
                    urgency {text} NOT NULL,
                    state {text} NOT NULL,
                    chain {text} NOT NULL,
                    list {text} NOT NULL,
                    account {text} NOT NULL,
                    offered {integer} NOT NULL,
                    patience {integer} NOT NULL,
                    reminded {integer} NOT NULL,
                    due {integer} NOT NULL,
                    arrival {integer} NOT NULL,
                    heard {integer} NOT NULL,
                    news {integer} NOT NULL,
                    changed {integer} NOT NULL
                ) {keyed}
                """,
                "CREATE UNIQUE INDEX referral_by_conversation ON referral (organisation, conversation, partner)",
                "CREATE INDEX referral_by_due ON referral (organisation, due)",
                "CREATE INDEX referral_by_desk ON referral (organisation, direction, state, changed)",
                "CREATE INDEX referral_by_change ON referral (organisation, direction, changed)",
                "CREATE INDEX referral_by_case ON referral (case_record, organisation)",
                "CREATE INDEX referral_by_chain ON referral (organisation, chain)",
                "CREATE INDEX referral_by_arrival ON referral (organisation, direction, arrival)",
                "CREATE INDEX referral_by_news ON referral (organisation, news, direction)",
                """
                CREATE TABLE referral_step (
                    referral {text} NOT NULL REFERENCES referral (referral),
                    number {integer} NOT NULL,
                    side {text} NOT NULL,
                    event {text} NOT NULL,
                    overtaken {integer} NOT NULL,
                    at {integer} NOT NULL,
                    heard {integer} NOT NULL,
                    account {text} NOT NULL,
                    sealed {blob} NOT NULL,
                    PRIMARY KEY (referral, number)
                ) {strict}
                """,
                """
                CREATE TABLE referral_record (
                    referral {text} NOT NULL REFERENCES referral (referral),
                    shared {text} NOT NULL,
                    record {text} NOT NULL,
                    side {text} NOT NULL,
                    PRIMARY KEY (referral, shared)
                ) {strict}
                """,
                "CREATE INDEX referral_record_by_record ON referral_record (record)",
                """
                CREATE TABLE referral_seen (
                    referral {text} NOT NULL REFERENCES referral (referral),
                    account {text} NOT NULL,
                    number {integer} NOT NULL,
                    at {integer} NOT NULL,
                    PRIMARY KEY (referral, account)
                ) {strict}
                """,
                """
                CREATE TABLE referral_draft (
                    draft {text} PRIMARY KEY,
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    case_record {text} NOT NULL,
                    account {text} NOT NULL,
                    waiting {integer} NOT NULL,
                    made {integer} NOT NULL,
                    sealed {blob} NOT NULL
                ) {keyed}
                """,
                "CREATE INDEX referral_draft_by_waiting ON referral_draft (organisation, waiting, made)",
                """
                CREATE TABLE referral_link (
                    link {text} PRIMARY KEY,
                    referral {text} NOT NULL REFERENCES referral (referral),
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    passphrase {text} NOT NULL,
                    expires {integer} NOT NULL,
                    failures {integer} NOT NULL,
                    session {text} NOT NULL,
                    opened {integer} NOT NULL
                ) {keyed}
                """,
                "CREATE INDEX referral_link_by_referral ON referral_link (referral)",
            ]),
        Migration(
            number: 27, name: "The names of partners stand in no open column; what a link was used for is counted",
            statements: [
                "ALTER TABLE referral DROP COLUMN partner_name",
                "ALTER TABLE referral_link ADD COLUMN acts {integer} NOT NULL DEFAULT 0",
                "ALTER TABLE referral_link ADD COLUMN uploaded {integer} NOT NULL DEFAULT 0",
            ]),
        Migration(
            number: 71, name: "Which referrals are of one case, as their sender says, and to which case here one goes",
            statements: [
                """
                CREATE TABLE referral_earlier (
                    referral {text} NOT NULL REFERENCES referral (referral),
                    earlier {text} NOT NULL REFERENCES referral (referral),
                    shared {text} NOT NULL,
                    known {text} NOT NULL,
                    PRIMARY KEY (referral, earlier, shared)
                ) {strict}
                """,
                "CREATE INDEX referral_earlier_by_earlier ON referral_earlier (earlier)",
                """
                CREATE TABLE referral_into (
                    referral {text} PRIMARY KEY REFERENCES referral (referral),
                    case_record {text} NOT NULL
                ) {keyed}
                """,
            ]),
        Migration(
            number: 82, name: "Steps whose words or shared parts were held back when they could have gone",
            statements: ["ALTER TABLE referral_step ADD COLUMN held_back {integer} NOT NULL DEFAULT 0"]),
    ]

    static let sourceTables = [
        SourceTable(
            "referral",
            "referral organisation:i conversation partner case_record direction kind urgency state chain list account offered:i patience:i reminded:i due:i arrival:i heard:i news:i changed:i"
        ),
        SourceTable("referral_step", "referral number:i side event overtaken:i at:i heard:i account sealed:b held_back:i"),
        SourceTable("referral_record", "referral shared record side"),
        SourceTable("referral_seen", "referral account number:i at:i"),
        SourceTable("referral_draft", "draft organisation:i case_record account waiting:i made:i sealed:b"),
        SourceTable("referral_earlier", "referral earlier shared known"),
        SourceTable("referral_into", "referral case_record"),
        SourceTable("referral_link", "link referral organisation:i passphrase expires:i failures:i session opened:i acts:i uploaded:i"),
    ]
}
