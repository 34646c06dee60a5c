/// The fields of the Human Trafficking Case Data Standard (HTCDS) 2.0 with their types, in the order of the standard.
///
/// Facts of the field standards that IOM published under CC BY 4.0 (github.com/UNMigration/HTCDS, `HTCDS Field Standards 2.0`). The values of the
/// lists stand in the dictionary's reference of the standard.
enum HTCDSStandard {
    static let version = "2.0"

    enum FieldType: Sendable, Hashable {
        case text
        case date
        case number
        case checkbox
        case picklist
        case multiselect
    }

    /// Where a field stands in a document: once in a case, or in a list of sections that may come several times.
    enum Section: String, Sendable, Hashable, CaseIterable {
        case single = ""
        case perpetrators
        case caseComments = "case_comments"
        case incomingReferrals = "incoming_referrals"
        case outgoingReferrals = "outgoing_referrals"
        case events = "historic_trafficking_events"
        case supportPlans = "support_plans"
        case organisations
    }

    struct StandardField: Sendable, Hashable {
        let name: String
        let type: FieldType
        let section: Section

        init(_ name: String, _ type: FieldType, _ section: Section = .single) {
            self.name = name
            self.type = type
            self.section = section
        }
    }

    /// The values of lists that the standard takes from ISO: countries and languages.
    static let openLists: Set<String> = ["prs_Citizenship", "prs_PrimaryLanguage", "prs_SecondaryLanguage"]

    static func field(_ name: String) -> StandardField? { byName[name] }

    private static let byName = [String: StandardField](fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    static let fields: [StandardField] = [
        StandardField("org_Name", .text, .organisations),
        StandardField("org_ShippingCity", .text, .organisations),
        StandardField("org_ShippingCountry", .text, .organisations),
        StandardField("org_ShippingState", .text, .organisations),
        StandardField("org_ShippingStreet", .text, .organisations),
        StandardField("org_ShippingPostalCode", .text, .organisations),
        StandardField("org_ShippingLongitude", .number, .organisations),
        StandardField("org_ShippingLatitude", .number, .organisations),
        StandardField("org_Phone", .text, .organisations),
        StandardField("org_Type", .picklist, .organisations),
        StandardField("prs_Salutation", .text),
        StandardField("prs_FirstName", .text),
        StandardField("prs_MiddleName", .text),
        StandardField("prs_SecondName", .text),
        StandardField("prs_Birthdate", .date),
        StandardField("prs_Gender", .picklist),
        StandardField("prs_Deceased", .checkbox),
        StandardField("prs_MaritalStatus", .picklist),
        StandardField("prs_NumberOfChildren", .number),
        StandardField("prs_PrimaryLanguage", .picklist),
        StandardField("prs_SecondaryLanguage", .picklist),
        StandardField("prs_HighestLevelOfEducation", .picklist),
        StandardField("prs_Citizenship", .multiselect),
        StandardField("prs_IdentityNumber", .text),
        StandardField("prs_Title", .text),
        StandardField("prs_Email", .text),
        StandardField("prs_HomePhone", .text),
        StandardField("prs_MobilePhone", .text),
        StandardField("prs_MailingCity", .text),
        StandardField("prs_MailingCountry", .text),
        StandardField("prs_MailingState", .text),
        StandardField("prs_MailingStreet", .text),
        StandardField("prs_MailingPostalCode", .text),
        StandardField("prs_MailingLongitude", .number),
        StandardField("prs_MailingLatitude", .number),
        StandardField("vic_AgreementToManagePersonalData", .checkbox),
        StandardField("vic_TraffickingStatus", .picklist),
        StandardField("vic_TraffickingStatusDecisionMakingOrg", .picklist),
        StandardField("vic_RelationshipToTrafficker", .picklist),
        StandardField("vic_AgeWhenTrafficked", .number),
        StandardField("vic_RecruitmentWebsitesAndApps", .multiselect),
        StandardField("vic_MethodOfRecruitment", .multiselect),
        StandardField("vic_LocationOfRecruitment", .text),
        StandardField("vic_MethodsOfControl", .multiselect),
        StandardField("vic_TypeOfExploitation", .multiselect),
        StandardField("vic_ForcedLabourIndustry", .picklist),
        StandardField("vic_TypeOfSexExploitation", .multiselect),
        StandardField("vic_LocationOfExploitation", .text),
        StandardField("vic_ExploitationWebsitesAndApps", .multiselect),
        StandardField("vic_Vulnerabilities", .multiselect),
        StandardField("vic_DetailsOfVulnerabilities", .text),
        StandardField("per_RoleInProcess", .multiselect, .perpetrators),
        StandardField("per_RoleDetails", .text, .perpetrators),
        StandardField("cas_Status", .picklist),
        StandardField("cas_ReasonForCaseClosure", .text),
        StandardField("cas_CaseOwner", .text),
        StandardField("cas_ReferringOrganisation", .text, .incomingReferrals),
        StandardField("cas_IncomingReferralDate", .date, .incomingReferrals),
        StandardField("cas_ReferringPrimaryCaseWorker", .text, .incomingReferrals),
        StandardField("cas_ReasonForIncomingReferral", .picklist, .incomingReferrals),
        StandardField("cas_IncomingReferralDetails", .text, .incomingReferrals),
        StandardField("cas_ReferredOrganisation", .text, .outgoingReferrals),
        StandardField("cas_ReferredPrimaryCaseWorker", .text, .outgoingReferrals),
        StandardField("cas_ReasonForOutgoingReferral", .picklist, .outgoingReferrals),
        StandardField("cas_OutgoingReferralDate", .date, .outgoingReferrals),
        StandardField("cas_OutgoingReferralDetails", .text, .outgoingReferrals),
        StandardField("cco_CaseComment", .text, .caseComments),
        StandardField("hte_Longitude", .number, .events),
        StandardField("hte_Latitude", .number, .events),
        StandardField("hte_City", .text, .events),
        StandardField("hte_Country", .text, .events),
        StandardField("hte_State", .text, .events),
        StandardField("hte_Street", .text, .events),
        StandardField("hte_PostalCode", .text, .events),
        StandardField("hte_Date", .date, .events),
        StandardField("hte_Type", .picklist, .events),
        StandardField("hte_Description", .text, .events),
        StandardField("spl_Objectives", .text, .supportPlans),
        StandardField("spl_ActionPlan", .text, .supportPlans),
        StandardField("spl_PlannedEndDate", .date, .supportPlans),
        StandardField("spl_ActualEndDate", .date, .supportPlans),
        StandardField("spl_Type", .picklist, .supportPlans),
        StandardField("con_Consent", .checkbox),
    ]
}
