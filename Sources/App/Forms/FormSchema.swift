import Storage

/// The tables of forms: an organisation's own questionnaires, and what was begun and not yet sent. Answers that were sent are in the journal.
enum FormSchema {
    static let migrations = [
        Migration(
            number: 5, name: "Forms, drafts, attached files",
            statements: [
                // The files hold questions, not answers, so they are not sealed.
                """
                CREATE TABLE form_file (
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    form {text} NOT NULL,
                    version {text} NOT NULL,
                    name {text} NOT NULL,
                    added {integer} NOT NULL,
                    retired {integer} NOT NULL,
                    content {blob} NOT NULL,
                    PRIMARY KEY (organisation, form, version, name)
                ) {keyed}
                """,
                """
                CREATE TABLE form_draft (
                    number {text} PRIMARY KEY,
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    account {text} NOT NULL,
                    changed {integer} NOT NULL,
                    wrapped_key {blob} NOT NULL,
                    content {blob} NOT NULL
                ) {keyed}
                """,
                "CREATE INDEX form_draft_by_account ON form_draft (organisation, account, changed)",
                """
                CREATE TABLE form_attachment (
                    submission {text} NOT NULL,
                    control {text} NOT NULL,
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    content {blob} NOT NULL,
                    PRIMARY KEY (submission, control)
                ) {keyed}
                """,
                // What somebody sent after the session had ended: sealed with a key that only their browser has.
                """
                CREATE TABLE form_rescue (
                    token {blob} PRIMARY KEY,
                    kept {integer} NOT NULL,
                    content {blob} NOT NULL
                ) {keyed}
                """,
                "CREATE INDEX form_rescue_by_time ON form_rescue (kept)",
            ]),
        // Neither a source nor anything that could be read: identifiers, and where a form led that was sent.
        Migration(
            number: 22, name: "Forms that were sent",
            statements: [
                """
                CREATE TABLE sent_form (
                    number {text} NOT NULL,
                    mark {text} NOT NULL,
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    account {text} NOT NULL,
                    begun {integer} NOT NULL,
                    place {text} NOT NULL,
                    PRIMARY KEY (number, mark, account)
                ) {keyed}
                """,
                "CREATE INDEX sent_form_by_time ON sent_form (begun)",
            ]),
        Migration(number: 20, name: "Files that came with forms are documents", statements: ["DROP TABLE form_attachment"]),
    ]

    static let sourceTables = [
        SourceTable("form_file", "organisation:i form version name added:i retired:i content:b"),
        SourceTable("form_draft", "number organisation:i account changed:i wrapped_key:b content:b"),
    ]
}
