package org.gaunt.atoms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.gaunt.files.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A stress or virial under another name than the configured one is an error, and the configured names give the right numbers. */
class OtherNamesTest {

    @TempDir
    private Path folder;

    private static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(OtherNamesTest.class.getResource("/cases/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private List<Structure> read(String comment, LabelKeys keys) throws IOException {
        Path path = folder.resolve("in.xyz");
        Files.writeString(
                path, "1\nLattice=\"2 0 0 0 2 0 0 0 2\" Properties=species:S:1:pos:R:3 " + comment + "\nSi 0 0 0\n");
        return ExtendedXyz.read(path, keys);
    }

    @ParameterizedTest
    @CsvSource({
        "f22_virials_key.xyz, virials, virial_key",
        "f23_REF_stress.xyz, REF_stress, stress_key",
        "f24_dft_virial.xyz, dft_virial, virial_key",
        "cu_virials.xyz, virials, virial_key",
        "cu_test_virials.xyz, virials, virial_key",
        "cu_refstress.xyz, REF_stress, stress_key",
    })
    void anotherNameIsAnErrorThatNamesTheKey(String name, String key, String setting) {
        assertThatThrownBy(() -> ExtendedXyz.read(file(name)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(name + ", line 2: no stress under the configured keys 'stress' and 'virial'")
                .hasMessageContaining("found:  '" + key + "' (all keys: ")
                .hasMessageContaining("did you mean '" + key + "'? Then set " + setting + " to it");
    }

    @Test
    void theConfiguredKeysGiveTheRightStress() {
        // stress = -virial / volume; the volume is 6 x 6.5 x 7 = 273 cubic angstroms
        double[] virials = ExtendedXyz.read(file("f22_virials_key.xyz"), LabelKeys.DEFAULT.withVirial("virials"))
                .getFirst()
                .labels()
                .stress();
        assertThat(virials).containsExactly(new double[] {0.01, 0, 0, 0, 0.01, 0, 0, 0, 0.01}, within(1e-15));
        double[] dft = ExtendedXyz.read(file("f24_dft_virial.xyz"), LabelKeys.DEFAULT.withVirial("dft_virial"))
                .getFirst()
                .labels()
                .stress();
        assertThat(dft).containsExactly(new double[] {0.01, 0, 0, 0, 0.01, 0, 0, 0, 0.01}, within(1e-15));
        double[] stress = ExtendedXyz.read(file("f23_REF_stress.xyz"), LabelKeys.DEFAULT.withStress("REF_stress"))
                .getFirst()
                .labels()
                .stress();
        assertThat(stress).containsExactly(0.01, 0.002, 0.003, 0.002, 0.02, 0.004, 0.003, 0.004, 0.03);
    }

    @Test
    void virialsAndStressesOfTheSameFramesAgree() {
        List<Structure> stresses = ExtendedXyz.read(file("cu_test.xyz"));
        List<Structure> virials =
                ExtendedXyz.read(file("cu_test_virials.xyz"), LabelKeys.DEFAULT.withVirial("virials"));
        assertThat(virials).hasSameSizeAs(stresses);
        for (int i = 0; i < stresses.size(); i++) {
            assertThat(virials.get(i).labels().stress())
                    .containsExactly(stresses.get(i).labels().stress(), within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "virials=\"1 2 3 4 5 6\"",
                "Virial=\"1 2 3 4 5 6\"",
                "STRESS=\"1 2 3 4 5 6\"",
                "stresses=\"1 0 0 0 1 0 0 0 1\"",
                "mace_stress=\"1 0 0 0 1 0 0 0 1\"",
                "dft_stress=[[1,0,0],[0,1,0],[0,0,1]]",
                "REF_virials=\"_JSON [[1,0,0],[0,1,0],[0,0,1]]\"",
            })
    void spellingsOfStressesAreNoticed(String entry) {
        assertThatThrownBy(() -> read(entry, LabelKeys.DEFAULT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no stress under the configured keys");
        assertThatCode(() -> read(entry, LabelKeys.NONE)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stress=\"1 0 0 0 1 0 0 0 1\" REF_stress=\"1 0 0 0 1 0 0 0 1\"",
                "config_stress_weight=2",
                "stress_unit=GPa",
                "stress_std=\"1 2 3 4 5 6\"",
                "kinetic_stress=\"1 2 3 4 5 6\"",
                "energy=1 config_energy_weight=2",
                "config_energy_weight=2",
            })
    void whatIsNoLabelIsLeftAlone(String entry) {
        assertThatCode(() -> read(entry, LabelKeys.DEFAULT)).doesNotThrowAnyException();
    }

    @Test
    void oneFrameUnderAnotherNameIsEnough() throws IOException {
        Path path = folder.resolve("mixed.xyz");
        String frame = "1\nLattice=\"2 0 0 0 2 0 0 0 2\" Properties=species:S:1:pos:R:3 energy=1 %s\nSi 0 0 0\n";
        Files.writeString(
                path,
                frame.formatted("stress=\"1 2 3 4 5 6\"")
                        + frame.formatted("")
                        + frame.formatted("virials=\"1 2 3 4 5 6\""));
        assertThatThrownBy(() -> ExtendedXyz.read(path))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 8")
                .hasMessageContaining("'virials'");
    }

    @Test
    void exchangedNamesAreRefused() {
        assertThatThrownBy(() -> LabelKeys.DEFAULT.withStress("virials"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("stress_key names what looks like a virial")
                .hasMessageContaining("set virial_key");
        assertThatThrownBy(() -> LabelKeys.DEFAULT.withVirial("REF_stress"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("virial_key names what looks like a stress");
        assertThatThrownBy(() -> LabelKeys.DEFAULT.withVirial("w").withStress("w"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the same");
        assertThatCode(() -> LabelKeys.DEFAULT.withStress("virial_stress")).doesNotThrowAnyException();
    }

    @Test
    void aConfigTypeIsSpeltAsConfigured() {
        assertThatThrownBy(() -> read("energy=1 ConfigType=bulk", LabelKeys.DEFAULT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'ConfigType'")
                .hasMessageContaining("wanted: 'config_type'");
    }
}
