"""Sixty beams, one after the other: what beam.yaml does as a sweep."""

import random
import re
import subprocess
from pathlib import Path

with open("results.csv", "w", encoding="utf-8") as out:
    out.write("w,load,stress\n")
    for w in (2.0, 2.5, 3.0):
        for i in range(20):
            load = random.gauss(500, 100)
            Path("input.txt").write_text(f"w = {w}\nload = {load}\n", encoding="utf-8")
            text = subprocess.run(["python3", "beam.py", "input.txt"], capture_output=True, text=True).stdout
            stress = re.search(r"stress = (\S+)", text)[1]
            out.write(f"{w},{load},{stress}\n")
