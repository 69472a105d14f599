"""Pulls the hydrogen off the oxygen: PBE/def2-SVP energies along the O-H bond (Psi4 1.3).

Usage: stretch.py ../train.xyz     writes stretch_oh.xyz

Starts from the frame of lowest energy, optimises it, turns the O-H bond away
from all other atoms (from the nitrogen, to which it points), and moves the
hydrogen along it with all other atoms fixed. Two solutions are looked for at each
distance and the lower counts: the restricted one, and an unrestricted one whose
spins are parted along the bond, followed outwards from distance to distance.
The limit is the energy of the radical (doublet) and of the hydrogen atom.
Settings and constants are those of label.py but for the convergence: energy to
1e-8 hartree, density to 1e-6.
"""
import json
import os
import re
import sys

import numpy as np
import psi4

HARTREE = 27.211386024367243  # eV
BOHR = 0.5291772105638411  # Angstrom
DISTANCES = [0.80, 0.85, 0.90, 0.95, 1.00, 1.05, 1.10, 1.20, 1.30, 1.40, 1.60, 1.80, 2.00, 2.25, 2.50, 3.00, 3.50,
             4.00, 5.00, 6.00]  # Angstrom
RESTRICTED = 1.8  # Angstrom: beyond, the restricted solution lies higher and hardly converges
UNRESTRICTED = 1.8  # Angstrom: below, there is no other solution than the restricted one
HYDROGEN_FUNCTIONS = 5  # of def2-SVP

psi4.core.set_output_file("stretch.log", False)
psi4.set_num_threads(1)
psi4.set_memory("1 GB")
psi4.set_options({"basis": "def2-svp", "scf_type": "df", "dft_radial_points": 75, "dft_spherical_points": 302,
                  "e_convergence": 1e-8, "d_convergence": 1e-6, "maxiter": 120, "guess": "sad"})


def lowest_frame(path):
    """Symbols and positions; the hydrogen of the oxygen comes last."""
    lines = open(path).read().splitlines()
    height = int(lines[0]) + 2
    frames = [lines[i:i + height] for i in range(0, len(lines), height)]
    frame = min(frames, key=lambda f: float(re.search(r"\benergy=(\S+)", f[1]).group(1)))
    rows = [line.split() for line in frame[2:]]
    species, positions = [row[0] for row in rows], np.array([[float(x) for x in row[1:4]] for row in rows])
    distance = np.linalg.norm(positions - positions[species.index("O")], axis=1)
    last = min((i for i, s in enumerate(species) if s == "H"), key=lambda i: distance[i])
    order = [i for i in range(len(species)) if i != last] + [last]
    return [species[i] for i in order], positions[order]


def away(species, positions):
    """Direction of the O-H bond, turned about the C-O bond to where the hydrogen meets no other atom on its way."""
    oxygen = positions[species.index("O")]
    carbon = min((p for p, s in zip(positions, species) if s == "C"), key=lambda p: np.linalg.norm(p - oxygen))
    axis = (oxygen - carbon) / np.linalg.norm(oxygen - carbon)
    bond = (positions[-1] - oxygen) / np.linalg.norm(positions[-1] - oxygen)
    along, across = axis * (bond @ axis), bond - axis * (bond @ axis)
    turned = [along + across * np.cos(a) + np.cross(axis, across) * np.sin(a) for a in np.radians(range(0, 360, 5))]

    def nearest(direction):
        path = oxygen + np.array(DISTANCES)[:, None] * direction
        others = [p for p in positions[:-1] if np.linalg.norm(p - oxygen) > 0.1]
        return min(np.linalg.norm(path - p, axis=1).min() for p in others if np.linalg.norm(p - carbon) > 0.1)

    return max(turned, key=nearest)


def molecule(species, positions, multiplicity=1):
    rows = "\n".join(f"{s} {x:.10f} {y:.10f} {z:.10f}" for s, (x, y, z) in zip(species, positions))
    return psi4.geometry(f"0 {multiplicity}\n{rows}\nunits angstrom\nsymmetry c1\nno_reorient\nno_com\n")


def optimised(species, positions):
    if not os.path.exists("optimised.json"):
        psi4.set_options({"reference": "rks", "geom_maxiter": 100, "g_convergence": "gau_tight"})
        start = molecule(species, positions)
        psi4.optimize("pbe", molecule=start)
        with open("optimised.json", "w") as out:
            json.dump((start.geometry().to_array() * BOHR).tolist(), out)
    return np.array(json.load(open("optimised.json")))


def restricted(of):
    psi4.set_options({"reference": "rks"})
    energy, wfn = psi4.energy("pbe", molecule=of, return_wfn=True)
    psi4.core.clean()
    return energy * HARTREE, wfn


def doublet(of):
    psi4.set_options({"reference": "uks"})
    energy = psi4.energy("pbe", molecule=of)
    psi4.core.clean()
    return energy * HARTREE


def mixed(wfn):
    """Occupied orbitals of both spins; those that join the hydrogen to the rest lean to it or away from it."""
    alpha, beta = np.array(wfn.Ca()), np.array(wfn.Cb())
    occupied = wfn.nalpha()
    of_hydrogen = wfn.basisset().nbf() - HYDROGEN_FUNCTIONS
    joining = int(np.argmax(np.sum(alpha[of_hydrogen:, :occupied] ** 2, axis=0)))
    empty = alpha[:, occupied].copy()
    bonding = alpha[:, joining].copy()
    alpha[:, joining] = np.sqrt(0.5) * (bonding + empty)
    beta[:, joining] = np.sqrt(0.5) * (bonding - empty)
    return alpha[:, :occupied], beta[:, :occupied]


def unrestricted(of, start):
    """Energy in eV and the wave function, from occupied orbitals of both spins at another distance."""
    psi4.set_options({"reference": "uks", "guess": "core"})
    base = psi4.core.Wavefunction.build(of, psi4.core.get_global_option("BASIS"))
    scf = psi4.driver.scf_wavefunction_factory("pbe", base, "UKS")
    scf.initialize()
    psi4.set_options({"guess": "sad"})
    overlap = np.array(scf.S())
    for orbitals, occupied in zip((scf.Ca(), scf.Cb()), start):
        values, vectors = np.linalg.eigh(occupied.T @ overlap @ occupied)
        orbitals.np[:, :occupied.shape[1]] = occupied @ (vectors / np.sqrt(values)) @ vectors.T
    scf.form_D()
    scf.iterations()
    energy = scf.finalize_energy() * HARTREE
    psi4.core.clean()
    return energy, scf


def spin_density(wfn):
    return float(np.abs(np.array(wfn.Da()) - np.array(wfn.Db())).max())


def main():
    species, positions = lowest_frame(sys.argv[1])
    positions = optimised(species, positions)
    oxygen = positions[species.index("O")]
    length = np.linalg.norm(positions[-1] - oxygen)
    bond = away(species, positions)
    done = json.load(open("stretch.json")) if os.path.exists("stretch.json") else {}

    def keep(name, value):
        done[name] = value
        with open("stretch.json", "w") as out:
            json.dump(done, out, indent=1)
        print(name, value, flush=True)

    if "limit" not in done:
        keep("length", float(length))
        keep("limit", doublet(molecule(species[:-1], positions[:-1], 2)) + doublet(molecule(["H"], np.zeros((1, 3)), 2)))
    start = None
    for r in DISTANCES:
        if str(r) in done and r < UNRESTRICTED:
            continue
        of = molecule(species, np.vstack([positions[:-1], oxygen + r * bond]))
        energies = {}
        if r <= RESTRICTED:
            energies["restricted"], wfn = restricted(of)
            start = mixed(wfn)
        if r >= UNRESTRICTED:
            energies["unrestricted"], wfn = unrestricted(of, start)
            if spin_density(wfn) > 1e-3:
                start = [np.array(c)[:, :wfn.nalpha()] for c in (wfn.Ca(), wfn.Cb())]
            else:
                start = mixed(wfn)
            print("largest spin density", spin_density(wfn))
        keep(str(r), energies)
    with open("stretch_oh.xyz.part", "w") as out:
        for r in DISTANCES:
            moved = np.vstack([positions[:-1], oxygen + r * bond])
            out.write(f"{len(species)}\nProperties=species:S:1:pos:R:3 energy={min(done[str(r)].values()):.8f}"
                      f" oh_distance={r} limit={done['limit']:.8f} config_type=stretch_oh pbc=\"F F F\"\n")
            for s, (x, y, z) in zip(species, moved):
                out.write(f"{s} {x:.8f} {y:.8f} {z:.8f}\n")
    os.rename("stretch_oh.xyz.part", "stretch_oh.xyz")


if __name__ == "__main__":
    main()
