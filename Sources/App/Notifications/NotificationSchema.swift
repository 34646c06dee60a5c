import Storage

/// Who waits to be told that there is something to see. What it is stands nowhere here: a row says only for whom, since when, and when it was last tried.
///
/// The table is a queue, not a record: it is in no backup, and a row is gone once its message was taken by the mail server.
enum NotificationSchema {
    static let migrations = [
        Migration(
            number: 21, name: "Mail that waits to be sent",
            statements: [
                """
                CREATE TABLE mail_waiting (
                    account {text} PRIMARY KEY,
                    organisation {integer} NOT NULL,
                    since {integer} NOT NULL,
                    announced {integer} NOT NULL,
                    next {integer} NOT NULL,
                    tries {integer} NOT NULL
                ) {keyed}
                """,
                "CREATE INDEX mail_waiting_by_next ON mail_waiting (next, account)",
                """
                CREATE TABLE mail_sent (
                    account {text} PRIMARY KEY,
                    sent {integer} NOT NULL
                ) {keyed}
                """,
            ]),
        Migration(
            number: 74, name: "Mail of the most urgent class waits for no quiet hours",
            statements: ["ALTER TABLE mail_waiting ADD COLUMN urgent {integer} NOT NULL DEFAULT 0"]),
    ]
}
