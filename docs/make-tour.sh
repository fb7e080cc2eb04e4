#!/usr/bin/env bash
# Writes docs/tour.md: one event through the stages, with what the program really prints. Run from the checkout after `make all`.
cd "$(dirname "$0")/.." || exit 1
d=build/dateline
block() { printf '```\n'; "$@" 2>&1 | cut -c1-110; printf '```\n\n'; }
{
  printf '# Tour: one event through the stages\n\nMade by `docs/make-tour.sh` from `examples/` (an invented event), so that it shows what the program prints.\n\n'
  printf '## Reading: a wire text\n\n`dateline read examples/1-adria-wire.txt` finds the dateline, the agency and the partial date; the text stays byte for byte.\n\n'
  block bash -c "$d read examples/1-adria-wire.txt | head -12"
  printf '## Language: sentences, words, tags, parse, names\n\n`dateline annotate --format conllu`, the second sentence:\n\n'
  block bash -c "$d annotate --format conllu examples/1-adria-wire.txt | awk '/^# sent_id = r1-2/{p=1} /^# sent_id = r1-3/{p=0} p' | head -16"
  printf '## Meaning: one report\n\n`dateline annotate` gives a record of one report; its events with trigger spans:\n\n'
  block bash -c "$d annotate --format jsonl examples/1-adria-wire.txt | python3 -c \"import json,sys; r=json.load(sys.stdin); t=r['reports'][0]['text'].encode(); [print(e['id'], e['type'], e['label'], e['modality'], e['from'], repr(t[e['mentions'][0]['trigger'][0]:e['mentions'][0]['trigger'][1]].decode())) for e in r['events'][:8]]\""
  printf '## Collation: five reports, one record\n\n`dateline story examples/*.txt examples/*.md examples/*.html`, the first screen:\n\n'
  block bash -c "$d story examples/*.txt examples/*.md examples/*.html | head -40"
  printf '## Copies\n\nThe reprint counts as one voice with its source:\n\n'
  block bash -c "$d story examples/*.txt examples/*.md examples/*.html | awk '/^SOURCES/{p=1} p'"
} > docs/tour.md
