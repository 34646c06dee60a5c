// Finding one person or organisation in many records: names across scripts, evidence, linkage, the index, encoded linkage. Knows nothing of the app.
