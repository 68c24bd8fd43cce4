#!/usr/bin/env python3
"""Builds and runs the jcstress tests of the engine (job/src/jcstress) and says in a few lines what came out.

usage: stress.py [--short] [JCSTRESS OPTION]...     for example: stress.py -m default -t Deque; stress.py -h shows the options

Without --short every test runs under each way to compile it. The whole report goes to job/target/jcstress/stress.log, a page per
test to job/target/jcstress/results. Exit code 1 when a state was forbidden, a test ended in an error, or nothing ran.
"""
import collections
import os
import pathlib
import re
import signal
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = ROOT / "job/target"
WORK = TARGET / "jcstress"
CLASSES = [WORK / "classes", TARGET / "classes"]
MAIN = "org.openjdk.jcstress.Main"
# One configuration per test: the optimising compiler at once, in an order of its own at every start.
SHORT = ["-m", "quick", "-time", "100", "-sc", "false", "-jvmArgs"] + [
    "-XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:-TieredCompilation -XX:+StressLCM -XX:+StressGCM"
    " -XX:+StressIGVN -XX:+StressCCP"
]


def build():
    command = "mvn -B -q -Pproofs -Dmaven.test.skip -Dspotless.check.skip process-test-classes"
    if subprocess.run(command.split(), cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode:
        sys.exit("the build failed")


def java(classes):
    """jcstress loads everything on its class path, hence without the rest of the project's libraries."""
    needed = re.compile(r"/(jcstress-core|jopt-simple|jna|jspecify)-[^/]*\.jar$")
    libraries = (TARGET / "proofs.classpath").read_text().strip().split(":")
    return ["java", "-cp", ":".join([*map(str, classes), *filter(needed.search, libraries)]), MAIN]


def run(options, classes, folder, seconds=None):
    """Runs jcstress in a folder that is left with its log and its results; ends it after that time, when it hangs."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("jcstress-results-*"):
        old.unlink()
    log = folder / "stress.log"
    with open(log, "w", encoding="utf-8") as out:
        command = [*java(classes), "-v", *options]
        with subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        ) as process:
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                # With the JVMs that it has started.
                os.killpg(process.pid, signal.SIGKILL)
                return Summary(log, hung=True)
    return Summary(log)


class Summary:
    """What a log tells: per test in how many configurations it ran, how it ended, and how often each state was seen."""

    VERDICT = re.compile(r"^\.+ \[([A-Z ]+)\] (\S+)$")
    STATE = re.compile(r"^ {2,}(.*?) {2,}([\d,]+) +<?[\d.]+% +(Acceptable|Forbidden|Interesting|Unknown)\b")

    def __init__(self, log, hung=False):
        self.log = log
        self.hung = hung
        self.configurations = collections.Counter()
        self.verdicts = {}
        self.states = collections.defaultdict(dict)
        runs, _, results = log.read_text(encoding="utf-8").partition("RUN RESULTS:")
        for line in runs.splitlines():
            if verdict := self.VERDICT.match(line):
                self.configurations[verdict[2]] += 1
        test = None
        for line in results.splitlines():
            if verdict := self.VERDICT.match(line):
                test = verdict[2]
                self.verdicts[test] = verdict[1]
            elif test and (state := self.STATE.match(line)) and state[2] != "0":
                self.states[test][state[1].strip()] = (int(state[2].replace(",", "")), state[3].lower())

    def samples(self, kind=""):
        counts = [count for states in self.states.values() for count in states.values()]
        return sum(count for count, expected in counts if kind in expected)

    def failed(self):
        return sorted(test for test, verdict in self.verdicts.items() if verdict != "OK")

    def passed(self):
        return bool(self.verdicts) and not self.failed() and not self.hung

    def rows(self):
        """Per test its name, verdict, number of configurations, and the states with their counts."""
        for test, verdict in sorted(self.verdicts.items()):
            seen = ", ".join(
                f"({state}) {'' if expected == 'acceptable' else expected + ' '}{count}"
                for state, (count, expected) in sorted(self.states[test].items())
            )
            yield ".".join(test.split(".")[-2:]), verdict, self.configurations[test], seen

    def total(self):
        failed = len(self.failed())
        return (
            f"jcstress: {len(self.verdicts) - failed} passed, {failed} failed;"
            f" {self.samples('forbidden')} samples of {self.samples()} in a forbidden state"
        )

    def show(self):
        for name, verdict, configurations, seen in self.rows():
            print(f"{verdict:<6} {name}: configurations {configurations}; {seen}")
        print(self.total())


def main():
    options = sys.argv[1:]
    if "--short" in options:
        options.remove("--short")
        options = SHORT + options
    build()
    if {"-h", "-l"} & set(options):
        os.chdir(WORK)
        os.execvp("java", [*java(CLASSES), *options])
    summary = run(options, CLASSES, WORK)
    summary.show()
    if not summary.passed():
        sys.exit(f"stress.py: see {summary.log}")


if __name__ == "__main__":
    main()
