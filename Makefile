# What a developer or a newcomer does with Corridor. Each target installs what it needs (Scripts/install-dependencies.sh) and can be repeated.

FUZZ_SECONDS ?= 60
CASES ?= 300
BENCH_CASES ?= 1000000
BENCH_PEOPLE ?= 1000000
BENCH_WEB_CASES ?= 100000
# Seconds that one run of another program may take before it is stopped and told as not ended.
BENCH_LIMIT ?= 300

.PHONY: help build run test soak bench journeys scan fuzz format lint clean

help:
	@echo 'make run      build, make a node with made-up cases in ./demo-data, and serve it in the browser (CASES=300)'
	@echo 'make test     everything that checks the program; starts a PostgreSQL of its own'
	@echo 'make build    the release binary, .build/release/corridor'
	@echo 'make soak     the long checks: 200 kills, whole files taken back, 10,000 schedules of a bad network'
	@echo 'make bench    measure, beside a baseline in the same run (BENCH_CASES=1000000 BENCH_PEOPLE=1000000 BENCH_WEB_CASES=100000; others may take BENCH_LIMIT=300 seconds)'
	@echo 'make journeys what people do in a real browser, in every language and width (a quarter of an hour)'
	@echo 'make scan     let a scanner of others attack a served node (about a quarter of an hour)'
	@echo 'make fuzz     feed the readers damaged input (FUZZ_SECONDS=60 for each)'
	@echo 'make format   lay out the source;   make lint   only say what is not laid out'
	@echo 'make clean    remove what was built; ./demo-data stays'

build:
	Scripts/install-dependencies.sh build
	Scripts/build-release.sh corridor
	@echo 'The program is .build/release/corridor'

run:
	Scripts/install-dependencies.sh build run
	Scripts/demo.sh $(CASES)

test:
	Scripts/test.sh

soak:
	CORRIDOR_SOAK=1 Scripts/test.sh --filter 'CrashTests|CTDCTests'
	.build/debug/corridor exchange rehearse --schedules 10000
	.build/debug/corridor exchange rehearse --schedules 100 --sealed
	.build/debug/corridor exchange rehearse --nodes --schedules 500

bench:
	Scripts/install-dependencies.sh build bench
	Benchmarks/run.sh --cases $(BENCH_CASES)
	Benchmarks/web.sh --cases $(BENCH_WEB_CASES)
	Benchmarks/linkage/run.sh --records $(BENCH_PEOPLE) --limit $(BENCH_LIMIT)
	Benchmarks/matching/run.sh --people $(BENCH_PEOPLE) --limit $(BENCH_LIMIT)

journeys:
	Scripts/install-dependencies.sh build run test
	swift build --product corridor
	$$(Scripts/python-environment.sh Tests/requirements.txt) Tests/Browser/check_journeys.py

scan:
	Scripts/install-dependencies.sh build run test
	swift build --product corridor
	$$(Scripts/python-environment.sh Tests/Security/Scan/requirements.txt) Tests/Security/Scan/scan.py

fuzz:
	Scripts/install-dependencies.sh build
	Scripts/fuzz.sh $(FUZZ_SECONDS)

format:
	swift format --in-place --parallel --recursive Package.swift Sources Tests

lint:
	swift format lint --strict --parallel --recursive Package.swift Sources Tests

clean:
	swift package clean
	rm -rf .build-fuzz .build-python
