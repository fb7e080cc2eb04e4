# dateline - plain GNU make. `make help` lists the targets (their words stand behind ## below).
SHELL := /bin/bash
CC ?= gcc
ifeq ($(origin CC),default)
CC := gcc
endif
PREFIX ?= /usr/local
FLAVOUR ?= opt
# A line a file; make V=1 shows the whole commands, make -s nothing.
Q := $(if $(V),,@)
SILENT := $(findstring s,$(filter-out --%,$(firstword -$(MAKEFLAGS))))
say = $(if $(V)$(SILENT),,@printf '  %-3s %s\n' $(1) $@)
B := $(if $(filter opt,$(FLAVOUR)),build,build-$(FLAVOUR))

PACKAGES := libutf8proc libxml-2.0 jansson zlib libzstd uchardet libxxhash nettle libbrotlidec sqlite3 libpq
LIBS_EXTRA := -Wl,--no-as-needed -lcld2_full -lcld2 -lstdc++ -lpthread -lm
WARN := -Wall -Wextra -Wshadow -Wconversion -Werror
OPT_opt := -O2 -g
OPT_debug := -O0 -g
OPT_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
OPT_tsan := -O1 -g -fsanitize=thread
OPT_coverage := -O0 -g --coverage
OPT_clang := -O2 -g
# (a slice of nothing may be NULL, and NULL + 0 is well defined from C23 on)
OPT_fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=pointer-overflow -fno-sanitize-recover=undefined
OPT_fault := -O1 -g -DDLN_FAULT -fsanitize=address,undefined -fno-sanitize-recover=undefined
PKG_CFLAGS := $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null)
CFLAGS_ALL := -std=c17 -D_GNU_SOURCE -fPIC -fvisibility=hidden -ffp-contract=off $(WARN) $(OPT_$(FLAVOUR)) -Iinclude -Isrc -DDLN_DATA_DIR='"$(PREFIX)/share/dateline"' $(PKG_CFLAGS) $(CFLAGS)
CXXFLAGS_ALL := -std=c++17 -fPIC -fvisibility=hidden -Wall -Wextra $(OPT_$(FLAVOUR)) -Isrc $(CXXFLAGS)
LDLIBS_ALL := $(PKG_LIBS) $(LIBS_EXTRA)

LIB_SRC := $(sort $(filter-out src/cli/%,$(wildcard src/*.c src/*/*.c src/*/*/*.c)))
LIB_CXX := $(sort $(wildcard src/*/*.cc))
# Kafka is an optional part: without librdkafka `dateline consume` says that it was left out.
RDKAFKA := $(shell pkg-config --exists rdkafka && echo rdkafka)
CLI_SRC := $(sort $(filter-out $(if $(RDKAFKA),src/cli/no_kafka.c,src/cli/kafka.c src/cli/cmd_consume.c src/cli/cmd_follow.c),$(wildcard src/cli/*.c)))
PREDICT_SRC := $(sort $(wildcard bench/predict*.c) bench/events_model.c bench/link.c)
UNIT_SRC := $(sort $(wildcard tests/unit/*/test_*.c))
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))
obj = $(patsubst %.cc,$(B)/obj/%.o,$(patsubst %.c,$(B)/obj/%.o,$(1)))
LIB_OBJ := $(call obj,$(LIB_SRC) $(LIB_CXX))
UNIT_BIN := $(patsubst tests/unit/%.c,$(B)/unit/%,$(UNIT_SRC))
FUZZ_BIN := $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(FUZZ_SRC))

.PHONY: all demo test test-scale check-fast setup unit fuzz-replay-bins clean install uninstall dist deb lint help
all: ## build/dateline, build/libdateline.{a,so}, bench/predict
all: $(B)/dateline $(B)/libdateline.so $(B)/bench/predict $(if $(filter opt,$(FLAVOUR)),bench/predict)

$(B)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -c $< -o $@
$(B)/obj/%.o: %.cc
	@mkdir -p $(@D)
	$(call say,CXX)
	$(Q)$(CXX) $(CXXFLAGS_ALL) -MMD -MP -c $< -o $@
$(B)/libdateline.a: $(LIB_OBJ)
	@rm -f $@
	$(call say,AR)
	$(Q)ar rcs $@ $^
$(B)/libdateline.so: $(LIB_OBJ)
	$(call say,LD)
	$(Q)$(CC) $(OPT_$(FLAVOUR)) -shared -Wl,-soname,libdateline.so.0 -o $@ $^ $(LDLIBS_ALL)
$(B)/dateline: $(call obj,$(CLI_SRC)) $(B)/libdateline.a
	$(call say,LD)
	$(Q)$(CC) $(OPT_$(FLAVOUR)) -o $@ $^ $(LDLIBS_ALL) -lmicrohttpd -lcurl $(if $(RDKAFKA),-lrdkafka)
$(B)/bench/predict: $(call obj,$(PREDICT_SRC)) $(B)/libdateline.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(OPT_$(FLAVOUR)) -o $@ $^ $(LDLIBS_ALL)
bench/predict: build/bench/predict
	$(Q)cp $< $@
$(B)/unit/read/test_brotli: UNIT_LIBS := -lbrotlienc
$(B)/unit/bench/test_events_model: $(call obj,bench/events_model.c)
# Fifty small programs: the quicker linker, where it is.
UNIT_LD := $(if $(shell command -v ld.gold),-fuse-ld=gold)
$(B)/unit/cli/test_answer: $(call obj,src/cli/answer.c src/cli/listing.c src/cli/suggest.c)
$(B)/unit/cli/test_listing: $(call obj,src/cli/listing.c)
$(B)/unit/cli/test_files: $(call obj,src/cli/files.c src/cli/common.c src/cli/kept.c src/cli/serve_token.c)
$(B)/unit/cli/test_files: UNIT_LIBS := -lmicrohttpd
$(B)/unit/cli/test_options: $(filter-out %/main.o,$(call obj,$(CLI_SRC)))
$(B)/unit/cli/test_options: UNIT_LIBS := -lmicrohttpd -lcurl $(if $(RDKAFKA),-lrdkafka)
$(B)/unit/cli/test_watch: $(call obj,src/cli/watch_feed.c src/cli/watch_robots.c src/cli/watch_address.c)
$(B)/unit/cli/test_watch $(B)/fuzz/fuzz_feed: UNIT_LIBS := -lcurl
$(B)/fuzz/fuzz_feed: $(call obj,src/cli/watch_feed.c)
$(B)/fuzz/fuzz_robots: $(call obj,src/cli/watch_robots.c)
$(B)/unit/%: $(B)/obj/tests/unit/%.o $(B)/libdateline.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(OPT_$(FLAVOUR)) $(UNIT_LD) -o $@ $(filter %.o,$^) $(B)/libdateline.a $(LDLIBS_ALL) -lcmocka $(UNIT_LIBS)
# Fuzz targets are linked with a small driver that replays a corpus; in the flavour `fuzz` (clang) they are libFuzzer programs:
#   make CC=clang-14 CXX=clang++-14 FLAVOUR=fuzz fuzz-replay-bins; build-fuzz/fuzz/fuzz_limits -max_total_time=600 NEW_CORPUS tests/fuzz/corpus/limits
FUZZ_DRIVER := $(if $(filter fuzz,$(FLAVOUR)),,$(B)/obj/tests/fuzz/replay.o)
$(B)/fuzz/%: $(B)/obj/tests/fuzz/%.o $(FUZZ_DRIVER) $(B)/libdateline.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(OPT_$(FLAVOUR)) $(if $(filter fuzz,$(FLAVOUR)),-fsanitize=fuzzer) -o $@ $^ $(LDLIBS_ALL) $(UNIT_LIBS)

$(B)/fault/%: $(B)/obj/tests/fault/%.o $(B)/libdateline.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(OPT_$(FLAVOUR)) -o $@ $^ $(LDLIBS_ALL)

# Trainers written in C (called by the scripts of train/, never by `all`).
$(B)/train/%: $(B)/obj/train/%.o $(B)/libdateline.a
	@mkdir -p $(@D)
	$(call say,LD)
	$(Q)$(CC) $(OPT_$(FLAVOUR)) -o $@ $^ $(LDLIBS_ALL)

unit: $(UNIT_BIN)
fuzz-replay-bins: $(FUZZ_BIN)
setup:
	@tests/setup.sh $(WITH)
check-fast: ## unit tests alone, under a minute
check-fast: all unit
	python3 tests/run.py --fast
demo: ## set up what is missing, build, run the main job on examples/
demo: setup
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@$(B)/dateline story examples/*.txt examples/*.md examples/*.html > $(B)/demo.txt
	@$(B)/dateline story --format html -o $(B)/demo.html examples/*.txt examples/*.md examples/*.html
	@head -n 34 $(B)/demo.txt; echo '  ...'; echo
	@echo 'the whole brief: $(B)/demo.txt; the same as a page: $(B)/demo.html. To try next:'
	@echo '  $(B)/dateline FOLDER                          a folder with reports of one event of your own'
	@echo '  $(B)/dateline show examples/1-adria-wire.txt:98-102  the words behind a line'
	@echo '  $(B)/dateline story --table facts examples/*.txt     a table for a spreadsheet'
	@echo '  $(B)/dateline add examples/*.txt examples/*.md examples/*.html && $(B)/dateline serve      a desk of them, as pages in a browser'
	@echo '  $(B)/dateline help'
test-scale: ## fetch what the tests of Kafka and Spark want (Maven Central, the package index; 550 MB), run them
test-scale: setup all
	-python3 tests/broker/broker.py fetch
	-test -d build/spark || (python3 -m venv build/spark && build/spark/bin/pip install -q pyspark==4.2.0 pyarrow pandas polars duckdb mypy setuptools wheel) || rm -rf build/spark
	python3 tests/run.py e2e/kafka e2e/spark e2e/python
test: ## the same set-up, then every test
test: WITH := test
test: setup
	@$(MAKE) --no-print-directory -j$$(nproc) all unit
	python3 tests/run.py
# DESTDIR for packagers; the program finds its data in PREFIX/share/dateline, from wherever it is started.
install: ## into PREFIX (/usr/local), DESTDIR for packagers
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/dateline
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/site-functions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	install -m 755 $(B)/dateline $(DESTDIR)$(PREFIX)/bin/dateline
	install -m 644 $(B)/libdateline.a $(DESTDIR)$(PREFIX)/lib/
	install -m 755 $(B)/libdateline.so $(DESTDIR)$(PREFIX)/lib/libdateline.so.0
	ln -sf libdateline.so.0 $(DESTDIR)$(PREFIX)/lib/libdateline.so
	install -m 644 include/dateline.h $(DESTDIR)$(PREFIX)/include/
	cp -R data/. $(DESTDIR)$(PREFIX)/share/dateline/
	install -m 644 docs/dateline.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	$(B)/dateline completion bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/dateline
	$(B)/dateline completion zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_dateline
	$(B)/dateline completion fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/dateline.fish
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system
	for unit in watch serve; do sed 's|@PREFIX@|$(PREFIX)|' tools/systemd/dateline-$$unit.service > $(DESTDIR)$(PREFIX)/lib/systemd/system/dateline-$$unit.service; done
	printf 'prefix=%s\nlibdir=$${prefix}/lib\nincludedir=$${prefix}/include\n\nName: dateline\nDescription: many news reports of one event, one record\nVersion: %s\nRequires.private: %s\nLibs: -L$${libdir} -ldateline\nLibs.private: %s\nCflags: -I$${includedir}\n' \
	  '$(PREFIX)' "$$(sed -n 's/.*DLN_VERSION "\(.*\)"/\1/p' include/dateline.h)" '$(PACKAGES)' '$(LIBS_EXTRA)' > $(DESTDIR)$(PREFIX)/lib/pkgconfig/dateline.pc

uninstall: ## takes away what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/dateline $(DESTDIR)$(PREFIX)/lib/libdateline.a $(DESTDIR)$(PREFIX)/lib/libdateline.so $(DESTDIR)$(PREFIX)/lib/libdateline.so.0
	rm -f $(DESTDIR)$(PREFIX)/include/dateline.h $(DESTDIR)$(PREFIX)/lib/pkgconfig/dateline.pc $(DESTDIR)$(PREFIX)/share/man/man1/dateline.1
	rm -f $(DESTDIR)$(PREFIX)/share/bash-completion/completions/dateline $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_dateline
	rm -f $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/dateline.fish
	rm -f $(DESTDIR)$(PREFIX)/lib/systemd/system/dateline-watch.service $(DESTDIR)$(PREFIX)/lib/systemd/system/dateline-serve.service
	rm -rf $(DESTDIR)$(PREFIX)/share/dateline

VERSION := $(shell sed -n 's/.*DLN_VERSION "\(.*\)"/\1/p' include/dateline.h)
dist: ## build/dateline-VERSION.tar.gz of the committed tree
	@mkdir -p build
	git archive --format=tar.gz --prefix=dateline-$(VERSION)/ -o build/dateline-$(VERSION).tar.gz HEAD
deb: ## a Debian package in build/deb
deb: all
	tools/deb.sh build/deb
help: ## this list
	@sed -n 's/^\([a-z-]*\): ## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|'
	@echo '  FLAVOUR=debug|asan|tsan|coverage|fault|clang builds in build-FLAVOUR; V=1 shows whole commands'

lint: ## clang-tidy over the library and the command, by .clang-tidy
	@printf '%s\n' $(LIB_SRC) $(CLI_SRC) | xargs -P 2 -n 8 sh -c 'clang-tidy-14 --quiet "$$@" -- -std=c17 -D_GNU_SOURCE -Iinclude -Isrc -DDLN_DATA_DIR=\"x\" $(PKG_CFLAGS) 2>/dev/null' lint

clean: ## takes away all builds
	rm -rf build build-* bench/predict

$(B)/obj/src/write/page_assets.o: src/write/page.css src/write/page.js
$(B)/obj/src/cli/serve_assets.o: src/cli/serve.css src/cli/serve.js docs/openapi.json

-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)
.SECONDARY:
