package dev.hearth.bench.abuse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks for one attachment, and for one picture, over and over, and reads neither. 256 readers of
/// one file once kept everybody else from downloading.
final class SlowReaders implements Attack {
  private static final int FILE_READERS = 2;
  private static final int FILE_BYTES = 16 << 20;
  private static final int PICTURE_BYTES = 1 << 20;
  private static final int PICTURE_SIDE = 1024;
  private static final Pattern UPLOAD = path("upload_url");
  private static final Pattern VIEW = path("view_url");
  private static final Pattern PICTURE = path("asset_url");

  private String file = "";
  private String picture = "";

  @Override
  public String name() {
    return "slow-readers";
  }

  @Override
  public int perSecond() {
    return 320;
  }

  @Override
  public int attackers() {
    return 20;
  }

  @Override
  public void prepare(Target target) throws IOException {
    Rogue owner = target.people(1).getFirst();
    try (Wire wire = Wire.open(target, Target.from(0))) {
      String made = wire.ask(owner, "POST", "/attachments", "{}").body();
      wire.write(Wire.head("PUT", find(UPLOAD, made), "", FILE_BYTES));
      wire.write(new byte[FILE_BYTES], FILE_BYTES);
      Wire.Answer uploaded = wire.answer();
      if (uploaded.status() != 200) {
        throw new IOException("no attachment: " + uploaded);
      }
      file = find(VIEW, made);
      String sticker =
          "{\"data_base64\":\"" + Base64.getUrlEncoder().encodeToString(picture()) + "\"}";
      String added = wire.ask(owner, "POST", "/stickers/favorite/add", sticker).body();
      picture = find(PICTURE, added);
    }
  }

  @Override
  public Attacker attacker(Target target, int index) {
    // A client that has a file's address doesn't count as a stranger any more, and keeps its
    // connections.
    String wanted = index < FILE_READERS ? file : picture;
    return new Holding(80) {
      @Override
      Wire open(Score score) throws IOException {
        Wire wire = Wire.narrow(target, Target.from(index));
        try {
          score.wrote(wire.write(Wire.head("GET", wanted, "", 0)));
          return wire;
        } catch (IOException e) {
          wire.close();
          throw e;
        }
      }

      @Override
      boolean isRefused(Wire wire) throws IOException {
        return !wire.isSilent() && wire.answerStatus() >= 400;
      }
    };
  }

  /// As much of a PNG as anybody looks at, and noise.
  private static byte[] picture() {
    byte[] bytes = new byte[PICTURE_BYTES];
    new Random(1).nextBytes(bytes);
    ByteBuffer.wrap(bytes)
        .putLong(0x89504e470d0a1a0aL)
        .putInt(13)
        .putInt(0x49484452) // IHDR
        .putInt(PICTURE_SIDE)
        .putInt(PICTURE_SIDE);
    return bytes;
  }

  private static Pattern path(String name) {
    return Pattern.compile("\"" + name + "\":\"https?://[^/\"]+(/[^\"]+)\"");
  }

  private static String find(Pattern pattern, String in) throws IOException {
    Matcher matcher = pattern.matcher(in);
    if (!matcher.find()) {
      throw new IOException("no " + pattern + " in " + in);
    }
    return matcher.group(1);
  }
}
