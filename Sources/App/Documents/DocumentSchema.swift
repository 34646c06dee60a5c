import Storage

/// The tables that hold the bytes of documents. What a file is called, what kind it is and its hash stand in the journal, sealed; here are only sealed pieces.
enum DocumentSchema {
    static let migrations = [
        Migration(
            number: 7, name: "Files of documents, in sealed pieces",
            statements: [
                """
                CREATE TABLE document_file (
                    file {text} PRIMARY KEY,
                    organisation {integer} NOT NULL REFERENCES organisation (number),
                    record {text} NOT NULL,
                    fingerprint {text} NOT NULL,
                    complete {integer} NOT NULL,
                    bytes {integer} NOT NULL,
                    started {integer} NOT NULL
                ) {keyed}
                """,
                "CREATE INDEX document_file_by_record ON document_file (record, fingerprint, complete)",
                """
                CREATE TABLE document_piece (
                    file {text} NOT NULL REFERENCES document_file (file),
                    number {integer} NOT NULL,
                    sealed {blob} NOT NULL,
                    PRIMARY KEY (file, number)
                ) {strict}
                """,
            ])
    ]

    static let sourceTables = [
        SourceTable("document_file", "file organisation:i record fingerprint complete:i bytes:i started:i"),
        SourceTable("document_piece", "file number:i sealed:b"),
    ]
}
