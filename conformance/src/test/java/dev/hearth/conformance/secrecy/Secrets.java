package dev.hearth.conformance.secrecy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Words and bytes that nobody else says, and all the ways in which they might be written down.
final class Secrets {
  private static final int SLICE = 24;

  private final SecureRandom random = new SecureRandom();
  // By the first four bytes, so that a place is gone through once.
  private final Map<Integer, List<Spelling>> spellings = new HashMap<>();

  private record Spelling(String label, @SuppressWarnings("ArrayRecordComponent") byte[] bytes) {
    boolean isAt(byte[] place, int from) {
      int end = from + bytes.length;
      return end <= place.length && Arrays.equals(place, from, end, bytes, 0, bytes.length);
    }
  }

  /// A word that begins with `label`.
  String word(String label) {
    byte[] unlikely = new byte[12];
    random.nextBytes(unlikely);
    String hex = HexFormat.of().formatHex(unlikely);
    addSpellings(label, hex.getBytes(UTF_8));
    return label + "-" + hex;
  }

  /// The content of a file.
  byte[] bytes(String label, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    add(label, bytes);
    return bytes;
  }

  /// Adds other secret bytes, such as a key: they are recognised by some slices of them.
  void add(String label, byte[] bytes) {
    for (int from : new int[] {0, bytes.length / 2, bytes.length - SLICE}) {
      addSpellings(label, Arrays.copyOfRange(bytes, from, from + SLICE));
    }
  }

  /// Which of them are in here, in whatever spelling.
  Set<String> in(byte[] place) {
    Set<String> found = new TreeSet<>();
    int beginning = 0;
    for (int i = 0; i < place.length; i++) {
      beginning = (beginning << 8) | (place[i] & 0xff);
      for (Spelling each : spellings.getOrDefault(beginning, List.of())) {
        if (each.isAt(place, i - 3)) {
          found.add(each.label);
        }
      }
    }
    return found;
  }

  private void addSpellings(String label, byte[] bytes) {
    for (String spelling : spellingsOf(bytes)) {
      byte[] latin = spelling.getBytes(ISO_8859_1);
      int beginning = ByteBuffer.wrap(latin).getInt();
      spellings.computeIfAbsent(beginning, _ -> new ArrayList<>()).add(new Spelling(label, latin));
    }
  }

  private static List<String> spellingsOf(byte[] bytes) {
    List<String> all = new ArrayList<>();
    all.add(new String(bytes, ISO_8859_1));
    all.add(HexFormat.of().formatHex(bytes));
    all.add(HexFormat.of().withUpperCase().formatHex(bytes));
    for (String once : inBase64(bytes)) {
      all.add(once);
      all.add(once.replace('+', '-').replace('/', '_'));
      // Base64 in a payload is encoded twice in a frame.
      all.addAll(inBase64(once.getBytes(ISO_8859_1)));
    }
    return all;
  }

  /// Those letters of base64 that don't depend on what stands before and after the bytes, wherever
  /// these begin.
  private static List<String> inBase64(byte[] bytes) {
    List<String> all = new ArrayList<>();
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      int unsure = shifted.length % 3 == 0 ? 0 : 1;
      all.add(text.substring(before == 0 ? 0 : before + 1, text.length() - unsure));
    }
    return all;
  }
}
