// Written by Scripts/embed-resources.sh from the files in the Resources folders. Do not edit.
#include "EmbeddedResources.h"

static const unsigned char file_0[] = {
#embed "../App/Resources/languages/ar/access.json"
};

static const unsigned char file_1[] = {
#embed "../App/Resources/languages/ar/accounts.json"
};

static const unsigned char file_2[] = {
#embed "../App/Resources/languages/ar/cases.json"
};

static const unsigned char file_3[] = {
#embed "../App/Resources/languages/ar/language.json"
};

static const unsigned char file_4[] = {
#embed "../App/Resources/languages/ar/list.json"
};

static const unsigned char file_5[] = {
#embed "../App/Resources/languages/ar/platform.json"
};

static const unsigned char file_6[] = {
#embed "../App/Resources/languages/bn/access.json"
};

static const unsigned char file_7[] = {
#embed "../App/Resources/languages/bn/accounts.json"
};

static const unsigned char file_8[] = {
#embed "../App/Resources/languages/bn/cases.json"
};

static const unsigned char file_9[] = {
#embed "../App/Resources/languages/bn/language.json"
};

static const unsigned char file_10[] = {
#embed "../App/Resources/languages/bn/list.json"
};

static const unsigned char file_11[] = {
#embed "../App/Resources/languages/bn/platform.json"
};

static const unsigned char file_12[] = {
#embed "../App/Resources/languages/en/access.json"
};

static const unsigned char file_13[] = {
#embed "../App/Resources/languages/en/accounts.json"
};

static const unsigned char file_14[] = {
#embed "../App/Resources/languages/en/cases.json"
};

static const unsigned char file_15[] = {
#embed "../App/Resources/languages/en/language.json"
};

static const unsigned char file_16[] = {
#embed "../App/Resources/languages/en/list.json"
};

static const unsigned char file_17[] = {
#embed "../App/Resources/languages/en/platform.json"
};

static const unsigned char file_18[] = {
#embed "../App/Resources/languages/hi/access.json"
};

static const unsigned char file_19[] = {
#embed "../App/Resources/languages/hi/accounts.json"
};

static const unsigned char file_20[] = {
#embed "../App/Resources/languages/hi/cases.json"
};

static const unsigned char file_21[] = {
#embed "../App/Resources/languages/hi/language.json"
};

static const unsigned char file_22[] = {
#embed "../App/Resources/languages/hi/list.json"
};

static const unsigned char file_23[] = {
#embed "../App/Resources/languages/hi/platform.json"
};

static const unsigned char file_24[] = {
#embed "../App/Resources/languages/id/access.json"
};

static const unsigned char file_25[] = {
#embed "../App/Resources/languages/id/accounts.json"
};

static const unsigned char file_26[] = {
#embed "../App/Resources/languages/id/cases.json"
};

static const unsigned char file_27[] = {
#embed "../App/Resources/languages/id/language.json"
};

static const unsigned char file_28[] = {
#embed "../App/Resources/languages/id/list.json"
};

static const unsigned char file_29[] = {
#embed "../App/Resources/languages/id/platform.json"
};

static const unsigned char file_30[] = {
#embed "../App/Resources/languages/ne/access.json"
};

static const unsigned char file_31[] = {
#embed "../App/Resources/languages/ne/accounts.json"
};

static const unsigned char file_32[] = {
#embed "../App/Resources/languages/ne/cases.json"
};

static const unsigned char file_33[] = {
#embed "../App/Resources/languages/ne/language.json"
};

static const unsigned char file_34[] = {
#embed "../App/Resources/languages/ne/list.json"
};

static const unsigned char file_35[] = {
#embed "../App/Resources/languages/ne/platform.json"
};

static const unsigned char file_36[] = {
#embed "../App/Resources/web/corridor.css"
};

static const unsigned char file_37[] = {
#embed "../App/Resources/web/corridor.js"
};

static const unsigned char file_38[] = {
#embed "../App/Resources/web/digest.js"
};

static const unsigned char file_39[] = {
#embed "../App/Resources/web/expressions.js"
};

static const unsigned char file_40[] = {
#embed "../App/Resources/web/mark.svg"
};

static const unsigned char file_41[] = {
#embed "../Dictionary/Resources/calendars/bikram-sambat.csv"
};

static const unsigned char file_42[] = {
#embed "../Dictionary/Resources/calendars/umm-al-qura.csv"
};

static const unsigned char file_43[] = {
#embed "../Dictionary/Resources/dictionary.csv"
};

static const unsigned char file_44[] = {
#embed "../Dictionary/Resources/fields.csv"
};

static const unsigned char file_45[] = {
#embed "../Dictionary/Resources/labels/ar/code-lists.csv"
};

static const unsigned char file_46[] = {
#embed "../Dictionary/Resources/labels/ar/fields.csv"
};

static const unsigned char file_47[] = {
#embed "../Dictionary/Resources/labels/ar/records.csv"
};

static const unsigned char file_48[] = {
#embed "../Dictionary/Resources/labels/ar/terms.csv"
};

static const unsigned char file_49[] = {
#embed "../Dictionary/Resources/labels/ar/vocabularies.csv"
};

static const unsigned char file_50[] = {
#embed "../Dictionary/Resources/labels/bn/code-lists.csv"
};

static const unsigned char file_51[] = {
#embed "../Dictionary/Resources/labels/bn/fields.csv"
};

static const unsigned char file_52[] = {
#embed "../Dictionary/Resources/labels/bn/records.csv"
};

static const unsigned char file_53[] = {
#embed "../Dictionary/Resources/labels/bn/terms.csv"
};

static const unsigned char file_54[] = {
#embed "../Dictionary/Resources/labels/bn/vocabularies.csv"
};

static const unsigned char file_55[] = {
#embed "../Dictionary/Resources/labels/hi/code-lists.csv"
};

static const unsigned char file_56[] = {
#embed "../Dictionary/Resources/labels/hi/fields.csv"
};

static const unsigned char file_57[] = {
#embed "../Dictionary/Resources/labels/hi/records.csv"
};

static const unsigned char file_58[] = {
#embed "../Dictionary/Resources/labels/hi/terms.csv"
};

static const unsigned char file_59[] = {
#embed "../Dictionary/Resources/labels/hi/vocabularies.csv"
};

static const unsigned char file_60[] = {
#embed "../Dictionary/Resources/labels/id/code-lists.csv"
};

static const unsigned char file_61[] = {
#embed "../Dictionary/Resources/labels/id/fields.csv"
};

static const unsigned char file_62[] = {
#embed "../Dictionary/Resources/labels/id/records.csv"
};

static const unsigned char file_63[] = {
#embed "../Dictionary/Resources/labels/id/terms.csv"
};

static const unsigned char file_64[] = {
#embed "../Dictionary/Resources/labels/id/vocabularies.csv"
};

static const unsigned char file_65[] = {
#embed "../Dictionary/Resources/labels/ne/code-lists.csv"
};

static const unsigned char file_66[] = {
#embed "../Dictionary/Resources/labels/ne/fields.csv"
};

static const unsigned char file_67[] = {
#embed "../Dictionary/Resources/labels/ne/records.csv"
};

static const unsigned char file_68[] = {
#embed "../Dictionary/Resources/labels/ne/terms.csv"
};

static const unsigned char file_69[] = {
#embed "../Dictionary/Resources/labels/ne/vocabularies.csv"
};

static const unsigned char file_70[] = {
#embed "../Dictionary/Resources/records.csv"
};

static const unsigned char file_71[] = {
#embed "../Dictionary/Resources/reference/htcds-2.0.csv"
};

static const unsigned char file_72[] = {
#embed "../Dictionary/Resources/reference/huridocs.csv"
};

static const unsigned char file_73[] = {
#embed "../Dictionary/Resources/vocabularies.csv"
};

static const unsigned char file_74[] = {
#embed "../Dictionary/Resources/vocabularies/action-result.csv"
};

static const unsigned char file_75[] = {
#embed "../Dictionary/Resources/vocabularies/action-status.csv"
};

static const unsigned char file_76[] = {
#embed "../Dictionary/Resources/vocabularies/action-type.csv"
};

static const unsigned char file_77[] = {
#embed "../Dictionary/Resources/vocabularies/age-group.csv"
};

static const unsigned char file_78[] = {
#embed "../Dictionary/Resources/vocabularies/amount-band.csv"
};

static const unsigned char file_79[] = {
#embed "../Dictionary/Resources/vocabularies/body-returned.csv"
};

static const unsigned char file_80[] = {
#embed "../Dictionary/Resources/vocabularies/case-outcome.csv"
};

static const unsigned char file_81[] = {
#embed "../Dictionary/Resources/vocabularies/case-status.csv"
};

static const unsigned char file_82[] = {
#embed "../Dictionary/Resources/vocabularies/claim-decision.csv"
};

static const unsigned char file_83[] = {
#embed "../Dictionary/Resources/vocabularies/claim-head.csv"
};

static const unsigned char file_84[] = {
#embed "../Dictionary/Resources/vocabularies/claim-stage.csv"
};

static const unsigned char file_85[] = {
#embed "../Dictionary/Resources/vocabularies/closing-reason.csv"
};

static const unsigned char file_86[] = {
#embed "../Dictionary/Resources/vocabularies/compensation.csv"
};

static const unsigned char file_87[] = {
#embed "../Dictionary/Resources/vocabularies/consent-giver.csv"
};

static const unsigned char file_88[] = {
#embed "../Dictionary/Resources/vocabularies/consent-manner.csv"
};

static const unsigned char file_89[] = {
#embed "../Dictionary/Resources/vocabularies/consent-scope.csv"
};

static const unsigned char file_90[] = {
#embed "../Dictionary/Resources/vocabularies/contact-channel.csv"
};

static const unsigned char file_91[] = {
#embed "../Dictionary/Resources/vocabularies/contract-kind.csv"
};

static const unsigned char file_92[] = {
#embed "../Dictionary/Resources/vocabularies/country.csv"
};

static const unsigned char file_93[] = {
#embed "../Dictionary/Resources/vocabularies/currency.csv"
};

static const unsigned char file_94[] = {
#embed "../Dictionary/Resources/vocabularies/data-source.csv"
};

static const unsigned char file_95[] = {
#embed "../Dictionary/Resources/vocabularies/death-cause.csv"
};

static const unsigned char file_96[] = {
#embed "../Dictionary/Resources/vocabularies/death-certificate.csv"
};

static const unsigned char file_97[] = {
#embed "../Dictionary/Resources/vocabularies/deciding-body.csv"
};

static const unsigned char file_98[] = {
#embed "../Dictionary/Resources/vocabularies/detention-kind.csv"
};

static const unsigned char file_99[] = {
#embed "../Dictionary/Resources/vocabularies/disability.csv"
};

static const unsigned char file_100[] = {
#embed "../Dictionary/Resources/vocabularies/document-form.csv"
};

static const unsigned char file_101[] = {
#embed "../Dictionary/Resources/vocabularies/document-type.csv"
};

static const unsigned char file_102[] = {
#embed "../Dictionary/Resources/vocabularies/duration-band.csv"
};

static const unsigned char file_103[] = {
#embed "../Dictionary/Resources/vocabularies/education.csv"
};

static const unsigned char file_104[] = {
#embed "../Dictionary/Resources/vocabularies/employment-ending.csv"
};

static const unsigned char file_105[] = {
#embed "../Dictionary/Resources/vocabularies/evidence-kind.csv"
};

static const unsigned char file_106[] = {
#embed "../Dictionary/Resources/vocabularies/exploitation-type.csv"
};

static const unsigned char file_107[] = {
#embed "../Dictionary/Resources/vocabularies/fee-purpose.csv"
};

static const unsigned char file_108[] = {
#embed "../Dictionary/Resources/vocabularies/forced-labour-indicator.csv"
};

static const unsigned char file_109[] = {
#embed "../Dictionary/Resources/vocabularies/forum-kind.csv"
};

static const unsigned char file_110[] = {
#embed "../Dictionary/Resources/vocabularies/gender.csv"
};

static const unsigned char file_111[] = {
#embed "../Dictionary/Resources/vocabularies/headcount-band.csv"
};

static const unsigned char file_112[] = {
#embed "../Dictionary/Resources/vocabularies/hours-band.csv"
};

static const unsigned char file_113[] = {
#embed "../Dictionary/Resources/vocabularies/identifier-kind.csv"
};

static const unsigned char file_114[] = {
#embed "../Dictionary/Resources/vocabularies/impact.csv"
};

static const unsigned char file_115[] = {
#embed "../Dictionary/Resources/vocabularies/import-status.csv"
};

static const unsigned char file_116[] = {
#embed "../Dictionary/Resources/vocabularies/injury-kind.csv"
};

static const unsigned char file_117[] = {
#embed "../Dictionary/Resources/vocabularies/involvement.csv"
};

static const unsigned char file_118[] = {
#embed "../Dictionary/Resources/vocabularies/journey-stage.csv"
};

static const unsigned char file_119[] = {
#embed "../Dictionary/Resources/vocabularies/language.csv"
};

static const unsigned char file_120[] = {
#embed "../Dictionary/Resources/vocabularies/licence-status.csv"
};

static const unsigned char file_121[] = {
#embed "../Dictionary/Resources/vocabularies/majority-status.csv"
};

static const unsigned char file_122[] = {
#embed "../Dictionary/Resources/vocabularies/marital-status.csv"
};

static const unsigned char file_123[] = {
#embed "../Dictionary/Resources/vocabularies/means-of-control.csv"
};

static const unsigned char file_124[] = {
#embed "../Dictionary/Resources/vocabularies/medical-care.csv"
};

static const unsigned char file_125[] = {
#embed "../Dictionary/Resources/vocabularies/migration-status.csv"
};

static const unsigned char file_126[] = {
#embed "../Dictionary/Resources/vocabularies/notice-publication.csv"
};

static const unsigned char file_127[] = {
#embed "../Dictionary/Resources/vocabularies/notice-status.csv"
};

static const unsigned char file_128[] = {
#embed "../Dictionary/Resources/vocabularies/occupation.csv"
};

static const unsigned char file_129[] = {
#embed "../Dictionary/Resources/vocabularies/opening-decision.csv"
};

static const unsigned char file_130[] = {
#embed "../Dictionary/Resources/vocabularies/opening-hours.csv"
};

static const unsigned char file_131[] = {
#embed "../Dictionary/Resources/vocabularies/opening-way.csv"
};

static const unsigned char file_132[] = {
#embed "../Dictionary/Resources/vocabularies/organisation-kind.csv"
};

static const unsigned char file_133[] = {
#embed "../Dictionary/Resources/vocabularies/party-kind.csv"
};

static const unsigned char file_134[] = {
#embed "../Dictionary/Resources/vocabularies/perpetrator-status.csv"
};

static const unsigned char file_135[] = {
#embed "../Dictionary/Resources/vocabularies/place-kind.csv"
};

static const unsigned char file_136[] = {
#embed "../Dictionary/Resources/vocabularies/platform.csv"
};

static const unsigned char file_137[] = {
#embed "../Dictionary/Resources/vocabularies/post-mortem.csv"
};

static const unsigned char file_138[] = {
#embed "../Dictionary/Resources/vocabularies/priority.csv"
};

static const unsigned char file_139[] = {
#embed "../Dictionary/Resources/vocabularies/process-role.csv"
};

static const unsigned char file_140[] = {
#embed "../Dictionary/Resources/vocabularies/quantity-unit.csv"
};

static const unsigned char file_141[] = {
#embed "../Dictionary/Resources/vocabularies/recruiter-relation.csv"
};

static const unsigned char file_142[] = {
#embed "../Dictionary/Resources/vocabularies/recruitment-method.csv"
};

static const unsigned char file_143[] = {
#embed "../Dictionary/Resources/vocabularies/referral-direction.csv"
};

static const unsigned char file_144[] = {
#embed "../Dictionary/Resources/vocabularies/referral-kind.csv"
};

static const unsigned char file_145[] = {
#embed "../Dictionary/Resources/vocabularies/referral-reason.csv"
};

static const unsigned char file_146[] = {
#embed "../Dictionary/Resources/vocabularies/referral-refusal.csv"
};

static const unsigned char file_147[] = {
#embed "../Dictionary/Resources/vocabularies/referral-status.csv"
};

static const unsigned char file_148[] = {
#embed "../Dictionary/Resources/vocabularies/referral-urgency.csv"
};

static const unsigned char file_149[] = {
#embed "../Dictionary/Resources/vocabularies/region.csv"
};

static const unsigned char file_150[] = {
#embed "../Dictionary/Resources/vocabularies/relation-role.csv"
};

static const unsigned char file_151[] = {
#embed "../Dictionary/Resources/vocabularies/report-source.csv"
};

static const unsigned char file_152[] = {
#embed "../Dictionary/Resources/vocabularies/satisfaction.csv"
};

static const unsigned char file_153[] = {
#embed "../Dictionary/Resources/vocabularies/sector.csv"
};

static const unsigned char file_154[] = {
#embed "../Dictionary/Resources/vocabularies/service-status.csv"
};

static const unsigned char file_155[] = {
#embed "../Dictionary/Resources/vocabularies/service-type.csv"
};

static const unsigned char file_156[] = {
#embed "../Dictionary/Resources/vocabularies/sex.csv"
};

static const unsigned char file_157[] = {
#embed "../Dictionary/Resources/vocabularies/sexual-exploitation-type.csv"
};

static const unsigned char file_158[] = {
#embed "../Dictionary/Resources/vocabularies/sighting-kind.csv"
};

static const unsigned char file_159[] = {
#embed "../Dictionary/Resources/vocabularies/source-connection.csv"
};

static const unsigned char file_160[] = {
#embed "../Dictionary/Resources/vocabularies/source-reliability.csv"
};

static const unsigned char file_161[] = {
#embed "../Dictionary/Resources/vocabularies/statement-signed.csv"
};

static const unsigned char file_162[] = {
#embed "../Dictionary/Resources/vocabularies/subdivision.csv"
};

static const unsigned char file_163[] = {
#embed "../Dictionary/Resources/vocabularies/trafficking-status.csv"
};

static const unsigned char file_164[] = {
#embed "../Dictionary/Resources/vocabularies/violation-status.csv"
};

static const unsigned char file_165[] = {
#embed "../Dictionary/Resources/vocabularies/violation-type.csv"
};

static const unsigned char file_166[] = {
#embed "../Dictionary/Resources/vocabularies/visa-kind.csv"
};

static const unsigned char file_167[] = {
#embed "../Dictionary/Resources/vocabularies/vulnerability.csv"
};

static const unsigned char file_168[] = {
#embed "../Dictionary/Resources/vocabularies/wage-period.csv"
};

static const unsigned char file_169[] = {
#embed "../Dictionary/Resources/vocabularies/work-sector.csv"
};

static const unsigned char file_170[] = {
#embed "../Dictionary/Resources/vocabularies/worker-wish.csv"
};

static const unsigned char file_171[] = {
#embed "../Dictionary/Resources/vocabularies/year.csv"
};

static const unsigned char file_172[] = {
#embed "../Dictionary/Resources/vocabularies/yes-no.csv"
};

static const unsigned char file_173[] = {
#embed "../Entitlements/Resources/languages/ar.json"
};

static const unsigned char file_174[] = {
#embed "../Entitlements/Resources/languages/bn.json"
};

static const unsigned char file_175[] = {
#embed "../Entitlements/Resources/languages/en.json"
};

static const unsigned char file_176[] = {
#embed "../Entitlements/Resources/languages/hi.json"
};

static const unsigned char file_177[] = {
#embed "../Entitlements/Resources/languages/id.json"
};

static const unsigned char file_178[] = {
#embed "../Entitlements/Resources/languages/ne.json"
};

static const unsigned char file_179[] = {
#embed "../Entitlements/Resources/law/AE-domestic.yaml"
};

static const unsigned char file_180[] = {
#embed "../Entitlements/Resources/law/AE-private.yaml"
};

static const unsigned char file_181[] = {
#embed "../Entitlements/Resources/law/BH-domestic.yaml"
};

static const unsigned char file_182[] = {
#embed "../Entitlements/Resources/law/BH-private.yaml"
};

static const unsigned char file_183[] = {
#embed "../Entitlements/Resources/law/HK-domestic.yaml"
};

static const unsigned char file_184[] = {
#embed "../Entitlements/Resources/law/HK-private.yaml"
};

static const unsigned char file_185[] = {
#embed "../Entitlements/Resources/law/JO-domestic.yaml"
};

static const unsigned char file_186[] = {
#embed "../Entitlements/Resources/law/JO-private.yaml"
};

static const unsigned char file_187[] = {
#embed "../Entitlements/Resources/law/KW-domestic.yaml"
};

static const unsigned char file_188[] = {
#embed "../Entitlements/Resources/law/KW-private.yaml"
};

static const unsigned char file_189[] = {
#embed "../Entitlements/Resources/law/LB-domestic.yaml"
};

static const unsigned char file_190[] = {
#embed "../Entitlements/Resources/law/LB-private.yaml"
};

static const unsigned char file_191[] = {
#embed "../Entitlements/Resources/law/MY-domestic.yaml"
};

static const unsigned char file_192[] = {
#embed "../Entitlements/Resources/law/MY-private.yaml"
};

static const unsigned char file_193[] = {
#embed "../Entitlements/Resources/law/OM-domestic.yaml"
};

static const unsigned char file_194[] = {
#embed "../Entitlements/Resources/law/OM-private.yaml"
};

static const unsigned char file_195[] = {
#embed "../Entitlements/Resources/law/QA-domestic.yaml"
};

static const unsigned char file_196[] = {
#embed "../Entitlements/Resources/law/QA-private.yaml"
};

static const unsigned char file_197[] = {
#embed "../Entitlements/Resources/law/SA-domestic.yaml"
};

static const unsigned char file_198[] = {
#embed "../Entitlements/Resources/law/SA-private.yaml"
};

static const unsigned char file_199[] = {
#embed "../Entitlements/Resources/law/SG-domestic.yaml"
};

static const unsigned char file_200[] = {
#embed "../Entitlements/Resources/law/SG-private.yaml"
};

static const unsigned char file_201[] = {
#embed "../Forms/Resources/templates/arrival-hand-over.csv"
};

static const unsigned char file_202[] = {
#embed "../Forms/Resources/templates/first-contact.csv"
};

static const unsigned char file_203[] = {
#embed "../Forms/Resources/templates/missing-worker.csv"
};

static const unsigned char file_204[] = {
#embed "../Forms/Resources/templates/rights-violation-report.csv"
};

static const unsigned char file_205[] = {
#embed "../Forms/Resources/templates/service-and-follow-up.csv"
};

static const unsigned char file_206[] = {
#embed "../Interchange/Resources/ctdc/global-wide.yaml"
};

static const unsigned char file_207[] = {
#embed "../Interchange/Resources/ctdc/kanon-2019-reduced.yaml"
};

static const unsigned char file_208[] = {
#embed "../Interchange/Resources/ctdc/victim-perpetrator-synthetic.yaml"
};

static const unsigned char file_209[] = {
#embed "../Matching/Resources/han-readings.csv"
};

static const unsigned char file_210[] = {
#embed "../Matching/Resources/latin-spellings.csv"
};

static const unsigned char file_211[] = {
#embed "../Matching/Resources/letter-sounds.csv"
};

static const unsigned char file_212[] = {
#embed "../Matching/Resources/name-affixes.csv"
};

static const unsigned char file_213[] = {
#embed "../Matching/Resources/name-weights.csv"
};

static const unsigned char file_214[] = {
#embed "../Matching/Resources/name-words.csv"
};

static const unsigned char file_215[] = {
#embed "../Matching/Resources/sound-costs.csv"
};

static const corridor_embedded_file files[] = {
    {"App/Resources/languages/ar/access.json", file_0, sizeof file_0},
    {"App/Resources/languages/ar/accounts.json", file_1, sizeof file_1},
    {"App/Resources/languages/ar/cases.json", file_2, sizeof file_2},
    {"App/Resources/languages/ar/language.json", file_3, sizeof file_3},
    {"App/Resources/languages/ar/list.json", file_4, sizeof file_4},
    {"App/Resources/languages/ar/platform.json", file_5, sizeof file_5},
    {"App/Resources/languages/bn/access.json", file_6, sizeof file_6},
    {"App/Resources/languages/bn/accounts.json", file_7, sizeof file_7},
    {"App/Resources/languages/bn/cases.json", file_8, sizeof file_8},
    {"App/Resources/languages/bn/language.json", file_9, sizeof file_9},
    {"App/Resources/languages/bn/list.json", file_10, sizeof file_10},
    {"App/Resources/languages/bn/platform.json", file_11, sizeof file_11},
    {"App/Resources/languages/en/access.json", file_12, sizeof file_12},
    {"App/Resources/languages/en/accounts.json", file_13, sizeof file_13},
    {"App/Resources/languages/en/cases.json", file_14, sizeof file_14},
    {"App/Resources/languages/en/language.json", file_15, sizeof file_15},
    {"App/Resources/languages/en/list.json", file_16, sizeof file_16},
    {"App/Resources/languages/en/platform.json", file_17, sizeof file_17},
    {"App/Resources/languages/hi/access.json", file_18, sizeof file_18},
    {"App/Resources/languages/hi/accounts.json", file_19, sizeof file_19},
    {"App/Resources/languages/hi/cases.json", file_20, sizeof file_20},
    {"App/Resources/languages/hi/language.json", file_21, sizeof file_21},
    {"App/Resources/languages/hi/list.json", file_22, sizeof file_22},
    {"App/Resources/languages/hi/platform.json", file_23, sizeof file_23},
    {"App/Resources/languages/id/access.json", file_24, sizeof file_24},
    {"App/Resources/languages/id/accounts.json", file_25, sizeof file_25},
    {"App/Resources/languages/id/cases.json", file_26, sizeof file_26},
    {"App/Resources/languages/id/language.json", file_27, sizeof file_27},
    {"App/Resources/languages/id/list.json", file_28, sizeof file_28},
    {"App/Resources/languages/id/platform.json", file_29, sizeof file_29},
    {"App/Resources/languages/ne/access.json", file_30, sizeof file_30},
    {"App/Resources/languages/ne/accounts.json", file_31, sizeof file_31},
    {"App/Resources/languages/ne/cases.json", file_32, sizeof file_32},
    {"App/Resources/languages/ne/language.json", file_33, sizeof file_33},
    {"App/Resources/languages/ne/list.json", file_34, sizeof file_34},
    {"App/Resources/languages/ne/platform.json", file_35, sizeof file_35},
    {"App/Resources/web/corridor.css", file_36, sizeof file_36},
    {"App/Resources/web/corridor.js", file_37, sizeof file_37},
    {"App/Resources/web/digest.js", file_38, sizeof file_38},
    {"App/Resources/web/expressions.js", file_39, sizeof file_39},
    {"App/Resources/web/mark.svg", file_40, sizeof file_40},
    {"Dictionary/Resources/calendars/bikram-sambat.csv", file_41, sizeof file_41},
    {"Dictionary/Resources/calendars/umm-al-qura.csv", file_42, sizeof file_42},
    {"Dictionary/Resources/dictionary.csv", file_43, sizeof file_43},
    {"Dictionary/Resources/fields.csv", file_44, sizeof file_44},
    {"Dictionary/Resources/labels/ar/code-lists.csv", file_45, sizeof file_45},
    {"Dictionary/Resources/labels/ar/fields.csv", file_46, sizeof file_46},
    {"Dictionary/Resources/labels/ar/records.csv", file_47, sizeof file_47},
    {"Dictionary/Resources/labels/ar/terms.csv", file_48, sizeof file_48},
    {"Dictionary/Resources/labels/ar/vocabularies.csv", file_49, sizeof file_49},
    {"Dictionary/Resources/labels/bn/code-lists.csv", file_50, sizeof file_50},
    {"Dictionary/Resources/labels/bn/fields.csv", file_51, sizeof file_51},
    {"Dictionary/Resources/labels/bn/records.csv", file_52, sizeof file_52},
    {"Dictionary/Resources/labels/bn/terms.csv", file_53, sizeof file_53},
    {"Dictionary/Resources/labels/bn/vocabularies.csv", file_54, sizeof file_54},
    {"Dictionary/Resources/labels/hi/code-lists.csv", file_55, sizeof file_55},
    {"Dictionary/Resources/labels/hi/fields.csv", file_56, sizeof file_56},
    {"Dictionary/Resources/labels/hi/records.csv", file_57, sizeof file_57},
    {"Dictionary/Resources/labels/hi/terms.csv", file_58, sizeof file_58},
    {"Dictionary/Resources/labels/hi/vocabularies.csv", file_59, sizeof file_59},
    {"Dictionary/Resources/labels/id/code-lists.csv", file_60, sizeof file_60},
    {"Dictionary/Resources/labels/id/fields.csv", file_61, sizeof file_61},
    {"Dictionary/Resources/labels/id/records.csv", file_62, sizeof file_62},
    {"Dictionary/Resources/labels/id/terms.csv", file_63, sizeof file_63},
    {"Dictionary/Resources/labels/id/vocabularies.csv", file_64, sizeof file_64},
    {"Dictionary/Resources/labels/ne/code-lists.csv", file_65, sizeof file_65},
    {"Dictionary/Resources/labels/ne/fields.csv", file_66, sizeof file_66},
    {"Dictionary/Resources/labels/ne/records.csv", file_67, sizeof file_67},
    {"Dictionary/Resources/labels/ne/terms.csv", file_68, sizeof file_68},
    {"Dictionary/Resources/labels/ne/vocabularies.csv", file_69, sizeof file_69},
    {"Dictionary/Resources/records.csv", file_70, sizeof file_70},
    {"Dictionary/Resources/reference/htcds-2.0.csv", file_71, sizeof file_71},
    {"Dictionary/Resources/reference/huridocs.csv", file_72, sizeof file_72},
    {"Dictionary/Resources/vocabularies.csv", file_73, sizeof file_73},
    {"Dictionary/Resources/vocabularies/action-result.csv", file_74, sizeof file_74},
    {"Dictionary/Resources/vocabularies/action-status.csv", file_75, sizeof file_75},
    {"Dictionary/Resources/vocabularies/action-type.csv", file_76, sizeof file_76},
    {"Dictionary/Resources/vocabularies/age-group.csv", file_77, sizeof file_77},
    {"Dictionary/Resources/vocabularies/amount-band.csv", file_78, sizeof file_78},
    {"Dictionary/Resources/vocabularies/body-returned.csv", file_79, sizeof file_79},
    {"Dictionary/Resources/vocabularies/case-outcome.csv", file_80, sizeof file_80},
    {"Dictionary/Resources/vocabularies/case-status.csv", file_81, sizeof file_81},
    {"Dictionary/Resources/vocabularies/claim-decision.csv", file_82, sizeof file_82},
    {"Dictionary/Resources/vocabularies/claim-head.csv", file_83, sizeof file_83},
    {"Dictionary/Resources/vocabularies/claim-stage.csv", file_84, sizeof file_84},
    {"Dictionary/Resources/vocabularies/closing-reason.csv", file_85, sizeof file_85},
    {"Dictionary/Resources/vocabularies/compensation.csv", file_86, sizeof file_86},
    {"Dictionary/Resources/vocabularies/consent-giver.csv", file_87, sizeof file_87},
    {"Dictionary/Resources/vocabularies/consent-manner.csv", file_88, sizeof file_88},
    {"Dictionary/Resources/vocabularies/consent-scope.csv", file_89, sizeof file_89},
    {"Dictionary/Resources/vocabularies/contact-channel.csv", file_90, sizeof file_90},
    {"Dictionary/Resources/vocabularies/contract-kind.csv", file_91, sizeof file_91},
    {"Dictionary/Resources/vocabularies/country.csv", file_92, sizeof file_92},
    {"Dictionary/Resources/vocabularies/currency.csv", file_93, sizeof file_93},
    {"Dictionary/Resources/vocabularies/data-source.csv", file_94, sizeof file_94},
    {"Dictionary/Resources/vocabularies/death-cause.csv", file_95, sizeof file_95},
    {"Dictionary/Resources/vocabularies/death-certificate.csv", file_96, sizeof file_96},
    {"Dictionary/Resources/vocabularies/deciding-body.csv", file_97, sizeof file_97},
    {"Dictionary/Resources/vocabularies/detention-kind.csv", file_98, sizeof file_98},
    {"Dictionary/Resources/vocabularies/disability.csv", file_99, sizeof file_99},
    {"Dictionary/Resources/vocabularies/document-form.csv", file_100, sizeof file_100},
    {"Dictionary/Resources/vocabularies/document-type.csv", file_101, sizeof file_101},
    {"Dictionary/Resources/vocabularies/duration-band.csv", file_102, sizeof file_102},
    {"Dictionary/Resources/vocabularies/education.csv", file_103, sizeof file_103},
    {"Dictionary/Resources/vocabularies/employment-ending.csv", file_104, sizeof file_104},
    {"Dictionary/Resources/vocabularies/evidence-kind.csv", file_105, sizeof file_105},
    {"Dictionary/Resources/vocabularies/exploitation-type.csv", file_106, sizeof file_106},
    {"Dictionary/Resources/vocabularies/fee-purpose.csv", file_107, sizeof file_107},
    {"Dictionary/Resources/vocabularies/forced-labour-indicator.csv", file_108, sizeof file_108},
    {"Dictionary/Resources/vocabularies/forum-kind.csv", file_109, sizeof file_109},
    {"Dictionary/Resources/vocabularies/gender.csv", file_110, sizeof file_110},
    {"Dictionary/Resources/vocabularies/headcount-band.csv", file_111, sizeof file_111},
    {"Dictionary/Resources/vocabularies/hours-band.csv", file_112, sizeof file_112},
    {"Dictionary/Resources/vocabularies/identifier-kind.csv", file_113, sizeof file_113},
    {"Dictionary/Resources/vocabularies/impact.csv", file_114, sizeof file_114},
    {"Dictionary/Resources/vocabularies/import-status.csv", file_115, sizeof file_115},
    {"Dictionary/Resources/vocabularies/injury-kind.csv", file_116, sizeof file_116},
    {"Dictionary/Resources/vocabularies/involvement.csv", file_117, sizeof file_117},
    {"Dictionary/Resources/vocabularies/journey-stage.csv", file_118, sizeof file_118},
    {"Dictionary/Resources/vocabularies/language.csv", file_119, sizeof file_119},
    {"Dictionary/Resources/vocabularies/licence-status.csv", file_120, sizeof file_120},
    {"Dictionary/Resources/vocabularies/majority-status.csv", file_121, sizeof file_121},
    {"Dictionary/Resources/vocabularies/marital-status.csv", file_122, sizeof file_122},
    {"Dictionary/Resources/vocabularies/means-of-control.csv", file_123, sizeof file_123},
    {"Dictionary/Resources/vocabularies/medical-care.csv", file_124, sizeof file_124},
    {"Dictionary/Resources/vocabularies/migration-status.csv", file_125, sizeof file_125},
    {"Dictionary/Resources/vocabularies/notice-publication.csv", file_126, sizeof file_126},
    {"Dictionary/Resources/vocabularies/notice-status.csv", file_127, sizeof file_127},
    {"Dictionary/Resources/vocabularies/occupation.csv", file_128, sizeof file_128},
    {"Dictionary/Resources/vocabularies/opening-decision.csv", file_129, sizeof file_129},
    {"Dictionary/Resources/vocabularies/opening-hours.csv", file_130, sizeof file_130},
    {"Dictionary/Resources/vocabularies/opening-way.csv", file_131, sizeof file_131},
    {"Dictionary/Resources/vocabularies/organisation-kind.csv", file_132, sizeof file_132},
    {"Dictionary/Resources/vocabularies/party-kind.csv", file_133, sizeof file_133},
    {"Dictionary/Resources/vocabularies/perpetrator-status.csv", file_134, sizeof file_134},
    {"Dictionary/Resources/vocabularies/place-kind.csv", file_135, sizeof file_135},
    {"Dictionary/Resources/vocabularies/platform.csv", file_136, sizeof file_136},
    {"Dictionary/Resources/vocabularies/post-mortem.csv", file_137, sizeof file_137},
    {"Dictionary/Resources/vocabularies/priority.csv", file_138, sizeof file_138},
    {"Dictionary/Resources/vocabularies/process-role.csv", file_139, sizeof file_139},
    {"Dictionary/Resources/vocabularies/quantity-unit.csv", file_140, sizeof file_140},
    {"Dictionary/Resources/vocabularies/recruiter-relation.csv", file_141, sizeof file_141},
    {"Dictionary/Resources/vocabularies/recruitment-method.csv", file_142, sizeof file_142},
    {"Dictionary/Resources/vocabularies/referral-direction.csv", file_143, sizeof file_143},
    {"Dictionary/Resources/vocabularies/referral-kind.csv", file_144, sizeof file_144},
    {"Dictionary/Resources/vocabularies/referral-reason.csv", file_145, sizeof file_145},
    {"Dictionary/Resources/vocabularies/referral-refusal.csv", file_146, sizeof file_146},
    {"Dictionary/Resources/vocabularies/referral-status.csv", file_147, sizeof file_147},
    {"Dictionary/Resources/vocabularies/referral-urgency.csv", file_148, sizeof file_148},
    {"Dictionary/Resources/vocabularies/region.csv", file_149, sizeof file_149},
    {"Dictionary/Resources/vocabularies/relation-role.csv", file_150, sizeof file_150},
    {"Dictionary/Resources/vocabularies/report-source.csv", file_151, sizeof file_151},
    {"Dictionary/Resources/vocabularies/satisfaction.csv", file_152, sizeof file_152},
    {"Dictionary/Resources/vocabularies/sector.csv", file_153, sizeof file_153},
    {"Dictionary/Resources/vocabularies/service-status.csv", file_154, sizeof file_154},
    {"Dictionary/Resources/vocabularies/service-type.csv", file_155, sizeof file_155},
    {"Dictionary/Resources/vocabularies/sex.csv", file_156, sizeof file_156},
    {"Dictionary/Resources/vocabularies/sexual-exploitation-type.csv", file_157, sizeof file_157},
    {"Dictionary/Resources/vocabularies/sighting-kind.csv", file_158, sizeof file_158},
    {"Dictionary/Resources/vocabularies/source-connection.csv", file_159, sizeof file_159},
    {"Dictionary/Resources/vocabularies/source-reliability.csv", file_160, sizeof file_160},
    {"Dictionary/Resources/vocabularies/statement-signed.csv", file_161, sizeof file_161},
    {"Dictionary/Resources/vocabularies/subdivision.csv", file_162, sizeof file_162},
    {"Dictionary/Resources/vocabularies/trafficking-status.csv", file_163, sizeof file_163},
    {"Dictionary/Resources/vocabularies/violation-status.csv", file_164, sizeof file_164},
    {"Dictionary/Resources/vocabularies/violation-type.csv", file_165, sizeof file_165},
    {"Dictionary/Resources/vocabularies/visa-kind.csv", file_166, sizeof file_166},
    {"Dictionary/Resources/vocabularies/vulnerability.csv", file_167, sizeof file_167},
    {"Dictionary/Resources/vocabularies/wage-period.csv", file_168, sizeof file_168},
    {"Dictionary/Resources/vocabularies/work-sector.csv", file_169, sizeof file_169},
    {"Dictionary/Resources/vocabularies/worker-wish.csv", file_170, sizeof file_170},
    {"Dictionary/Resources/vocabularies/year.csv", file_171, sizeof file_171},
    {"Dictionary/Resources/vocabularies/yes-no.csv", file_172, sizeof file_172},
    {"Entitlements/Resources/languages/ar.json", file_173, sizeof file_173},
    {"Entitlements/Resources/languages/bn.json", file_174, sizeof file_174},
    {"Entitlements/Resources/languages/en.json", file_175, sizeof file_175},
    {"Entitlements/Resources/languages/hi.json", file_176, sizeof file_176},
    {"Entitlements/Resources/languages/id.json", file_177, sizeof file_177},
    {"Entitlements/Resources/languages/ne.json", file_178, sizeof file_178},
    {"Entitlements/Resources/law/AE-domestic.yaml", file_179, sizeof file_179},
    {"Entitlements/Resources/law/AE-private.yaml", file_180, sizeof file_180},
    {"Entitlements/Resources/law/BH-domestic.yaml", file_181, sizeof file_181},
    {"Entitlements/Resources/law/BH-private.yaml", file_182, sizeof file_182},
    {"Entitlements/Resources/law/HK-domestic.yaml", file_183, sizeof file_183},
    {"Entitlements/Resources/law/HK-private.yaml", file_184, sizeof file_184},
    {"Entitlements/Resources/law/JO-domestic.yaml", file_185, sizeof file_185},
    {"Entitlements/Resources/law/JO-private.yaml", file_186, sizeof file_186},
    {"Entitlements/Resources/law/KW-domestic.yaml", file_187, sizeof file_187},
    {"Entitlements/Resources/law/KW-private.yaml", file_188, sizeof file_188},
    {"Entitlements/Resources/law/LB-domestic.yaml", file_189, sizeof file_189},
    {"Entitlements/Resources/law/LB-private.yaml", file_190, sizeof file_190},
    {"Entitlements/Resources/law/MY-domestic.yaml", file_191, sizeof file_191},
    {"Entitlements/Resources/law/MY-private.yaml", file_192, sizeof file_192},
    {"Entitlements/Resources/law/OM-domestic.yaml", file_193, sizeof file_193},
    {"Entitlements/Resources/law/OM-private.yaml", file_194, sizeof file_194},
    {"Entitlements/Resources/law/QA-domestic.yaml", file_195, sizeof file_195},
    {"Entitlements/Resources/law/QA-private.yaml", file_196, sizeof file_196},
    {"Entitlements/Resources/law/SA-domestic.yaml", file_197, sizeof file_197},
    {"Entitlements/Resources/law/SA-private.yaml", file_198, sizeof file_198},
    {"Entitlements/Resources/law/SG-domestic.yaml", file_199, sizeof file_199},
    {"Entitlements/Resources/law/SG-private.yaml", file_200, sizeof file_200},
    {"Forms/Resources/templates/arrival-hand-over.csv", file_201, sizeof file_201},
    {"Forms/Resources/templates/first-contact.csv", file_202, sizeof file_202},
    {"Forms/Resources/templates/missing-worker.csv", file_203, sizeof file_203},
    {"Forms/Resources/templates/rights-violation-report.csv", file_204, sizeof file_204},
    {"Forms/Resources/templates/service-and-follow-up.csv", file_205, sizeof file_205},
    {"Interchange/Resources/ctdc/global-wide.yaml", file_206, sizeof file_206},
    {"Interchange/Resources/ctdc/kanon-2019-reduced.yaml", file_207, sizeof file_207},
    {"Interchange/Resources/ctdc/victim-perpetrator-synthetic.yaml", file_208, sizeof file_208},
    {"Matching/Resources/han-readings.csv", file_209, sizeof file_209},
    {"Matching/Resources/latin-spellings.csv", file_210, sizeof file_210},
    {"Matching/Resources/letter-sounds.csv", file_211, sizeof file_211},
    {"Matching/Resources/name-affixes.csv", file_212, sizeof file_212},
    {"Matching/Resources/name-weights.csv", file_213, sizeof file_213},
    {"Matching/Resources/name-words.csv", file_214, sizeof file_214},
    {"Matching/Resources/sound-costs.csv", file_215, sizeof file_215},
};

const corridor_embedded_file *corridor_embedded_files(size_t *count) {
    *count = sizeof files / sizeof files[0];
    return files;
}
