import Testing
import Vault

@testable import Exchange

@Suite("Two organisations over a bad network")
struct RehearsalTests {
    @Test("Every message takes effect exactly once and in order, and both sides end in the same state")
    func schedules() {
        var (crashes, lost, restores, repeated) = (0, 0, 0, 0)
        for seed in UInt64(1)...1_000 {
            let outcome = Rehearsal.run(seed: seed, (SilentApplication(), SilentApplication()))
            #expect(outcome.faults.isEmpty, "corridor exchange rehearse --seed \(seed) shows this schedule again")
            crashes += outcome.crashes
            lost += outcome.lost
            restores += outcome.restores
            repeated += outcome.repeated
        }
        // The network was as bad as it claims.
        #expect(crashes > 500 && lost > 2_500 && restores > 50 && repeated > 500)
    }

    @Test("The same holds with envelopes that are really sealed")
    func sealed() throws {
        let keys = (try OrganisationKeys(organisation: "first", at: 0), try OrganisationKeys(organisation: "second", at: 0))
        for seed in UInt64(1)...10 {
            #expect(Rehearsal.run(seed: seed, (SilentApplication(), SilentApplication()), sealed: keys).faults.isEmpty, "seed \(seed)")
        }
    }

    @Test("A schedule is the same each time it runs")
    func repeatable() {
        let applications = (SilentApplication(), SilentApplication())
        let (first, again) = (Rehearsal.run(seed: 7, applications), Rehearsal.run(seed: 7, applications))
        #expect(first.envelopes == again.envelopes && first.lost == again.lost && first.hours == again.hours)
    }
}
