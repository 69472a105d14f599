package org.gaunt.atoms;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.gaunt.files.InputException;
import org.jspecify.annotations.Nullable;

/** Tells by its first bytes what a file is that should be text: gzip is unpacked, what cannot be read is named. */
final class TextFormat {

    private static final int LOOKED_AT = 4096;

    /**
     * Files that are not text.
     *
     * @param bytes their first ones
     * @param name of the format
     * @param remedy what to do with them
     */
    private record Signature(byte[] bytes, String name, String remedy) {}

    private static final List<Signature> OTHERS = List.of(
            packed("BZh", "bzip2", "bunzip2 --keep"),
            packed("\u00fd7zXZ\0", "xz", "unxz --keep"),
            packed("(\u00b5/\u00fd", "Zstandard (zst)", "unzstd"),
            packed("PK\3\4", "zip", "unzip"),
            packed("7z\u00bc\u00af'\u001c", "7z", "7z x"),
            packed("\u001f\u009d", "compress (.Z)", "uncompress"),
            structures("- of Ulm", "an ASE trajectory (.traj)"),
            structures("SQLite format 3", "a database (SQLite), such as those of ASE"),
            structures("\u0089HDF\r\n\u001a\n", "HDF5"),
            structures("CDF", "NetCDF"));

    private TextFormat() {}

    private static Signature packed(String first, String name, String program) {
        return new Signature(
                first.getBytes(StandardCharsets.ISO_8859_1),
                "a file packed by " + name,
                "unpack it (" + program + " FILE), or pack it by gzip, which is read as it is");
    }

    private static Signature structures(String first, String name) {
        return new Signature(
                first.getBytes(StandardCharsets.ISO_8859_1),
                name,
                "convert it, for example with ASE: ase convert FILE out.extxyz");
    }

    /**
     * The text of a file.
     *
     * @param bytes of the text
     * @param packed whether the file is packed by gzip
     */
    record Text(InputStream bytes, boolean packed) {}

    /**
     * The text of a file.
     *
     * @param bytes of the file from its beginning; closed with the result
     * @param what what the file should be, for messages
     * @throws InputException if it is not text in ASCII, UTF-8 or another encoding that has ASCII in it
     */
    static Text of(InputStream bytes, Path path, String what) throws IOException {
        BufferedInputStream plain = new BufferedInputStream(bytes, 1 << 16);
        byte[] first = peek(plain);
        if (!isGzip(first)) {
            requireText(first, path, what, false);
            return new Text(plain, false);
        }
        plain = new BufferedInputStream(new GzipInput(plain), 1 << 16);
        first = peek(plain);
        if (isGzip(first)) {
            throw wrong(path, what, "a file packed by gzip twice", "unpack it once: gunzip -c FILE > OUT.xyz.gz");
        }
        requireText(first, path, what, true);
        return new Text(plain, true);
    }

    /** Whether a file that begins so is packed by gzip. */
    static boolean isGzip(byte[] first) {
        return first.length >= 2 && GzipInput.isMagic(first[0] & 0xff, first[1] & 0xff);
    }

    private static byte[] peek(BufferedInputStream stream) throws IOException {
        stream.mark(LOOKED_AT);
        byte[] first = stream.readNBytes(LOOKED_AT);
        stream.reset();
        return first;
    }

    private static void requireText(byte[] first, Path path, String what, boolean packed) {
        for (Signature other : OTHERS) {
            if (startsWith(first, other.bytes())) {
                throw wrong(path, what, other.name(), other.remedy());
            }
        }
        String encoding = wideEncoding(first);
        if (encoding != null) {
            throw wrong(
                    path,
                    what + " in UTF-8 or ASCII",
                    "text in " + encoding,
                    "convert it: "
                            + (packed ? "gunzip -c FILE | iconv -f " + encoding : "iconv -f " + encoding + " FILE")
                            + " -t UTF-8 > OUT.xyz");
        }
        for (byte b : first) {
            if (b == 0) {
                throw wrong(path, what, "a binary file (it has zero bytes)", "give a text file");
            }
        }
    }

    /** An encoding with more than one byte for a digit, by its byte order mark or where the zero bytes are, or null. */
    private static @Nullable String wideEncoding(byte[] b) {
        if (startsWith(b, new byte[] {-1, -2, 0, 0})) {
            return "UTF-32LE";
        } else if (startsWith(b, new byte[] {0, 0, -2, -1})) {
            return "UTF-32BE";
        } else if (startsWith(b, new byte[] {-1, -2}) || startsWith(b, new byte[] {-2, -1})) {
            return "UTF-16"; // the mark says which order
        } else if (b.length >= 4 && ascii(b[0]) && b[1] == 0) {
            return b[2] == 0 && b[3] == 0 ? "UTF-32LE" : "UTF-16LE";
        } else if (b.length >= 4 && b[0] == 0) {
            return b[1] == 0 && b[2] == 0 && ascii(b[3]) ? "UTF-32BE" : ascii(b[1]) ? "UTF-16BE" : null;
        }
        return null;
    }

    private static boolean ascii(byte b) {
        return b > ' ' || b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static boolean startsWith(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    private static InputException wrong(Path path, String wanted, String found, String remedy) {
        return InputException.of("this is not a text file that can be read")
                .file(path)
                .found(found)
                .wanted(wanted)
                .remedy(remedy.replace("FILE", path.toString()))
                .build();
    }
}
