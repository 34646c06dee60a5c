import Storage

/// What is due, by case: computed from the records, and kept only so that a restart need not compute it for all cases again.
///
/// Dates are sensitive, so each row is sealed with the case's own key and padded; what lies open is which cases there are, which the journal's tables say anyway. A row
/// goes with the case when that is erased. Backups do not hold it.
enum DueSchema {
    static let migrations = [
        Migration(
            number: 4, name: "What is due, sealed by case",
            statements: [
                """
                CREATE TABLE due_subject (
                    subject {text} PRIMARY KEY,
                    organisation {integer} NOT NULL,
                    sealed {blob} NOT NULL
                ) {keyed}
                """,
                "CREATE INDEX due_subject_by_organisation ON due_subject (organisation, subject)",
                """
                CREATE TABLE due_position (
                    organisation {integer} PRIMARY KEY,
                    basis {text} NOT NULL,
                    position {integer} NOT NULL
                ) {strict}
                """,
            ])
    ]
}
