package org.gaunt.kernel.code;

import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;

/** Prints {@link Int}s and {@link Table}s as bytecode that leaves them on the operand stack. */
final class IntPrinter {
    private static final MethodTypeDesc NUMBER = MethodTypeDesc.of(CD_int);
    private static final MethodTypeDesc TABLE = MethodTypeDesc.of(CD_int.arrayType());

    private final CodeBuilder code;

    IntPrinter(CodeBuilder code) {
        this.code = code;
    }

    void print(Int value) {
        switch (value) {
            case Int.Constant c -> code.loadConstant(c.value());
            case Int.Variable v -> code.iload(v.number());
            case Int.Binary b -> {
                print(b.a());
                print(b.b());
                switch (b.operation()) {
                    case PLUS -> code.iadd();
                    case MINUS -> code.isub();
                    case TIMES -> code.imul();
                }
            }
            case Int.Element e -> {
                print(e.table());
                print(e.index());
                code.iaload();
            }
            case Int.Length l -> {
                print(l.table());
                code.arraylength();
            }
            case Int.Field f -> field(f.of(), f.name(), NUMBER);
        }
    }

    void print(Table table) {
        switch (table) {
            case Table.Variable v -> code.aload(v.number());
            case Table.Field f -> field(f.of(), f.name(), TABLE);
        }
    }

    /** A component of a record. */
    void field(Structure of, String name, MethodTypeDesc type) {
        code.aload(of.number()).invokevirtual(of.type().describeConstable().orElseThrow(), name, type);
    }
}
