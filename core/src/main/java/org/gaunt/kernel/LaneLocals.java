package org.gaunt.kernel;

/** Emits arithmetic on vectors in locals, for code that uses a vector more than once; results go to new locals. */
public final class LaneLocals {
    private final LaneAssembler lane;

    public LaneLocals(LaneAssembler lane) {
        this.lane = lane;
    }

    /** A new local with what an array holds, see {@link LaneAssembler#load}. */
    public int load(int array, int index, int offset) {
        lane.load(array, index, offset);
        return put();
    }

    /** Writes a local to an array, see {@link LaneAssembler#store}. */
    public void store(int array, int index, int offset, int vector) {
        lane.get(vector);
        lane.store(array, index, offset);
    }

    public int product(int a, int b) {
        get(a, b);
        lane.mul();
        return put();
    }

    public int sum(int a, int b) {
        get(a, b);
        lane.add();
        return put();
    }

    public int difference(int a, int b) {
        get(a, b);
        lane.sub();
        return put();
    }

    /** Adds a product to the local of a sum. */
    public void addProduct(int sum, int a, int b) {
        get(a, b);
        lane.get(sum);
        lane.fma();
        lane.put(sum);
    }

    private void get(int a, int b) {
        lane.get(a);
        lane.get(b);
    }

    private int put() {
        int local = lane.newVector();
        lane.put(local);
        return local;
    }
}
