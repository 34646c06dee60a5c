/// Violations that come together, since one makes way for the next.
enum DemonstrationPattern: Sendable {
    case feeAndSubstitution, wagesOnly, household, householdViolence, injury, status, companyCollapsed, factory, plantation, trafficking, death

    /// Those that every such case has, and those that some have.
    var violations: (always: [String], sometimes: [String]) {
        switch self {
        case .feeAndSubstitution:
            (["recruitment-fee", "contract-substitution"], ["underpayment", "non-payment", "document-retention", "recruitment-debt", "substandard-housing"])
        case .wagesOnly: (["non-payment"], ["unpaid-overtime", "illegal-deduction", "unpaid-end-of-service", "no-rest-day"])
        case .household:
            (
                ["non-payment", "document-retention", "no-rest-day"],
                ["excessive-hours", "confinement", "phone-taken", "several-households", "food-deprivation"]
            )
        case .householdViolence:
            (["physical-violence", "confinement", "document-retention"], ["non-payment", "sexual-harassment", "threats", "denial-of-care"])
        case .injury: (["unsafe-work", "injury"], ["denial-of-care", "illegal-deduction", "no-insurance"])
        case .status: (["permit-not-renewed"], ["false-absconding-report", "arrest", "detention", "non-payment"])
        case .companyCollapsed:
            (["non-payment", "unpaid-end-of-service"], ["substandard-housing", "food-deprivation", "permit-not-renewed", "non-repatriation"])
        case .factory:
            (["forced-overtime", "illegal-deduction"], ["document-retention", "threats", "denial-of-unionising", "underpayment", "substandard-housing"])
        case .plantation: (["underpayment", "unsafe-work"], ["document-retention", "recruitment-debt", "substandard-housing", "resignation-refused"])
        case .trafficking: (["deception", "confinement", "trafficking"], ["forced-labour", "recruitment-fee", "sexual-violence", "threats"])
        case .death: (["death-unexplained"], ["non-repatriation-of-body", "death-compensation-denied", "unsafe-work"])
        }
    }

    /// Actions that such a case asks for beside first contact and interview.
    var actions: [String] {
        switch self {
        case .feeAndSubstitution: ["complaint", "intervention-letter", "legal-advice"]
        case .wagesOnly: ["negotiation", "complaint", "mediation", "legal-advice"]
        case .household: ["shelter", "recovery-of-documents", "negotiation", "repatriation"]
        case .householdViolence: ["rescue", "shelter", "medical-care", "police-report", "counselling"]
        case .injury: ["medical-report", "legal-support", "complaint"]
        case .status: ["detention-visit", "regularisation", "exit-formalities"]
        case .companyCollapsed: ["food-and-necessities", "complaint", "request-investigation", "repatriation"]
        case .factory, .plantation: ["request-investigation", "intervention-letter", "recovery-of-documents"]
        case .trafficking: ["identification", "shelter", "police-report", "counselling"]
        case .death: ["repatriation-of-body", "family-contact", "legal-support"]
        }
    }

    var wishes: [String] {
        switch self {
        case .feeAndSubstitution: ["compensation", "to-change-employer"]
        case .wagesOnly, .companyCollapsed: ["to-be-paid"]
        case .household: ["to-go-home", "to-be-paid", "papers-back"]
        case .householdViolence, .trafficking: ["to-be-safe", "to-go-home"]
        case .injury: ["compensation", "medical-care"]
        case .status: ["to-regularise", "to-be-released"]
        case .factory, .plantation: ["papers-back", "to-keep-job"]
        case .death: ["body-home", "compensation"]
        }
    }

    /// Where in the journey a violation usually happens; in employment where nothing else is said.
    static func stage(of violation: String) -> String {
        switch violation {
        case "recruitment-fee", "recruitment-debt", "deception": "recruitment"
        case "contract-substitution": "arrival"
        case "arrest", "detention": "exit-or-detention"
        case "non-repatriation", "non-repatriation-of-body", "death-compensation-denied": "return"
        default: "employment"
        }
    }

    /// The head of claim that a violation gives rise to, if it does.
    static func claimHead(of violation: String) -> String? {
        switch violation {
        case "non-payment": "unpaid-wages"
        case "underpayment": "underpayment"
        case "unpaid-overtime", "forced-overtime": "overtime"
        case "no-rest-day": "rest-day"
        case "illegal-deduction": "illegal-deduction"
        case "recruitment-fee": "recruitment-fee"
        case "unpaid-end-of-service": "end-of-service"
        case "injury": "injury"
        case "death-compensation-denied": "death"
        default: nil
        }
    }

    static let forcedLabourIndicators: [String: String] = [
        "deception": "deception", "confinement": "restriction-of-movement", "phone-taken": "isolation", "physical-violence": "physical-sexual-violence",
        "sexual-violence": "physical-sexual-violence", "threats": "intimidation-threats", "document-retention": "retention-of-documents",
        "non-payment": "withholding-of-wages", "recruitment-debt": "debt-bondage", "substandard-housing": "abusive-conditions",
        "excessive-hours": "excessive-overtime", "forced-overtime": "excessive-overtime",
    ]
}
