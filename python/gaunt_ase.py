"""A Gaunt potential as an ASE calculator: one file, nothing to install.

    from gaunt_ase import Gaunt
    atoms.calc = Gaunt("model.safetensors", command="/path/to/gaunt")
    atoms.get_potential_energy(), atoms.get_forces(), atoms.get_stress()

The calculator starts `gaunt serve` on a private unix socket with the first structure, and again when the elements or the periodic
directions change; `close()`, the end of a `with` block or of the program stops it. Energies in eV, forces in eV/A, stress in eV/A^3.
"""
import os
import shutil
import socket
import struct
import subprocess
import tempfile

import numpy as np
from ase.calculators.calculator import Calculator, CalculatorError, all_changes
from ase.io import write

HARTREE, BOHR = 27.211386245981, 0.529177210544  # CODATA 2022, as Gaunt has them


class Gaunt(Calculator):
    implemented_properties = ["energy", "free_energy", "forces", "stress"]

    def __init__(self, *models, command="gaunt", options=(), timeout=120, **kwargs):
        """Models are one file or several, of which the mean counts; options are further ones of `gaunt serve`."""
        super().__init__(**kwargs)
        if not models:
            raise ValueError("Gaunt needs the file of a model")
        self.models, self.command = [str(m) for m in models], command
        self.options, self.timeout = [str(o) for o in options], timeout
        self.served = self.process = self.connection = self.folder = None

    def calculate(self, atoms=None, properties=("energy",), system_changes=all_changes):
        super().calculate(atoms, properties, system_changes)
        wanted = (tuple(self.atoms.numbers), tuple(self.atoms.pbc), str(sorted(self.atoms.info.items(), key=str)))
        if wanted != self.served:
            self.close()
            self._start()
            self.served = wanted
        try:
            energy, forces, virial = self._ask()
        except (OSError, EOFError):
            raise CalculatorError(self._failure()) from None
        self.results = {"energy": energy, "free_energy": energy, "forces": forces}
        if self.atoms.pbc.all():
            stress = -virial / self.atoms.get_volume()
            self.results["stress"] = stress.flat[[0, 4, 8, 5, 2, 1]]
        elif "stress" in properties:
            raise CalculatorError("the stress needs a structure that is periodic in three directions")

    def _start(self):
        self.folder = tempfile.mkdtemp(prefix="gaunt_")
        structure, name = os.path.join(self.folder, "structure.xyz"), os.path.join(self.folder, "socket")
        plain = self.atoms.copy()
        plain.calc = None
        for column in set(plain.arrays) - {"numbers", "positions"}:
            del plain.arrays[column]
        write(structure, plain, format="extxyz")
        listener = socket.socket(socket.AF_UNIX)
        try:
            listener.bind(name)
            listener.listen(1)
            listener.settimeout(0.1)
            command = [self.command, "serve", *self.models, "--structure", structure, "--unix", name, *self.options]
            self.log = open(os.path.join(self.folder, "log"), "w+")
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
            for _ in range(int(10 * self.timeout)):
                try:
                    self.connection, _ = listener.accept()
                    break
                except socket.timeout:
                    if self.process.poll() is not None:
                        break
        finally:
            listener.close()
        if self.connection is None:
            raise CalculatorError(self._failure())
        self.connection.settimeout(None)
        self.stream = self.connection.makefile("rb")

    def _read(self, count):
        data = self.stream.read(count)
        if len(data) < count:
            raise EOFError
        return data

    def _ask(self):
        cell = np.ascontiguousarray(self.atoms.cell.array.T) / BOHR
        inverse = np.linalg.pinv(cell)
        positions = np.ascontiguousarray(self.atoms.positions / BOHR)
        self.connection.sendall(
            b"POSDATA     " + cell.tobytes() + inverse.tobytes() + struct.pack("<i", len(positions))
            + positions.tobytes() + b"GETFORCE    ")
        if self._read(12) != b"FORCEREADY  ":
            raise EOFError
        energy, count = struct.unpack("<di", self._read(12))
        forces = np.frombuffer(self._read(24 * count)).reshape(-1, 3) * (HARTREE / BOHR)
        virial = np.frombuffer(self._read(72)).reshape(3, 3).T * HARTREE
        extras, = struct.unpack("<i", self._read(4))
        self._read(extras)
        return energy * HARTREE, forces, virial

    def _failure(self):
        if self.process is not None:
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.log.seek(0)
        text = self.log.read().strip()
        self.close()
        return "gaunt serve ended:\n" + text

    def close(self):
        """Stops the program; the next calculation starts it again."""
        if self.connection is not None:
            try:
                self.connection.sendall(b"EXIT        ")
            except OSError:
                pass
            self.stream.close()
            self.connection.close()
        if self.process is not None:
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
            self.log.close()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
        self.served = self.process = self.connection = self.folder = None

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def __del__(self):
        try:
            self.close()
        except Exception:
            pass
