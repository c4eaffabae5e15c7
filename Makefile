# reconciler: `make help` lists what can be made.
#
# Everything that is made stays below .build (the compiler's), .run (`make run`) and .tools (`make test`).

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup build run test check bench torture autobahn clean

# What a user installs: optimised, with the Swift library inside, so that only C libraries are needed at run time.
RELEASE := -c release --static-swift-stdlib

# A second Ansible for the tests, beside the distribution's. Name one of your own, or nothing to leave it out:
#   make test ANSIBLE_NEW=/opt/ansible/bin/ansible-playbook
ANSIBLE_NEW ?= $(CURDIR)/.tools/ansible-new/bin/ansible-playbook
ifneq ($(ANSIBLE_NEW),)
test: export RECONCILER_TEST_ANSIBLE_NEW := $(ANSIBLE_NEW)
endif

# A Python that has the package `websockets`, whose client the tests set against the server; or nothing.
WEBSOCKETS ?= $(CURDIR)/.tools/websockets/bin/python
ifneq ($(WEBSOCKETS),)
test: export RECONCILER_TEST_WEBSOCKETS := $(WEBSOCKETS)
endif

# What asks the API at random by its own document; or nothing.
SCHEMATHESIS ?= $(CURDIR)/.tools/schemathesis/bin/schemathesis
ifneq ($(SCHEMATHESIS),)
test: export RECONCILER_TEST_SCHEMATHESIS := $(SCHEMATHESIS)
endif

# What makes a client from the same document; or nothing.
OPENAPI_CLIENT ?= $(CURDIR)/.tools/openapi-client/bin/openapi-python-client
ifneq ($(OPENAPI_CLIENT),)
test: export RECONCILER_TEST_OPENAPI_CLIENT := $(OPENAPI_CLIENT)
endif

# How many tests are under way at once. Without a bound all of a part begin together, and their Ansibles and Gits take the
# processors from each other until something that waits for one gives up.
test: export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH := 16

help: ## List what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: ## Install what building, running and testing need (as root or with sudo)
	@Scripts/setup build run test

build: ## Build the program: .build/release/reconciler
	@Scripts/setup build
	swift build $(RELEASE) --product reconciler

run: ## Start it on a repository of the example services, and say where to push
	@Scripts/setup build run
	swift build $(RELEASE) --product reconciler
	@Scripts/run-example .build/release/reconciler

test: ## Build and run all tests
	@ANSIBLE_NEW='$(ANSIBLE_NEW)' WEBSOCKETS='$(WEBSOCKETS)' SCHEMATHESIS='$(SCHEMATHESIS)' \
		OPENAPI_CLIENT='$(OPENAPI_CLIENT)' Scripts/setup build run test
	swift build --build-tests
	@# In parts: tests that wait for programs or clients and tests that keep all processors busy get in each other's way.
	swift test --skip-build --skip 'CLITests|EndToEndTests|WebServerTests'
	swift test --skip-build --filter '^WebServerTests\.'
	swift test --skip-build --filter '^CLITests\.'
	swift test --skip-build --filter '^EndToEndTests\.'

check: ## Format, imports, architecture, documents
	@Scripts/setup build
	swift format lint --strict --recursive --parallel Package.swift Sources Tests
	swift build --explicit-target-dependency-import-check error
	swift test --filter 'ArchitectureTests|SchemaTests'
	Scripts/check-documents

bench: ## Measure, and write Docs/performance.md
	@WEBSOCKETS='$(WEBSOCKETS)' Scripts/setup build run bench
	swift build $(RELEASE) --product reconciler
	Scripts/bench .build/release/reconciler --websockets '$(or $(WEBSOCKETS),python3)'

torture: ## Make faults on purpose, check the promises, and write the table of Docs/reliability.md
	@Scripts/setup build run
	swift build $(RELEASE) --product reconciler-failpoints
	swift build $(RELEASE) --product ClockShift
	swift build $(RELEASE) --product Torture
	.build/release/Torture --document Docs/reliability.md $(TORTURE)

# A Python 2 that has the package `autobahntestsuite`, which no newer one runs.
AUTOBAHN ?= python2

autobahn: ## Set Autobahn's suite against the WebSocket server (AUTOBAHN=/path/to/python2)
	@Scripts/setup build
	swift build --product WebSocketEcho
	Scripts/autobahn '$(AUTOBAHN)' .build/debug/WebSocketEcho

clean: ## Remove what building and running made; .tools stays
	rm -rf .build .run
