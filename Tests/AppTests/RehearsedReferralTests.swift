import App
import Exchange
import Testing

@Suite("Referrals over a bad network")
struct RehearsedReferralTests {
    @Test("Both sides end in the same state, and what was refused or withdrawn neither crosses afterwards nor stays at the partner")
    func schedules() {
        var (secrets, restores) = (0, 0)
        for seed in UInt64(1)...100 {
            let outcome = Rehearsal.run(seed: seed, (RehearsedReferrals(), RehearsedReferrals()))
            #expect(outcome.faults.isEmpty, "corridor exchange rehearse --seed \(seed) shows this schedule again")
            secrets += outcome.secrets
            restores += outcome.restores
        }
        #expect(secrets > 50 && restores > 10)
    }
}
