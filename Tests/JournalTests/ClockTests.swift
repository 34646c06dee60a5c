import TestSupport
import Testing

@testable import Journal

struct ClockTests {
    @Test func theOrderOfTextsIsTheOrderOfReadings() {
        var random = SeededGenerator(seed: 1)
        let edges: [UInt64] = [0, 1, 9, 10, 15, 16, 255, 256, 0x9fff, 0xa000, 1_767_225_600_000, Timestamp.greatestMilliseconds]
        for _ in 0..<20_000 {
            func reading() -> Timestamp {
                Timestamp(
                    milliseconds: edges.randomElement(using: &random) ?? 0, counter: [0, 1, 0xff, 0x100, .max].randomElement(using: &random) ?? 0,
                    device: DeviceIdentifier([0, 1, 0x0fff_ffff, .max].randomElement(using: &random) ?? 0))
            }
            let (left, right) = (reading(), reading())
            #expect((left < right) == Array(left.description.utf8).lexicographicallyPrecedes(Array(right.description.utf8)))
            #expect((left == right) == (left.description == right.description))
            #expect(Timestamp(left.description) == left)
        }
    }

    @Test(arguments: [
        "", "0", "019b76daa80000000a0a0a0", "019b76daa80000000a0a0a0a0", "019B76daa80000000a0a0a0a", "019b76daa80000000a0a0a0g", " 19b76daa80000000a0a0a0a",
        "019b76daa80000000a0a0a\u{E9}", "+19b76daa80000000a0a0a0a",
    ])
    func otherTextsAreNoReadings(_ text: String) {
        #expect(Timestamp(text) == nil)
    }

    /// Whatever the machine's clock does and whatever is heard from others, readings rise, and rise above what was heard.
    @Test func readingsAlwaysRise() {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<500 {
            var clock = HybridClock(device: DeviceIdentifier(7), last: nil)
            var last: Timestamp?
            var heard: Timestamp?
            var now: UInt64 = 1_000_000
            for _ in 0..<100 {
                switch Int.random(in: 0..<5, using: &random) {
                case 0: now = .random(in: 0...2_000_000, using: &random)
                case 1: now += 1
                case 2:
                    let other = Timestamp(
                        milliseconds: .random(in: 0...2_000_000, using: &random), counter: [0, .max].randomElement(using: &random) ?? 0,
                        device: DeviceIdentifier(.random(in: 1...9, using: &random)))
                    clock.observe(other)
                    heard = max(other, heard ?? other)
                default: break
                }
                let reading = clock.tick(now: now)
                #expect(last.map { $0 < reading } ?? true)
                #expect(heard.map { ($0.milliseconds, $0.counter) < (reading.milliseconds, reading.counter) } ?? true)
                last = reading
            }
        }
    }

    @Test func theMachinesClockLeadsWhenItIsAhead() {
        var clock = HybridClock(device: DeviceIdentifier(1))
        #expect(clock.tick(now: 5).description == "000000000005000000000001")
        #expect(clock.tick(now: 5).description == "000000000005000100000001")
        #expect(clock.tick(now: 3).description == "000000000005000200000001")
        #expect(clock.tick(now: 6).description == "000000000006000000000001")
    }

    @Test func aFullCounterBorrowsFromTheNextMillisecond() {
        var clock = HybridClock(device: DeviceIdentifier(1), last: Timestamp(milliseconds: 9, counter: .max, device: DeviceIdentifier(2)))
        #expect(clock.tick(now: 9) == Timestamp(milliseconds: 10, counter: 0, device: DeviceIdentifier(1)))
    }

    @Test func aRestartedDeviceGoesOnFromItsLastReading() {
        var clock = HybridClock(device: DeviceIdentifier(1))
        let before = clock.tick(now: 100)
        var restarted = HybridClock(device: DeviceIdentifier(1), last: before)
        #expect(restarted.tick(now: 50) > before)
    }

    /// A broken clock must not make readings small again.
    @Test func atTheEndOfTimeReadingsStay() {
        var clock = HybridClock(device: DeviceIdentifier(1))
        var last = clock.tick(now: .max)
        #expect(last.milliseconds == Timestamp.greatestMilliseconds)
        for _ in 0..<70_000 {
            let next = clock.tick(now: .max)
            guard next >= last else {
                Issue.record("\(next) after \(last)")
                return
            }
            last = next
        }
        #expect(last.counter == .max)
    }
}
