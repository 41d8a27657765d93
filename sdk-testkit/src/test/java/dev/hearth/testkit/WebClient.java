package dev.hearth.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The web messenger's client, without a page: its worker's code in a Deno process, with a store in
/// memory. A test calls it as the page does, and sees what the page is told. Any thread may call.
final class WebClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path WEB = Path.of("..", "web").toAbsolutePath().normalize();

  private final Process process;
  private final Writer calls;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition heard = lock.newCondition();
  private final Map<Integer, JsonNode> answers = new HashMap<>();
  private final List<JsonNode> told = new ArrayList<>();
  private int last;

  private WebClient(Process process) {
    this.process = process;
    this.calls = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(() -> read(process.inputReader(StandardCharsets.UTF_8)));
  }

  /// A browser that nobody is signed in with.
  static WebClient start(URI server) throws IOException {
    String origin = server.getScheme() + "://" + server.getAuthority();
    var builder =
        new ProcessBuilder(
            deno().toString(),
            "run",
            "--quiet",
            "--no-check",
            "--cached-only",
            "--allow-all",
            "test/client/driver.ts",
            origin);
    builder.directory(WEB.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("DENO_DIR", System.getProperty("hearth.deno.cache", ""));
    builder.environment().put("DENO_NO_UPDATE_CHECK", "1");
    return new WebClient(builder.start());
  }

  /// The program that the web messenger's build has unpacked, or the one that was named for it.
  private static Path deno() {
    Path program =
        Optional.ofNullable(System.getProperty("hearth.deno"))
            .map(Path::of)
            .orElse(WEB.resolve(Path.of("target", "tools", "deno")));
    if (!Files.isExecutable(program)) {
      throw new AssertionError(
          "Deno is missing: build the module web first, or name it by -Dhearth.deno");
    }
    return program;
  }

  /// The answer.
  JsonNode ask(String call, Object... with) throws InterruptedException {
    JsonNode answer = answer(Map.of("call", call, "with", List.of(with)));
    if (answer.has("failure")) {
      throw new AssertionError(call + " failed: " + answer.get("failure"));
    }
    return answer.path("value");
  }

  /// The code of the failure with which the call has to fail.
  String failure(String call, Object... with) throws InterruptedException {
    JsonNode answer = answer(Map.of("call", call, "with", List.of(with)));
    if (!answer.has("failure")) {
      throw new AssertionError(call + " did not fail: " + answer);
    }
    return answer.path("failure").path("code").asString();
  }

  /// As the worker of another tab asks it again, under an id of that tab's.
  JsonNode askAs(String id, String call, Object... with) throws InterruptedException {
    return answer(Map.of("call", call, "with", List.of(with), "as", id)).path("value");
  }

  /// Signs in with a code, and waits until the connection is up.
  void signIn(String number, String code) throws InterruptedException {
    ask("signIn", number, code);
    awaitLink("online");
  }

  void awaitLink(String state) throws InterruptedException {
    await("link " + state, each -> each.path("link").path("state").asString("").equals(state));
  }

  /// Says something, and returns the message's id.
  String say(String conversation, String text) throws InterruptedException {
    return send(conversation, Map.of("kind", "text", "text", text));
  }

  String send(String conversation, Map<String, Object> content) throws InterruptedException {
    return ask("send", conversation, content, trust(conversation)).asString();
  }

  /// How private the page would show the conversation, as it was told last.
  String trust(String conversation) throws InterruptedException {
    return awaitConversation(conversation, each -> true).path("trust").asString();
  }

  /// The conversation as it was told last, once it is so.
  JsonNode awaitConversation(String conversation, Predicate<JsonNode> state)
      throws InterruptedException {
    return awaitItem("conversation " + conversation, "id", conversation, state);
  }

  /// The message, once it is so.
  JsonNode awaitMessage(String id, Predicate<JsonNode> state) throws InterruptedException {
    return awaitItem("message " + id, "id", id, state);
  }

  /// The message with such a content, once it is there.
  JsonNode awaitContent(String what, Predicate<JsonNode> content) throws InterruptedException {
    return await(what, () -> changed(each -> content.test(each.path("content"))));
  }

  /// The message with this text, once it is there.
  JsonNode awaitText(String text) throws InterruptedException {
    return await(
        "text " + text,
        () -> changed(each -> each.path("content").path("text").asString("").equals(text)));
  }

  boolean has(String text) {
    return locked(() ->
        changed(each -> each.path("content").path("text").asString("").equals(text)).isPresent());
  }

  /// The record that the page is told, once it comes.
  JsonNode await(String what, Predicate<JsonNode> wanted) throws InterruptedException {
    return await(what, () -> told.reversed().stream().filter(wanted).findFirst());
  }

  /// Forgets what was told so far.
  void forgetTold() {
    locked(() -> {
      told.clear();
      return told;
    });
  }

  static Map<String, Object> blob(byte[] bytes, String type) {
    return Map.of("$blob", Base64.getEncoder().encodeToString(bytes), "type", type);
  }

  static byte[] bytes(JsonNode blob) {
    return Base64.getDecoder().decode(blob.path("$blob").asString());
  }

  @Override
  public void close() {
    process.destroy();
  }

  private JsonNode awaitItem(String what, String field, String value, Predicate<JsonNode> state)
      throws InterruptedException {
    return await(
        what, () -> changed(each -> each.path(field).asString("").equals(value)).filter(state));
  }

  /// The latest that was told to be changed.
  private Optional<JsonNode> changed(Predicate<JsonNode> wanted) {
    for (JsonNode each : told.reversed()) {
      for (JsonNode item : each.path("changed")) {
        if (wanted.test(item)) {
          return Optional.of(item);
        }
      }
    }
    return Optional.empty();
  }

  private JsonNode answer(Map<String, Object> call) throws InterruptedException {
    int id = locked(() -> ++last);
    var asked = new HashMap<>(call);
    asked.put("id", id);
    try {
      synchronized (calls) {
        calls.write(JSON.writeValueAsString(asked) + "\n");
        calls.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return await(call.get("call") + " answered", () -> Optional.ofNullable(answers.remove(id)));
  }

  private JsonNode await(String what, Supplier<Optional<JsonNode>> wanted)
      throws InterruptedException {
    long left = PATIENCE.toNanos();
    lock.lock();
    try {
      for (; ; ) {
        Optional<JsonNode> found = wanted.get();
        if (found.isPresent()) {
          return found.get();
        }
        if (left <= 0 || (!process.isAlive() && process.exitValue() != 0)) {
          throw new AssertionError("waited in vain for " + what + "; told last: " + lastTold());
        }
        left = heard.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private List<JsonNode> lastTold() {
    return told.subList(Math.max(0, told.size() - 5), told.size());
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private void read(BufferedReader lines) {
    try {
      for (String line; (line = lines.readLine()) != null; ) {
        JsonNode said = JSON.readTree(line);
        locked(() -> {
          if (said.has("answer")) {
            answers.put(said.path("answer").asInt(), said);
          } else {
            told.add(said);
          }
          heard.signalAll();
          return said;
        });
      }
    } catch (IOException closed) {
      // The test ends.
    }
  }
}
