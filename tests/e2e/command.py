#!/usr/bin/env python3
"""The command as a newsroom meets it: bad inputs named and skipped, exit codes, help, completion, the manual page, a full disk."""
import json
import os
import subprocess
import tempfile

from _tap import BUILD, DATELINE, EXAMPLES, ROOT, done, ok, run, skip

GOOD = EXAMPLES[0]


def one_bad(name, path, word, **how):
    """A bad input beside a good one: named in a message that holds `word`, the good one done, exit code 1."""
    out = run("story", "--format", "json", path, GOOD, **how)
    text = out.stderr.decode("utf-8", "replace")
    good = out.returncode == 1 and os.path.basename(path) in text and word in text
    ok(good and len(json.loads(out.stdout)["reports"]) == 1, f"{name} is named, the other report is done, exit code 1", f"{out.returncode} {text}")


def bad_inputs(tmp):
    def file(name, data):
        path = os.path.join(tmp, name)
        with open(path, "wb") as f:
            f.write(data)
        return path

    file("-minus.txt", b"TARVIK - Four people died in a fire on Friday, police said.\n")
    minus = subprocess.run([os.path.abspath(DATELINE), "story", "-minus.txt"], cwd=tmp, capture_output=True)
    ok(minus.returncode == 2 and b"write ./-minus.txt" in minus.stderr, "a file that begins with a minus: how to write it is said", minus.stderr.decode())
    os.remove(os.path.join(tmp, "-minus.txt"))
    one_bad("an empty file", file("empty.txt", b""), "empty")
    one_bad("white space alone", file("blank.txt", b" \n\t\n"), "empty")
    os.mkdir(os.path.join(tmp, "bare"))
    one_bad("a folder without files", os.path.join(tmp, "bare"), "directory")
    one_bad("a binary", file("program.bin", bytes(range(256)) * 40), "binary")
    one_bad("a missing file", os.path.join(tmp, "gone.txt"), "No such file")
    gz = subprocess.run(["gzip", "-c", GOOD], capture_output=True).stdout
    cut = run("story", "--format", "json", file("cut.gz", gz[: len(gz) // 2]), GOOD)
    ok(cut.returncode == 1 and b"cut.gz: gzip data ends early" in cut.stderr and len(json.loads(cut.stdout)["reports"]) == 2, "a truncated gzip is named; what it holds and the other report are done", cut.stderr.decode())
    broken = run("story", "--format", "json", file("latin.txt", b"LIMA, May 3 (ABC) - The caf\xe9 on Pl\xe1 street burnt down on Sunday, police said.\n"), GOOD)
    ok(broken.returncode == 0 and len(json.loads(broken.stdout)["reports"]) == 2, "invalid UTF-8 is read, not refused", broken.stderr.decode())
    long_line = file("line.txt", b"word " * (20 << 20))
    one_bad("100 MB of one line", long_line, "limit")
    nothing = run("story", os.path.join(tmp, "empty.txt"))
    ok(nothing.returncode == 3 and nothing.stdout == b"", "no readable report at all: exit code 3, nothing on standard output")
    for command in ("read", "annotate"):
        ok(run(command, os.path.join(tmp, "empty.txt")).returncode == 3, f"{command}: no readable report at all: exit code 3")


def large_line(tmp):
    path = os.path.join(tmp, "long.txt")
    with open(path, "wb") as f:
        f.write(b"The minister said on Sunday that ten people were killed in the port. " * 15000)
    out = run("annotate", path, timeout=120)
    ok(out.returncode in (0, 1), "one million bytes on one line are annotated or named", out.stderr.decode()[:300])


def exit_codes():
    for args, code in ((["story"], 2), (["nonsense"], 2), (["story", "--nonsense", GOOD], 2), (["story", "--format", "nonsense", GOOD], 2), (["story", "--jobs", "many", GOOD], 2), ([], 2), (["--version"], 0), (["--help"], 0), (["story", "--help"], 0), (["story", "--format"], 2)):
        out = run(*args)
        ok(out.returncode == code, f"dateline {' '.join(args[:2])}: exit code {code}", out.stderr.decode())


def nothing_passed_over():
    """What a command does not take is wrong use, told with what it does: never passed over in silence."""
    for args, word in ((["story", "--repair", GOOD], "takes no --repair"), (["stories", "--width", "70"], "takes no --width"), (["add", "--outlet", "Post", GOOD], "takes no --outlet"),
                       (["stories", "fire"], "takes no 'fire'"), (["export", "fire"], "takes no 'fire'"), (["check", "fire"], "takes no 'fire'"),
                       (["story", "--only", "facts", GOOD], "goes with: json"), (["story", "-f", "json", "--table", "facts", GOOD], "goes with: csv"), (["annotate", "-f", "text", "--min-confidence", "0.5", GOOD], "goes with: json"),
                       (["group", "--fields", "id", GOOD], "takes no --fields"), (["story", "--table", "fact", GOOD], "did you mean facts?"), (["stories", "--order", "big"], "fresh large differ"), (["story", "--width", "x", GOOD], "a whole number")):
        out = run(*args)
        ok(out.returncode == 2 and word in out.stderr.decode() and not out.stdout, f"{' '.join(args[:3])}: {word}", out.stderr.decode())
    ok(run("story", "--fields", "id,text", GOOD).stdout.startswith(b"id,text"), "--fields alone means csv")
    ok(run("stories", "--quiet", "--desk", "/nowhere/desk.db").returncode == 3, "--quiet is taken everywhere")


def add_folders(tmp):
    desk = os.path.join(tmp, "pile", "desk.db")
    os.mkdir(os.path.dirname(desk))
    for name in EXAMPLES[:2]:
        with open(name, "rb") as f, open(os.path.join(tmp, "pile", os.path.basename(name)), "wb") as to:
            to.write(f.read())
    first, again = (run("add", "--desk", desk, os.path.dirname(desk)) for _ in range(2))
    ok(first.returncode == 0 and first.stdout == b"2 reports kept\n", "add: a folder stands for the files in it", first.stderr.decode())
    ok(again.returncode == 0 and again.stdout == b"0 reports kept, 2 known\n" and b"desk.db" in again.stderr, "add: the desk in that folder is no report", again.stderr.decode())
    ok(run("check", "--desk", desk).stdout == b"2 reports, 1 story, 0 faults\n", "check counts")
    ok(b"no desk in" in run("serve", "--desk", desk + "2").stderr, "serve: no desk is told as such")


def not_english(tmp):
    """A report in a language that is not analysed: said on standard error, and where it is listed, by the name of the language."""
    path = os.path.join(tmp, "hafen.txt")
    with open(path, "w") as f:
        f.write("Brand im Hafen von Tarvik\n\nBei einem Brand im Hafen von Tarvik sind am Sonntag vier Menschen ums Leben gekommen, teilte die Polizei mit. "
                "Die Feuerwehr brauchte sechs Stunden, um die Flammen zu l\u00f6schen.\n")
    out = run("story", path, GOOD)
    said = out.stderr.decode()
    ok(out.returncode == 0 and "1 of 2 reports is not in English" in said and "hafen.txt" in said, "story says which report is not analysed", said)
    ok("look like" not in said, "and does not take it for another story", said)
    ok("in German: read, not analysed" in " ".join(out.stdout.decode().split()), "the brief says so of its source", out.stdout.decode())
    ok(b"in German: read, not analysed" in run("story", "-f", "html", path, GOOD).stdout, "the page says so of its source")
    ok(b"1 of 2 reports is not in English" in run("annotate", path, GOOD).stderr, "annotate counts them")
    with open(path, "rb") as f:
        half = f.read().index("\u00f6".encode()) + 1
    ok("l\u00bb\u00f6\u00abschen" in run("show", f"{path}:{half}-{half + 1}").stdout.decode(), "show: a span that begins within a letter has all of it")
    ok(not run("story", "--quiet", path, GOOD).stderr and not run("story", GOOD).stderr, "--quiet keeps it; of English there is nothing to say")


def folders():
    folder = os.path.dirname(GOOD)
    files = sorted(os.path.join(folder, f) for f in os.listdir(folder) if not f.startswith("."))
    for command in ("read", "annotate"):
        ok(run(command, "--format", "jsonl", folder).stdout == run(command, "--format", "jsonl", *files).stdout, f"{command}: a folder stands for the files in it")


def standard_input():
    data = open(GOOD, "rb").read()
    out = run("annotate", "-", stdin=data)
    ok(out.returncode == 0 and json.loads(out.stdout)["reports"][0]["source"] == "-", "'-' reads standard input")
    read = run("read", "--format", "json", "-", stdin=data)
    ok(json.loads(read.stdout)["text"].encode() == data, "read prints the report object alone")


def full_disk():
    if not os.path.exists("/dev/full"):
        return skip("a full disk", "no /dev/full")
    with open("/dev/full", "wb") as full:
        out = run("story", "--format", "html", *EXAMPLES, stdout=full)
    ok(out.returncode == 3 and b"No space left" in out.stderr, "a full disk on standard output is said, exit code 3", out.stderr.decode())
    out = run("story", "-o", "/dev/full", *EXAMPLES)
    ok(out.returncode == 3 and b"/dev/full" in out.stderr, "a full disk on --output names the file", out.stderr.decode())


def words_mistyped(tmp):
    for args, word in ((["stroy"], "dateline story"), (["story", "--fromat", "json", GOOD], "--format"), (["story", "--format", "jsno", GOOD], "json"), (["help", "anotate"], "annotate")):
        out = run(*args)
        ok(out.returncode == 2 and word in out.stderr.decode() and "did you mean" in out.stderr.decode(), f"{' '.join(args[:2])}: did you mean {word}?", out.stderr.decode())
    ok(b"did you mean" not in run("zzzzqqq").stderr, "nothing near: no guess")
    ok(run(*EXAMPLES).stdout == run("story", *EXAMPLES).stdout, "files without a command are a story")


def show():
    record = json.loads(run("story", "--format", "json", *EXAMPLES).stdout)
    at = record["facts"][0]["values"][0]["evidence"][0]
    report = next(r for r in record["reports"] if r["id"] == at["report"])
    words = report["text"].encode()[at["span"][0]:at["span"][1]].decode()
    out = run("show", f"{report['source']}:{at['span'][0]}")
    ok(out.returncode == 0 and f"»{words}" in out.stdout.decode(), "show prints the words around FILE:BYTE", out.stdout.decode())
    out = run("show", f"{report['source']}:{at['span'][0]}-{at['span'][1]}")
    ok(out.returncode == 0 and f"»{words}«" in out.stdout.decode(), "show marks the words of FILE:BYTE-BYTE", out.stdout.decode())
    ok(all(len(line) <= 80 for line in out.stdout.decode().split("\n")), "its lines fit a terminal", out.stdout.decode())
    ok(run("show", f"{GOOD}:9-9").returncode == run("show", f"{GOOD}:9-99999").returncode == 3, "a span that the text does not have")
    ok(b"No such file" in run("show", "gone.txt:12").stderr, "a missing file is told as such")
    ok(run("show", GOOD).returncode == 3 and run("show").returncode == 2 and run("show", GOOD + ":99999999").returncode == 3, "show: no place, nothing, a byte behind the end")


def unsaid():
    """What the texts do not say comes from the command line; what they say stands."""
    with tempfile.TemporaryDirectory() as tmp:
        bare, told = os.path.join(tmp, "bare.txt"), os.path.join(tmp, "told.txt")
        open(bare, "w").write("Two men died in a fire in the port on Friday, the police said.\n")
        open(told, "w").write("Fire in the port kills two\nHarbour Post, 3 May 2024\nTwo men died in the fire.\n")
        out = run("story", "--format", "json", "--outlet", "Coast Daily", "--date", "2024-05-05", bare, told)
        reports = {os.path.basename(r["source"]): r for r in json.loads(out.stdout)["reports"]}
        got = {k: (r["outlet"], r["published"]["value"]) for k, r in reports.items()}
        ok(got == {"bare.txt": ("Coast Daily", "2024-05-05"), "told.txt": ("Harbour Post", "2024-05-03")}, "--outlet and --date fill in what a text does not say", got)
        days = [t["value"] for t in json.loads(out.stdout)["times"]]
        ok("2024-05-03" in days, "relative times hang on --date", days)
        out = run("read", "--format", "jsonl", "--url", "https://www.nytimes.com/2024/05/04/world/fire.html", bare)
        report = json.loads(out.stdout)
        ok((report["outlet"], report["published"]["value"]) == ("The New York Times", "2024-05-04"), "--url gives outlet and date", report["outlet"])
        ok(run("read", "--date", "never", bare).returncode == 2, "a date that is none is wrong use")
        ok(b"nothing is fetched" in run("read", "https://post.example/a").stderr, "an address is not fetched, and that is said")


def table_made():
    for shell in ("bash", "zsh", "fish"):
        out = run("completion", shell)
        ok(out.returncode == 0 and b"annotate" in out.stdout and b"--format" in out.stdout.replace(b"-l format", b"--format"), f"completion for {shell}")
    check = subprocess.run(["bash", "-n"], input=run("completion", "bash").stdout, capture_output=True)
    ok(check.returncode == 0, "bash reads the completion script", check.stderr.decode())
    man = run("help", "man").stdout
    ok(man == open(os.path.join(ROOT, "docs", "dateline.1"), "rb").read(), "docs/dateline.1 is what 'dateline help man' prints")


def colours():
    plain = run("story", *EXAMPLES).stdout
    ok(b"\033[" not in plain, "no colour when the output is no terminal")
    ok(b"\033[" in run("story", "--color", "always", *EXAMPLES).stdout, "--color always colours")
    ok(all(len(line.decode()) <= 80 for line in plain.split(b"\n") if b" " in line.strip()), "text fits 80 columns", max(plain.decode().split("\n"), key=len))
    evil = b"LIMA, May 3 (ABC) - A man \033[31mshouted\007 on Sunday, police said. \"Stop\033[2J,\" he said.\n"
    ok(b"\033" not in run("story", "-", stdin=evil).stdout and b"\007" not in run("read", "-", stdin=evil).stdout, "control bytes of a report never reach the terminal")


def many_reports(tmp):
    paths = []
    for i in range(130):
        path = os.path.join(tmp, f"n{i:03}.txt")
        with open(path, "w") as f:
            f.write(f"LIMA, May {i % 28 + 1} (ABC) - A fire killed {i + 2} people in Lima on Sunday, police said.\n")
        paths.append(path)
    one, two = run("annotate", "--jobs", "1", *paths), run("annotate", "--jobs", "2", *paths)
    lines = one.stdout.split(b"\n")
    ok(one.returncode == 0 and one.stdout == two.stdout and len(lines) == 131, "130 reports, one record a line, the same on two threads")
    ok([json.loads(x)["reports"][0]["source"] for x in lines[:-1]] == paths, "records come in the order of the files")


def example_program(tmp):
    binary = os.path.join(tmp, "story")
    flags = subprocess.run(["pkg-config", "--libs", "libutf8proc"], capture_output=True, text=True).stdout.split()
    built = subprocess.run(["gcc", "-std=c17", "-Wall", "-Wextra", "-Werror", "-I", os.path.join(ROOT, "include"), os.path.join(ROOT, "examples", "story.c"), os.path.join(BUILD, "libdateline.so"), "-Wl,-rpath," + BUILD, "-o", binary, *flags], capture_output=True, text=True)
    if not ok(built.returncode == 0, "examples/story.c builds against the shared library", built.stderr):
        return
    os.symlink(os.path.join(BUILD, "libdateline.so"), os.path.join(tmp, "libdateline.so.0"))
    env = dict(os.environ, LD_LIBRARY_PATH=tmp)
    env.setdefault("DATELINE_DATA", os.path.join(ROOT, "data"))
    out = subprocess.run([binary, *EXAMPLES], capture_output=True, text=True, env=env)
    ok(out.returncode == 0 and "reports" in out.stdout.split("\n")[-2], "examples/story.c prints the conflicts", out.stdout + out.stderr)
    same = subprocess.run([binary, "--json", *EXAMPLES], capture_output=True, env=env).stdout
    ok(same == run("story", "--format", "json", *EXAMPLES).stdout, "the library gives the same bytes as the command")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as tmp:
        bad_inputs(tmp)
        large_line(tmp)
        many_reports(tmp)
        example_program(tmp)
        words_mistyped(tmp)
        add_folders(tmp)
        not_english(tmp)
    nothing_passed_over()
    show()
    folders()
    exit_codes()
    standard_input()
    full_disk()
    table_made()
    unsaid()
    colours()
    done()
