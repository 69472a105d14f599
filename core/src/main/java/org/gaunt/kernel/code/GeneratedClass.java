package org.gaunt.kernel.code;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Defines hidden classes from emitted bytecode.
 *
 * <p>A hidden class is unloaded with its last instance and needs no unique name. Its methods must stay below
 * {@value #LIMIT} bytes: HotSpot silently interprets larger ones for ever.
 */
public final class GeneratedClass {
    /** Methods of this many bytes and more are never compiled ({@code -XX:-DontCompileHugeMethods} aside). */
    public static final int LIMIT = 8000;

    private GeneratedClass() {}

    /** A method of an emitted class and the length of its bytecode. */
    public record MethodSize(String method, int bytes) {}

    /**
     * Emits a final class with a public constructor without arguments that implements one interface.
     *
     * @param name simple name, for stack traces and profilers
     * @param implemented an interface of the package the class will be in
     * @param body adds the methods
     * @return the class file
     */
    public static byte[] assemble(String name, Class<?> implemented, Consumer<ClassBuilder> body) {
        return ClassFile.of().build(nameOf(name, implemented), builder -> {
            builder.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC);
            builder.withInterfaceSymbols(implemented.describeConstable().orElseThrow());
            builder.withMethodBody(
                    ConstantDescs.INIT_NAME,
                    ConstantDescs.MTD_void,
                    ClassFile.ACC_PUBLIC,
                    code -> code.aload(0)
                            .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                            .return_());
            body.accept(builder);
        });
    }

    /**
     * The symbolic name under which an emitted class calls its own static methods.
     *
     * @param name simple name given to {@link #assemble}
     * @param implemented the interface it implements, whose package it is in
     * @return descriptor of the class
     */
    public static ClassDesc nameOf(String name, Class<?> implemented) {
        return ClassDesc.of(implemented.getPackageName(), name);
    }

    /**
     * Defines an emitted class and makes its instance.
     *
     * @param bytes class file from {@link #assemble}
     * @param implemented the interface it implements
     * @param place a lookup of the interface's package
     * @return a new instance
     * @throws IllegalStateException if a method is too long to be compiled
     */
    public static <T> T instantiate(byte[] bytes, Class<T> implemented, MethodHandles.Lookup place) {
        for (MethodSize size : methodSizes(bytes)) {
            if (size.bytes() >= LIMIT) {
                throw new IllegalStateException("generated method " + size.method() + " has " + size.bytes()
                        + " bytes of code; the compiler takes less than " + LIMIT + ": split it");
            }
        }
        try {
            MethodHandles.Lookup lookup = place.defineHiddenClass(bytes, true);
            return implemented.cast(lookup.lookupClass().getConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("generated class for " + implemented.getSimpleName() + " is invalid", e);
        }
    }

    /** Lengths of the methods of a class file, in bytes of code. */
    public static List<MethodSize> methodSizes(byte[] bytes) {
        List<MethodSize> sizes = new ArrayList<>();
        for (MethodModel method : ClassFile.of().parse(bytes).methods()) {
            String name = method.methodName().stringValue();
            method.findAttribute(java.lang.classfile.Attributes.code())
                    .map(CodeAttribute::codeLength)
                    .ifPresent(length -> sizes.add(new MethodSize(name, length)));
        }
        return sizes;
    }

    /** Shorthand for a method type. */
    public static MethodTypeDesc type(ClassDesc result, ClassDesc... parameters) {
        return MethodTypeDesc.of(result, parameters);
    }
}
