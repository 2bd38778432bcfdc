# Mailknock: `make help` lists what there is.

GO ?= go
BIN := bin/mailknock

# Fyne's new threading rules are on; see [Migrations] in FyneApp.toml.
TAGS := migrated_fynedo
# ci draws in memory: no display, and none of the slow C packages to compile.
TEST_TAGS := ci $(TAGS)

# Packages that are tested without a real server, and the one with them.
UNIT = $$($(GO) list -tags "$(TEST_TAGS)" ./... | grep -v /ui/e2e)
E2E := ./ui/e2e
# Tests that read thousands of texts, on one goroutine: too slow for the race
# detector, and nothing for it to find.
TEXTS := ./mail/diagnose
READING := ^(TestModel|TestScore|TestHeldBack|TestOwnFailures|TestSilentTexts)$$

# Inside a clone that git refuses to read there is no revision to stamp.
VCS := $(shell git rev-parse HEAD >/dev/null 2>&1 || echo -buildvcs=false)

.DEFAULT_GOAL := help
.PHONY: help run build test unit e2e lint learn bench peers package setup clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## build, then open the window with the sandbox chosen
	@sh build/run.sh

build: setup ## build bin/mailknock
	@test -x $(BIN) || echo "mailknock: the first build compiles the window's toolkit and takes minutes; the packages go by as they are done"
	@mkdir -p bin
	@$(GO) build -v $(VCS) -tags "$(TAGS)" -o $(BIN) .

test: lint unit e2e ## lint, unit and UI tests, and the end-to-end tests

unit: setup ## unit and UI tests with the race detector; needs no display
	@echo "mailknock: unit and UI tests; the first time their packages compile for minutes"
	@$(GO) test -race -tags "$(TEST_TAGS)" $(UNIT)
	@$(GO) test -run "$(READING)" -tags "$(TEST_TAGS)" $(TEXTS)

e2e: build ## end-to-end tests, with the real servers that make peers installs
	@echo "mailknock: end-to-end tests"
	@MAILKNOCK_BIN="$(CURDIR)/$(BIN)" $(GO) test -v -count=1 -timeout 25m -tags "$(TEST_TAGS)" $(E2E)

lint: setup ## gofumpt, vet, staticcheck, and the layers
	@unformatted=$$($(GO) tool gofumpt -l *.go auth mail ui assets) || exit 1; \
		if [ -n "$$unformatted" ]; then echo "mailknock: not formatted; run 'go tool gofumpt -w' on:"; echo "$$unformatted"; exit 1; fi
	@$(GO) vet -tags "$(TEST_TAGS)" ./...
	@$(GO) tool staticcheck -tags "$(TEST_TAGS)" ./...
	@$(GO) test -tags "$(TEST_TAGS)" .

learn: setup ## learn the words of failures anew, after a change of the texts in mail/diagnose/testdata
	@LEARN=1 $(GO) test -count=1 -run TestModel -tags "$(TEST_TAGS)" $(TEXTS)

bench: setup ## run the benchmarks
	@$(GO) test -run '^$$' -bench . -benchmem -tags "$(TEST_TAGS)" $(UNIT)

peers: ## install the servers of the end-to-end tests (Debian and Ubuntu)
	@sh build/peers.sh

package: setup ## make an archive to hand out, in dist/
	@sh build/package.sh

setup: ## install what the build needs and is missing
	@sh build/setup.sh

clean: ## remove what make built
	@rm -rf bin dist
