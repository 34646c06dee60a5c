import Storage

/// The tables of a node. `journal_*`, `record_key` and `organisation` are the source; the others are projections that can be dropped and filled from them.
enum Schema {
    /// What each feature adds stands in a schema of its own beside it.
    static let migrations =
        ground + AccountSchema.migrations + ListViewSchema.migrations + CaseNumbers.migrations + DocumentSchema.migrations + DueSchema.migrations + FormSchema.migrations
        + APISchemaTables.migrations + ExchangeSchema.migrations + DirectorySchema.migrations + ReferralSchema.migrations + NetworkSchema.migrations
        + TracingSchema.migrations + DuplicateSchema.migrations + LinkageSchema.migrations + PatternSchema.migrations + ListingSchema.migrations
        + WatchlistSchema.migrations + ClaimSchema.migrations + NotificationSchema.migrations + FeedSchema.migrations + PolicySchema.migrations

    /// The tables that hold what cannot be computed, in an order in which they can be filled.
    static let sourceTables =
        groundTables + AccountSchema.sourceTables + ListViewSchema.sourceTables + CaseNumbers.sourceTables + DocumentSchema.sourceTables + FormSchema.sourceTables
        + ExchangeSchema.sourceTables + DirectorySchema.sourceTables + FeedSchema.sourceTables + ReferralSchema.sourceTables + NetworkSchema.sourceTables
        + TracingSchema.sourceTables
        + LinkageSchema.sourceTables + PatternSchema.sourceTables + ListingSchema.sourceTables
        + WatchlistSchema.sourceTables + ClaimSchema.sourceTables + PolicySchema.sourceTables

    private static let ground = [
        Migration(
            number: 1, name: "Journal, record keys and the projections of records and facts",
            statements: [
                """
                CREATE TABLE organisation (
                    number {integer} PRIMARY KEY,
                    identifier {text} NOT NULL UNIQUE,
                    name {text} NOT NULL,
                    country {text} NOT NULL,
                    public_keys {text} NOT NULL,
                    statement {blob} NOT NULL,
                    sealed_keys {blob} NOT NULL
                ) {strict}
                """,
                """
                CREATE TABLE journal_entry (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    sequence {integer} NOT NULL,
                    record {text} NOT NULL,
                    identifier {blob} NOT NULL,
                    link {blob} NOT NULL,
                    body {blob} NOT NULL,
                    PRIMARY KEY (organisation, sequence)
                ) {strict}
                """,
                "CREATE INDEX journal_entry_by_record ON journal_entry (record, organisation, sequence)",
                """
                CREATE TABLE journal_signature (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    sequence {integer} NOT NULL,
                    generation {integer} NOT NULL,
                    signature {blob} NOT NULL,
                    PRIMARY KEY (organisation, sequence)
                ) {keyed}
                """,
                """
                CREATE TABLE journal_head (
                    organisation {integer} PRIMARY KEY REFERENCES organisation (number),
                    sequence {integer} NOT NULL,
                    link {blob} NOT NULL,
                    clock {text} NOT NULL
                ) {strict}
                """,
                """
                CREATE TABLE record_key (
                    record {text} PRIMARY KEY,
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    wrapped {blob} NOT NULL
                ) {keyed}
                """,
            ] + projectionDefinitions)
    ]

    private static let groundTables = [
        SourceTable("organisation", "number:i identifier name country public_keys statement:b sealed_keys:b"),
        SourceTable("journal_entry", "organisation:i sequence:i record identifier:b link:b body:b"),
        SourceTable("journal_signature", "organisation:i sequence:i generation:i signature:b"),
        SourceTable("journal_head", "organisation:i sequence:i link:b clock"),
        SourceTable("record_key", "record organisation:i wrapped:b"),
    ]

    /// The tables that are computed from the journal, with their indexes. A rebuild drops ``projections`` and makes all of these that are not there.
    static let projectionDefinitions = [
        """
        CREATE TABLE record_state (
            record {text} PRIMARY KEY,
            organisation {integer} NOT NULL,
            kind {text} NOT NULL,
            created {text} NOT NULL,
            changed {text} NOT NULL,
            retracted {integer} NOT NULL,
            erased {integer} NOT NULL,
            clash {integer} NOT NULL,
            facts {blob} NOT NULL,
            state {blob} NOT NULL
        ) {strict}
        """,
        "CREATE INDEX record_state_by_kind ON record_state (organisation, kind, retracted, created, record)",
        """
        CREATE TABLE record_link (
            record {text} NOT NULL,
            field {text} NOT NULL,
            target {text} NOT NULL,
            PRIMARY KEY (record, field, target)
        ) {keyed}
        """,
        "CREATE INDEX record_link_by_target ON record_link (target, field, record)",
        "CREATE TABLE case_facts (record {text} PRIMARY KEY, organisation {integer} NOT NULL, facts {blob} NOT NULL) {keyed}",
        """
        CREATE TABLE case_list (
            organisation {integer} NOT NULL,
            record {text} NOT NULL,
            created {text} NOT NULL,
            changed {text} NOT NULL,
            clash {integer} NOT NULL,
            erased {integer} NOT NULL,
            assigned {text} NOT NULL,
            workers {text} NOT NULL,
            facts {blob} NOT NULL,
            PRIMARY KEY (organisation, record)
        ) {keyed}
        """,
        "CREATE TABLE IF NOT EXISTS fact_term (number {integer} PRIMARY KEY, fact {text} NOT NULL, value {text} NOT NULL) {strict}",
        "CREATE TABLE IF NOT EXISTS projection_basis (number {integer} PRIMARY KEY, basis {text} NOT NULL) {strict}",
    ]

    /// The tables that are computed from the journal. `fact_term` is not among them: it only numbers texts, and its numbers follow from the texts.
    static let projections = ["record_state", "record_link", "case_facts", "case_list"]
}
