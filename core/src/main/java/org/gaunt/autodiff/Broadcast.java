package org.gaunt.autodiff;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.gaunt.form.ExprGraph;
import org.gaunt.form.Form;
import org.gaunt.form.Operand;
import org.gaunt.form.Operand.Access;
import org.jspecify.annotations.Nullable;

/** An operation of two numbers, applied to each number of two values, of which either may have one row or one column only. */
final class Broadcast {
    static final Broadcast PLUS = new Broadcast("plus", ExprGraph::add);
    static final Broadcast MINUS = new Broadcast("minus", ExprGraph::subtract);
    static final Broadcast TIMES = new Broadcast("times", ExprGraph::mul);

    private interface Expression {
        int of(ExprGraph graph, int a, int b);
    }

    /** The access of an operand of a shape in a form of the result's shape. */
    private record Kind(boolean channels, boolean shared) {
        static List<Kind> all() {
            return List.of(new Kind(true, false), new Kind(true, true), new Kind(false, false), new Kind(false, true));
        }

        Operand operand(String name) {
            return new Operand(name, 1, channels, shared ? Access.shared() : Access.row());
        }
    }

    private record Kinds(Kind a, Kind b) {}

    private final String name;
    private final Map<Kinds, Form> forms;

    private Broadcast(String name, Expression f) {
        this.name = name;
        Map<Kinds, Form> all = new HashMap<>();
        for (Kind a : Kind.all()) {
            for (Kind b : Kind.all()) {
                List<Operand> operands =
                        List.of(a.operand("a"), b.operand("b"), new Operand("z", 1, true, Access.row()));
                all.put(
                        new Kinds(a, b),
                        Form.of(name, operands, g -> g.mul(g.input(2, 0), f.of(g, g.input(0, 0), g.input(1, 0)))));
            }
        }
        forms = Map.copyOf(all);
    }

    Var apply(Var a, Var b) {
        int rows = a.rows() == 1 ? b.rows() : a.rows();
        int width = a.width() == 1 ? b.width() : a.width();
        Kinds kinds = new Kinds(kind(a, b, rows, width), kind(b, a, rows, width));
        Form form = Objects.requireNonNull(forms.get(kinds));
        return a.tape().form(form, width, Rows.of(rows), new @Nullable Var[] {a, b, null}, 2)[0];
    }

    private Kind kind(Var v, Var other, int rows, int width) {
        if ((v.rows() != rows && v.rows() != 1) || (v.width() != width && v.width() != 1)) {
            throw new IllegalArgumentException(name + " of " + other + " and " + v
                    + ": give values of the same shape, or one of them with one row or one column");
        }
        return new Kind(v.width() == width, v.rows() != rows);
    }
}
