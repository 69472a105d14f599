package org.gaunt.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {

    private static final List<String> WORDS = List.of("energy", "Energy", "forces", "learning_rate", "batch_size");

    @Test
    void findsWhatWasMeant() {
        assertThat(Suggestions.nearest("enrgy", WORDS)).containsExactly("Energy", "energy");
        assertThat(Suggestions.nearest("focres", WORDS)).containsExactly("forces");
        assertThat(Suggestions.nearest("LEARNING-RATE", WORDS)).containsExactly("learning_rate");
        assertThat(Suggestions.nearest("batchsize", WORDS)).containsExactly("batch_size");
    }

    @Test
    void doesNotGuessWildly() {
        assertThat(Suggestions.nearest("temperature", WORDS)).isEmpty();
        assertThat(Suggestions.nearest("x", WORDS)).isEmpty();
        assertThat(Suggestions.didYouMean("x", WORDS)).isEmpty();
    }

    @Test
    void asks() {
        assertThat(Suggestions.didYouMean("forcs", WORDS)).isEqualTo("did you mean 'forces'?");
        assertThat(Suggestions.didYouMean("energy", WORDS)).isEqualTo("did you mean 'Energy' or 'energy'?");
    }

    @Test
    void messagesLeaveOutWhatIsNotKnown() {
        assertThat(InputException.of("broken").build()).hasMessage("broken");
        assertThat(InputException.of("broken")
                        .file("a.yaml")
                        .line(3)
                        .column(7)
                        .wanted("x")
                        .found(" ")
                        .build())
                .hasMessage("a.yaml, line 3, column 7: broken\n  wanted: x");
        assertThat(InputException.of("broken").line(3).remedy("mend it").build())
                .hasMessage("broken\n  remedy: mend it");
    }
}
