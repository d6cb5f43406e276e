# Every command is bootstrap.py's (`python bootstrap.py help`), which also serves Windows.
# Arguments: make test ARGS="-k delineate".  Another Python: make test PYTHON=python3.12.

# The first Python that is new enough; without one, bootstrap.py says what is missing.
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python python3.14 python3.13 python3.12 python3.11; do \
	$$p -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$p && exit; done; echo python3)
UV ?= uv
COMMANDS = setup report test soak lint example accept bench fuzz properties clean

.DEFAULT_GOAL := help
.PHONY: help lock $(COMMANDS)
.NOTPARALLEL:

help:
	@$(PYTHON) bootstrap.py help
	@echo "make lock writes requirements.lock anew from pyproject.toml; it needs uv."

$(COMMANDS):
	@$(PYTHON) bootstrap.py $@ $(if $(ARGS),-- $(ARGS))

# One version of each package for all Pythons, so that numbers agree between machines.
# argon2-cffi-bindings: 26 has no wheel for Intel Macs, and the lock installs wheels alone.
# To raise versions: make lock ARGS=--upgrade
lock:
	$(UV) pip compile pyproject.toml --extra dev --output-file requirements.lock \
		--universal --python-version 3.11 --fork-strategy fewest \
		--generate-hashes --no-build --no-emit-index-url --quiet \
		--custom-compile-command "make lock" \
		--upgrade-package "argon2-cffi-bindings<26" $(ARGS)
