# The front door. Every target stands on a set-up that is done once and checked in well under a second.

STACK ?= dev

export PATH := $(CURDIR)/.toolchain/bin:$(PATH)
NODE := .toolchain/bin/node --disable-warning=ExperimentalWarning
BIN := node_modules/.bin

# What a switch comes to: $(call switch,NAME,on[,off]). It is on by 1 alone. Whoever writes 0 or false means it to be off.
switch = $(if $($1),$(if $(findstring [1],[$($1)]),$2,$(error $1="$($1)" is neither on nor off. Say $1=1, or leave it out)),$3)

.DEFAULT_GOAL := help

.PHONY: help
help: ## print this
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-19s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

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
	@DIFF=$(call switch,DIFF,1) $(NODE) tools/preview.ts $(STACK)

.PHONY: up
up: setup ## update the stack; asks first on a terminal (STACK=…)
	@$(NODE) tools/change-stack.ts up $(STACK)

.PHONY: refresh
refresh: setup ## read back what runs into the stack's state (STACK=…)
	@$(NODE) tools/change-stack.ts refresh $(STACK)

.PHONY: destroy
destroy: setup ## delete the stack's resources, except for the protected ones; asks first on a terminal (STACK=…)
	@$(NODE) tools/change-stack.ts destroy $(STACK)

.PHONY: drift
drift: setup ## say what was changed past the declaration; exit code 1 when something was (STACK=…)
	@$(NODE) tools/drift.ts $(STACK)

.PHONY: recover
recover: setup ## bring a stack back whose update was killed (STACK=…)
	@$(NODE) tools/recover.ts $(STACK)

.PHONY: restore
restore: setup ## add a cluster that takes a database back to a point in time (STACK=… SYSTEM=… AT=… [FROM=…])
	@$(NODE) tools/restore.ts "$(STACK)" "$(SYSTEM)" "$(AT)" "$(FROM)"

.PHONY: restart
restart: setup ## replace the pods of a system that read Secrets; asks first on a terminal (STACK=… SYSTEM=…)
	@$(NODE) tools/restart.ts "$(STACK)" "$(SYSTEM)"

.PHONY: follow
follow: setup ## follow releases under way to their end, as up does (STACK=…)
	@$(NODE) tools/follow-rollouts.ts $(STACK)

.PHONY: test-error
test-error: setup ## send an error that means nothing through a system's collector (STACK=… SYSTEM=… [TO=…])
	@$(NODE) tools/test-error.ts "$(STACK)" "$(SYSTEM)" "$(TO)"

.PHONY: rotate-passphrase
rotate-passphrase: setup ## change the passphrase of a stack's state (STACK=…; both passphrases from the environment)
	@$(if $(findstring command line,$(foreach name,PULUMI_CONFIG_PASSPHRASE NEW_PASSPHRASE,$(origin $(name)))),\
	  $(error Put passphrases into the environment or into files: a command line is seen by whoever lists processes))
	@$(NODE) tools/rotate-passphrase.ts $(STACK)

.PHONY: backup-repositories
backup-repositories: setup ## copy the repositories of systems to the bucket of dumps (STACK=… [SYSTEM=…]; keys from the environment)
	@$(NODE) tools/back-up-repositories.ts "$(STACK)" "$(SYSTEM)"

.PHONY: buckets
buckets: setup ## say how buckets are to be set up, and what of it is not (STACK=… [SYSTEM=…]; key from the environment)
	@$(NODE) tools/buckets.ts "$(STACK)" "$(SYSTEM)"

.PHONY: budget
budget: setup ## say what is left of error budgets; ends with an error when one is spent (STACK=… [SYSTEM=…] [RELIABILITY=1] [JSON=1])
	@$(NODE) tools/budget.ts $(call switch,JSON,--json) $(call switch,RELIABILITY,--reliability) -- "$(STACK)" "$(SYSTEM)"

.PHONY: watch
watch: setup ## watch a release for 15 minutes; ends with an error when it has to be taken back (STACK=… [SYSTEM=…] [FOR=…] [SINCE=…])
	@$(NODE) tools/watch.ts $(if $(FOR),--for "$(FOR)") $(if $(SINCE),--since "$(SINCE)") -- "$(STACK)" "$(SYSTEM)"

.PHONY: test-alert
test-alert: setup ## send an alert that says it is a test, to see where it arrives (STACK=… [SYSTEM=…] [SEVERITY=page|ticket|log] [FOR=…])
	@$(NODE) tools/test-alert.ts $(if $(SEVERITY),--severity "$(SEVERITY)") $(if $(FOR),--for "$(FOR)") -- "$(STACK)" "$(SYSTEM)"

.PHONY: silence
silence: setup ## tell nobody of a system's alerts for a while (STACK=… SYSTEM=… FOR=2h REASON="…" ALERT=…|all [PART=…] [SLO=…])
	@$(NODE) tools/silence.ts --for "$(FOR)" --reason "$(REASON)" --alert "$(ALERT)" --part "$(PART)" --slo "$(SLO)" -- "$(STACK)" "$(SYSTEM)"

.PHONY: render
render: setup ## write the stack's manifests to out/<stack>/ (STACK=…)
	@$(NODE) tools/render.ts $(STACK)

.PHONY: objectives
objectives: setup ## print each objective, its budget, when somebody is told, and by how many rules (STACK=…)
	@$(NODE) tools/objectives.ts "$(STACK)"

.PHONY: openslo
openslo: setup ## write the stack's objectives to out/<stack>/openslo/ as openslo/v1 has them (STACK=…)
	@$(NODE) tools/openslo.ts "$(STACK)"

.PHONY: openslo-import
openslo-import: setup ## print what openslo/v1 promises as a system declares it; refuses what can't be (FILE=…)
	@$(NODE) tools/openslo-import.ts "$(FILE)"

.PHONY: goldens
goldens: setup ## rewrite the golden manifests; review them as a diff
	@$(NODE) tools/goldens.ts

.PHONY: catalogue
catalogue: setup ## rewrite docs/systems/ and policies/handbook.md from the declarations and the rules
	@$(NODE) tools/catalogue.ts
	@$(NODE) policies/write-handbook.ts
	@$(NODE) policies/commands/write-schema.ts

.PHONY: pictures
pictures: setup ## draw docs/dashboards/ from made-up data, by Debian's Prometheus; a minute
	@$(NODE) tools/pictures.ts

.PHONY: policies
policies: setup ## list the policies, with their levels, frameworks and parameters (POLICY=…)
	@$(NODE) policies/commands/list.ts $(POLICY)

.PHONY: policies-report
policies-report: setup ## run the policies' tests and say what of the catalogue of checks is held; minutes
	@$(NODE) tools/policies-report.ts

.PHONY: env-example
env-example: setup ## rewrite docs/systems/*.env.example from the declarations
	@$(NODE) tools/env-example.ts

.PHONY: test
test: setup ## every fast check: format, types, lint, unit, policies, goldens; COVERAGE=1 holds them to their coverage
	@COVERAGE=$(call switch,COVERAGE,1) $(NODE) tools/run-suite.ts test

.PHONY: e2e
e2e: setup ## the real engine, end to end, and every stack's life on a real cluster
	@$(NODE) tools/run-suite.ts e2e

.PHONY: e2e-full
e2e-full: setup ## the same life with ten kills a stack and what else takes long; says when it last passed
	@$(NODE) tools/run-suite.ts e2e-full

.PHONY: cluster
cluster: setup ## start a Kubernetes cluster on this machine, and say how to use it (NAME=…)
	@$(NODE) tools/cluster.ts up $(if $(NAME),--name $(NAME))

.PHONY: cluster-down
cluster-down: setup ## stop it, and remove all of it but its logs (NAME=…)
	@$(NODE) tools/cluster.ts down $(if $(NAME),--name $(NAME))

.PHONY: sum
sum: setup ## add up what the last test and e2e found
	@$(NODE) tools/sum-suites.ts

.PHONY: format
format: setup ## check the formatting; FIX=1 mends it
	@$(BIN)/prettier $(call switch,FIX,--write,--check) --log-level warn .

.PHONY: lint
lint: setup ## check the code's rules; FIX=1 mends what can be
	@$(BIN)/eslint --max-warnings=0 $(call switch,FIX,--fix) .

.PHONY: types
types: setup ## check the types
	@$(BIN)/tsc --noEmit

.PHONY: mutants
mutants: setup ## break the arithmetic in small ways and see that a test fails each time; about 2 minutes
	@cd tests/mutants && npm ci --ignore-scripts --loglevel=error
	@tests/mutants/node_modules/.bin/stryker run tests/mutants/stryker.config.json

.PHONY: bench
bench: setup ## time and memory of a preview, against a bare program; CPU of judging 5,000 resources; evaluation of rules
	@$(NODE) bench/preview.ts
	@$(NODE) bench/policies.ts
	@$(NODE) bench/rule-evaluation.ts

.PHONY: scan-secrets
scan-secrets: setup ## look for secrets in every commit of this clone
	@$(NODE) tools/scan-secrets.ts history

.PHONY: hooks
hooks: setup ## check secrets, format, lint and types before each commit
	@$(NODE) tools/scan-secrets.ts get
	@git config core.hooksPath toolchain/hooks
	@echo 'The pre-commit hook is on. "git config --unset core.hooksPath" turns it off.'

.PHONY: clean
clean: ## delete what is made again in seconds; the tools and the state of dev stay
	@rm -rf out coverage .toolchain/cache .toolchain/log .toolchain/preview .toolchain/staging
