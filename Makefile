# The two commands of the README: `make` builds the site and serves it, `make test` runs every test.
# Everything else is a task: .venv/bin/inv --list
#
# make WHEELS=DIR   installs from a folder of wheels, with no index
# make test-all     repeats more: a thousand good packages
.PHONY: serve setup test test-all

# What a person's shell sets for other projects must not reach this one.
unexport PYTHONPATH PYTHONHOME

serve: setup
	@.venv/bin/inv serve

setup:
	@WHEELS="$(WHEELS)" deploy/prepare runtime

test:
	@WHEELS="$(WHEELS)" deploy/prepare tests
	@.venv/bin/inv test

test-all:
	@WHEELS="$(WHEELS)" deploy/prepare tests
	@.venv/bin/inv test --all
