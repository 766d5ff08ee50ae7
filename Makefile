# senf: `make run` shows it, `make test` tests it, `make help` lists the rest.
#
# Each kind of build has a folder of its own: build/release (make), build/asan
# (make test), build/tsan, build/fuzz. The release programs are linked as
# build/senf and build/senf-comments.

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

CFLAGS_release := -O2 -g -DNDEBUG
CFLAGS_asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
CFLAGS_tsan    := -O1 -g -fsanitize=thread -fno-omit-frame-pointer

WARNINGS := -Wall -Wextra -Werror -Wstrict-prototypes -Wmissing-prototypes -Wshadow -Wvla \
            -Wpointer-arith -Wwrite-strings -Wformat=2 -Wundef
PKG_CONFIG ?= pkg-config
PKGS_common    := glib-2.0 yaml-0.1 jansson libsodium sqlite3
PKGS_generator := libgit2 libcmark-gfm libmicrohttpd
PKGS_server    := libmicrohttpd libcmark
# Lazily: `make deps` must work before pkg-config is there.
cflags = $(shell $(PKG_CONFIG) --cflags $(PKGS_common) $(PKGS_generator) $(PKGS_server))
libs_common    = $(shell $(PKG_CONFIG) --libs $(PKGS_common)) -lpthread -lm
libs_generator = $(shell $(PKG_CONFIG) --libs $(PKGS_generator)) -lcmark-gfm-extensions
libs_server    = $(shell $(PKG_CONFIG) --libs $(PKGS_server))

CPPFLAGS += -I. -D_GNU_SOURCE
$(OUT)/common/datadir.o: CPPFLAGS += -DSENF_DATADIR='"$(PREFIX)/share/senf"'
ALL_CFLAGS = -std=gnu11 $(WARNINGS) $(CFLAGS_$(KIND)) $(pkg_cflags) $(CFLAGS)
LINK       = $(CC) $(CFLAGS_$(KIND)) $(LDFLAGS)

SRC_common    := $(wildcard common/*.c)
SRC_template  := $(wildcard common/template/*.c)
SRC_generator := $(filter-out generator/main.c,$(wildcard generator/*.c generator/*/*.c))
SRC_server    := $(filter-out comment-server/main.c,$(wildcard comment-server/*.c comment-server/*/*.c))

object = $(patsubst %.c,$(OUT)/%.o,$(1))

.PHONY: all
all: build/senf build/senf-comments

build/senf: build/release/senf
	@ln -sf release/senf $@
build/senf-comments: build/release/senf-comments
	@ln -sf release/senf-comments $@
ifneq ($(KIND),release)
build/release/senf build/release/senf-comments: FORCE
	$(MAKE) KIND=release $@
FORCE:
endif

# The flags are asked once, and only when something is compiled.
$(OUT)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(if $(pkg_cflags),,$(eval pkg_cflags := $(cflags)))
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

define archive
$(OUT)/lib$(1).a: $(call object,$(SRC_$(1)))
	@rm -f $$@
	$(AR) rcs $$@ $$^
endef
$(foreach lib,common template generator server,$(eval $(call archive,$(lib))))

$(OUT)/senf: $(call object,generator/main.c) $(OUT)/libgenerator.a $(OUT)/libtemplate.a $(OUT)/libcommon.a
	$(LINK) -o $@ $^ $(libs_generator) $(libs_common)
$(OUT)/senf-comments: $(call object,comment-server/main.c) $(OUT)/libserver.a $(OUT)/libtemplate.a $(OUT)/libcommon.a
	$(LINK) -o $@ $^ $(libs_server) $(libs_common)

# --- unit tests: tests/unit/AREA/test_*.c, one program each -----------------------------------
UNIT_common    := $(wildcard tests/unit/common/test_*.c)
UNIT_template  := $(wildcard tests/unit/template/test_*.c)
UNIT_generator := $(wildcard tests/unit/generator/test_*.c)
UNIT_server    := $(wildcard tests/unit/comment-server/test_*.c)
unit = $(patsubst tests/unit/%.c,$(OUT)/tests/unit/%,$(1))
UNIT_PROGRAMS := $(call unit,$(UNIT_common) $(UNIT_template) $(UNIT_generator) $(UNIT_server))

$(call unit,$(UNIT_common)): $(OUT)/tests/unit/%: $(OUT)/tests/unit/%.o $(OUT)/libcommon.a
	$(LINK) -o $@ $^ -lcmocka $(libs_common)
$(call unit,$(UNIT_template)): $(OUT)/tests/unit/%: $(OUT)/tests/unit/%.o $(OUT)/libtemplate.a $(OUT)/libcommon.a
	$(LINK) -o $@ $^ -lcmocka $(libs_common)
$(call unit,$(UNIT_generator)): $(OUT)/tests/unit/%: $(OUT)/tests/unit/%.o $(OUT)/libgenerator.a $(OUT)/libtemplate.a $(OUT)/libcommon.a
	$(LINK) -o $@ $^ -lcmocka $(libs_generator) $(libs_common)
$(call unit,$(UNIT_server)): $(OUT)/tests/unit/%: $(OUT)/tests/unit/%.o $(OUT)/libserver.a $(OUT)/libtemplate.a $(OUT)/libcommon.a
	$(LINK) -o $@ $^ -lcmocka $(libs_server) $(libs_common)

.PHONY: unit-programs
unit-programs: $(UNIT_PROGRAMS)

.PHONY: clean
clean:
	rm -rf build

-include $(shell find build/$(KIND) -name '*.d' 2>/dev/null)
