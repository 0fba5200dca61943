# The front door. Every target stands on a set-up that is done once and checked in well under a second.

STACK ?= dev

export PATH := $(CURDIR)/.toolchain/bin:$(PATH)
NODE := .toolchain/bin/node --disable-warning=ExperimentalWarning
BIN := node_modules/.bin

.DEFAULT_GOAL := help

.PHONY: help
help: ## print this
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## get Node, the npm packages, the Pulumi CLI and its plugins
	@sh toolchain/bootstrap.sh

.PHONY: doctor
doctor: ## say what was found, and what is missing and how to get it
	@sh toolchain/bootstrap.sh || true
	@$(NODE) tools/doctor.ts

.PHONY: shell
shell: setup ## open a shell in which a plain "pulumi" works on this project
	@$(NODE) tools/shell.ts

.PHONY: preview
preview: setup ## what an update would do, judged by the policies (STACK=dev|staging|production, DIFF=1)
	@DIFF=$(DIFF) $(NODE) tools/preview.ts $(STACK)

.PHONY: up
up: setup ## update the stack; asks first on a terminal (STACK=…)
	@$(NODE) tools/change-stack.ts up $(STACK)

.PHONY: refresh
refresh: setup ## read back what runs into the stack's state (STACK=…)
	@$(NODE) tools/change-stack.ts refresh $(STACK)

.PHONY: destroy
destroy: setup ## delete the stack's resources, except for the protected ones; asks first on a terminal (STACK=…)
	@$(NODE) tools/change-stack.ts destroy $(STACK)

.PHONY: render
render: setup ## write the stack's manifests to out/<stack>/ (STACK=…)
	@$(NODE) tools/render.ts $(STACK)

.PHONY: goldens
goldens: setup ## rewrite the golden manifests; review them as a diff
	@$(NODE) tools/goldens.ts

.PHONY: catalogue
catalogue: setup ## rewrite docs/systems/ and docs/policies.md from the declarations and the rules
	@$(NODE) tools/catalogue.ts
	@$(NODE) policies/write-handbook.ts

.PHONY: test
test: setup ## every fast check: format, types, lint, unit, policies, goldens; prints the coverage
	@$(NODE) tools/run-suite.ts test

.PHONY: e2e
e2e: setup ## the real engine, end to end
	@$(NODE) tools/run-suite.ts e2e

.PHONY: sum
sum: setup ## add up what the last test and e2e found
	@$(NODE) tools/sum-suites.ts

.PHONY: format
format: setup ## check the formatting; FIX=1 mends it
	@$(BIN)/prettier $(if $(FIX),--write,--check) --log-level warn .

.PHONY: lint
lint: setup ## check the code's rules; FIX=1 mends what can be
	@$(BIN)/eslint --max-warnings=0 $(if $(FIX),--fix) .

.PHONY: types
types: setup ## check the types
	@$(BIN)/tsc --noEmit

.PHONY: mutants
mutants: setup ## break the arithmetic in small ways and see that a test fails each time; about 2 minutes
	@cd tests/mutants && npm ci --ignore-scripts --loglevel=error
	@tests/mutants/node_modules/.bin/stryker run tests/mutants/stryker.config.json

.PHONY: bench
bench: setup ## time and memory of a preview, against a bare program
	@$(NODE) bench/preview.ts

.PHONY: hooks
hooks: setup ## check format, lint and types before each commit
	@git config core.hooksPath toolchain/hooks
	@echo 'The pre-commit hook is on. "git config --unset core.hooksPath" turns it off.'

.PHONY: clean
clean: ## delete what is made again in seconds; the tools and the state of dev stay
	@rm -rf out coverage .toolchain/cache .toolchain/log .toolchain/preview .toolchain/staging
