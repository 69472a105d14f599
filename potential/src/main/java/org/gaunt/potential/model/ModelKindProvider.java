package org.gaunt.potential.model;

import java.util.List;

/**
 * Adds kinds of models; found by {@link java.util.ServiceLoader}, so that a jar on the class path adds kinds that
 * {@code gaunt train}, {@code gaunt help config} and model files know.
 */
public interface ModelKindProvider {

    /** The kinds, each of a name that no other has. */
    List<ModelKind<?>> kinds();
}
