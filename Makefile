# Ninefold. `make app` opens the window on the sample, `make test` runs everything.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Every Rust build takes the whole workspace: another selection changes the features of shared
# dependencies and builds polars again.
CARGO_BUILD := cargo build --workspace --locked
BIN := $(or $(CARGO_TARGET_DIR),target)/debug
TOOLS := .tools
TAURI_DRIVER := $(TOOLS)/bin/tauri-driver
DEMO := target/demo

UI_SOURCES := $(shell find ui -path ui/node_modules -prune -o -path ui/dist -prune -o -type f -print)

.PHONY: help
help: ## Lists what can be made
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

.PHONY: setup
setup: ## Installs the system packages that are missing
	@scripts/setup.sh app

ui/node_modules/.package-lock.json: ui/package.json ui/package-lock.json
	npm --prefix ui ci --no-audit --no-fund

tests/node_modules/.package-lock.json: tests/package.json tests/package-lock.json
	npm --prefix tests ci --no-audit --no-fund

.PHONY: packages
packages: ui/node_modules/.package-lock.json tests/node_modules/.package-lock.json

ui/dist/index.html: ui/node_modules/.package-lock.json $(UI_SOURCES)
	npm --prefix ui run build

.PHONY: ui
ui: ui/dist/index.html ## Builds the UI

.PHONY: app
app: ## Builds the window and opens it on the sample workspace
	@echo "1/4 System packages"; scripts/setup.sh app
	@echo "2/4 The UI (half a minute)"; $(MAKE) --no-print-directory ui
	@echo "3/4 The application (the first time about 5 minutes on 2 cores; cargo counts)"
	@$(CARGO_BUILD)
	@echo "4/4 The window"
	@if [[ -z "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]]; then \
	  echo "There is no display to open a window on. \`make demo\` shows the sample without one."; exit 1; fi
	@$(BIN)/ninefold-desktop --sample

.PHONY: demo
demo: ## The same without a display: imports the sample's files, prints the result, writes the charts
	@scripts/setup.sh app
	@mkdir -p ui/dist
	@$(CARGO_BUILD)
	@scripts/demo.sh $(BIN)/ninefold $(DEMO)

.PHONY: test
test: ## Runs every test and check, and says what each part took
	@scripts/test.sh

.PHONY: e2e
e2e: ## Drives every screen in headless Chromium, the real core behind it
	@scripts/setup.sh tests
	@$(MAKE) --no-print-directory packages ui
	@$(CARGO_BUILD)
	@$(MAKE) --no-print-directory e2e-built window-built

.PHONY: outside
outside: ## Asks the Chaos Toolkit, Backstage and a YAML parser about our exports
	@scripts/setup.sh tests
	@$(MAKE) --no-print-directory packages
	@$(CARGO_BUILD)
	@$(MAKE) --no-print-directory outside-built

.PHONY: outside-built
outside-built:
	scripts/outside.sh $(BIN)

.PHONY: e2e-built
e2e-built:
	NINEFOLD_BIN=$(abspath $(BIN)) node --test --test-concurrency=1 tests/e2e/

$(TAURI_DRIVER):
	cargo install tauri-driver@2.1.0 --locked --root $(TOOLS)

.PHONY: window-built
window-built: $(TAURI_DRIVER)
	NINEFOLD_BIN=$(abspath $(BIN)) TAURI_DRIVER=$(abspath $(TAURI_DRIVER)) \
	  dbus-run-session -- xvfb-run -a -s "-screen 0 1440x900x24 -nolisten tcp" \
	  node --test tests/window/

.PHONY: bench
bench: ## Measures the command line against the peers on generated data
	@bench/run $(BENCH)
	@bench/simulate

.PHONY: fuzz
fuzz: ## Fuzzes every parser, on from the last time; MINUTES=1 and TARGETS="csv json" make it shorter
	@scripts/fuzz.sh

.PHONY: lint
lint: ## Everything that reads the code without running it
	npm --prefix ui run types
	npm --prefix ui run lint
	$(MAKE) --no-print-directory lint-scripts
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

.PHONY: lint-scripts
lint-scripts:
	cd ui && npx biome check --diagnostic-level=error ../tests/e2e ../tests/outside ../tests/window ../scripts

.PHONY: fmt
fmt: ## Formats Rust and TypeScript
	cargo fmt --all
	cd ui && npx biome check --write . ../tests/e2e ../tests/outside ../tests/window ../scripts

.PHONY: deny
deny: ## Checks licences, bans and sources of dependencies (needs `cargo install cargo-deny`)
	cargo deny --locked check licenses bans sources

.PHONY: clean
clean: ## Removes what was built
	cargo clean
	rm -rf ui/dist ui/node_modules tests/node_modules fuzz/target $(TOOLS)
