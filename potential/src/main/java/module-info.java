/** Energies, forces and stress of structures: models, training, model files. Start from {@link org.gaunt.potential.Potential}. */
module org.gaunt.potential {
    requires transitive org.gaunt.atoms;
    requires transitive org.gaunt.core;
    requires transitive org.gaunt.learn;
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires tools.jackson.databind;

    exports org.gaunt.potential;
    exports org.gaunt.potential.data;
    exports org.gaunt.potential.dispersion;
    exports org.gaunt.potential.eval;
    exports org.gaunt.potential.importer;
    exports org.gaunt.potential.importer.torch;
    exports org.gaunt.potential.io;
    exports org.gaunt.potential.model;
    exports org.gaunt.potential.model.allegro;
    exports org.gaunt.potential.model.escn;
    exports org.gaunt.potential.model.facet;
    exports org.gaunt.potential.model.mace;
    exports org.gaunt.potential.model.nequip;
    exports org.gaunt.potential.model.tdn;
    exports org.gaunt.potential.network;
    exports org.gaunt.potential.repulsion;
    exports org.gaunt.potential.train;
    exports org.gaunt.regression;

    // records are read from files and written to them
    opens org.gaunt.potential.data to
            tools.jackson.databind;
    opens org.gaunt.potential.io to
            tools.jackson.databind;
    opens org.gaunt.potential.model to
            tools.jackson.databind;
    opens org.gaunt.potential.model.allegro to
            tools.jackson.databind;
    opens org.gaunt.potential.model.escn to
            tools.jackson.databind;
    opens org.gaunt.potential.model.facet to
            tools.jackson.databind;
    opens org.gaunt.potential.model.mace to
            tools.jackson.databind;
    opens org.gaunt.potential.model.nequip to
            tools.jackson.databind;
    opens org.gaunt.potential.model.tdn to
            tools.jackson.databind;
    opens org.gaunt.potential.network to
            tools.jackson.databind;
    opens org.gaunt.potential.train to
            tools.jackson.databind;
    opens org.gaunt.regression to
            tools.jackson.databind;

    uses org.gaunt.potential.PotentialReader;
    uses org.gaunt.potential.model.ModelKindProvider;
    uses org.gaunt.potential.train.LossTerm;

    provides org.gaunt.potential.PotentialReader with
            org.gaunt.potential.model.ModelFileReader,
            org.gaunt.potential.importer.ImportedModelReader;
}
