# work.mk: a tree of small files, each made by a shell
NUMBERS := $(foreach a,0 1 2 3 4 5 6 7 8 9,$(foreach b,0 1 2 3,$a$b))
LEAVES := $(patsubst %,made/%.leaf,$(NUMBERS))
NODES := $(patsubst %.leaf,%.node,$(LEAVES))

made/all: $(NODES)
	@cat $^ > $@

made/%.node: made/%.leaf
	@leaf=$$(cat $<); echo "$* of $$leaf" > $@

made/%.leaf: | made
	@echo "leaf $*" > $@

made:
	@mkdir -p $@

.PRECIOUS: made/%.leaf
