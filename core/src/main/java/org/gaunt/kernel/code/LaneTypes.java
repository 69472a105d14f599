package org.gaunt.kernel.code;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import org.gaunt.linalg.Precision;

/**
 * Types of bytecode for numbers of a precision: classes of the Vector API, or primitive types if there is one lane.
 *
 * @param lanes 1, or as many as a vector of 128, 256 or 512 bits holds
 */
public record LaneTypes(Precision precision, int lanes) {
    static final String VECTOR_PACKAGE = "jdk.incubator.vector";
    static final ClassDesc VECTOR = ClassDesc.of(VECTOR_PACKAGE, "Vector");
    static final ClassDesc SPECIES = ClassDesc.of(VECTOR_PACKAGE, "VectorSpecies");
    static final ClassDesc OPERATORS = ClassDesc.of(VECTOR_PACKAGE, "VectorOperators");

    boolean isSinglePrecision() {
        return precision == Precision.FLOAT32;
    }

    /** Type of one number. */
    ClassDesc scalar() {
        return scalar(precision);
    }

    /** Type of one number. */
    public static ClassDesc scalar(Precision precision) {
        return precision == Precision.FLOAT32 ? CD_float : CD_double;
    }

    /** Type of arrays of numbers. */
    public static ClassDesc array(Precision precision) {
        return scalar(precision).arrayType();
    }

    /** Type of the bits of one number. */
    public static ClassDesc bits(Precision precision) {
        return precision == Precision.FLOAT32 ? CD_int : CD_long;
    }

    TypeKind scalarKind() {
        return TypeKind.from(scalar());
    }

    /** Type of a value: a vector, or a number if there is one lane. */
    ClassDesc value() {
        return lanes == 1 ? scalar() : vector("FloatVector", "DoubleVector");
    }

    TypeKind valueKind() {
        return lanes == 1 ? scalarKind() : TypeKind.REFERENCE;
    }

    /** Type of the bits of a value. */
    ClassDesc bitsOfValue() {
        return lanes == 1 ? bits(precision) : vector("IntVector", "LongVector");
    }

    TypeKind bitsKind() {
        return TypeKind.from(bitsOfValue());
    }

    /** The field of {@link #value} that describes vectors of so many lanes. */
    String speciesField() {
        return "SPECIES_" + lanes * precision.bytes() * 8;
    }

    private ClassDesc vector(String single, String twice) {
        return ClassDesc.of(VECTOR_PACKAGE, isSinglePrecision() ? single : twice);
    }
}
