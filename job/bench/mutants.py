#!/usr/bin/env python3
"""Breaks the lock-free code on purpose, one ordering at a time, and shows which stress test or model check notices.

usage: mutants.py [-h] [WORD]...      all mutants, or those whose name contains one of the words

Each mutant is a copy of the engine's sources with one change, compiled to job/target/mutants and put ahead of the true classes.
Exit code 1 when one survives that does not say why this processor cannot show it, or when the code no longer has the text that a
mutant changes: the list then has to follow the code.
"""
import argparse
import dataclasses
import re
import shutil
import subprocess
import sys

import stress

ENGINE = "src/main/java/io/casemill/engine"
TESTS = "src/test/java/io/casemill/engine"
JOB = stress.ROOT / "job"
STRESS = JOB / "src/jcstress/java/io/casemill/engine"
WORK = stress.TARGET / "mutants"
# Several times what the longest of them takes. jcstress does not notice a test that hangs while it is tried out.
HANGS_AFTER_SECONDS = 150
MOVED_FIRST = "ring.moveTop(top);\n            if (ring.take(top, element, Ring.TAKEN)) {"
TSO = "x86 keeps loads in order and stores in order, and the compiler keeps opaque accesses in theirs"


@dataclasses.dataclass(frozen=True)
class Mutant:
    """Changes of one file, and the tests of which one has to notice: those whose class begins with this word."""

    name: str
    file: str
    tests: str
    changes: tuple
    unseen_on_x86: str = ""


def mutant(name, file, tests, *changes, unseen_on_x86=""):
    return Mutant(name, file, tests, changes, unseen_on_x86)


MUTANTS = [
    mutant(
        "slot-filled-without-release", "Ring.java", "Deque",
        ("SLOTS.setRelease(slots, (int) index & mask, element)", "SLOTS.setOpaque(slots, (int) index & mask, element)"),
        unseen_on_x86=TSO,
    ),
    mutant("top-read-without-acquire", "Ring.java", "Deque", ("top.getAcquire(INDEX)", "top.getOpaque(INDEX)"), unseen_on_x86=TSO),
    mutant(
        "bottom-raised-before-the-slot-is-filled", "Deque.java", "Deque",
        ("ring.put(index, element);", "ring.raiseBottom(index + 1); ring.put(index, element);"),
    ),
    mutant(
        "take-without-compare-and-set", "Ring.java", "Deque",
        (
            "return SLOTS.compareAndSet(slots, (int) index & mask, element, left);",
            "if (slot(index) != element) return false; SLOTS.setVolatile(slots, (int) index & mask, left); return true;",
        ),
    ),
    mutant("theft-leaves-no-mark", "Stealer.java", "Deque", ("ring.take(top, element, Ring.TAKEN)", "ring.take(top, element, null)")),
    mutant(
        "top-moved-before-the-theft", "Stealer.java", "Deque",
        ("if (ring.take(top, element, Ring.TAKEN)) {\n                ring.moveTop(top);", MOVED_FIRST),
    ),
    mutant("steal-without-second-look-at-top", "Stealer.java", "Deque", ("if (top != ring.top())", "if (false)")),
    mutant("look-without-second-look-at-top", "Stealer.java", "Deque", ("else if (top == ring.top())", "else")),
    mutant("look-stops-at-a-theft", "Stealer.java", "Deque", ("if (!ring.passed(top)) {\n                    return null;\n                }\n            } else if", "return null;\n            } else if")),
    mutant("mark-of-the-round-before-believed", "Ring.java", "Deque", ("if (slot(index) == TAKEN) {\n            moveTop(index);\n        }", "moveTop(index);")),
    mutant(
        "announce-without-fence", "Sleep.java", "Sleep",
        ("seats.set(worker, ASLEEP);\n        VarHandle.fullFence();", "seats.set(worker, ASLEEP);"),
        unseen_on_x86="the volatile write of the seat before it is a full fence of the processor",
    ),
    mutant(
        "announce-without-any-barrier", "Sleep.java", "Sleep",
        ("seats.set(worker, ASLEEP);\n        VarHandle.fullFence();", "seats.setOpaque(worker, ASLEEP);"),
    ),
    mutant(
        "signal-without-fence", "Sleep.java", "Sleep",
        ("VarHandle.fullFence();\n        signal(state.getOpaque(STATE));", "signal(state.getOpaque(STATE));"),
    ),
    mutant("fork-signalled-without-fence-during-a-search", "Sleep.java", "Sleep", ("if (now > SEARCHER && (now & SLEEPERS) != 0)", "if (false)")),
    mutant("search-ends-without-a-look", "Sleep.java", "Sleep", ("return now != 0 && now < SEARCHER;", "return false;")),
    mutant(
        "search-ends-not-atomically", "Sleep.java", "Sleep",
        ("long now = state.addAndGet(STATE, -SEARCHER);", "long now = state.get(STATE) - SEARCHER; state.setVolatile(STATE, now);"),
    ),
    mutant(
        "sleeper-picked-without-compare-and-set", "Sleep.java", "Sleep",
        ("!seats.compareAndSet(worker, ASLEEP, AWAKE)", "seats.getAndSet(worker, AWAKE) > ASLEEP"),
    ),
    mutant(
        "end-without-compare-and-set", "Watch.java", "Watch",
        (
            "if (!cells.compareAndSet(STATE, running, with(running, DONE)) && ",
            "if (cells.getVolatile(STATE) == running) cells.setVolatile(STATE, with(running, DONE)); else if (",
        ),
    ),
    mutant(
        "abandon-without-compare-and-set", "Watch.java", "Watch",
        ("cells.compareAndSet(STATE, word, with(word, ABANDONED))", "word() == word && abandoned(word)"),
        ("    /** Monitor: gives the", "    private boolean abandoned(long word) { cells.setVolatile(STATE, with(word, ABANDONED)); return true; }\n    /** Monitor: gives the"),
    ),
    mutant(
        "interrupt-without-compare-and-set", "Watch.java", "Watch",
        (
            "try {\n            first.run();",
            "cells.setVolatile(STATE, with(word, INTERRUPTING));\n        try {\n            first.run();",
        ),
        ("while (!cells.compareAndSet(STATE, with(word, RUNNING), with(word, INTERRUPTING))) {", "while (word() != with(word, RUNNING)) {"),
    ),
    mutant(
        "interrupted-before-it-is-delivered", "Watch.java", "Watch",
        ("thread.interrupt();\n        } finally {", "cells.setVolatile(STATE, with(word, INTERRUPTED)); thread.interrupt();\n        } finally {"),
    ),
    mutant(
        "flag-cleared-before-the-end", "Watch.java", "Watch",
        ("long running = with(cells.get(STATE), RUNNING);", "Thread.interrupted(); long running = with(cells.get(STATE), RUNNING);"),
        ("Thread.interrupted();\n        return true;", "return true;"),
    ),
    mutant(
        "interrupt-misses-what-is-held", "Watch.java", "Watch",
        ("if (word != held && phase(word) != RUNNING) {", "if (phase(word) != RUNNING || word() != word) {"),
    ),
    mutant("hold-without-compare-and-set", "Watch.java", "Watch", ("phase(word) == RUNNING && cells.compareAndSet(STATE, word, with(word, HELD))", "phase(word) == RUNNING && word() == word && holdAtOnce(word)"), ("    /** Monitor: gives back what it", "    private boolean holdAtOnce(long word) { cells.setVolatile(STATE, with(word, HELD)); return true; }\n\n    /** Monitor: gives back what it")),
    mutant("begin-without-a-new-number", "Watch.java", "Watch", (" + PHASE_MASK + 1;", ";")),
    mutant("begin-not-volatile", "Watch.java", "Monitor", ("cells.setVolatile(STATE, with(next, RUNNING));", "cells.setOpaque(STATE, with(next, RUNNING));")),
    mutant(
        "round-without-any-barrier", "Monitor.java", "Monitor",
        ("alarm.setVolatile(ALARM, Clock.NEVER);\n        VarHandle.fullFence();", "alarm.setOpaque(ALARM, Clock.NEVER);"),
    ),
    mutant(
        "round-keeps-the-old-alarm-while-it-looks", "Monitor.java", "Monitor",
        ("alarm.setVolatile(ALARM, Clock.NEVER);\n        VarHandle.fullFence();", "VarHandle.fullFence();"),
    ),
    mutant("fork-ended-without-compare-and-set", "Fork.java", "Join", ("if (OUTCOME.compareAndSet(this, null, value)) {", "if (outcome == null) { OUTCOME.setVolatile(this, value);")),
    mutant("child-of-a-fork-counted-not-atomically", "Fork.java", "Join", ("ENDED_ELSEWHERE.getAndAdd(this, 1);", "ENDED_ELSEWHERE.setVolatile(this, endedElsewhere + 1);")),
    mutant("child-of-a-scope-counted-not-atomically", "Scope.java", "Join", ("endedElsewhere.addAndGet(0, 1);", "endedElsewhere.setVolatile(0, endedElsewhere.get(0) + 1);")),
    mutant(
        "joiner-called-without-compare-and-set", "Joiner.java", "Join",
        ("!announced.compareAndSet(joined, null)) {\n            return false;\n        }", "false) {\n            return false;\n        }\n        announced.set(null);"),
    ),
    mutant("waiter-entered-without-fence", "Parent.java", "Join", ("WAITER.setVolatile(this, owner);", "WAITER.setOpaque(this, owner);")),
    mutant(
        "look-for-a-waiter-before-the-count", "Parent.java", "Join",
        ("        countEndedElsewhere();", "        Thread waiting = (Thread) WAITER.getVolatile(this);\n        countEndedElsewhere();"),
        ("        Thread waiting = (Thread) WAITER.getVolatile(this);\n        if", "        if"),
    ),
    mutant(
        "worker-looks-before-it-announces-itself", "WorkerLoop.java", "EngineHazard",
        ("        counters.parkedFrom(clock.nanoTime());\n        sleep.announce(index);\n        ParkEvent event = ParkEvent.start();\n        if (isNeeded()) {", "        boolean needed = isNeeded();\n        counters.parkedFrom(clock.nanoTime());\n        sleep.announce(index);\n        ParkEvent event = ParkEvent.start();\n        if (needed) {"),
        ("            if (isNeeded()) {\n                sleep.retract(index);", "            if (needed) {\n                sleep.retract(index);"),
    ),
]


def kept():
    """Copies of the sources and of what the build left, so that work in between does no harm; and the engine's tests."""
    folders = [WORK / "kept" / name for name in ("jcstress/classes", "tests", "classes")]
    shutil.rmtree(WORK / "kept", ignore_errors=True)
    shutil.copytree(JOB / ENGINE, WORK / "kept/src")
    for folder in (folders[0], folders[2]):
        shutil.copytree(stress.TARGET / folder.relative_to(WORK / "kept"), folder)
    javac(folders[1], [folders[2]], (JOB / TESTS).glob("*.java"))
    return folders


def javac(folder, libraries, sources):
    command = ["javac", "-proc:none", "-nowarn", "-parameters", "-d", str(folder), "-cp", class_path(libraries)]
    done = subprocess.run([*command, *map(str, sources)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"mutants.py: cannot compile to {folder}:\n{done.stderr}")


def compiled(changed):
    """The folder of a mutant's classes; none for None, the code as it is."""
    if changed is None:
        return []
    folder = WORK / changed.name
    shutil.rmtree(folder, ignore_errors=True)
    sources = folder / "src"
    shutil.copytree(WORK / "kept/src", sources)
    file = sources / changed.file
    text = file.read_text(encoding="utf-8")
    for before, after in changed.changes:
        if text.count(before) != 1:
            sys.exit(f"mutants.py: {changed.name}: {changed.file} has {text.count(before)} times, not once: {before}")
        text = text.replace(before, after)
    file.write_text(text, encoding="utf-8")
    javac(folder / "classes", [], sources.glob("*.java"))
    return [folder / "classes"]


def class_path(classes):
    return ":".join([*map(str, classes), (stress.TARGET / "proofs.classpath").read_text().strip()])


def stressed(word, places, folder):
    """The stress tests that failed."""
    if not (STRESS / f"{word}Stress.java").is_file():
        return []
    summary = stress.run([*stress.SHORT, "-t", rf"\.{word}Stress\."], places, folder, HANGS_AFTER_SECONDS)
    if summary.hung:
        return [f"{word}Stress, which hangs"]
    if not summary.verdicts or set(summary.verdicts.values()) - {"OK", "FAILED", "TIMEOUT"}:
        sys.exit(f"mutants.py: a stress test did not run; see {summary.log}")
    return [".".join(test.split(".")[-2:]) for test in summary.failed()]


def checked(word, places, folder):
    """The model checks, or other tests, that failed."""
    names = [name for name in (f"{word}LincheckTest", f"{word}Test") if (JOB / TESTS / f"{name}.java").is_file()][:1]
    return [test for name in names for test, passed in junit(name, places, folder / f"{name}.log").items() if not passed]


def junit(name, places, log, *options):
    """Runs a test class of the engine; its tests, and whether each passed."""
    command = ["java", *options, "-cp", class_path(places), "org.junit.platform.console.ConsoleLauncher", "execute"]
    command += ["--select-class", f"io.casemill.engine.{name}", "--details=tree", "--disable-ansi-colors"]
    with open(log, "w+", encoding="utf-8") as out:
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, check=False)
        out.seek(0)
        verdicts = re.findall(r"(\w+)\(\)(?: \d+ ms)? (✔|✘|\[OK\]|\[X\])", out.read())
    if not verdicts:
        sys.exit(f"mutants.py: {name} did not run; see {log}")
    return {f"{name}.{test}": verdict in ("✔", "[OK]") for test, verdict in verdicts}


def killers(changed, word, classes):
    folder = WORK / (changed.name if changed else f"unchanged-{word}")
    places = [*compiled(changed), *classes]
    folder.mkdir(parents=True, exist_ok=True)
    return stressed(word, places, folder) + checked(word, places, folder)


def fates(chosen, classes):
    """Each mutant with what noticed it; None when it survives without a reason."""
    for word in sorted({each.tests for each in chosen}):
        if failed := killers(None, word, classes):
            sys.exit(f"mutants.py: these fail without any change: {', '.join(failed)}")
    for each in chosen:
        found = ", ".join(killers(each, each.tests, classes))
        yield each.name, found or (f"not seen: {each.unseen_on_x86}" if each.unseen_on_x86 else None)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", metavar="WORD")
    words = parser.parse_args().words
    chosen = [each for each in MUTANTS if not words or any(word in each.name for word in words)]
    stress.build()
    survivors = 0
    for name, fate in fates(chosen, kept()):
        survivors += fate is None
        print(f"{name:<46} {fate or 'SURVIVES'}", flush=True)
    print(f"mutants: {len(chosen)}, of which {survivors} survive without a reason")
    sys.exit(1 if survivors else 0)


if __name__ == "__main__":
    main()
