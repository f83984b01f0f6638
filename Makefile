# The commands of a working day. Each sets up what it needs first; nothing else has to be prepared.
.PHONY: demo wheel quick test soak check bench lock rulebook pythons
PY := .venv/bin/python

demo: ## the whole clinic on this machine, with synthetic people
	@./set-up.sh runtime
	@exec .venv/bin/euthymia demo

wheel: ## what a clinic installs, in build/wheel: the wheel, its locked packages' names and sums, the script that installs
	@./set-up.sh runtime
	@rm -rf build/wheel build/lib build/bdist.* && .venv/bin/uv build --quiet --wheel --out-dir build/wheel .
	@cp requirements/runtime.txt build/wheel/requirements.txt && cp deploy/install.sh build/wheel/
	@ls -1 build/wheel

quick: ## the loop of daily work: no browser, no PostgreSQL, nothing slow
	@./set-up.sh quick
	@.ci/tests quick

test: ## every test, in three stages: on SQLite; what measures seconds, and beside it the clinic on PostgreSQL
	@./set-up.sh test
	@.ci/tests test

soak: ## a hundred times as many sessions and examples by chance, for a night
	@./set-up.sh test
	@.ci/tests soak

check: ## style, types, the walls of the house, stale pages, subjects of new commits
	@./set-up.sh check
	@echo "==> subjects of new commits" && $(PY) .githooks/subjects.py
	@echo "==> style" && .venv/bin/ruff check . && .venv/bin/ruff format --check .
	@echo "==> types" && .venv/bin/mypy
	@echo "==> walls" && .venv/bin/lint-imports
	@echo "==> printed pages" && $(PY) -m tests.printed --check

rulebook: ## print docs/rulebook/ and the other printed pages anew
	@./set-up.sh check
	@$(PY) -m tests.printed --write

bench: ## every figure we claim, as a ratio against a named peer in one run
	@./set-up.sh bench
	@$(PY) -m bench

pythons: ## the tests on every Python of the machine that requires-python names
	@./set-up.sh test
	@.ci/pythons

lock: ## resolve pyproject.toml and package.json anew; names, versions and hashes only
	@./set-up.sh runtime
	@.ci/lock
