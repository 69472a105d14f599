/** Training of any objective, and safetensors. Start from {@link org.gaunt.learn.Trainer}. */
module org.gaunt.learn {
    requires transitive org.gaunt.core;
    requires static transitive org.jspecify;
    requires tools.jackson.databind;

    exports org.gaunt.learn;
    exports org.gaunt.learn.config;
    exports org.gaunt.learn.io;
    exports org.gaunt.learn.json to
            org.gaunt.potential;

    // records are read from files and written to them
    opens org.gaunt.learn to
            tools.jackson.databind;

    uses org.gaunt.optim.OptimizerFactory;
}
