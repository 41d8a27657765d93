package dev.hearth.bench;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionToken;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A Hearth server on this machine, whoever started it.
final class Server implements World {
  private static final Duration TOKEN_LIFE = Duration.ofHours(1);
  private static final String ENTRIES = "hearth_log_entries_total";

  private final URI api;
  private final AdminClient door;
  private final long pid;
  private final Map<UserId, Keystore> keystores = new HashMap<>();

  Server(URI api, AdminClient door, long pid) {
    this.api = api;
    this.door = door;
    this.pid = pid;
  }

  @Override
  public InetSocketAddress address() {
    return new InetSocketAddress(api.getHost(), api.getPort());
  }

  @Override
  public ProcessUsage process() {
    return new ProcessUsage(pid);
  }

  @Override
  public Heap heap() {
    return new JavaProcess(pid);
  }

  @Override
  public List<Person> people(int count) {
    return door.people(count).stream().map(this::person).toList();
  }

  @Override
  public ConversationId contact(Person one, Person other) {
    return conversation(
        "CONTACT", ConversationId.ofContact(one.user(), other.user()), one, List.of(other));
  }

  @Override
  public ConversationId group(Person owner, List<Person> others) {
    return conversation("GROUP", ConversationId.random(), owner, others);
  }

  @Override
  public double logEntries() {
    return Http.get(api.resolve("/metrics"))
        .lines()
        .filter(line -> line.startsWith(ENTRIES))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Override
  public void close() {}

  private Person person(Keystore keystore) {
    keystores.put(keystore.userId(), keystore);
    return new Person(
        keystore.userId(), keystore.sessionId(), token(keystore, "GET", "/", new byte[0]));
  }

  private ConversationId conversation(
      String category, ConversationId id, Person creator, List<Person> others) {
    ObjectNode request = JsonMapper.shared().createObjectNode();
    request.put("conversation_id", id.toString()).put("category", category).put("name", "Bench");
    var participants = request.putArray("participants");
    others.forEach(other -> participants.addObject().put("user_id", other.user().toString()));
    String body = request.toString();
    Keystore keystore = keystores.get(creator.user());
    if (keystore == null) {
      throw new IllegalArgumentException("not one of ours: " + creator.user());
    }
    String token = token(keystore, "POST", "/conversations", body.getBytes(StandardCharsets.UTF_8));
    Http.post(api.resolve("/conversations"), token, body);
    return id;
  }

  private static String token(Keystore keystore, String method, String target, byte[] body) {
    return SessionToken.sign(
        keystore.keyPair(),
        keystore.userId(),
        keystore.sessionId(),
        Instant.now(),
        TOKEN_LIFE,
        method,
        target,
        body);
  }
}
