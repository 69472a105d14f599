package org.gaunt.kernel.code;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * A routine without a result that another can call.
 *
 * @param owner the class it is in
 * @param name unique in the class
 * @param type its parameters
 */
public record Routine(ClassDesc owner, String name, MethodTypeDesc type) {}
