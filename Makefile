# Verv. Two commands do everything: make demo runs the product, make test proves it. make help lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
GO ?= go
export CGO_ENABLED := 0

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

demo: assets build ## fetch and bundle the front end, build, and run the product with three sites of made-up people in it
	./bin/verv demo $(DEMO)

build: ## the one binary, bin/verv
	$(GO) build -trimpath -ldflags "-s -w -X main.commit=$$(git rev-parse --short HEAD 2>/dev/null || echo none)" -o bin/verv ./cmd/verv

assets: assets/dist/manifest.json ## style sheets, script, fonts and icons, by the npm lock file

assets/dist/manifest.json: assets/package-lock.json assets/theme.json assets/icons.txt $(wildcard assets/css/*.css assets/js/*.js assets/bundle/*.go assets/img/*)
	cd assets && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	$(GO) run ./assets/bundle

TEMPL := $(GO) run github.com/a-h/templ/cmd/templ@$$($(GO) list -m -f '{{.Version}}' github.com/a-h/templ)

generate: ## what is computed from the code and committed: templates, footprints, DATA.md, CONFIG.md, the first migration
	@for f in $$(git ls-files -co --exclude-standard '*.templ' | xargs -n1 dirname | sort -u); do (cd $$f && $(TEMPL) generate -log-level error) || exit 1; done
	$(GO) run ./internal/testbed/generate

check: ## everything that needs no service and no browser
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "gofmt:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet ./...
	GOGC=400 $(GO) test -short -count=1 -vet=off -ldflags=-w -exec "$(CURDIR)/scripts/ram" ./internal/server ./cmd/verv ./... 2>&1 | scripts/brief

test: ## installs what tests need (Debian packages, npm), then runs all of them on both engines and in a browser
	scripts/test

mutate: ## plants each fault of testdata/faults and needs its test to turn red
	scripts/mutate

release: assets ## an archive for each platform, with licences, bill of materials and SHA256SUMS, in bin/release; RELEASE=-twice=linux/amd64 proves it
	$(GO) run ./internal/testbed/release $(RELEASE)

crash: ## kills, failing disks and power cuts: acknowledged is present once, refused is absent
	scripts/crash

nodes: ## two processes on one PostgreSQL for data and one cluster more for the keystore
	scripts/nodes

promises: ## runs the tests and writes the evidence that every build carries
	scripts/promises

pictures: assets build ## every page as a picture: phone and desktop, light and dark
	scripts/pictures

lighthouse: build ## the public pages measured by Lighthouse, in nb and fi, against the bars
	scripts/lighthouse $(LIGHTHOUSE)

fuzz: ## each parser for half a minute
	scripts/fuzz

bench: ## the programs that verv bench match --peers bin/peers sets beside Verv, and Go benchmarks of the gate
	scripts/peers
	$(GO) test -run '^$$' -bench . -benchmem ./internal/crypt ./internal/store ./internal/privacy ./internal/web
	$(GO) test -run '^$$' -bench Kanban -benchtime 1x -tags browser ./internal/server

.PHONY: help demo build assets generate check test mutate release crash nodes promises pictures lighthouse fuzz bench
