"""Reads the token-tag lines of an outside name tagger (CoreNLP's NERClassifierCombiner, -outputFormat tsv) as Sentences.

The texts are unlabelled news or a treebank's own tokens; nothing of them is shipped. MISC there covers demonyms, works and events: it is
read as "no person, organisation or place", which leaves the choice between O and MISC open (has_misc False).

How the files were made (UD-like tokens come from CoreNLP's own tokenizer, or from the treebank with -tokenizerFactory ...WhitespaceTokenizer):
    java -cp JARS edu.stanford.nlp.ie.NERClassifierCombiner -ner.applyNumericClassifiers false -ner.useSUTime false -textFile F -outputFormat tsv
"""
import corpus as C

KIND = {"PERSON": "PER", "ORGANIZATION": "ORG", "LOCATION": "LOC"}


def read_tsv(path):
    sents, cur = [], []
    for line in open(path, encoding="utf-8"):
        f = line.rstrip("\n").split("\t")
        if len(f) >= 2:
            cur.append((f[0], f[1]))
        elif cur:
            sents.append(cur)
            cur = []
    return sents + ([cur] if cur else [])


def tags_of(row):
    names, k = [], 0
    while k < len(row):
        end = k + 1
        while end < len(row) and row[end][1] == row[k][1]:
            end += 1
        if row[k][1] in KIND:
            names.append((k, end - 1, KIND[row[k][1]]))
        k = end
    return C.bioes(len(row), names)


def read_silver(path, weight):
    out = []
    for row in read_tsv(path):
        if not 3 <= len(row) <= 100:
            continue
        s = C.Sentence([w for w, _ in row])
        s.names, s.weight = tags_of(row), weight
        out.append(s)
    return out


def attach(sents, path, weight):
    """Names for treebank sentences without any: the tagger saw the same tokens in the same order. True when all tokens agree."""
    flat = [x for row in read_tsv(path) for x in row]
    if len(flat) != sum(len(s.words) for s in sents):
        return False
    at = 0
    for s in sents:
        row = flat[at:at + len(s.words)]
        at += len(s.words)
        s.names, s.weight = tags_of(row), weight
    return True
