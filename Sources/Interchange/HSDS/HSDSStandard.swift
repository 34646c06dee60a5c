/// The tables of Open Referral HSDS 3.0 and how they nest (github.com/openreferral/specification, version 3.0, folder `schema`, CC BY-SA 4.0).
enum HSDSStandard {
    /// One table: an object of the JSON form, a file of the CSV form.
    struct Table: Sendable {
        /// The name of the schema, such as `service_at_location`.
        let name: String
        /// The name of the CSV file without its ending.
        let file: String
        /// The columns in the order of the published tables.
        let columns: [String]
        /// Lists of other tables within an object, by member.
        let lists: [(member: String, table: String)]
        /// Single objects of other tables within an object: the member, the table, and the column that points to it.
        let singles: [(member: String, table: String, column: String)]
    }

    /// Columns whose values are numbers.
    static let numbers: Set<String> = [
        "amount", "extension", "year_incorporated", "latitude", "longitude", "minimum_age", "maximum_age", "timezone", "count", "interval",
    ]

    /// What a service's `status` may be.
    static let serviceStatuses = ["active", "inactive", "defunct", "temporarily closed"]

    /// Members without which an object does not pass the schemas, by table.
    static let required: [String: [String]] = [
        "organization": ["id", "name", "description"], "service": ["id", "name", "status"], "location": ["id", "location_type"],
        "address": ["id", "address_1", "city", "state_province", "postal_code", "country", "address_type"], "phone": ["id", "number"],
        "organization_identifier": ["id", "identifier_type", "identifier"], "program": ["id", "name", "description"],
        "taxonomy": ["id", "name", "description"], "taxonomy_term": ["id", "name", "description"],
        "metadata": ["id", "last_action_date", "last_action_type", "field_name", "previous_value", "replacement_value", "updated_by"],
    ]

    static func table(_ name: String) -> Table? { tables.first { $0.name == name } }

    static let tables: [Table] = [
        table(
            "organization", "organizations",
            "id name alternate_name description email website tax_status tax_id year_incorporated legal_status logo uri parent_organization_id",
            lists:
                "funding:funding contacts:contact phones:phone locations:location programs:program organization_identifiers:organization_identifier services:service"
        ),
        table(
            "service", "services",
            "id organization_id program_id name alternate_name description url email status interpretation_services application_process fees_description wait_time fees accreditations eligibility_description minimum_age maximum_age assured_date assurer_email licenses alert last_modified",
            lists:
                "phones:phone schedules:schedule service_areas:service_area service_at_locations:service_at_location languages:language funding:funding cost_options:cost_option required_documents:required_document contacts:contact",
            singles: "organization:organization:organization_id program:program:program_id"),
        table(
            "service_at_location", "service_at_location", "id service_id location_id description",
            lists: "contacts:contact phones:phone schedules:schedule", singles: "location:location:location_id"),
        table(
            "location", "locations",
            "id location_type url organization_id name alternate_name description transportation latitude longitude external_identifier external_identifier_type",
            lists: "languages:language addresses:address contacts:contact accessibility:accessibility phones:phone schedules:schedule"),
        table(
            "phone", "phones", "id location_id service_id organization_id contact_id service_at_location_id number extension type description",
            lists: "languages:language"),
        table(
            "contact", "contacts", "id organization_id service_id service_at_location_id location_id name title department email", lists: "phones:phone"),
        table("address", "addresses", "id location_id attention address_1 address_2 city region state_province postal_code country address_type"),
        table(
            "schedule", "schedules",
            "id service_id location_id service_at_location_id valid_from valid_to dtstart timezone until count wkst freq interval byday byweekno bymonthday byyearday description opens_at closes_at schedule_link attending_type notes"
        ),
        table("language", "languages", "id service_id location_id phone_id name code note"),
        table("service_area", "service_areas", "id service_id name description extent extent_type uri"),
        table("required_document", "required_documents", "id service_id document uri"),
        table("cost_option", "cost_options", "id service_id valid_from valid_to option currency amount amount_description"),
        table("funding", "funding", "id organization_id service_id source"),
        table("program", "programs", "id organization_id name alternate_name description"),
        table("accessibility", "accessibility", "id location_id description details url"),
        table("organization_identifier", "organization_identifiers", "id organization_id identifier_scheme identifier_type identifier"),
        table(
            "attribute", "attributes", "id link_id taxonomy_term_id link_type link_entity value", singles: "taxonomy_term:taxonomy_term:taxonomy_term_id"),
        table(
            "taxonomy_term", "taxonomy_terms", "id code name description parent_id taxonomy language taxonomy_id term_uri",
            singles: "taxonomy_detail:taxonomy:taxonomy_id"),
        table("taxonomy", "taxonomies", "id name description uri version"),
        table(
            "metadata", "metadata",
            "id resource_id resource_type last_action_date last_action_type field_name previous_value replacement_value updated_by"),
        table("meta_table_description", "meta_table_descriptions", "id name language character_set"),
    ]

    private static func table(_ name: String, _ file: String, _ columns: String, lists: String = "", singles: String = "") -> Table {
        var all = lists.split(separator: " ").compactMap { pair -> (member: String, table: String)? in
            let parts = pair.split(separator: ":").map(String.init)
            return parts.count == 2 ? (parts[0], parts[1]) : nil
        }
        // Attributes and metadata hang on every table but themselves.
        if !["attribute", "metadata", "taxonomy", "taxonomy_term"].contains(name) { all.append(("attributes", "attribute")) }
        if name != "metadata" { all.append(("metadata", "metadata")) }
        let ones = singles.split(separator: " ").compactMap { triple -> (member: String, table: String, column: String)? in
            let parts = triple.split(separator: ":").map(String.init)
            return parts.count == 3 ? (parts[0], parts[1], parts[2]) : nil
        }
        return Table(name: name, file: file, columns: columns.split(separator: " ").map(String.init), lists: all, singles: ones)
    }

    /// The column of a child's row that names the parent it stands in.
    static func parentColumn(child: String, parent: String) -> String {
        switch child {
        case "attribute": "link_id"
        case "metadata": "resource_id"
        default: "\(parent)_id"
        }
    }
}
