extension Topic {
    /// Topics that are shown and not computed with. A rule under a name that is neither here nor among ``units`` is a mistake in spelling, and would silently
    /// be left out of every claim.
    static let forReading: Set<String> = [
        "continuous-contract", "contract", "contract-default-term", "contract-term", "coverage", "daily-rate-divisor", "daily-rest", "dispute",
        "dispute-cap", "dispute-hearing", "dispute-ministry-decision", "dispute-step-1", "dispute-step-2", "dispute-wage-protection",
        "end-of-service-basis-variable", "end-of-service-continuity", "end-of-service-contribution", "end-of-service-contribution-deadline",
        "end-of-service-days-meaning", "end-of-service-deduction", "end-of-service-eligibility", "end-of-service-fraction", "end-of-service-resignation",
        "end-of-service-resignation-exception", "end-of-service-set-off", "end-of-service-share-of-1964", "end-of-service-social-security",
        "end-of-service-unknown", "final-settlement", "hours-continuous", "hours-max-3weeks", "hours-most-with-overtime", "hours-ramadan",
        "hours-week-none", "leave-ticket", "limitation-interruption", "limitation-suspension", "limitation-while-employed",
        "long-service-eligibility", "min-wage-daily",
        "min-wage-divisor",
        "min-wage-garment", "min-wage-hourly", "min-wage-penalty", "minimum-age", "minimum-wage-larger-employers", "minimum-wage-nationals",
        "minimum-wage-next", "notice-in-service", "notice-other-pay", "notice-other-summary", "notice-pay-in-lieu", "occupations",
        "overtime-compensation", "overtime-max", "overtime-max-day", "overtime-time-off", "passport", "passport-fine", "permit-fee", "probation",
        "public-holidays", "repatriation", "repatriation-of-remains", "resignation-deemed", "rest-day-pay-at-own-request", "severance-claim",
        "severance-payment",
        "sick-leave", "social-security", "social-security-worker-share", "termination-benefit-exclusion", "transfer-fee", "wage-payment",
        "wage-payment-overtime", "weekly-rest",
    ]
}
