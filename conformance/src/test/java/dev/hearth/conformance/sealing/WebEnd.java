package dev.hearth.conformance.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.json.Json;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.Envelope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A device of the web messenger: its own code, in a process of Deno, which is told what to do line
/// by line. One at a time.
final class WebEnd implements SealingEnd, AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final DeviceAddress address;
  private final Process process;
  private final Writer in;
  private final BufferedReader out;
  private final int registrationId;

  private WebEnd(DeviceAddress address, Process process) {
    this.address = address;
    this.process = process;
    this.in = process.outputWriter(UTF_8);
    this.out = process.inputReader(UTF_8);
    this.registrationId =
        ask("create", Map.of("user", address.user().toString())).path("registrationId").asInt();
  }

  static WebEnd at(DeviceAddress address) {
    try {
      return new WebEnd(address, WebScript.start("test/signal/deviceByLines.ts"));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  @Override
  public DeviceAddress address() {
    return address;
  }

  @Override
  public int registrationId() {
    return registrationId;
  }

  @Override
  public PreKeyUpload leaveKeys(int oneTime) {
    byte[] keys = JSON.writeValueAsBytes(ask("leave", Map.of("count", oneTime)));
    if (PreKeyUpload.readBody(keys).orElseThrow()
        instanceof PreKeyUpload.ParsedUpload.Upload(var upload)) {
      return upload;
    }
    throw new AssertionError("these are not keys");
  }

  @Override
  public void begin(PreKeyBundle bundle) {
    JsonNode left = JSON.readTree(Json.write(bundle::writeTo));
    if (!outcome(ask("begin", Map.of("bundle", left))).equals("begun")) {
      throw new AssertionError("nothing was begun");
    }
  }

  @Override
  public Optional<Envelope> seal(ConversationId conversation, String text) {
    JsonNode sealed = ask("seal", Map.of("conversation", conversation.toString(), "text", text));
    return outcome(sealed).equals("no key") ? Optional.empty() : Optional.of(envelope(sealed));
  }

  @Override
  public Envelope sealFor(DeviceAddress peer, String text) {
    return envelope(
        ask(
            "seal for",
            Map.of(
                "user",
                peer.user().toString(),
                "session",
                peer.session().toString(),
                "text",
                text)));
  }

  @Override
  public Envelope sealKey(ConversationId conversation, DeviceAddress peer) {
    return envelope(ask("seal key", about(conversation, peer, "")));
  }

  @Override
  public Heard open(ConversationId conversation, DeviceAddress sender, Envelope envelope) {
    return heard(ask("open", about(conversation, sender, envelope.toData())));
  }

  @Override
  public Heard openKey(ConversationId conversation, DeviceAddress sender, Envelope envelope) {
    return heard(ask("open key", about(conversation, sender, envelope.toData())));
  }

  @Override
  public void rotate(ConversationId conversation) {
    ask("rotate", Map.of("conversation", conversation.toString()));
  }

  @Override
  public String safetyNumber(UserId user) {
    return ask("safety number", Map.of("user", user.toString())).path("digits").asString();
  }

  /// Goes back to what it was when it was last saved, as a browser that was restored from a backup.
  void restore() {
    ask("restore", Map.of());
  }

  void save() {
    ask("save", Map.of());
  }

  /// Asks for something and waits for the answer.
  JsonNode ask(String what, Map<String, ?> details) {
    var request = JSON.createObjectNode().put("do", what);
    details.forEach((name, value) -> request.set(name, JSON.valueToTree(value)));
    try {
      in.write(JSON.writeValueAsString(request) + "\n");
      in.flush();
      String line = out.readLine();
      if (line == null) {
        throw new AssertionError("Deno has ended");
      }
      JsonNode answer = JSON.readTree(line);
      if (answer.has("error")) {
        throw new AssertionError(answer.path("error").asString());
      }
      return answer;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// Deno ends when it is told nothing more.
  @Override
  public void close() throws IOException {
    in.close();
    process.onExit().join();
  }

  private static Map<String, String> about(
      ConversationId conversation, DeviceAddress peer, String data) {
    return Map.of(
        "conversation", conversation.toString(),
        "user", peer.user().toString(),
        "session", peer.session().toString(),
        "data", data);
  }

  private static Envelope envelope(JsonNode sealed) {
    return Envelope.parseData(sealed.path("data").asString()).orElseThrow();
  }

  private static Heard heard(JsonNode opened) {
    return new Heard(outcome(opened), opened.path("text").asString(""));
  }

  private static String outcome(JsonNode answer) {
    return answer.path("outcome").asString("");
  }
}
