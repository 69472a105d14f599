"""Compares what ASE computes through Gaunt with what gaunt predict wrote: check_ase.py GAUNT MODEL PREDICTED.xyz

Once by gaunt_ase.py, once by ASE's own SocketIOCalculator (unix and TCP). Needs ASE; ends with code 1 where a number differs.
"""
import os
import subprocess
import sys

import numpy as np
from ase.calculators.socketio import SocketIOCalculator
from ase.io import read

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gaunt_ase import Gaunt  # noqa: E402

gaunt, model, predicted = sys.argv[1:4]
frames = read(predicted, ":10")


def compare(name, calculator):
    atoms, energy, force = frames[0].copy(), 0, 0
    atoms.calc = calculator
    for frame in frames:
        atoms.positions[:] = frame.positions
        energy = max(energy, abs(atoms.get_potential_energy() - frame.get_potential_energy()))
        force = max(force, np.abs(atoms.get_forces() - frame.get_forces()).max())
    print(f"{name}: energies differ by {energy:.1e} eV, forces by {force:.1e} eV/A")
    if not (energy < 1e-8 and force < 1e-6):
        sys.exit(1)


with Gaunt(model, command=gaunt, options=["--precision", "float64"]) as calculator:
    compare("gaunt_ase.py", calculator)
for where, option in (({"unixsocket": f"check_{os.getpid()}"}, ["--unix", f"check_{os.getpid()}"]),
                      ({"port": 31416}, ["--port", "31416"])):
    with SocketIOCalculator(timeout=60, **where) as calculator:
        client = subprocess.Popen([gaunt, "serve", model, "--structure", predicted, "--precision", "float64",
                                   "--constants", "2014", *option])
        compare("SocketIOCalculator, " + option[0], calculator)
    if client.wait(timeout=60) != 0:
        sys.exit(1)
