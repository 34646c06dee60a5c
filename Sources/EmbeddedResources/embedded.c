// Written by Scripts/embed-resources.sh from the files in the Resources folders. Do not edit.
#include "EmbeddedResources.h"

static const unsigned char file_0[] = {
#embed "../App/Resources/common-passphrases.digests"
};

static const unsigned char file_1[] = {
#embed "../App/Resources/languages/ar/access.json"
};

static const unsigned char file_2[] = {
#embed "../App/Resources/languages/ar/accounts.json"
};

static const unsigned char file_3[] = {
#embed "../App/Resources/languages/ar/api.json"
};

static const unsigned char file_4[] = {
#embed "../App/Resources/languages/ar/cases.json"
};

static const unsigned char file_5[] = {
#embed "../App/Resources/languages/ar/casework.json"
};

static const unsigned char file_6[] = {
#embed "../App/Resources/languages/ar/claims.json"
};

static const unsigned char file_7[] = {
#embed "../App/Resources/languages/ar/consents.json"
};

static const unsigned char file_8[] = {
#embed "../App/Resources/languages/ar/dates.json"
};

static const unsigned char file_9[] = {
#embed "../App/Resources/languages/ar/directory.json"
};

static const unsigned char file_10[] = {
#embed "../App/Resources/languages/ar/documents.json"
};

static const unsigned char file_11[] = {
#embed "../App/Resources/languages/ar/exchange.json"
};

static const unsigned char file_12[] = {
#embed "../App/Resources/languages/ar/forms.json"
};

static const unsigned char file_13[] = {
#embed "../App/Resources/languages/ar/language.json"
};

static const unsigned char file_14[] = {
#embed "../App/Resources/languages/ar/letters.json"
};

static const unsigned char file_15[] = {
#embed "../App/Resources/languages/ar/linkage.json"
};

static const unsigned char file_16[] = {
#embed "../App/Resources/languages/ar/list.json"
};

static const unsigned char file_17[] = {
#embed "../App/Resources/languages/ar/network.json"
};

static const unsigned char file_18[] = {
#embed "../App/Resources/languages/ar/notifications.json"
};

static const unsigned char file_19[] = {
#embed "../App/Resources/languages/ar/patterns.json"
};

static const unsigned char file_20[] = {
#embed "../App/Resources/languages/ar/platform.json"
};

static const unsigned char file_21[] = {
#embed "../App/Resources/languages/ar/policy.json"
};

static const unsigned char file_22[] = {
#embed "../App/Resources/languages/ar/referrals.json"
};

static const unsigned char file_23[] = {
#embed "../App/Resources/languages/ar/search.json"
};

static const unsigned char file_24[] = {
#embed "../App/Resources/languages/ar/submissions.json"
};

static const unsigned char file_25[] = {
#embed "../App/Resources/languages/ar/tasks.json"
};

static const unsigned char file_26[] = {
#embed "../App/Resources/languages/ar/tracing.json"
};

static const unsigned char file_27[] = {
#embed "../App/Resources/languages/ar/watchlist.json"
};

static const unsigned char file_28[] = {
#embed "../App/Resources/languages/bn/access.json"
};

static const unsigned char file_29[] = {
#embed "../App/Resources/languages/bn/accounts.json"
};

static const unsigned char file_30[] = {
#embed "../App/Resources/languages/bn/api.json"
};

static const unsigned char file_31[] = {
#embed "../App/Resources/languages/bn/cases.json"
};

static const unsigned char file_32[] = {
#embed "../App/Resources/languages/bn/casework.json"
};

static const unsigned char file_33[] = {
#embed "../App/Resources/languages/bn/claims.json"
};

static const unsigned char file_34[] = {
#embed "../App/Resources/languages/bn/consents.json"
};

static const unsigned char file_35[] = {
#embed "../App/Resources/languages/bn/dates.json"
};

static const unsigned char file_36[] = {
#embed "../App/Resources/languages/bn/directory.json"
};

static const unsigned char file_37[] = {
#embed "../App/Resources/languages/bn/documents.json"
};

static const unsigned char file_38[] = {
#embed "../App/Resources/languages/bn/exchange.json"
};

static const unsigned char file_39[] = {
#embed "../App/Resources/languages/bn/forms.json"
};

static const unsigned char file_40[] = {
#embed "../App/Resources/languages/bn/language.json"
};

static const unsigned char file_41[] = {
#embed "../App/Resources/languages/bn/letters.json"
};

static const unsigned char file_42[] = {
#embed "../App/Resources/languages/bn/linkage.json"
};

static const unsigned char file_43[] = {
#embed "../App/Resources/languages/bn/list.json"
};

static const unsigned char file_44[] = {
#embed "../App/Resources/languages/bn/network.json"
};

static const unsigned char file_45[] = {
#embed "../App/Resources/languages/bn/notifications.json"
};

static const unsigned char file_46[] = {
#embed "../App/Resources/languages/bn/patterns.json"
};

static const unsigned char file_47[] = {
#embed "../App/Resources/languages/bn/platform.json"
};

static const unsigned char file_48[] = {
#embed "../App/Resources/languages/bn/policy.json"
};

static const unsigned char file_49[] = {
#embed "../App/Resources/languages/bn/referrals.json"
};

static const unsigned char file_50[] = {
#embed "../App/Resources/languages/bn/search.json"
};

static const unsigned char file_51[] = {
#embed "../App/Resources/languages/bn/submissions.json"
};

static const unsigned char file_52[] = {
#embed "../App/Resources/languages/bn/tasks.json"
};

static const unsigned char file_53[] = {
#embed "../App/Resources/languages/bn/tracing.json"
};

static const unsigned char file_54[] = {
#embed "../App/Resources/languages/bn/watchlist.json"
};

static const unsigned char file_55[] = {
#embed "../App/Resources/languages/en/access.json"
};

static const unsigned char file_56[] = {
#embed "../App/Resources/languages/en/accounts.json"
};

static const unsigned char file_57[] = {
#embed "../App/Resources/languages/en/api.json"
};

static const unsigned char file_58[] = {
#embed "../App/Resources/languages/en/cases.json"
};

static const unsigned char file_59[] = {
#embed "../App/Resources/languages/en/casework.json"
};

static const unsigned char file_60[] = {
#embed "../App/Resources/languages/en/claims.json"
};

static const unsigned char file_61[] = {
#embed "../App/Resources/languages/en/consents.json"
};

static const unsigned char file_62[] = {
#embed "../App/Resources/languages/en/dates.json"
};

static const unsigned char file_63[] = {
#embed "../App/Resources/languages/en/directory.json"
};

static const unsigned char file_64[] = {
#embed "../App/Resources/languages/en/documents.json"
};

static const unsigned char file_65[] = {
#embed "../App/Resources/languages/en/exchange.json"
};

static const unsigned char file_66[] = {
#embed "../App/Resources/languages/en/forms.json"
};

static const unsigned char file_67[] = {
#embed "../App/Resources/languages/en/language.json"
};

static const unsigned char file_68[] = {
#embed "../App/Resources/languages/en/letters.json"
};

static const unsigned char file_69[] = {
#embed "../App/Resources/languages/en/linkage.json"
};

static const unsigned char file_70[] = {
#embed "../App/Resources/languages/en/list.json"
};

static const unsigned char file_71[] = {
#embed "../App/Resources/languages/en/network.json"
};

static const unsigned char file_72[] = {
#embed "../App/Resources/languages/en/notifications.json"
};

static const unsigned char file_73[] = {
#embed "../App/Resources/languages/en/patterns.json"
};

static const unsigned char file_74[] = {
#embed "../App/Resources/languages/en/platform.json"
};

static const unsigned char file_75[] = {
#embed "../App/Resources/languages/en/policy.json"
};

static const unsigned char file_76[] = {
#embed "../App/Resources/languages/en/referrals.json"
};

static const unsigned char file_77[] = {
#embed "../App/Resources/languages/en/search.json"
};

static const unsigned char file_78[] = {
#embed "../App/Resources/languages/en/submissions.json"
};

static const unsigned char file_79[] = {
#embed "../App/Resources/languages/en/tasks.json"
};

static const unsigned char file_80[] = {
#embed "../App/Resources/languages/en/tracing.json"
};

static const unsigned char file_81[] = {
#embed "../App/Resources/languages/en/watchlist.json"
};

static const unsigned char file_82[] = {
#embed "../App/Resources/languages/hi/access.json"
};

static const unsigned char file_83[] = {
#embed "../App/Resources/languages/hi/accounts.json"
};

static const unsigned char file_84[] = {
#embed "../App/Resources/languages/hi/api.json"
};

static const unsigned char file_85[] = {
#embed "../App/Resources/languages/hi/cases.json"
};

static const unsigned char file_86[] = {
#embed "../App/Resources/languages/hi/casework.json"
};

static const unsigned char file_87[] = {
#embed "../App/Resources/languages/hi/claims.json"
};

static const unsigned char file_88[] = {
#embed "../App/Resources/languages/hi/consents.json"
};

static const unsigned char file_89[] = {
#embed "../App/Resources/languages/hi/dates.json"
};

static const unsigned char file_90[] = {
#embed "../App/Resources/languages/hi/directory.json"
};

static const unsigned char file_91[] = {
#embed "../App/Resources/languages/hi/documents.json"
};

static const unsigned char file_92[] = {
#embed "../App/Resources/languages/hi/exchange.json"
};

static const unsigned char file_93[] = {
#embed "../App/Resources/languages/hi/forms.json"
};

static const unsigned char file_94[] = {
#embed "../App/Resources/languages/hi/language.json"
};

static const unsigned char file_95[] = {
#embed "../App/Resources/languages/hi/letters.json"
};

static const unsigned char file_96[] = {
#embed "../App/Resources/languages/hi/linkage.json"
};

static const unsigned char file_97[] = {
#embed "../App/Resources/languages/hi/list.json"
};

static const unsigned char file_98[] = {
#embed "../App/Resources/languages/hi/network.json"
};

static const unsigned char file_99[] = {
#embed "../App/Resources/languages/hi/notifications.json"
};

static const unsigned char file_100[] = {
#embed "../App/Resources/languages/hi/patterns.json"
};

static const unsigned char file_101[] = {
#embed "../App/Resources/languages/hi/platform.json"
};

static const unsigned char file_102[] = {
#embed "../App/Resources/languages/hi/policy.json"
};

static const unsigned char file_103[] = {
#embed "../App/Resources/languages/hi/referrals.json"
};

static const unsigned char file_104[] = {
#embed "../App/Resources/languages/hi/search.json"
};

static const unsigned char file_105[] = {
#embed "../App/Resources/languages/hi/submissions.json"
};

static const unsigned char file_106[] = {
#embed "../App/Resources/languages/hi/tasks.json"
};

static const unsigned char file_107[] = {
#embed "../App/Resources/languages/hi/tracing.json"
};

static const unsigned char file_108[] = {
#embed "../App/Resources/languages/hi/watchlist.json"
};

static const unsigned char file_109[] = {
#embed "../App/Resources/languages/id/access.json"
};

static const unsigned char file_110[] = {
#embed "../App/Resources/languages/id/accounts.json"
};

static const unsigned char file_111[] = {
#embed "../App/Resources/languages/id/api.json"
};

static const unsigned char file_112[] = {
#embed "../App/Resources/languages/id/cases.json"
};

static const unsigned char file_113[] = {
#embed "../App/Resources/languages/id/casework.json"
};

static const unsigned char file_114[] = {
#embed "../App/Resources/languages/id/claims.json"
};

static const unsigned char file_115[] = {
#embed "../App/Resources/languages/id/consents.json"
};

static const unsigned char file_116[] = {
#embed "../App/Resources/languages/id/dates.json"
};

static const unsigned char file_117[] = {
#embed "../App/Resources/languages/id/directory.json"
};

static const unsigned char file_118[] = {
#embed "../App/Resources/languages/id/documents.json"
};

static const unsigned char file_119[] = {
#embed "../App/Resources/languages/id/exchange.json"
};

static const unsigned char file_120[] = {
#embed "../App/Resources/languages/id/forms.json"
};

static const unsigned char file_121[] = {
#embed "../App/Resources/languages/id/language.json"
};

static const unsigned char file_122[] = {
#embed "../App/Resources/languages/id/letters.json"
};

static const unsigned char file_123[] = {
#embed "../App/Resources/languages/id/linkage.json"
};

static const unsigned char file_124[] = {
#embed "../App/Resources/languages/id/list.json"
};

static const unsigned char file_125[] = {
#embed "../App/Resources/languages/id/network.json"
};

static const unsigned char file_126[] = {
#embed "../App/Resources/languages/id/notifications.json"
};

static const unsigned char file_127[] = {
#embed "../App/Resources/languages/id/patterns.json"
};

static const unsigned char file_128[] = {
#embed "../App/Resources/languages/id/platform.json"
};

static const unsigned char file_129[] = {
#embed "../App/Resources/languages/id/policy.json"
};

static const unsigned char file_130[] = {
#embed "../App/Resources/languages/id/referrals.json"
};

static const unsigned char file_131[] = {
#embed "../App/Resources/languages/id/search.json"
};

static const unsigned char file_132[] = {
#embed "../App/Resources/languages/id/submissions.json"
};

static const unsigned char file_133[] = {
#embed "../App/Resources/languages/id/tasks.json"
};

static const unsigned char file_134[] = {
#embed "../App/Resources/languages/id/tracing.json"
};

static const unsigned char file_135[] = {
#embed "../App/Resources/languages/id/watchlist.json"
};

static const unsigned char file_136[] = {
#embed "../App/Resources/languages/ne/access.json"
};

static const unsigned char file_137[] = {
#embed "../App/Resources/languages/ne/accounts.json"
};

static const unsigned char file_138[] = {
#embed "../App/Resources/languages/ne/api.json"
};

static const unsigned char file_139[] = {
#embed "../App/Resources/languages/ne/cases.json"
};

static const unsigned char file_140[] = {
#embed "../App/Resources/languages/ne/casework.json"
};

static const unsigned char file_141[] = {
#embed "../App/Resources/languages/ne/claims.json"
};

static const unsigned char file_142[] = {
#embed "../App/Resources/languages/ne/consents.json"
};

static const unsigned char file_143[] = {
#embed "../App/Resources/languages/ne/dates.json"
};

static const unsigned char file_144[] = {
#embed "../App/Resources/languages/ne/directory.json"
};

static const unsigned char file_145[] = {
#embed "../App/Resources/languages/ne/documents.json"
};

static const unsigned char file_146[] = {
#embed "../App/Resources/languages/ne/exchange.json"
};

static const unsigned char file_147[] = {
#embed "../App/Resources/languages/ne/forms.json"
};

static const unsigned char file_148[] = {
#embed "../App/Resources/languages/ne/language.json"
};

static const unsigned char file_149[] = {
#embed "../App/Resources/languages/ne/letters.json"
};

static const unsigned char file_150[] = {
#embed "../App/Resources/languages/ne/linkage.json"
};

static const unsigned char file_151[] = {
#embed "../App/Resources/languages/ne/list.json"
};

static const unsigned char file_152[] = {
#embed "../App/Resources/languages/ne/network.json"
};

static const unsigned char file_153[] = {
#embed "../App/Resources/languages/ne/notifications.json"
};

static const unsigned char file_154[] = {
#embed "../App/Resources/languages/ne/patterns.json"
};

static const unsigned char file_155[] = {
#embed "../App/Resources/languages/ne/platform.json"
};

static const unsigned char file_156[] = {
#embed "../App/Resources/languages/ne/policy.json"
};

static const unsigned char file_157[] = {
#embed "../App/Resources/languages/ne/referrals.json"
};

static const unsigned char file_158[] = {
#embed "../App/Resources/languages/ne/search.json"
};

static const unsigned char file_159[] = {
#embed "../App/Resources/languages/ne/submissions.json"
};

static const unsigned char file_160[] = {
#embed "../App/Resources/languages/ne/tasks.json"
};

static const unsigned char file_161[] = {
#embed "../App/Resources/languages/ne/tracing.json"
};

static const unsigned char file_162[] = {
#embed "../App/Resources/languages/ne/watchlist.json"
};

static const unsigned char file_163[] = {
#embed "../App/Resources/letters/complaint/ar.txt"
};

static const unsigned char file_164[] = {
#embed "../App/Resources/letters/complaint/bn.txt"
};

static const unsigned char file_165[] = {
#embed "../App/Resources/letters/complaint/en.txt"
};

static const unsigned char file_166[] = {
#embed "../App/Resources/letters/complaint/hi.txt"
};

static const unsigned char file_167[] = {
#embed "../App/Resources/letters/complaint/id.txt"
};

static const unsigned char file_168[] = {
#embed "../App/Resources/letters/complaint/ne.txt"
};

static const unsigned char file_169[] = {
#embed "../App/Resources/letters/demand/ar.txt"
};

static const unsigned char file_170[] = {
#embed "../App/Resources/letters/demand/bn.txt"
};

static const unsigned char file_171[] = {
#embed "../App/Resources/letters/demand/en.txt"
};

static const unsigned char file_172[] = {
#embed "../App/Resources/letters/demand/hi.txt"
};

static const unsigned char file_173[] = {
#embed "../App/Resources/letters/demand/id.txt"
};

static const unsigned char file_174[] = {
#embed "../App/Resources/letters/demand/ne.txt"
};

static const unsigned char file_175[] = {
#embed "../App/Resources/letters/embassy-request/ar.txt"
};

static const unsigned char file_176[] = {
#embed "../App/Resources/letters/embassy-request/bn.txt"
};

static const unsigned char file_177[] = {
#embed "../App/Resources/letters/embassy-request/en.txt"
};

static const unsigned char file_178[] = {
#embed "../App/Resources/letters/embassy-request/hi.txt"
};

static const unsigned char file_179[] = {
#embed "../App/Resources/letters/embassy-request/id.txt"
};

static const unsigned char file_180[] = {
#embed "../App/Resources/letters/embassy-request/ne.txt"
};

static const unsigned char file_181[] = {
#embed "../App/Resources/letters/power-of-attorney/ar.txt"
};

static const unsigned char file_182[] = {
#embed "../App/Resources/letters/power-of-attorney/bn.txt"
};

static const unsigned char file_183[] = {
#embed "../App/Resources/letters/power-of-attorney/en.txt"
};

static const unsigned char file_184[] = {
#embed "../App/Resources/letters/power-of-attorney/hi.txt"
};

static const unsigned char file_185[] = {
#embed "../App/Resources/letters/power-of-attorney/id.txt"
};

static const unsigned char file_186[] = {
#embed "../App/Resources/letters/power-of-attorney/ne.txt"
};

static const unsigned char file_187[] = {
#embed "../App/Resources/letters/summary/ar.txt"
};

static const unsigned char file_188[] = {
#embed "../App/Resources/letters/summary/bn.txt"
};

static const unsigned char file_189[] = {
#embed "../App/Resources/letters/summary/en.txt"
};

static const unsigned char file_190[] = {
#embed "../App/Resources/letters/summary/hi.txt"
};

static const unsigned char file_191[] = {
#embed "../App/Resources/letters/summary/id.txt"
};

static const unsigned char file_192[] = {
#embed "../App/Resources/letters/summary/ne.txt"
};

static const unsigned char file_193[] = {
#embed "../App/Resources/maps/land.csv"
};

static const unsigned char file_194[] = {
#embed "../App/Resources/web/codes.js"
};

static const unsigned char file_195[] = {
#embed "../App/Resources/web/corridor.css"
};

static const unsigned char file_196[] = {
#embed "../App/Resources/web/corridor.js"
};

static const unsigned char file_197[] = {
#embed "../App/Resources/web/digest.js"
};

static const unsigned char file_198[] = {
#embed "../App/Resources/web/documents.js"
};

static const unsigned char file_199[] = {
#embed "../App/Resources/web/drafts.js"
};

static const unsigned char file_200[] = {
#embed "../App/Resources/web/expressions.js"
};

static const unsigned char file_201[] = {
#embed "../App/Resources/web/forms.js"
};

static const unsigned char file_202[] = {
#embed "../App/Resources/web/mark.svg"
};

static const unsigned char file_203[] = {
#embed "../App/Resources/web/waiting.js"
};

static const unsigned char file_204[] = {
#embed "../Dictionary/Resources/calendars/bikram-sambat.csv"
};

static const unsigned char file_205[] = {
#embed "../Dictionary/Resources/calendars/umm-al-qura.csv"
};

static const unsigned char file_206[] = {
#embed "../Dictionary/Resources/dictionary.csv"
};

static const unsigned char file_207[] = {
#embed "../Dictionary/Resources/fields.csv"
};

static const unsigned char file_208[] = {
#embed "../Dictionary/Resources/labels/ar/code-lists.csv"
};

static const unsigned char file_209[] = {
#embed "../Dictionary/Resources/labels/ar/fields.csv"
};

static const unsigned char file_210[] = {
#embed "../Dictionary/Resources/labels/ar/records.csv"
};

static const unsigned char file_211[] = {
#embed "../Dictionary/Resources/labels/ar/terms.csv"
};

static const unsigned char file_212[] = {
#embed "../Dictionary/Resources/labels/ar/vocabularies.csv"
};

static const unsigned char file_213[] = {
#embed "../Dictionary/Resources/labels/bn/code-lists.csv"
};

static const unsigned char file_214[] = {
#embed "../Dictionary/Resources/labels/bn/fields.csv"
};

static const unsigned char file_215[] = {
#embed "../Dictionary/Resources/labels/bn/records.csv"
};

static const unsigned char file_216[] = {
#embed "../Dictionary/Resources/labels/bn/terms.csv"
};

static const unsigned char file_217[] = {
#embed "../Dictionary/Resources/labels/bn/vocabularies.csv"
};

static const unsigned char file_218[] = {
#embed "../Dictionary/Resources/labels/hi/code-lists.csv"
};

static const unsigned char file_219[] = {
#embed "../Dictionary/Resources/labels/hi/fields.csv"
};

static const unsigned char file_220[] = {
#embed "../Dictionary/Resources/labels/hi/records.csv"
};

static const unsigned char file_221[] = {
#embed "../Dictionary/Resources/labels/hi/terms.csv"
};

static const unsigned char file_222[] = {
#embed "../Dictionary/Resources/labels/hi/vocabularies.csv"
};

static const unsigned char file_223[] = {
#embed "../Dictionary/Resources/labels/id/code-lists.csv"
};

static const unsigned char file_224[] = {
#embed "../Dictionary/Resources/labels/id/fields.csv"
};

static const unsigned char file_225[] = {
#embed "../Dictionary/Resources/labels/id/records.csv"
};

static const unsigned char file_226[] = {
#embed "../Dictionary/Resources/labels/id/terms.csv"
};

static const unsigned char file_227[] = {
#embed "../Dictionary/Resources/labels/id/vocabularies.csv"
};

static const unsigned char file_228[] = {
#embed "../Dictionary/Resources/labels/ne/code-lists.csv"
};

static const unsigned char file_229[] = {
#embed "../Dictionary/Resources/labels/ne/fields.csv"
};

static const unsigned char file_230[] = {
#embed "../Dictionary/Resources/labels/ne/records.csv"
};

static const unsigned char file_231[] = {
#embed "../Dictionary/Resources/labels/ne/terms.csv"
};

static const unsigned char file_232[] = {
#embed "../Dictionary/Resources/labels/ne/vocabularies.csv"
};

static const unsigned char file_233[] = {
#embed "../Dictionary/Resources/records.csv"
};

static const unsigned char file_234[] = {
#embed "../Dictionary/Resources/reference/htcds-2.0.csv"
};

static const unsigned char file_235[] = {
#embed "../Dictionary/Resources/reference/huridocs.csv"
};

static const unsigned char file_236[] = {
#embed "../Dictionary/Resources/spellings/country.csv"
};

static const unsigned char file_237[] = {
#embed "../Dictionary/Resources/vocabularies.csv"
};

static const unsigned char file_238[] = {
#embed "../Dictionary/Resources/vocabularies/account-role.csv"
};

static const unsigned char file_239[] = {
#embed "../Dictionary/Resources/vocabularies/account-state.csv"
};

static const unsigned char file_240[] = {
#embed "../Dictionary/Resources/vocabularies/action-result.csv"
};

static const unsigned char file_241[] = {
#embed "../Dictionary/Resources/vocabularies/action-status.csv"
};

static const unsigned char file_242[] = {
#embed "../Dictionary/Resources/vocabularies/action-type.csv"
};

static const unsigned char file_243[] = {
#embed "../Dictionary/Resources/vocabularies/age-group.csv"
};

static const unsigned char file_244[] = {
#embed "../Dictionary/Resources/vocabularies/amount-band.csv"
};

static const unsigned char file_245[] = {
#embed "../Dictionary/Resources/vocabularies/body-returned.csv"
};

static const unsigned char file_246[] = {
#embed "../Dictionary/Resources/vocabularies/case-outcome.csv"
};

static const unsigned char file_247[] = {
#embed "../Dictionary/Resources/vocabularies/case-status.csv"
};

static const unsigned char file_248[] = {
#embed "../Dictionary/Resources/vocabularies/claim-decision.csv"
};

static const unsigned char file_249[] = {
#embed "../Dictionary/Resources/vocabularies/claim-head.csv"
};

static const unsigned char file_250[] = {
#embed "../Dictionary/Resources/vocabularies/claim-stage.csv"
};

static const unsigned char file_251[] = {
#embed "../Dictionary/Resources/vocabularies/clause-paper.csv"
};

static const unsigned char file_252[] = {
#embed "../Dictionary/Resources/vocabularies/clause-topic.csv"
};

static const unsigned char file_253[] = {
#embed "../Dictionary/Resources/vocabularies/closing-reason.csv"
};

static const unsigned char file_254[] = {
#embed "../Dictionary/Resources/vocabularies/compensation.csv"
};

static const unsigned char file_255[] = {
#embed "../Dictionary/Resources/vocabularies/consent-giver.csv"
};

static const unsigned char file_256[] = {
#embed "../Dictionary/Resources/vocabularies/consent-manner.csv"
};

static const unsigned char file_257[] = {
#embed "../Dictionary/Resources/vocabularies/consent-scope.csv"
};

static const unsigned char file_258[] = {
#embed "../Dictionary/Resources/vocabularies/contact-channel.csv"
};

static const unsigned char file_259[] = {
#embed "../Dictionary/Resources/vocabularies/contract-kind.csv"
};

static const unsigned char file_260[] = {
#embed "../Dictionary/Resources/vocabularies/contract-term.csv"
};

static const unsigned char file_261[] = {
#embed "../Dictionary/Resources/vocabularies/country.csv"
};

static const unsigned char file_262[] = {
#embed "../Dictionary/Resources/vocabularies/currency.csv"
};

static const unsigned char file_263[] = {
#embed "../Dictionary/Resources/vocabularies/data-source.csv"
};

static const unsigned char file_264[] = {
#embed "../Dictionary/Resources/vocabularies/death-cause.csv"
};

static const unsigned char file_265[] = {
#embed "../Dictionary/Resources/vocabularies/death-certificate.csv"
};

static const unsigned char file_266[] = {
#embed "../Dictionary/Resources/vocabularies/deciding-body.csv"
};

static const unsigned char file_267[] = {
#embed "../Dictionary/Resources/vocabularies/detention-kind.csv"
};

static const unsigned char file_268[] = {
#embed "../Dictionary/Resources/vocabularies/disability.csv"
};

static const unsigned char file_269[] = {
#embed "../Dictionary/Resources/vocabularies/document-form.csv"
};

static const unsigned char file_270[] = {
#embed "../Dictionary/Resources/vocabularies/document-type.csv"
};

static const unsigned char file_271[] = {
#embed "../Dictionary/Resources/vocabularies/duration-band.csv"
};

static const unsigned char file_272[] = {
#embed "../Dictionary/Resources/vocabularies/education.csv"
};

static const unsigned char file_273[] = {
#embed "../Dictionary/Resources/vocabularies/employment-category.csv"
};

static const unsigned char file_274[] = {
#embed "../Dictionary/Resources/vocabularies/employment-ending.csv"
};

static const unsigned char file_275[] = {
#embed "../Dictionary/Resources/vocabularies/evidence-kind.csv"
};

static const unsigned char file_276[] = {
#embed "../Dictionary/Resources/vocabularies/exploitation-type.csv"
};

static const unsigned char file_277[] = {
#embed "../Dictionary/Resources/vocabularies/fee-purpose.csv"
};

static const unsigned char file_278[] = {
#embed "../Dictionary/Resources/vocabularies/forced-labour-indicator.csv"
};

static const unsigned char file_279[] = {
#embed "../Dictionary/Resources/vocabularies/forum-kind.csv"
};

static const unsigned char file_280[] = {
#embed "../Dictionary/Resources/vocabularies/found-agreement.csv"
};

static const unsigned char file_281[] = {
#embed "../Dictionary/Resources/vocabularies/gender.csv"
};

static const unsigned char file_282[] = {
#embed "../Dictionary/Resources/vocabularies/headcount-band.csv"
};

static const unsigned char file_283[] = {
#embed "../Dictionary/Resources/vocabularies/hours-band.csv"
};

static const unsigned char file_284[] = {
#embed "../Dictionary/Resources/vocabularies/identifier-kind.csv"
};

static const unsigned char file_285[] = {
#embed "../Dictionary/Resources/vocabularies/impact.csv"
};

static const unsigned char file_286[] = {
#embed "../Dictionary/Resources/vocabularies/import-status.csv"
};

static const unsigned char file_287[] = {
#embed "../Dictionary/Resources/vocabularies/injury-kind.csv"
};

static const unsigned char file_288[] = {
#embed "../Dictionary/Resources/vocabularies/injury-outcome.csv"
};

static const unsigned char file_289[] = {
#embed "../Dictionary/Resources/vocabularies/instrument-kind.csv"
};

static const unsigned char file_290[] = {
#embed "../Dictionary/Resources/vocabularies/instrument-standing.csv"
};

static const unsigned char file_291[] = {
#embed "../Dictionary/Resources/vocabularies/involvement.csv"
};

static const unsigned char file_292[] = {
#embed "../Dictionary/Resources/vocabularies/journey-stage.csv"
};

static const unsigned char file_293[] = {
#embed "../Dictionary/Resources/vocabularies/language.csv"
};

static const unsigned char file_294[] = {
#embed "../Dictionary/Resources/vocabularies/licence-status.csv"
};

static const unsigned char file_295[] = {
#embed "../Dictionary/Resources/vocabularies/listing-status.csv"
};

static const unsigned char file_296[] = {
#embed "../Dictionary/Resources/vocabularies/majority-status.csv"
};

static const unsigned char file_297[] = {
#embed "../Dictionary/Resources/vocabularies/mandate-step.csv"
};

static const unsigned char file_298[] = {
#embed "../Dictionary/Resources/vocabularies/marital-status.csv"
};

static const unsigned char file_299[] = {
#embed "../Dictionary/Resources/vocabularies/means-of-control.csv"
};

static const unsigned char file_300[] = {
#embed "../Dictionary/Resources/vocabularies/medical-care.csv"
};

static const unsigned char file_301[] = {
#embed "../Dictionary/Resources/vocabularies/migration-status.csv"
};

static const unsigned char file_302[] = {
#embed "../Dictionary/Resources/vocabularies/notice-publication.csv"
};

static const unsigned char file_303[] = {
#embed "../Dictionary/Resources/vocabularies/notice-status.csv"
};

static const unsigned char file_304[] = {
#embed "../Dictionary/Resources/vocabularies/occupation.csv"
};

static const unsigned char file_305[] = {
#embed "../Dictionary/Resources/vocabularies/opening-decision.csv"
};

static const unsigned char file_306[] = {
#embed "../Dictionary/Resources/vocabularies/opening-hours.csv"
};

static const unsigned char file_307[] = {
#embed "../Dictionary/Resources/vocabularies/opening-way.csv"
};

static const unsigned char file_308[] = {
#embed "../Dictionary/Resources/vocabularies/organisation-kind.csv"
};

static const unsigned char file_309[] = {
#embed "../Dictionary/Resources/vocabularies/party-kind.csv"
};

static const unsigned char file_310[] = {
#embed "../Dictionary/Resources/vocabularies/perpetrator-status.csv"
};

static const unsigned char file_311[] = {
#embed "../Dictionary/Resources/vocabularies/place-kind.csv"
};

static const unsigned char file_312[] = {
#embed "../Dictionary/Resources/vocabularies/platform.csv"
};

static const unsigned char file_313[] = {
#embed "../Dictionary/Resources/vocabularies/policy-change-kind.csv"
};

static const unsigned char file_314[] = {
#embed "../Dictionary/Resources/vocabularies/policy-decision.csv"
};

static const unsigned char file_315[] = {
#embed "../Dictionary/Resources/vocabularies/post-mortem.csv"
};

static const unsigned char file_316[] = {
#embed "../Dictionary/Resources/vocabularies/priority.csv"
};

static const unsigned char file_317[] = {
#embed "../Dictionary/Resources/vocabularies/process-role.csv"
};

static const unsigned char file_318[] = {
#embed "../Dictionary/Resources/vocabularies/quantity-unit.csv"
};

static const unsigned char file_319[] = {
#embed "../Dictionary/Resources/vocabularies/recruiter-relation.csv"
};

static const unsigned char file_320[] = {
#embed "../Dictionary/Resources/vocabularies/recruitment-method.csv"
};

static const unsigned char file_321[] = {
#embed "../Dictionary/Resources/vocabularies/referral-direction.csv"
};

static const unsigned char file_322[] = {
#embed "../Dictionary/Resources/vocabularies/referral-kind.csv"
};

static const unsigned char file_323[] = {
#embed "../Dictionary/Resources/vocabularies/referral-reason.csv"
};

static const unsigned char file_324[] = {
#embed "../Dictionary/Resources/vocabularies/referral-refusal.csv"
};

static const unsigned char file_325[] = {
#embed "../Dictionary/Resources/vocabularies/referral-status.csv"
};

static const unsigned char file_326[] = {
#embed "../Dictionary/Resources/vocabularies/referral-urgency.csv"
};

static const unsigned char file_327[] = {
#embed "../Dictionary/Resources/vocabularies/region.csv"
};

static const unsigned char file_328[] = {
#embed "../Dictionary/Resources/vocabularies/relation-role.csv"
};

static const unsigned char file_329[] = {
#embed "../Dictionary/Resources/vocabularies/report-source.csv"
};

static const unsigned char file_330[] = {
#embed "../Dictionary/Resources/vocabularies/satisfaction.csv"
};

static const unsigned char file_331[] = {
#embed "../Dictionary/Resources/vocabularies/sector.csv"
};

static const unsigned char file_332[] = {
#embed "../Dictionary/Resources/vocabularies/service-status.csv"
};

static const unsigned char file_333[] = {
#embed "../Dictionary/Resources/vocabularies/service-type.csv"
};

static const unsigned char file_334[] = {
#embed "../Dictionary/Resources/vocabularies/sex.csv"
};

static const unsigned char file_335[] = {
#embed "../Dictionary/Resources/vocabularies/sexual-exploitation-type.csv"
};

static const unsigned char file_336[] = {
#embed "../Dictionary/Resources/vocabularies/sheet-stage.csv"
};

static const unsigned char file_337[] = {
#embed "../Dictionary/Resources/vocabularies/sighting-kind.csv"
};

static const unsigned char file_338[] = {
#embed "../Dictionary/Resources/vocabularies/source-confidence.csv"
};

static const unsigned char file_339[] = {
#embed "../Dictionary/Resources/vocabularies/source-connection.csv"
};

static const unsigned char file_340[] = {
#embed "../Dictionary/Resources/vocabularies/source-reliability.csv"
};

static const unsigned char file_341[] = {
#embed "../Dictionary/Resources/vocabularies/statement-signed.csv"
};

static const unsigned char file_342[] = {
#embed "../Dictionary/Resources/vocabularies/subdivision.csv"
};

static const unsigned char file_343[] = {
#embed "../Dictionary/Resources/vocabularies/trafficking-status.csv"
};

static const unsigned char file_344[] = {
#embed "../Dictionary/Resources/vocabularies/verdict.csv"
};

static const unsigned char file_345[] = {
#embed "../Dictionary/Resources/vocabularies/violation-status.csv"
};

static const unsigned char file_346[] = {
#embed "../Dictionary/Resources/vocabularies/violation-type.csv"
};

static const unsigned char file_347[] = {
#embed "../Dictionary/Resources/vocabularies/visa-kind.csv"
};

static const unsigned char file_348[] = {
#embed "../Dictionary/Resources/vocabularies/vulnerability.csv"
};

static const unsigned char file_349[] = {
#embed "../Dictionary/Resources/vocabularies/wage-period.csv"
};

static const unsigned char file_350[] = {
#embed "../Dictionary/Resources/vocabularies/work-sector.csv"
};

static const unsigned char file_351[] = {
#embed "../Dictionary/Resources/vocabularies/worker-wish.csv"
};

static const unsigned char file_352[] = {
#embed "../Dictionary/Resources/vocabularies/year.csv"
};

static const unsigned char file_353[] = {
#embed "../Dictionary/Resources/vocabularies/yes-no.csv"
};

static const unsigned char file_354[] = {
#embed "../Entitlements/Resources/languages/ar.json"
};

static const unsigned char file_355[] = {
#embed "../Entitlements/Resources/languages/bn.json"
};

static const unsigned char file_356[] = {
#embed "../Entitlements/Resources/languages/en.json"
};

static const unsigned char file_357[] = {
#embed "../Entitlements/Resources/languages/hi.json"
};

static const unsigned char file_358[] = {
#embed "../Entitlements/Resources/languages/id.json"
};

static const unsigned char file_359[] = {
#embed "../Entitlements/Resources/languages/ne.json"
};

static const unsigned char file_360[] = {
#embed "../Entitlements/Resources/languages/rules.yaml"
};

static const unsigned char file_361[] = {
#embed "../Entitlements/Resources/languages/statements.yaml"
};

static const unsigned char file_362[] = {
#embed "../Entitlements/Resources/law/AE-domestic.yaml"
};

static const unsigned char file_363[] = {
#embed "../Entitlements/Resources/law/AE-private.yaml"
};

static const unsigned char file_364[] = {
#embed "../Entitlements/Resources/law/BH-domestic.yaml"
};

static const unsigned char file_365[] = {
#embed "../Entitlements/Resources/law/BH-private.yaml"
};

static const unsigned char file_366[] = {
#embed "../Entitlements/Resources/law/HK-domestic.yaml"
};

static const unsigned char file_367[] = {
#embed "../Entitlements/Resources/law/HK-private.yaml"
};

static const unsigned char file_368[] = {
#embed "../Entitlements/Resources/law/JO-domestic.yaml"
};

static const unsigned char file_369[] = {
#embed "../Entitlements/Resources/law/JO-private.yaml"
};

static const unsigned char file_370[] = {
#embed "../Entitlements/Resources/law/KW-domestic.yaml"
};

static const unsigned char file_371[] = {
#embed "../Entitlements/Resources/law/KW-private.yaml"
};

static const unsigned char file_372[] = {
#embed "../Entitlements/Resources/law/LB-domestic.yaml"
};

static const unsigned char file_373[] = {
#embed "../Entitlements/Resources/law/LB-private.yaml"
};

static const unsigned char file_374[] = {
#embed "../Entitlements/Resources/law/MY-domestic.yaml"
};

static const unsigned char file_375[] = {
#embed "../Entitlements/Resources/law/MY-private.yaml"
};

static const unsigned char file_376[] = {
#embed "../Entitlements/Resources/law/OM-domestic.yaml"
};

static const unsigned char file_377[] = {
#embed "../Entitlements/Resources/law/OM-private.yaml"
};

static const unsigned char file_378[] = {
#embed "../Entitlements/Resources/law/QA-domestic.yaml"
};

static const unsigned char file_379[] = {
#embed "../Entitlements/Resources/law/QA-private.yaml"
};

static const unsigned char file_380[] = {
#embed "../Entitlements/Resources/law/SA-domestic.yaml"
};

static const unsigned char file_381[] = {
#embed "../Entitlements/Resources/law/SA-private.yaml"
};

static const unsigned char file_382[] = {
#embed "../Entitlements/Resources/law/SG-domestic.yaml"
};

static const unsigned char file_383[] = {
#embed "../Entitlements/Resources/law/SG-private.yaml"
};

static const unsigned char file_384[] = {
#embed "../Entitlements/Resources/policy/agencies.yaml"
};

static const unsigned char file_385[] = {
#embed "../Entitlements/Resources/policy/entries.yaml"
};

static const unsigned char file_386[] = {
#embed "../Entitlements/Resources/policy/mandates.yaml"
};

static const unsigned char file_387[] = {
#embed "../Entitlements/Resources/policy/publishers.csv"
};

static const unsigned char file_388[] = {
#embed "../Entitlements/Resources/policy/ratifications.csv"
};

static const unsigned char file_389[] = {
#embed "../Entitlements/Resources/policy/statutes.csv"
};

static const unsigned char file_390[] = {
#embed "../Entitlements/Resources/policy/titles.csv"
};

static const unsigned char file_391[] = {
#embed "../Entitlements/Resources/policy/treaties.csv"
};

static const unsigned char file_392[] = {
#embed "../Forms/Resources/templates/arrival-hand-over.csv"
};

static const unsigned char file_393[] = {
#embed "../Forms/Resources/templates/first-contact.csv"
};

static const unsigned char file_394[] = {
#embed "../Forms/Resources/templates/missing-worker.csv"
};

static const unsigned char file_395[] = {
#embed "../Forms/Resources/templates/rights-violation-report.csv"
};

static const unsigned char file_396[] = {
#embed "../Forms/Resources/templates/service-and-follow-up.csv"
};

static const unsigned char file_397[] = {
#embed "../Interchange/Resources/ctdc/global-wide.yaml"
};

static const unsigned char file_398[] = {
#embed "../Interchange/Resources/ctdc/kanon-2019-reduced.yaml"
};

static const unsigned char file_399[] = {
#embed "../Interchange/Resources/ctdc/victim-perpetrator-synthetic.yaml"
};

static const unsigned char file_400[] = {
#embed "../Interchange/Resources/directory/country-time-zones.csv"
};

static const unsigned char file_401[] = {
#embed "../Interchange/Resources/directory/need-words.csv"
};

static const unsigned char file_402[] = {
#embed "../Interchange/Resources/directory/place-words.csv"
};

static const unsigned char file_403[] = {
#embed "../Matching/Resources/country-names.csv"
};

static const unsigned char file_404[] = {
#embed "../Matching/Resources/han-readings.csv"
};

static const unsigned char file_405[] = {
#embed "../Matching/Resources/latin-spellings.csv"
};

static const unsigned char file_406[] = {
#embed "../Matching/Resources/letter-sounds.csv"
};

static const unsigned char file_407[] = {
#embed "../Matching/Resources/linkage-priors.csv"
};

static const unsigned char file_408[] = {
#embed "../Matching/Resources/name-affixes.csv"
};

static const unsigned char file_409[] = {
#embed "../Matching/Resources/name-part-rates.csv"
};

static const unsigned char file_410[] = {
#embed "../Matching/Resources/name-weights.csv"
};

static const unsigned char file_411[] = {
#embed "../Matching/Resources/name-words.csv"
};

static const unsigned char file_412[] = {
#embed "../Matching/Resources/organisation-words.csv"
};

static const unsigned char file_413[] = {
#embed "../Matching/Resources/sex-words.csv"
};

static const unsigned char file_414[] = {
#embed "../Matching/Resources/sound-costs.csv"
};

static const corridor_embedded_file files[] = {
    {"App/Resources/common-passphrases.digests", file_0, sizeof file_0},
    {"App/Resources/languages/ar/access.json", file_1, sizeof file_1},
    {"App/Resources/languages/ar/accounts.json", file_2, sizeof file_2},
    {"App/Resources/languages/ar/api.json", file_3, sizeof file_3},
    {"App/Resources/languages/ar/cases.json", file_4, sizeof file_4},
    {"App/Resources/languages/ar/casework.json", file_5, sizeof file_5},
    {"App/Resources/languages/ar/claims.json", file_6, sizeof file_6},
    {"App/Resources/languages/ar/consents.json", file_7, sizeof file_7},
    {"App/Resources/languages/ar/dates.json", file_8, sizeof file_8},
    {"App/Resources/languages/ar/directory.json", file_9, sizeof file_9},
    {"App/Resources/languages/ar/documents.json", file_10, sizeof file_10},
    {"App/Resources/languages/ar/exchange.json", file_11, sizeof file_11},
    {"App/Resources/languages/ar/forms.json", file_12, sizeof file_12},
    {"App/Resources/languages/ar/language.json", file_13, sizeof file_13},
    {"App/Resources/languages/ar/letters.json", file_14, sizeof file_14},
    {"App/Resources/languages/ar/linkage.json", file_15, sizeof file_15},
    {"App/Resources/languages/ar/list.json", file_16, sizeof file_16},
    {"App/Resources/languages/ar/network.json", file_17, sizeof file_17},
    {"App/Resources/languages/ar/notifications.json", file_18, sizeof file_18},
    {"App/Resources/languages/ar/patterns.json", file_19, sizeof file_19},
    {"App/Resources/languages/ar/platform.json", file_20, sizeof file_20},
    {"App/Resources/languages/ar/policy.json", file_21, sizeof file_21},
    {"App/Resources/languages/ar/referrals.json", file_22, sizeof file_22},
    {"App/Resources/languages/ar/search.json", file_23, sizeof file_23},
    {"App/Resources/languages/ar/submissions.json", file_24, sizeof file_24},
    {"App/Resources/languages/ar/tasks.json", file_25, sizeof file_25},
    {"App/Resources/languages/ar/tracing.json", file_26, sizeof file_26},
    {"App/Resources/languages/ar/watchlist.json", file_27, sizeof file_27},
    {"App/Resources/languages/bn/access.json", file_28, sizeof file_28},
    {"App/Resources/languages/bn/accounts.json", file_29, sizeof file_29},
    {"App/Resources/languages/bn/api.json", file_30, sizeof file_30},
    {"App/Resources/languages/bn/cases.json", file_31, sizeof file_31},
    {"App/Resources/languages/bn/casework.json", file_32, sizeof file_32},
    {"App/Resources/languages/bn/claims.json", file_33, sizeof file_33},
    {"App/Resources/languages/bn/consents.json", file_34, sizeof file_34},
    {"App/Resources/languages/bn/dates.json", file_35, sizeof file_35},
    {"App/Resources/languages/bn/directory.json", file_36, sizeof file_36},
    {"App/Resources/languages/bn/documents.json", file_37, sizeof file_37},
    {"App/Resources/languages/bn/exchange.json", file_38, sizeof file_38},
    {"App/Resources/languages/bn/forms.json", file_39, sizeof file_39},
    {"App/Resources/languages/bn/language.json", file_40, sizeof file_40},
    {"App/Resources/languages/bn/letters.json", file_41, sizeof file_41},
    {"App/Resources/languages/bn/linkage.json", file_42, sizeof file_42},
    {"App/Resources/languages/bn/list.json", file_43, sizeof file_43},
    {"App/Resources/languages/bn/network.json", file_44, sizeof file_44},
    {"App/Resources/languages/bn/notifications.json", file_45, sizeof file_45},
    {"App/Resources/languages/bn/patterns.json", file_46, sizeof file_46},
    {"App/Resources/languages/bn/platform.json", file_47, sizeof file_47},
    {"App/Resources/languages/bn/policy.json", file_48, sizeof file_48},
    {"App/Resources/languages/bn/referrals.json", file_49, sizeof file_49},
    {"App/Resources/languages/bn/search.json", file_50, sizeof file_50},
    {"App/Resources/languages/bn/submissions.json", file_51, sizeof file_51},
    {"App/Resources/languages/bn/tasks.json", file_52, sizeof file_52},
    {"App/Resources/languages/bn/tracing.json", file_53, sizeof file_53},
    {"App/Resources/languages/bn/watchlist.json", file_54, sizeof file_54},
    {"App/Resources/languages/en/access.json", file_55, sizeof file_55},
    {"App/Resources/languages/en/accounts.json", file_56, sizeof file_56},
    {"App/Resources/languages/en/api.json", file_57, sizeof file_57},
    {"App/Resources/languages/en/cases.json", file_58, sizeof file_58},
    {"App/Resources/languages/en/casework.json", file_59, sizeof file_59},
    {"App/Resources/languages/en/claims.json", file_60, sizeof file_60},
    {"App/Resources/languages/en/consents.json", file_61, sizeof file_61},
    {"App/Resources/languages/en/dates.json", file_62, sizeof file_62},
    {"App/Resources/languages/en/directory.json", file_63, sizeof file_63},
    {"App/Resources/languages/en/documents.json", file_64, sizeof file_64},
    {"App/Resources/languages/en/exchange.json", file_65, sizeof file_65},
    {"App/Resources/languages/en/forms.json", file_66, sizeof file_66},
    {"App/Resources/languages/en/language.json", file_67, sizeof file_67},
    {"App/Resources/languages/en/letters.json", file_68, sizeof file_68},
    {"App/Resources/languages/en/linkage.json", file_69, sizeof file_69},
    {"App/Resources/languages/en/list.json", file_70, sizeof file_70},
    {"App/Resources/languages/en/network.json", file_71, sizeof file_71},
    {"App/Resources/languages/en/notifications.json", file_72, sizeof file_72},
    {"App/Resources/languages/en/patterns.json", file_73, sizeof file_73},
    {"App/Resources/languages/en/platform.json", file_74, sizeof file_74},
    {"App/Resources/languages/en/policy.json", file_75, sizeof file_75},
    {"App/Resources/languages/en/referrals.json", file_76, sizeof file_76},
    {"App/Resources/languages/en/search.json", file_77, sizeof file_77},
    {"App/Resources/languages/en/submissions.json", file_78, sizeof file_78},
    {"App/Resources/languages/en/tasks.json", file_79, sizeof file_79},
    {"App/Resources/languages/en/tracing.json", file_80, sizeof file_80},
    {"App/Resources/languages/en/watchlist.json", file_81, sizeof file_81},
    {"App/Resources/languages/hi/access.json", file_82, sizeof file_82},
    {"App/Resources/languages/hi/accounts.json", file_83, sizeof file_83},
    {"App/Resources/languages/hi/api.json", file_84, sizeof file_84},
    {"App/Resources/languages/hi/cases.json", file_85, sizeof file_85},
    {"App/Resources/languages/hi/casework.json", file_86, sizeof file_86},
    {"App/Resources/languages/hi/claims.json", file_87, sizeof file_87},
    {"App/Resources/languages/hi/consents.json", file_88, sizeof file_88},
    {"App/Resources/languages/hi/dates.json", file_89, sizeof file_89},
    {"App/Resources/languages/hi/directory.json", file_90, sizeof file_90},
    {"App/Resources/languages/hi/documents.json", file_91, sizeof file_91},
    {"App/Resources/languages/hi/exchange.json", file_92, sizeof file_92},
    {"App/Resources/languages/hi/forms.json", file_93, sizeof file_93},
    {"App/Resources/languages/hi/language.json", file_94, sizeof file_94},
    {"App/Resources/languages/hi/letters.json", file_95, sizeof file_95},
    {"App/Resources/languages/hi/linkage.json", file_96, sizeof file_96},
    {"App/Resources/languages/hi/list.json", file_97, sizeof file_97},
    {"App/Resources/languages/hi/network.json", file_98, sizeof file_98},
    {"App/Resources/languages/hi/notifications.json", file_99, sizeof file_99},
    {"App/Resources/languages/hi/patterns.json", file_100, sizeof file_100},
    {"App/Resources/languages/hi/platform.json", file_101, sizeof file_101},
    {"App/Resources/languages/hi/policy.json", file_102, sizeof file_102},
    {"App/Resources/languages/hi/referrals.json", file_103, sizeof file_103},
    {"App/Resources/languages/hi/search.json", file_104, sizeof file_104},
    {"App/Resources/languages/hi/submissions.json", file_105, sizeof file_105},
    {"App/Resources/languages/hi/tasks.json", file_106, sizeof file_106},
    {"App/Resources/languages/hi/tracing.json", file_107, sizeof file_107},
    {"App/Resources/languages/hi/watchlist.json", file_108, sizeof file_108},
    {"App/Resources/languages/id/access.json", file_109, sizeof file_109},
    {"App/Resources/languages/id/accounts.json", file_110, sizeof file_110},
    {"App/Resources/languages/id/api.json", file_111, sizeof file_111},
    {"App/Resources/languages/id/cases.json", file_112, sizeof file_112},
    {"App/Resources/languages/id/casework.json", file_113, sizeof file_113},
    {"App/Resources/languages/id/claims.json", file_114, sizeof file_114},
    {"App/Resources/languages/id/consents.json", file_115, sizeof file_115},
    {"App/Resources/languages/id/dates.json", file_116, sizeof file_116},
    {"App/Resources/languages/id/directory.json", file_117, sizeof file_117},
    {"App/Resources/languages/id/documents.json", file_118, sizeof file_118},
    {"App/Resources/languages/id/exchange.json", file_119, sizeof file_119},
    {"App/Resources/languages/id/forms.json", file_120, sizeof file_120},
    {"App/Resources/languages/id/language.json", file_121, sizeof file_121},
    {"App/Resources/languages/id/letters.json", file_122, sizeof file_122},
    {"App/Resources/languages/id/linkage.json", file_123, sizeof file_123},
    {"App/Resources/languages/id/list.json", file_124, sizeof file_124},
    {"App/Resources/languages/id/network.json", file_125, sizeof file_125},
    {"App/Resources/languages/id/notifications.json", file_126, sizeof file_126},
    {"App/Resources/languages/id/patterns.json", file_127, sizeof file_127},
    {"App/Resources/languages/id/platform.json", file_128, sizeof file_128},
    {"App/Resources/languages/id/policy.json", file_129, sizeof file_129},
    {"App/Resources/languages/id/referrals.json", file_130, sizeof file_130},
    {"App/Resources/languages/id/search.json", file_131, sizeof file_131},
    {"App/Resources/languages/id/submissions.json", file_132, sizeof file_132},
    {"App/Resources/languages/id/tasks.json", file_133, sizeof file_133},
    {"App/Resources/languages/id/tracing.json", file_134, sizeof file_134},
    {"App/Resources/languages/id/watchlist.json", file_135, sizeof file_135},
    {"App/Resources/languages/ne/access.json", file_136, sizeof file_136},
    {"App/Resources/languages/ne/accounts.json", file_137, sizeof file_137},
    {"App/Resources/languages/ne/api.json", file_138, sizeof file_138},
    {"App/Resources/languages/ne/cases.json", file_139, sizeof file_139},
    {"App/Resources/languages/ne/casework.json", file_140, sizeof file_140},
    {"App/Resources/languages/ne/claims.json", file_141, sizeof file_141},
    {"App/Resources/languages/ne/consents.json", file_142, sizeof file_142},
    {"App/Resources/languages/ne/dates.json", file_143, sizeof file_143},
    {"App/Resources/languages/ne/directory.json", file_144, sizeof file_144},
    {"App/Resources/languages/ne/documents.json", file_145, sizeof file_145},
    {"App/Resources/languages/ne/exchange.json", file_146, sizeof file_146},
    {"App/Resources/languages/ne/forms.json", file_147, sizeof file_147},
    {"App/Resources/languages/ne/language.json", file_148, sizeof file_148},
    {"App/Resources/languages/ne/letters.json", file_149, sizeof file_149},
    {"App/Resources/languages/ne/linkage.json", file_150, sizeof file_150},
    {"App/Resources/languages/ne/list.json", file_151, sizeof file_151},
    {"App/Resources/languages/ne/network.json", file_152, sizeof file_152},
    {"App/Resources/languages/ne/notifications.json", file_153, sizeof file_153},
    {"App/Resources/languages/ne/patterns.json", file_154, sizeof file_154},
    {"App/Resources/languages/ne/platform.json", file_155, sizeof file_155},
    {"App/Resources/languages/ne/policy.json", file_156, sizeof file_156},
    {"App/Resources/languages/ne/referrals.json", file_157, sizeof file_157},
    {"App/Resources/languages/ne/search.json", file_158, sizeof file_158},
    {"App/Resources/languages/ne/submissions.json", file_159, sizeof file_159},
    {"App/Resources/languages/ne/tasks.json", file_160, sizeof file_160},
    {"App/Resources/languages/ne/tracing.json", file_161, sizeof file_161},
    {"App/Resources/languages/ne/watchlist.json", file_162, sizeof file_162},
    {"App/Resources/letters/complaint/ar.txt", file_163, sizeof file_163},
    {"App/Resources/letters/complaint/bn.txt", file_164, sizeof file_164},
    {"App/Resources/letters/complaint/en.txt", file_165, sizeof file_165},
    {"App/Resources/letters/complaint/hi.txt", file_166, sizeof file_166},
    {"App/Resources/letters/complaint/id.txt", file_167, sizeof file_167},
    {"App/Resources/letters/complaint/ne.txt", file_168, sizeof file_168},
    {"App/Resources/letters/demand/ar.txt", file_169, sizeof file_169},
    {"App/Resources/letters/demand/bn.txt", file_170, sizeof file_170},
    {"App/Resources/letters/demand/en.txt", file_171, sizeof file_171},
    {"App/Resources/letters/demand/hi.txt", file_172, sizeof file_172},
    {"App/Resources/letters/demand/id.txt", file_173, sizeof file_173},
    {"App/Resources/letters/demand/ne.txt", file_174, sizeof file_174},
    {"App/Resources/letters/embassy-request/ar.txt", file_175, sizeof file_175},
    {"App/Resources/letters/embassy-request/bn.txt", file_176, sizeof file_176},
    {"App/Resources/letters/embassy-request/en.txt", file_177, sizeof file_177},
    {"App/Resources/letters/embassy-request/hi.txt", file_178, sizeof file_178},
    {"App/Resources/letters/embassy-request/id.txt", file_179, sizeof file_179},
    {"App/Resources/letters/embassy-request/ne.txt", file_180, sizeof file_180},
    {"App/Resources/letters/power-of-attorney/ar.txt", file_181, sizeof file_181},
    {"App/Resources/letters/power-of-attorney/bn.txt", file_182, sizeof file_182},
    {"App/Resources/letters/power-of-attorney/en.txt", file_183, sizeof file_183},
    {"App/Resources/letters/power-of-attorney/hi.txt", file_184, sizeof file_184},
    {"App/Resources/letters/power-of-attorney/id.txt", file_185, sizeof file_185},
    {"App/Resources/letters/power-of-attorney/ne.txt", file_186, sizeof file_186},
    {"App/Resources/letters/summary/ar.txt", file_187, sizeof file_187},
    {"App/Resources/letters/summary/bn.txt", file_188, sizeof file_188},
    {"App/Resources/letters/summary/en.txt", file_189, sizeof file_189},
    {"App/Resources/letters/summary/hi.txt", file_190, sizeof file_190},
    {"App/Resources/letters/summary/id.txt", file_191, sizeof file_191},
    {"App/Resources/letters/summary/ne.txt", file_192, sizeof file_192},
    {"App/Resources/maps/land.csv", file_193, sizeof file_193},
    {"App/Resources/web/codes.js", file_194, sizeof file_194},
    {"App/Resources/web/corridor.css", file_195, sizeof file_195},
    {"App/Resources/web/corridor.js", file_196, sizeof file_196},
    {"App/Resources/web/digest.js", file_197, sizeof file_197},
    {"App/Resources/web/documents.js", file_198, sizeof file_198},
    {"App/Resources/web/drafts.js", file_199, sizeof file_199},
    {"App/Resources/web/expressions.js", file_200, sizeof file_200},
    {"App/Resources/web/forms.js", file_201, sizeof file_201},
    {"App/Resources/web/mark.svg", file_202, sizeof file_202},
    {"App/Resources/web/waiting.js", file_203, sizeof file_203},
    {"Dictionary/Resources/calendars/bikram-sambat.csv", file_204, sizeof file_204},
    {"Dictionary/Resources/calendars/umm-al-qura.csv", file_205, sizeof file_205},
    {"Dictionary/Resources/dictionary.csv", file_206, sizeof file_206},
    {"Dictionary/Resources/fields.csv", file_207, sizeof file_207},
    {"Dictionary/Resources/labels/ar/code-lists.csv", file_208, sizeof file_208},
    {"Dictionary/Resources/labels/ar/fields.csv", file_209, sizeof file_209},
    {"Dictionary/Resources/labels/ar/records.csv", file_210, sizeof file_210},
    {"Dictionary/Resources/labels/ar/terms.csv", file_211, sizeof file_211},
    {"Dictionary/Resources/labels/ar/vocabularies.csv", file_212, sizeof file_212},
    {"Dictionary/Resources/labels/bn/code-lists.csv", file_213, sizeof file_213},
    {"Dictionary/Resources/labels/bn/fields.csv", file_214, sizeof file_214},
    {"Dictionary/Resources/labels/bn/records.csv", file_215, sizeof file_215},
    {"Dictionary/Resources/labels/bn/terms.csv", file_216, sizeof file_216},
    {"Dictionary/Resources/labels/bn/vocabularies.csv", file_217, sizeof file_217},
    {"Dictionary/Resources/labels/hi/code-lists.csv", file_218, sizeof file_218},
    {"Dictionary/Resources/labels/hi/fields.csv", file_219, sizeof file_219},
    {"Dictionary/Resources/labels/hi/records.csv", file_220, sizeof file_220},
    {"Dictionary/Resources/labels/hi/terms.csv", file_221, sizeof file_221},
    {"Dictionary/Resources/labels/hi/vocabularies.csv", file_222, sizeof file_222},
    {"Dictionary/Resources/labels/id/code-lists.csv", file_223, sizeof file_223},
    {"Dictionary/Resources/labels/id/fields.csv", file_224, sizeof file_224},
    {"Dictionary/Resources/labels/id/records.csv", file_225, sizeof file_225},
    {"Dictionary/Resources/labels/id/terms.csv", file_226, sizeof file_226},
    {"Dictionary/Resources/labels/id/vocabularies.csv", file_227, sizeof file_227},
    {"Dictionary/Resources/labels/ne/code-lists.csv", file_228, sizeof file_228},
    {"Dictionary/Resources/labels/ne/fields.csv", file_229, sizeof file_229},
    {"Dictionary/Resources/labels/ne/records.csv", file_230, sizeof file_230},
    {"Dictionary/Resources/labels/ne/terms.csv", file_231, sizeof file_231},
    {"Dictionary/Resources/labels/ne/vocabularies.csv", file_232, sizeof file_232},
    {"Dictionary/Resources/records.csv", file_233, sizeof file_233},
    {"Dictionary/Resources/reference/htcds-2.0.csv", file_234, sizeof file_234},
    {"Dictionary/Resources/reference/huridocs.csv", file_235, sizeof file_235},
    {"Dictionary/Resources/spellings/country.csv", file_236, sizeof file_236},
    {"Dictionary/Resources/vocabularies.csv", file_237, sizeof file_237},
    {"Dictionary/Resources/vocabularies/account-role.csv", file_238, sizeof file_238},
    {"Dictionary/Resources/vocabularies/account-state.csv", file_239, sizeof file_239},
    {"Dictionary/Resources/vocabularies/action-result.csv", file_240, sizeof file_240},
    {"Dictionary/Resources/vocabularies/action-status.csv", file_241, sizeof file_241},
    {"Dictionary/Resources/vocabularies/action-type.csv", file_242, sizeof file_242},
    {"Dictionary/Resources/vocabularies/age-group.csv", file_243, sizeof file_243},
    {"Dictionary/Resources/vocabularies/amount-band.csv", file_244, sizeof file_244},
    {"Dictionary/Resources/vocabularies/body-returned.csv", file_245, sizeof file_245},
    {"Dictionary/Resources/vocabularies/case-outcome.csv", file_246, sizeof file_246},
    {"Dictionary/Resources/vocabularies/case-status.csv", file_247, sizeof file_247},
    {"Dictionary/Resources/vocabularies/claim-decision.csv", file_248, sizeof file_248},
    {"Dictionary/Resources/vocabularies/claim-head.csv", file_249, sizeof file_249},
    {"Dictionary/Resources/vocabularies/claim-stage.csv", file_250, sizeof file_250},
    {"Dictionary/Resources/vocabularies/clause-paper.csv", file_251, sizeof file_251},
    {"Dictionary/Resources/vocabularies/clause-topic.csv", file_252, sizeof file_252},
    {"Dictionary/Resources/vocabularies/closing-reason.csv", file_253, sizeof file_253},
    {"Dictionary/Resources/vocabularies/compensation.csv", file_254, sizeof file_254},
    {"Dictionary/Resources/vocabularies/consent-giver.csv", file_255, sizeof file_255},
    {"Dictionary/Resources/vocabularies/consent-manner.csv", file_256, sizeof file_256},
    {"Dictionary/Resources/vocabularies/consent-scope.csv", file_257, sizeof file_257},
    {"Dictionary/Resources/vocabularies/contact-channel.csv", file_258, sizeof file_258},
    {"Dictionary/Resources/vocabularies/contract-kind.csv", file_259, sizeof file_259},
    {"Dictionary/Resources/vocabularies/contract-term.csv", file_260, sizeof file_260},
    {"Dictionary/Resources/vocabularies/country.csv", file_261, sizeof file_261},
    {"Dictionary/Resources/vocabularies/currency.csv", file_262, sizeof file_262},
    {"Dictionary/Resources/vocabularies/data-source.csv", file_263, sizeof file_263},
    {"Dictionary/Resources/vocabularies/death-cause.csv", file_264, sizeof file_264},
    {"Dictionary/Resources/vocabularies/death-certificate.csv", file_265, sizeof file_265},
    {"Dictionary/Resources/vocabularies/deciding-body.csv", file_266, sizeof file_266},
    {"Dictionary/Resources/vocabularies/detention-kind.csv", file_267, sizeof file_267},
    {"Dictionary/Resources/vocabularies/disability.csv", file_268, sizeof file_268},
    {"Dictionary/Resources/vocabularies/document-form.csv", file_269, sizeof file_269},
    {"Dictionary/Resources/vocabularies/document-type.csv", file_270, sizeof file_270},
    {"Dictionary/Resources/vocabularies/duration-band.csv", file_271, sizeof file_271},
    {"Dictionary/Resources/vocabularies/education.csv", file_272, sizeof file_272},
    {"Dictionary/Resources/vocabularies/employment-category.csv", file_273, sizeof file_273},
    {"Dictionary/Resources/vocabularies/employment-ending.csv", file_274, sizeof file_274},
    {"Dictionary/Resources/vocabularies/evidence-kind.csv", file_275, sizeof file_275},
    {"Dictionary/Resources/vocabularies/exploitation-type.csv", file_276, sizeof file_276},
    {"Dictionary/Resources/vocabularies/fee-purpose.csv", file_277, sizeof file_277},
    {"Dictionary/Resources/vocabularies/forced-labour-indicator.csv", file_278, sizeof file_278},
    {"Dictionary/Resources/vocabularies/forum-kind.csv", file_279, sizeof file_279},
    {"Dictionary/Resources/vocabularies/found-agreement.csv", file_280, sizeof file_280},
    {"Dictionary/Resources/vocabularies/gender.csv", file_281, sizeof file_281},
    {"Dictionary/Resources/vocabularies/headcount-band.csv", file_282, sizeof file_282},
    {"Dictionary/Resources/vocabularies/hours-band.csv", file_283, sizeof file_283},
    {"Dictionary/Resources/vocabularies/identifier-kind.csv", file_284, sizeof file_284},
    {"Dictionary/Resources/vocabularies/impact.csv", file_285, sizeof file_285},
    {"Dictionary/Resources/vocabularies/import-status.csv", file_286, sizeof file_286},
    {"Dictionary/Resources/vocabularies/injury-kind.csv", file_287, sizeof file_287},
    {"Dictionary/Resources/vocabularies/injury-outcome.csv", file_288, sizeof file_288},
    {"Dictionary/Resources/vocabularies/instrument-kind.csv", file_289, sizeof file_289},
    {"Dictionary/Resources/vocabularies/instrument-standing.csv", file_290, sizeof file_290},
    {"Dictionary/Resources/vocabularies/involvement.csv", file_291, sizeof file_291},
    {"Dictionary/Resources/vocabularies/journey-stage.csv", file_292, sizeof file_292},
    {"Dictionary/Resources/vocabularies/language.csv", file_293, sizeof file_293},
    {"Dictionary/Resources/vocabularies/licence-status.csv", file_294, sizeof file_294},
    {"Dictionary/Resources/vocabularies/listing-status.csv", file_295, sizeof file_295},
    {"Dictionary/Resources/vocabularies/majority-status.csv", file_296, sizeof file_296},
    {"Dictionary/Resources/vocabularies/mandate-step.csv", file_297, sizeof file_297},
    {"Dictionary/Resources/vocabularies/marital-status.csv", file_298, sizeof file_298},
    {"Dictionary/Resources/vocabularies/means-of-control.csv", file_299, sizeof file_299},
    {"Dictionary/Resources/vocabularies/medical-care.csv", file_300, sizeof file_300},
    {"Dictionary/Resources/vocabularies/migration-status.csv", file_301, sizeof file_301},
    {"Dictionary/Resources/vocabularies/notice-publication.csv", file_302, sizeof file_302},
    {"Dictionary/Resources/vocabularies/notice-status.csv", file_303, sizeof file_303},
    {"Dictionary/Resources/vocabularies/occupation.csv", file_304, sizeof file_304},
    {"Dictionary/Resources/vocabularies/opening-decision.csv", file_305, sizeof file_305},
    {"Dictionary/Resources/vocabularies/opening-hours.csv", file_306, sizeof file_306},
    {"Dictionary/Resources/vocabularies/opening-way.csv", file_307, sizeof file_307},
    {"Dictionary/Resources/vocabularies/organisation-kind.csv", file_308, sizeof file_308},
    {"Dictionary/Resources/vocabularies/party-kind.csv", file_309, sizeof file_309},
    {"Dictionary/Resources/vocabularies/perpetrator-status.csv", file_310, sizeof file_310},
    {"Dictionary/Resources/vocabularies/place-kind.csv", file_311, sizeof file_311},
    {"Dictionary/Resources/vocabularies/platform.csv", file_312, sizeof file_312},
    {"Dictionary/Resources/vocabularies/policy-change-kind.csv", file_313, sizeof file_313},
    {"Dictionary/Resources/vocabularies/policy-decision.csv", file_314, sizeof file_314},
    {"Dictionary/Resources/vocabularies/post-mortem.csv", file_315, sizeof file_315},
    {"Dictionary/Resources/vocabularies/priority.csv", file_316, sizeof file_316},
    {"Dictionary/Resources/vocabularies/process-role.csv", file_317, sizeof file_317},
    {"Dictionary/Resources/vocabularies/quantity-unit.csv", file_318, sizeof file_318},
    {"Dictionary/Resources/vocabularies/recruiter-relation.csv", file_319, sizeof file_319},
    {"Dictionary/Resources/vocabularies/recruitment-method.csv", file_320, sizeof file_320},
    {"Dictionary/Resources/vocabularies/referral-direction.csv", file_321, sizeof file_321},
    {"Dictionary/Resources/vocabularies/referral-kind.csv", file_322, sizeof file_322},
    {"Dictionary/Resources/vocabularies/referral-reason.csv", file_323, sizeof file_323},
    {"Dictionary/Resources/vocabularies/referral-refusal.csv", file_324, sizeof file_324},
    {"Dictionary/Resources/vocabularies/referral-status.csv", file_325, sizeof file_325},
    {"Dictionary/Resources/vocabularies/referral-urgency.csv", file_326, sizeof file_326},
    {"Dictionary/Resources/vocabularies/region.csv", file_327, sizeof file_327},
    {"Dictionary/Resources/vocabularies/relation-role.csv", file_328, sizeof file_328},
    {"Dictionary/Resources/vocabularies/report-source.csv", file_329, sizeof file_329},
    {"Dictionary/Resources/vocabularies/satisfaction.csv", file_330, sizeof file_330},
    {"Dictionary/Resources/vocabularies/sector.csv", file_331, sizeof file_331},
    {"Dictionary/Resources/vocabularies/service-status.csv", file_332, sizeof file_332},
    {"Dictionary/Resources/vocabularies/service-type.csv", file_333, sizeof file_333},
    {"Dictionary/Resources/vocabularies/sex.csv", file_334, sizeof file_334},
    {"Dictionary/Resources/vocabularies/sexual-exploitation-type.csv", file_335, sizeof file_335},
    {"Dictionary/Resources/vocabularies/sheet-stage.csv", file_336, sizeof file_336},
    {"Dictionary/Resources/vocabularies/sighting-kind.csv", file_337, sizeof file_337},
    {"Dictionary/Resources/vocabularies/source-confidence.csv", file_338, sizeof file_338},
    {"Dictionary/Resources/vocabularies/source-connection.csv", file_339, sizeof file_339},
    {"Dictionary/Resources/vocabularies/source-reliability.csv", file_340, sizeof file_340},
    {"Dictionary/Resources/vocabularies/statement-signed.csv", file_341, sizeof file_341},
    {"Dictionary/Resources/vocabularies/subdivision.csv", file_342, sizeof file_342},
    {"Dictionary/Resources/vocabularies/trafficking-status.csv", file_343, sizeof file_343},
    {"Dictionary/Resources/vocabularies/verdict.csv", file_344, sizeof file_344},
    {"Dictionary/Resources/vocabularies/violation-status.csv", file_345, sizeof file_345},
    {"Dictionary/Resources/vocabularies/violation-type.csv", file_346, sizeof file_346},
    {"Dictionary/Resources/vocabularies/visa-kind.csv", file_347, sizeof file_347},
    {"Dictionary/Resources/vocabularies/vulnerability.csv", file_348, sizeof file_348},
    {"Dictionary/Resources/vocabularies/wage-period.csv", file_349, sizeof file_349},
    {"Dictionary/Resources/vocabularies/work-sector.csv", file_350, sizeof file_350},
    {"Dictionary/Resources/vocabularies/worker-wish.csv", file_351, sizeof file_351},
    {"Dictionary/Resources/vocabularies/year.csv", file_352, sizeof file_352},
    {"Dictionary/Resources/vocabularies/yes-no.csv", file_353, sizeof file_353},
    {"Entitlements/Resources/languages/ar.json", file_354, sizeof file_354},
    {"Entitlements/Resources/languages/bn.json", file_355, sizeof file_355},
    {"Entitlements/Resources/languages/en.json", file_356, sizeof file_356},
    {"Entitlements/Resources/languages/hi.json", file_357, sizeof file_357},
    {"Entitlements/Resources/languages/id.json", file_358, sizeof file_358},
    {"Entitlements/Resources/languages/ne.json", file_359, sizeof file_359},
    {"Entitlements/Resources/languages/rules.yaml", file_360, sizeof file_360},
    {"Entitlements/Resources/languages/statements.yaml", file_361, sizeof file_361},
    {"Entitlements/Resources/law/AE-domestic.yaml", file_362, sizeof file_362},
    {"Entitlements/Resources/law/AE-private.yaml", file_363, sizeof file_363},
    {"Entitlements/Resources/law/BH-domestic.yaml", file_364, sizeof file_364},
    {"Entitlements/Resources/law/BH-private.yaml", file_365, sizeof file_365},
    {"Entitlements/Resources/law/HK-domestic.yaml", file_366, sizeof file_366},
    {"Entitlements/Resources/law/HK-private.yaml", file_367, sizeof file_367},
    {"Entitlements/Resources/law/JO-domestic.yaml", file_368, sizeof file_368},
    {"Entitlements/Resources/law/JO-private.yaml", file_369, sizeof file_369},
    {"Entitlements/Resources/law/KW-domestic.yaml", file_370, sizeof file_370},
    {"Entitlements/Resources/law/KW-private.yaml", file_371, sizeof file_371},
    {"Entitlements/Resources/law/LB-domestic.yaml", file_372, sizeof file_372},
    {"Entitlements/Resources/law/LB-private.yaml", file_373, sizeof file_373},
    {"Entitlements/Resources/law/MY-domestic.yaml", file_374, sizeof file_374},
    {"Entitlements/Resources/law/MY-private.yaml", file_375, sizeof file_375},
    {"Entitlements/Resources/law/OM-domestic.yaml", file_376, sizeof file_376},
    {"Entitlements/Resources/law/OM-private.yaml", file_377, sizeof file_377},
    {"Entitlements/Resources/law/QA-domestic.yaml", file_378, sizeof file_378},
    {"Entitlements/Resources/law/QA-private.yaml", file_379, sizeof file_379},
    {"Entitlements/Resources/law/SA-domestic.yaml", file_380, sizeof file_380},
    {"Entitlements/Resources/law/SA-private.yaml", file_381, sizeof file_381},
    {"Entitlements/Resources/law/SG-domestic.yaml", file_382, sizeof file_382},
    {"Entitlements/Resources/law/SG-private.yaml", file_383, sizeof file_383},
    {"Entitlements/Resources/policy/agencies.yaml", file_384, sizeof file_384},
    {"Entitlements/Resources/policy/entries.yaml", file_385, sizeof file_385},
    {"Entitlements/Resources/policy/mandates.yaml", file_386, sizeof file_386},
    {"Entitlements/Resources/policy/publishers.csv", file_387, sizeof file_387},
    {"Entitlements/Resources/policy/ratifications.csv", file_388, sizeof file_388},
    {"Entitlements/Resources/policy/statutes.csv", file_389, sizeof file_389},
    {"Entitlements/Resources/policy/titles.csv", file_390, sizeof file_390},
    {"Entitlements/Resources/policy/treaties.csv", file_391, sizeof file_391},
    {"Forms/Resources/templates/arrival-hand-over.csv", file_392, sizeof file_392},
    {"Forms/Resources/templates/first-contact.csv", file_393, sizeof file_393},
    {"Forms/Resources/templates/missing-worker.csv", file_394, sizeof file_394},
    {"Forms/Resources/templates/rights-violation-report.csv", file_395, sizeof file_395},
    {"Forms/Resources/templates/service-and-follow-up.csv", file_396, sizeof file_396},
    {"Interchange/Resources/ctdc/global-wide.yaml", file_397, sizeof file_397},
    {"Interchange/Resources/ctdc/kanon-2019-reduced.yaml", file_398, sizeof file_398},
    {"Interchange/Resources/ctdc/victim-perpetrator-synthetic.yaml", file_399, sizeof file_399},
    {"Interchange/Resources/directory/country-time-zones.csv", file_400, sizeof file_400},
    {"Interchange/Resources/directory/need-words.csv", file_401, sizeof file_401},
    {"Interchange/Resources/directory/place-words.csv", file_402, sizeof file_402},
    {"Matching/Resources/country-names.csv", file_403, sizeof file_403},
    {"Matching/Resources/han-readings.csv", file_404, sizeof file_404},
    {"Matching/Resources/latin-spellings.csv", file_405, sizeof file_405},
    {"Matching/Resources/letter-sounds.csv", file_406, sizeof file_406},
    {"Matching/Resources/linkage-priors.csv", file_407, sizeof file_407},
    {"Matching/Resources/name-affixes.csv", file_408, sizeof file_408},
    {"Matching/Resources/name-part-rates.csv", file_409, sizeof file_409},
    {"Matching/Resources/name-weights.csv", file_410, sizeof file_410},
    {"Matching/Resources/name-words.csv", file_411, sizeof file_411},
    {"Matching/Resources/organisation-words.csv", file_412, sizeof file_412},
    {"Matching/Resources/sex-words.csv", file_413, sizeof file_413},
    {"Matching/Resources/sound-costs.csv", file_414, sizeof file_414},
};

const corridor_embedded_file *corridor_embedded_files(size_t *count) {
    *count = sizeof files / sizeof files[0];
    return files;
}
