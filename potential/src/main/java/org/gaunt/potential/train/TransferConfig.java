package org.gaunt.potential.train;

import org.gaunt.learn.config.Key;

/** What a training keeps of the model that it starts from. */
public record TransferConfig(
        @Key("Head of the model to start from that is kept as its only readout; empty for all that it has.")
        String startHead,

        @Key(
                "Elements of a model that starts from another: those of the file (model), those of the data, so that unused ones are dropped (data), or both (all); kind mace.")
        Elements startElements) {

    /** The elements of a model that starts from another. */
    public enum Elements {
        /** Those of the model to start from; others in the data are an error. */
        MODEL,
        /** Those of the data. */
        DATA,
        /** Those of the model and of the data. */
        ALL
    }

    /** The model as it is in its file. */
    public static final TransferConfig NONE = new TransferConfig("", Elements.MODEL);
}
