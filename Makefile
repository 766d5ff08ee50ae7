# senf: `make run` shows it, `make test` tests it, `make help` lists the rest.
#
# Each kind of build has a folder of its own: build/release (make), build/asan
# (make test), build/tsan, build/fuzz. The release programs are linked as
# build/senf and build/senf-comments.
#
# The targets that people call come first. They see to the packages that are
# needed and then call make again for the work, since a fresh machine has no
# compiler and no pkg-config yet when this file is read.

MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
.SUFFIXES:

KIND     ?= release
CC       ?= gcc
ifeq ($(origin CC),default)
CC       := gcc
endif
AR       := ar
PREFIX   ?= /usr/local
DESTDIR  ?=
OUT      := build/$(KIND)

JOBS     ?= $(shell nproc 2>/dev/null || echo 2)
# Calls make again; with as many jobs as there are cores, unless told otherwise.
AGAIN     = $(MAKE) --no-print-directory $(if $(findstring --jobserver,$(MAKEFLAGS)),,-j$(JOBS))

# Short lines while building; V=1 shows the whole commands.
V        ?= 0
ifeq ($(V),0)
QUIET     = @$(if $(findstring s,$(firstword -$(MAKEFLAGS))),,printf '  %-4s %s\n' '$(1)' '$(2)';)
endif

# --- for people ---------------------------------------------------------------------------------

.PHONY: all
all: ## build/senf and build/senf-comments, optimised (the default)
	@.ci/deps run --check
	@$(AGAIN) KIND=release build/senf build/senf-comments

.PHONY: run
run: ## show it: the sample blog with comments on 127.0.0.1 (REPO= PORT= DEMO=)
	@bash content/demo.sh --check
	@.ci/deps run
	@$(AGAIN) KIND=release build/senf build/senf-comments
	@exec bash content/demo.sh

.PHONY: test
test: test-deps ## build with the sanitizers and run every test there is
	@$(AGAIN) KIND=release build/senf build/senf-comments
	@$(AGAIN) KIND=asan test-programs
	@$(AGAIN) KIND=fuzz fuzz-programs
	@tests/run

.PHONY: unit
unit: test-deps ## the unit tests alone
	@$(AGAIN) KIND=asan unit-programs
	@tests/run tests/unit

.PHONY: tsan
tsan: test-deps ## the unit tests under ThreadSanitizer
	@$(AGAIN) KIND=tsan unit-programs
	@tests/run --kind tsan tests/unit

.PHONY: lint
lint: test-deps ## format, static analysis, headers, include arrows, compilers
	@tests/run tests/check

.PHONY: bench
bench: deps ## the figures: builds, rebuilds, comments per second
	@$(AGAIN) KIND=release build/senf build/senf-comments \
	  build/release/tests/bench/bench_store build/release/tests/bench/floor \
	  build/release/tests/bench/render_page
	@tests/bench/run

.PHONY: soak
soak: test-deps ## the slow tests, again and again for MINUTES=10, and the long ones, once
	@$(AGAIN) KIND=release build/senf build/senf-comments
	@$(AGAIN) KIND=asan test-programs
	@tests/soak $(or $(MINUTES),10)

.PHONY: fuzz
fuzz: test-deps ## every fuzz target for SECONDS=60
	@$(AGAIN) KIND=fuzz fuzz-programs
	@tests/fuzz/test_fuzz $(or $(SECONDS),60)

.PHONY: deps test-deps
deps: ## install the Debian packages that are missing
	@.ci/deps run
test-deps: ## the same for the tests
	@.ci/deps test
	@$(MAKE) --no-print-directory -s tests/node_modules/.stamp

.PHONY: install
install: all ## into $(DESTDIR)$(PREFIX): bin/, share/senf/, share/man/, completion for shells
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/senf
	install -m 755 build/release/senf build/release/senf-comments $(DESTDIR)$(PREFIX)/bin
	rm -rf $(DESTDIR)$(PREFIX)/share/senf/themes
	cp -R themes $(DESTDIR)$(PREFIX)/share/senf/themes
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	for program in senf senf-comments; do \
	  docs/man/make_page build/release/$$program <docs/man/$$program.1.in \
	    >$(DESTDIR)$(PREFIX)/share/man/man1/$$program.1 || exit 1; \
	done
	install -D -m 644 completion/senf.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/senf
	install -m 644 completion/senf.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/senf-comments
	install -D -m 644 completion/_senf $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_senf
	install -D -m 644 completion/senf.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/senf.fish
	install -m 644 completion/senf.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/senf-comments.fish

.PHONY: clean
clean: ## remove what was built (not the demo's data)
	rm -rf build compile_commands.json tests/node_modules

.PHONY: help
help: ## this list
	@sed -nE 's/^([a-z_.-]+):.* ## (.*)/  make \1|\2/p' Makefile | \
	  awk -F'|' '{ printf "%-29s%s\n", $$1, $$2 }'

# --- compiling ----------------------------------------------------------------------------------

CFLAGS_release := -O3 -g -DNDEBUG
CFLAGS_asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
CFLAGS_tsan    := -O1 -g -fsanitize=thread -fno-omit-frame-pointer
CFLAGS_fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined \
                  -fno-omit-frame-pointer
ifeq ($(KIND),fuzz)
CC             := clang
endif

WARNINGS := -Wall -Wextra -Werror -Wstrict-prototypes -Wmissing-prototypes -Wshadow -Wvla \
            -Wpointer-arith -Wwrite-strings -Wformat=2 -Wundef
PKG_CONFIG ?= pkg-config
PKGS_common    := glib-2.0 yaml-0.1 jansson libsodium sqlite3
PKGS_generator := libgit2 libcmark-gfm libmicrohttpd
PKGS_server    := libmicrohttpd libcmark
# Lazily: this file must be readable before pkg-config is there.
cflags = $(shell $(PKG_CONFIG) --cflags $(PKGS_common) $(PKGS_generator) $(PKGS_server))
libs_common    = $(shell $(PKG_CONFIG) --libs $(PKGS_common)) -lpthread -lm
# git and HTTP are loaded when they are needed (common/system/library.h), so they are not linked.
libs_generator = $(shell $(PKG_CONFIG) --libs libcmark-gfm) -lcmark-gfm-extensions $(lib_deflate)
# Linked statically where there is a static one: it costs no start then.
lib_deflate    = $(if $(filter /%,$(shell $(CC) -print-file-name=libdeflate.a)),-l:libdeflate.a,-ldeflate)
libs_git       = $(shell $(PKG_CONFIG) --libs libgit2)
libs_server    = $(shell $(PKG_CONFIG) --libs $(PKGS_server))

CPPFLAGS += -I. -D_GNU_SOURCE
http_soname = $(shell objdump -p $$($(CC) -print-file-name=libmicrohttpd.so) | sed -n 's/ *SONAME *//p')
$(OUT)/generator/preview/http_library.o: private CPPFLAGS += -DMICROHTTPD_SONAME='"$(http_soname)"'
$(OUT)/common/system/datadir.o: private CPPFLAGS += -DSENF_DATADIR='"$(PREFIX)/share/senf"'
ALL_CFLAGS = -std=gnu11 $(WARNINGS) $(CFLAGS_$(KIND)) $(pkg_cflags) $(CFLAGS)
LINK       = $(CC) $(CFLAGS_$(KIND)) $(LDFLAGS)

SRC_common    := $(filter-out common/template/%,$(wildcard common/*.c common/*/*.c))
SRC_template  := $(wildcard common/template/*.c common/template/*/*.c)
SRC_generator := $(filter-out generator/main.c,$(wildcard generator/*.c generator/*/*.c generator/*/*/*.c))
SRC_server    := $(filter-out comment-server/main.c,$(wildcard comment-server/*.c comment-server/*/*.c))
SRC_fuzz      := $(wildcard tests/fuzz/fuzz_*.c)
SRC_unit      := $(wildcard tests/unit/*/test_*.c)
SRC_all       := $(SRC_common) $(SRC_template) $(SRC_generator) $(SRC_server) $(SRC_fuzz) $(SRC_unit) \
                 $(wildcard generator/main.c comment-server/main.c tests/bench/*.c tests/bench/template/*.c tests/crash/*.c tests/exact/*.c tests/template/*.c tests/toml/*.c tests/timezone/*.c)

object = $(patsubst %.c,$(OUT)/%.o,$(1))

build/senf: build/release/senf
	@ln -sfn release/senf $@
build/senf-comments: build/release/senf-comments
	@ln -sfn release/senf-comments $@
ifneq ($(KIND),release)
build/release/senf build/release/senf-comments: FORCE
	$(MAKE) KIND=release $@
endif
.PHONY: FORCE
FORCE:

# Other flags compile all of it again; another line in this file does not.
$(OUT)/flags: FORCE
	@mkdir -p $(@D)
	@[ "$$(cat $@ 2>/dev/null)" = '$(CC) $(CPPFLAGS) $(WARNINGS) $(CFLAGS_$(KIND)) $(CFLAGS)' ] || \
	  echo '$(CC) $(CPPFLAGS) $(WARNINGS) $(CFLAGS_$(KIND)) $(CFLAGS)' >$@

# The flags of the libraries are asked once, and only when something is compiled.
$(OUT)/%.o: %.c $(OUT)/flags
	@mkdir -p $(@D)
	$(if $(pkg_cflags),,$(eval pkg_cflags := $(cflags)))
	$(call QUIET,CC,$<)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Another PREFIX is another program.
$(OUT)/common/system/datadir.o: $(OUT)/prefix
$(OUT)/prefix: FORCE
	@mkdir -p $(@D)
	@[ "$$(cat $@ 2>/dev/null)" = '$(PREFIX)' ] || echo '$(PREFIX)' >$@

# A library's list of members is kept too: a source that was removed leaves it.
define archive
$(OUT)/lib$(1).a: $(call object,$(SRC_$(1))) $(OUT)/lib$(1).list
	@rm -f $$@
	$$(call QUIET,AR,$$@)$(AR) rcs $$@ $$(filter %.o,$$^)
$(OUT)/lib$(1).list: FORCE
	@mkdir -p $$(@D)
	@[ "$$$$(cat $$@ 2>/dev/null)" = '$(SRC_$(1))' ] || echo '$(SRC_$(1))' >$$@
endef
$(foreach lib,common template generator server,$(eval $(call archive,$(lib))))

$(OUT)/senf: $(call object,generator/main.c) $(OUT)/libgenerator.a $(OUT)/libtemplate.a $(OUT)/libcommon.a
	$(call QUIET,LD,$@)$(LINK) -Wl,--export-dynamic-symbol=mbedtls_x509_crt_parse_file -o $@ $^ \
	  $(libs_generator) $(libs_common)
$(OUT)/senf-comments: $(call object,comment-server/main.c) $(OUT)/libserver.a $(OUT)/libtemplate.a $(OUT)/libcommon.a
	$(call QUIET,LD,$@)$(LINK) -o $@ $^ $(libs_server) $(libs_common)

# --- unit tests: tests/unit/AREA/test_*.c, one program each --------------------------------------

UNIT_common    := $(wildcard tests/unit/common/test_*.c)
UNIT_template  := $(wildcard tests/unit/template/test_*.c)
UNIT_generator := $(wildcard tests/unit/generator/test_*.c)
UNIT_server    := $(wildcard tests/unit/comment-server/test_*.c)
unit = $(patsubst tests/unit/%.c,$(OUT)/tests/unit/%,$(1))
UNIT_PROGRAMS := $(call unit,$(UNIT_common) $(UNIT_template) $(UNIT_generator) $(UNIT_server))

$(call unit,$(UNIT_common)): $(OUT)/tests/unit/%: $(OUT)/tests/unit/%.o $(OUT)/libcommon.a
	$(call QUIET,LD,$@)$(LINK) -o $@ $^ -lcmocka $(libs_common)
$(call unit,$(UNIT_template)): $(OUT)/tests/unit/%: $(OUT)/tests/unit/%.o $(OUT)/libtemplate.a $(OUT)/libcommon.a
	$(call QUIET,LD,$@)$(LINK) -o $@ $^ -lcmocka $(libs_common)
$(call unit,$(UNIT_generator)): $(OUT)/tests/unit/%: $(OUT)/tests/unit/%.o $(OUT)/libgenerator.a $(OUT)/libtemplate.a $(OUT)/libcommon.a
	$(call QUIET,LD,$@)$(LINK) -o $@ $^ -lcmocka $(libs_git) $(libs_generator) $(libs_common)
$(call unit,$(UNIT_server)): $(OUT)/tests/unit/%: $(OUT)/tests/unit/%.o $(OUT)/libserver.a $(OUT)/libtemplate.a $(OUT)/libcommon.a
	$(call QUIET,LD,$@)$(LINK) -o $@ $^ -lcmocka $(libs_server) $(libs_common)

# --- programs that scripts of the tests run: tests/{bench,crash,exact,template,toml,timezone}/*.c, with the server's parts ----

SRC_preloads    := tests/crash/faults.c
SRC_helpers     := $(filter-out $(SRC_preloads),$(wildcard tests/bench/*.c tests/crash/*.c tests/exact/*.c \
                     tests/template/*.c tests/toml/*.c tests/timezone/*.c))
HELPER_PROGRAMS := $(patsubst %.c,$(OUT)/%,$(SRC_helpers))
GENERATOR_HELPERS := $(OUT)/tests/bench/floor
$(OUT)/tests/bench/render_page: $(OUT)/tests/bench/template/page.o
$(GENERATOR_HELPERS): %: %.o
	$(call QUIET,LD,$@)$(LINK) -o $@ $^ $(libs_git) $(libs_generator) $(libs_common)
$(filter-out $(GENERATOR_HELPERS),$(HELPER_PROGRAMS)): %: %.o $(OUT)/libserver.a $(OUT)/libtemplate.a $(OUT)/libcommon.a
	$(call QUIET,LD,$@)$(LINK) -o $@ $^ $(libs_server) $(libs_common)

# Libraries that the tests put between a program and the C library (LD_PRELOAD); never sanitized.
PRELOADS := $(patsubst %.c,$(OUT)/%.so,$(SRC_preloads))
$(PRELOADS): $(OUT)/%.so: %.c
	@mkdir -p $(@D)
	$(call QUIET,LD,$@)$(CC) $(CPPFLAGS) -std=gnu11 $(WARNINGS) -O1 -fPIC -shared -o $@ $<

.PHONY: unit-programs test-programs
unit-programs: $(UNIT_PROGRAMS)
test-programs: $(OUT)/senf $(OUT)/senf-comments $(UNIT_PROGRAMS) $(HELPER_PROGRAMS) $(PRELOADS)

# --- fuzz targets: tests/fuzz/fuzz_*.c; fuzz_generator_* and fuzz_server_* link those parts ------

FUZZ_generator := $(filter tests/fuzz/fuzz_generator_%,$(SRC_fuzz))
FUZZ_server    := $(filter tests/fuzz/fuzz_server_%,$(SRC_fuzz))
FUZZ_common    := $(filter-out $(FUZZ_generator) $(FUZZ_server),$(SRC_fuzz))
fuzz = $(patsubst %.c,$(OUT)/%,$(1))
FUZZ_PROGRAMS  := $(call fuzz,$(SRC_fuzz))

$(call fuzz,$(FUZZ_common)): %: %.o $(OUT)/libtemplate.a $(OUT)/libcommon.a
	$(call QUIET,LD,$@)$(LINK) -fsanitize=fuzzer -o $@ $^ $(libs_common)
$(call fuzz,$(FUZZ_generator)): %: %.o $(OUT)/libgenerator.a $(OUT)/libtemplate.a $(OUT)/libcommon.a
	$(call QUIET,LD,$@)$(LINK) -fsanitize=fuzzer -o $@ $^ $(libs_generator) $(libs_common)
$(call fuzz,$(FUZZ_server)): %: %.o $(OUT)/libserver.a $(OUT)/libtemplate.a $(OUT)/libcommon.a
	$(call QUIET,LD,$@)$(LINK) -fsanitize=fuzzer -o $@ $^ $(libs_server) $(libs_common)

.PHONY: fuzz-programs
fuzz-programs: $(FUZZ_PROGRAMS)

# --- what the tests and editors ask for ----------------------------------------------------------

tests/node_modules/.stamp: tests/package.json tests/package-lock.json
	@echo "make deps: installing what tests/package.json names" >&2; cd tests && PUPPETEER_SKIP_DOWNLOAD=1 \
	  npm ci --no-progress --loglevel=error >npm.log 2>&1 || \
	  { sed -n 1,3p npm.log; echo 'make test-deps: npm could not install what tests/package.json names; is there a network?' >&2; \
	    rm -f npm.log; exit 1; }
	@rm -f tests/npm.log
	@touch $@

# The sources and the flags, one a line, for scripts that compile in their own way.
.PHONY: list-sources list-flags
list-sources:
	@printf '%s\n' $(SRC_all)
list-flags:
	@printf '%s\n' $(CPPFLAGS) -std=gnu11 $(WARNINGS) $(cflags)

json = $(subst ",\",$(subst \,\\,$(1)))
compile_commands.json: Makefile FORCE ## for clangd and other tools that ask how files are compiled
	$(eval entry_flags := $(CPPFLAGS) -std=gnu11 $(WARNINGS) $(cflags))
	@{ printf '['; \
	  for file in $(SRC_all); do \
	    printf '%s\n{"directory": "%s", "file": "%s", "command": "%s -c %s"}' \
	      "$$comma" '$(call json,$(CURDIR))' "$$file" '$(CC) $(call json,$(entry_flags))' "$$file"; \
	    comma=,; \
	  done; \
	  printf '\n]\n'; } >$@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

-include $(shell find build/$(KIND) -name '*.d' 2>/dev/null)
