/// Which list of the HURIDOCS micro-thesauri the codes of a column belong to, for the coded columns of OpenEvSys (facts of its field list, by number).
enum OpenEvSysLists {
    /// The number of the list; nil for a column that is not coded.
    static func list(entity: String, column: String) -> String? {
        lists[entity]?[column].map(String.init)
    }

    private static let lists: [String: [String: Int]] = [
        "act": [
            "type_of_act": 4, "initial_date_type": 48, "method_of_violence": 5, "attribution": 28, "final_date_type": 48,
            "status_at_end_of_act": 25, "victim_characteristics": 23, "type_of_location": 17, "national_legislation": 62,
            "international_instruments": 6,
        ],
        "address": [
            "address_type": 40, "country": 15,
        ],
        "arrest": [
            "type_of_detention": 29, "whereabouts": 30, "legal_counsel": 31, "type_of_court": 32, "type_of_language": 33,
            "judicial_district": 69,
        ],
        "biographic_details": [
            "type_of_relationship": 21, "initial_date_type": 48, "final_date_type": 48, "education_and_training": 9,
        ],
        "chain_of_events": [
            "type_of_chain_of_events": 22
        ],
        "destruction": [
            "compensation": 47
        ],
        "event": [
            "geographical_term": 15, "local_geographical_area": 63, "violation_status": 41, "violation_index": 2, "rights_affected": 3,
            "huridocs_index_terms": 1, "local_index": 61, "other_thesaurus": 68, "monitoring_status": 43, "initial_date_type": 48,
            "final_date_type": 48,
        ],
        "information": [
            "source_connection_to_information": 19, "language_of_source_material": 14, "type_of_source_material": 16,
            "local_language_of_source_material": 66, "reliability_of_information": 42,
        ],
        "intervention": [
            "type_of_intervention": 20, "response": 27, "impact_on_the_situation": 44, "intervention_status": 45, "priority": 46,
        ],
        "involvement": [
            "degree_of_involvement": 18, "type_of_perpetrator": 24, "latest_status_as_perpetrator_in_the_act": 26,
        ],
        "killing": [
            "autopsy_results": 34, "death_certificate": 35,
        ],
        "person": [
            "counting_unit": 7, "place_of_birth": 15, "locality_of_birth": 63, "sex": 39, "sexual_orientation": 67, "civil_status": 8,
            "formal_education": 9, "occupation": 10, "local_term_for_occupation": 64, "physical_description": 11, "religion": 12,
            "citizenship": 15, "ethnic_background": 13, "other_background": 65, "general_characteristics": 23, "language": 14,
            "local_language": 66, "national_origin": 15, "reliability_as_source": 42, "reliability_as_intervening_party": 42,
            "date_of_birth_type": 48, "date_deceased_type": 48,
        ],
        "supporting_docs_meta": [
            "type": 16
        ],
        "torture": [
            "statements_signed": 36, "medical_attention": 37, "intent": 38,
        ],
    ]
}
