package org.gaunt.sim.md.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.gaunt.atoms.Cell;
import org.gaunt.atoms.Structure;
import org.gaunt.sim.md.MdObserver;
import org.gaunt.sim.md.MdState;

/**
 * Positions in the format of CHARMM and NAMD: Fortran records of single precision, little-endian, with a cell in each frame where the
 * structure has one. Cells of DCD are edges and angles, so a program that reads them takes the cell with its first edge along x; where the cell
 * lies otherwise, positions are turned with it.
 */
final class DcdFile implements MdObserver {
    private static final int FRAMES_AT = 8;

    /** Å √(amu/(kcal/mol)) of CHARMM in fs. */
    private static final double AKMA = 48.88821;

    private final AppendFile file;
    private final double timestep;
    private final long every;
    private int frames;

    /**
     * Goes on with a file.
     *
     * @param frames that are in it
     * @param timestep fs
     * @param every steps between two frames
     */
    DcdFile(AppendFile file, int frames, double timestep, long every) {
        this.file = file;
        this.frames = frames;
        this.timestep = timestep;
        this.every = every;
    }

    int frames() {
        return frames;
    }

    @Override
    public void observe(MdState state) {
        Structure here = state.structure();
        Cell cell = here.isPeriodic() && volume(here) > 0 ? here.cell() : null;
        if (file.position() == 0) {
            file.append(header(here.size(), cell != null));
        }
        int atoms = here.size();
        ByteBuffer frame = ByteBuffer.allocate((cell == null ? 0 : 56) + 3 * (4 * atoms + 8))
                .order(ByteOrder.LITTLE_ENDIAN);
        double[] turn = null;
        if (cell != null) {
            double[] e = CellLengths.of(cell);
            frame.putInt(48);
            // a, gamma, b, beta, alpha, c; angles in degrees
            for (double value : new double[] {e[0], e[5], e[1], e[4], e[3], e[2]}) {
                frame.putDouble(value);
            }
            frame.putInt(48);
            turn = turn(cell);
        }
        for (int axis = 0; axis < 3; axis++) {
            frame.putInt(4 * atoms);
            for (int i = 0; i < atoms; i++) {
                double value = here.position(i, axis);
                if (turn != null) {
                    value = turn[3 * axis] * here.position(i, 0)
                            + turn[3 * axis + 1] * here.position(i, 1)
                            + turn[3 * axis + 2] * here.position(i, 2);
                }
                frame.putFloat((float) value);
            }
            frame.putInt(4 * atoms);
        }
        file.append(frame.flip());
        frames++;
        ByteBuffer number = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(frames)
                .flip();
        file.patch(number, FRAMES_AT);
    }

    private static double volume(Structure structure) {
        Cell cell = structure.cell();
        return cell == null ? 0 : cell.volume();
    }

    /** Rows: unit vectors along a, in the plane of a and b, and along the normal on the side of c. */
    private static double[] turn(Cell cell) {
        double[] t = new double[9];
        for (int row = 0; row < 3; row++) {
            for (int k = 0; k < 3; k++) {
                t[3 * row + k] = cell.get(row, k);
            }
            for (int before = 0; before < row; before++) {
                double dot = 0;
                for (int k = 0; k < 3; k++) {
                    dot += t[3 * row + k] * t[3 * before + k];
                }
                for (int k = 0; k < 3; k++) {
                    t[3 * row + k] -= dot * t[3 * before + k];
                }
            }
            double length = Math.sqrt(
                    t[3 * row] * t[3 * row] + t[3 * row + 1] * t[3 * row + 1] + t[3 * row + 2] * t[3 * row + 2]);
            for (int k = 0; k < 3; k++) {
                t[3 * row + k] /= length;
            }
        }
        return t;
    }

    private ByteBuffer header(int atoms, boolean cell) {
        ByteBuffer header = ByteBuffer.allocate(92 + 92 + 12).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(84).put("CORD".getBytes(StandardCharsets.US_ASCII));
        header.putInt(0); // frames, set with every frame
        header.putInt(0).putInt((int) Math.min(every, Integer.MAX_VALUE)); // first step, steps between frames
        for (int k = 0; k < 6; k++) {
            header.putInt(0);
        }
        header.putFloat((float) (timestep / AKMA)).putInt(cell ? 1 : 0);
        for (int k = 0; k < 8; k++) {
            header.putInt(0);
        }
        header.putInt(24).putInt(84); // pretends to be CHARMM 24, as others do
        header.putInt(84).putInt(1);
        byte[] title = new byte[80];
        Arrays.fill(title, (byte) ' ');
        byte[] text = "Written by Gaunt".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, title, 0, text.length);
        header.put(title).putInt(84);
        header.putInt(4).putInt(atoms).putInt(4);
        return header.flip();
    }
}
