/// Sentences for the narratives of made-up cases. `{job}` and the like are filled in.
enum DemonstrationPhrases {
    static let beginnings = [
        "The worker, a {job}, left {home} for {town} after an agent in the district promised {wage} a month.",
        "The worker was recruited in {home} through {agency} and flew to {destination}.",
        "A neighbour in {home} brought the worker to {agency}, which arranged work as a {job} in {town}.",
        "The worker had been a {job} in {town} for some time when the trouble began.",
    ]

    static let endings = [
        "The worker asks that nobody calls the employer before the papers are back.",
        "The family in {home} knows and agrees.",
        "The worker can be reached in the evening, by message only.",
        "Two others from the same workplace are in the same situation.",
        "The worker has photographs of the contract and of some pay slips.",
        "Next contact is agreed for the coming week.",
    ]

    static func sentence(for violation: String) -> String {
        switch violation {
        case "recruitment-fee": "The agency took {fee}, borrowed from relatives; there is no receipt."
        case "recruitment-debt": "The loan carries interest of three per cent a month."
        case "contract-substitution": "On arrival another contract had to be signed, with a lower wage and other work."
        case "deception": "The work turned out to be nothing like what had been promised."
        case "underpayment": "The wage paid is well below what the contract says."
        case "non-payment": "No wages were paid for {months} months."
        case "illegal-deduction": "Every month something is deducted for food, housing and the permit."
        case "unpaid-overtime", "forced-overtime": "Shifts last twelve hours; the overtime is ordered and not paid as such."
        case "unpaid-end-of-service": "The end-of-service benefit was refused."
        case "excessive-hours", "no-rest-day": "There is no rest day, and work goes on until late at night."
        case "document-retention": "The employer keeps the passport and says it stays there until the contract ends."
        case "confinement": "The door is locked from outside when the employer leaves."
        case "phone-taken": "The phone is taken away except on Fridays."
        case "physical-violence": "The worker was beaten several times and has a scar on the arm."
        case "threats": "The supervisor threatened to report the worker to the police."
        case "injury": "The worker fell from a height and broke a leg."
        case "unsafe-work": "There was no protective equipment."
        case "denial-of-care": "The worker was taken to a doctor only days later."
        case "permit-not-renewed": "The residence permit ran out and the employer did not renew it."
        case "false-absconding-report": "When the worker asked for wages, the employer reported the worker as having run away."
        case "arrest", "detention": "Police stopped the worker and took the worker to a detention centre."
        case "substandard-housing": "Fourteen people share one room without cooling."
        case "food-deprivation": "There was one meal a day."
        case "trafficking", "forced-labour": "Leaving was impossible until the costs of recruitment had been worked off."
        case "death-unexplained": "The family was told of a heart failure during sleep; no examination was made."
        case "non-repatriation-of-body": "The body has been in the morgue for weeks."
        default: "The worker told of further wrongs, noted below."
        }
    }

    static let absenceNotes = [
        "Did not want to say while others were in the room.", "The papers are with the employer.", "Asked twice; the worker does not remember.",
        "The family will look for the receipt.",
    ]
    static let consentWords = [
        "You may keep my story and write to the employer, but do not tell my village.", "Do what is needed so that I get my money.",
        "My name must not be in the newspaper.", "Yes, but ask me before you call anybody.",
    ]
    static let notes = [
        "Called twice, no answer. Try after eight in the evening.", "The sister in {home} will send the receipt by messaging app.",
        "He is afraid that the others in the room listen. Only messages.", "{agency} says the contract was signed in {town}; ask for the copy.",
        "The worker sent a photograph of the wage list.", "राहदानी अझै फिर्ता भएको छैन।", "مكتب العمل طلب نسخة من العقد.", "Akan dihubungi lagi minggu depan.",
    ]
    static let tasks = [
        "Ask for the contract", "Call the labour office", "Write to the embassy", "Ask the family for the receipt of the fee",
        "Explain the offer to the worker",
        "Find an interpreter for the hearing",
    ]
    static let actionNotes = [
        "Spoke for half an hour through a messaging app.", "Letter sent by e-mail and by courier.", "The officer asked to come again with the contract.",
        "The employer promised to pay by the end of the month.", "Waited four hours; the file has been opened.",
    ]
}
