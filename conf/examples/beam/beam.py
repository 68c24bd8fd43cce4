"""Stress in a beam of width w (in) under a load (lb): reads `name = value` lines, prints one."""

import sys

values = dict(line.replace(" ", "").split("=") for line in open(sys.argv[1], encoding="utf-8").read().splitlines())
w, load = float(values["w"]), float(values["load"])
print(f"stress = {600 * load / w**3:.17g}")
