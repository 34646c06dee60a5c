import Dictionary

// How staff work on a made-up case: notes and tasks.
extension CaseWriter {
    mutating func addNotes() {
        for _ in 0..<random.number(0...3) {
            var sheet = AnswerSheet()
            sheet.link("case", caseRecord)
            sheet.text("text", story.fill(random.element(of: DemonstrationPhrases.notes), agency: agency.name))
            _ = add("note", sheet)
        }
    }

    mutating func addTasks() throws {
        for _ in 0..<random.number(0...2) {
            var sheet = AnswerSheet()
            sheet.link("case", caseRecord)
            sheet.text("title", random.element(of: DemonstrationPhrases.tasks))
            let due = dayAfterIntake(120)
            if random.happens(0.8) { try sheet.date("due", day: due, random: &random) }
            if story.isClosed || random.happens(0.6) {
                sheet.code("done", "yes")
                try sheet.date("done-on", day: due, random: &random)
            }
            _ = add("task", sheet)
        }
    }
}
