package dev.hearth.conformance.kill;

import dev.hearth.conformance.Client;
import dev.hearth.conformance.PackedServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A user uploads attachments, a new user in each round, and one upload is half finished when the
/// server is killed. Some attachments have the same bytes as others.
///
/// After a start, an upload that was answered 200 can be downloaded byte for byte. An upload
/// without an answer is complete or missing, and a missing one accepts other bytes. The folder
/// holds these contents and nothing else, and the owner's quota has room for exactly the bytes that
/// are left.
final class Uploading implements Pursuit {
  /// The bytes that one user may store here; [Rounds#SETTINGS] sets this quota.
  static final int QUOTA = 512 << 10;

  private static final int MOST_A_ROUND = 20;
  private static final int MOST_BYTES = 24 << 10;
  private static final int OLD_ONES = 20;

  /// Bytes that can be made again.
  private record Contents(long seed, int length) {
    byte[] bytes() {
      byte[] bytes = new byte[length];
      new Random(seed).nextBytes(bytes);
      return bytes;
    }

    String digest() {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes()));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private record Attachment(Client owner, String id, URI upload, Contents contents) {
    String path() {
      return "/attachments/" + id;
    }
  }

  private final Random random;
  private final List<Contents> common;
  private Optional<Client> owner = Optional.empty();
  private Optional<Socket> standing = Optional.empty();
  private final List<Attachment> finished = new ArrayList<>();
  private final List<Attachment> interrupted = new ArrayList<>();
  private final List<Attachment> untouched = new ArrayList<>();
  private final List<Attachment> old = new ArrayList<>();

  /// The names of the files that there must be.
  private final Set<String> stored = new HashSet<>();

  private final AtomicLong answered = new AtomicLong();
  private long foundWhole;
  private long foundEmpty;

  Uploading(Random random) {
    this.random = random;
    this.common = Stream.generate(this::contents).limit(3).toList();
  }

  private Contents contents() {
    int length = random.nextInt(4) == 0 ? random.nextInt(MOST_BYTES) : random.nextInt(2_000);
    return new Contents(random.nextLong(), length + 1);
  }

  @Override
  public void begin(PackedServer server, Api api) {
    owner = Optional.of(server.door().person("Uploader"));
  }

  private Client owner() {
    return owner.orElseThrow();
  }

  @Override
  public void pursue(Api api) throws IOException, InterruptedException {
    standStill(api);
    for (int i = 0; i < MOST_A_ROUND; i++) {
      Attachment made = make(api);
      untouched.add(made);
      if (random.nextInt(8) > 0) {
        untouched.remove(made);
        interrupted.add(made);
        int status = api.put(made.upload, made.contents.bytes());
        interrupted.remove(made);
        expect(200, status, "an upload");
        finished.add(made);
        answered.incrementAndGet();
      }
    }
  }

  private Attachment make(Api api) throws IOException, InterruptedException {
    Contents contents =
        random.nextInt(4) == 0 ? common.get(random.nextInt(common.size())) : contents();
    JsonNode made = api.post(owner(), "/attachments", Api.JSON.createObjectNode());
    return new Attachment(
        owner(),
        made.path("attachment_id").asString(),
        URI.create(made.path("upload_url").asString()),
        contents);
  }

  /// Sends the first half of an upload, and no more.
  private void standStill(Api api) throws IOException, InterruptedException {
    Attachment made = make(api);
    interrupted.add(made);
    byte[] bytes = made.contents.bytes();
    byte[] half = Arrays.copyOf(bytes, bytes.length / 2);
    URI address = api.here(made.upload);
    var socket = new Socket(address.getHost(), address.getPort());
    standing = Optional.of(socket);
    String head =
        "PUT %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(address.getPath(), address.getAuthority(), bytes.length);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(half);
  }

  @Override
  public void check(PackedServer server, Api api) throws IOException, InterruptedException {
    if (standing.isPresent()) {
      standing.get().close();
      standing = Optional.empty();
    }
    List<Attachment> empty = new ArrayList<>();
    for (Attachment one : interrupted) {
      if (isFilled(api, one)) {
        finished.add(one);
        foundWhole++;
      } else {
        empty.add(one);
        foundEmpty++;
      }
    }
    interrupted.clear();
    finished.forEach(one -> stored.add(one.contents.digest()));
    nothingElse(server);
    for (Attachment one : finished) {
      comesWhole(api, one);
    }
    for (Attachment one : empty) {
      finished.add(fill(api, one, contents()));
    }
    for (Attachment one : untouched) {
      expect(false, isFilled(api, one), "an attachment without its bytes is filled:");
    }
    untouched.clear();
    for (int i = 0; i < OLD_ONES && !old.isEmpty(); i++) {
      comesWhole(api, old.get(random.nextInt(old.size())));
    }
    useUp(api);
    old.addAll(finished);
    finished.clear();
    begin(server, api);
  }

  private static boolean isFilled(Api api, Attachment one)
      throws IOException, InterruptedException {
    return api.get(one.owner, one.path()).path("upload_url").isNull();
  }

  /// The folder has what it must have, and nothing of what was under way.
  private void nothingElse(PackedServer server) throws IOException {
    Path folder = server.data().resolve("attachments");
    try (Stream<Path> all = Files.walk(folder)) {
      Set<String> files =
          all.filter(Files::isRegularFile)
              .filter(file -> !file.endsWith("folder.id"))
              .map(file -> folder.relativize(file).toString().replace("/", ""))
              .collect(Collectors.toSet());
      if (!files.equals(stored)) {
        var more = new HashSet<>(files);
        more.removeAll(stored);
        var missing = new HashSet<>(stored);
        missing.removeAll(files);
        throw new AssertionError("attachments/ has %s and lacks %s".formatted(more, missing));
      }
    }
  }

  private static void comesWhole(Api api, Attachment one) throws IOException, InterruptedException {
    JsonNode shown = api.get(one.owner, one.path());
    expect(true, shown.path("upload_url").isNull(), "an answered upload is forgotten:");
    HttpResponse<byte[]> got = api.fetch(URI.create(shown.path("view_url").asString()));
    expect(200, got.statusCode(), "a download");
    if (!Arrays.equals(got.body(), one.contents.bytes())) {
      throw new AssertionError("%s came with other bytes".formatted(one));
    }
  }

  /// An interrupted upload accepts bytes, and not only those of the first attempt.
  private Attachment fill(Api api, Attachment one, Contents contents)
      throws IOException, InterruptedException {
    JsonNode shown = api.get(one.owner, one.path());
    HttpResponse<byte[]> got = api.fetch(URI.create(shown.path("view_url").asString()));
    expect(404, got.statusCode(), "a download of an interrupted upload");
    expect(200, api.put(one.upload, contents.bytes()), "an upload after an interrupted one");
    var filled = new Attachment(one.owner, one.id, one.upload, contents);
    stored.add(contents.digest());
    comesWhole(api, filled);
    return filled;
  }

  /// The owner's quota is what was stored, to the byte.
  private void useUp(Api api) throws IOException, InterruptedException {
    int left = QUOTA - finished.stream().mapToInt(one -> one.contents.length).sum();
    if (left < 1) {
      throw new IllegalStateException("a round uploads too much");
    }
    Attachment last = make(api);
    expect(507, api.put(last.upload, new byte[left + 1]), "an upload beyond the quota");
    var exactly = new Contents(random.nextLong(), left);
    finished.add(fill(api, last, exactly));
  }

  @Override
  public void end(Api api) throws IOException, InterruptedException {
    for (Attachment one : old) {
      comesWhole(api, one);
    }
  }

  private static void expect(Object right, Object found, String what) {
    if (!right.equals(found)) {
      throw new AssertionError("%s %s instead of %s".formatted(what, found, right));
    }
  }

  @Override
  public long answered() {
    return answered.get();
  }

  @Override
  public String summary() {
    return "%,d uploads answered; of those interrupted %,d were whole, %,d empty"
        .formatted(answered.get(), foundWhole, foundEmpty);
  }
}
