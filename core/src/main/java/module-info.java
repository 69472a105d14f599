/**
 * Irreps, products as data, differentiable tensor algebra, layers that own their weights, optimisers.
 *
 * <p>Start from {@link org.gaunt.nn} for layers, {@link org.gaunt.autodiff.Tape} for gradients and {@link org.gaunt.product} for products.
 * Kernels use the processor's vectors where {@code jdk.incubator.vector} is there ({@code --add-modules jdk.incubator.vector}); without
 * it the results are the same and slower, and a warning says so.
 */
module org.gaunt.core {
    requires static jdk.incubator.vector;
    requires java.management;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports org.gaunt.autodiff;
    exports org.gaunt.decomposition;
    exports org.gaunt.files;
    exports org.gaunt.form;
    exports org.gaunt.linalg;
    exports org.gaunt.nn;
    exports org.gaunt.o3;
    exports org.gaunt.optim;
    exports org.gaunt.product;

    uses org.gaunt.form.Backend.Factory;
    uses org.gaunt.optim.OptimizerFactory;

    provides org.gaunt.form.Backend.Factory with
            org.gaunt.kernel.backend.GeneratedBackendFactory;
    provides org.gaunt.optim.OptimizerFactory with
            org.gaunt.optim.AdamFactory,
            org.gaunt.optim.MuonFactory;
}
