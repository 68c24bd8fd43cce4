"""Stress at the root of a cantilever beam with a rectangular cross-section.

Reads `name = value` lines, prints `name = value` lines, as many simulation programs do.
w, t: width and thickness (in); X, Y: loads at the free end (lb); R: yield stress (psi).
"""

import sys


def read(path):
    values = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if "=" in line and not line.startswith("#"):
                name, value = line.split("=")
                values[name.strip()] = float(value)
    return values


def main():
    beam = read(sys.argv[1])
    w, t, x, y = beam["w"], beam["t"], beam["X"], beam["Y"]
    stress = 600.0 * y / (w * t * t) + 600.0 * x / (w * w * t)
    # 17 significant digits name a double exactly.
    print(f"stress = {stress:.17g}")
    print(f"stress_margin = {stress - beam['R']:.17g}")


if __name__ == "__main__":
    main()
