package dev.hearth.conformance.kill;

import dev.hearth.conformance.PackedServer;
import dev.hearth.conformance.kill.Api.Answer;
import dev.hearth.conformance.kill.Group.Action;
import dev.hearth.conformance.kill.Group.Deed;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// An owner creates groups, adds and removes people, and gives roles; people leave and come back by
/// the code. All of it happens over HTTP, and between the changes the owner sends messages.
///
/// After a start, the members of a group fit the answers. Everybody concerned got one notice of
/// each change. The owner's messages came to the members of that time, and to nobody else: a
/// removed member gets no message from after the answer to the removal, and an added member gets
/// all messages from after the answer to the addition.
final class GroupLife implements Pursuit {
  private static final int MOST_DEEDS_A_ROUND = 40;
  private static final int MOST_GROUPS = 3;
  private static final int NOT_FOUND = 404;

  private final Person owner;
  private final List<Person> others;
  private final Ledger ledger;
  private final NoticeBook notices;
  private final Random random;
  private final List<Group> groups = new ArrayList<>();

  private record Interrupted(Group group, Deed deed) {}

  /// The requests without an answer, at most one of each kind.
  private Optional<Interrupted> interrupted = Optional.empty();

  private List<Spoken> unanswered = List.of();
  private final AtomicLong answered = new AtomicLong();
  private long happened;
  private long undone;
  private long said;

  GroupLife(Person owner, List<Person> others, Ledger ledger, NoticeBook notices, Random random) {
    this.owner = owner;
    this.others = List.copyOf(others);
    this.ledger = ledger;
    this.notices = notices;
    this.random = random;
  }

  @Override
  public void begin(PackedServer server, Api api) {}

  @Override
  public void pursue(Api api) throws IOException, InterruptedException {
    for (int i = 0; i < MOST_DEEDS_A_ROUND; i++) {
      if (groups.size() < MOST_GROUPS || random.nextInt(40) == 0) {
        var group = new Group(owner, some(others), notices);
        perform(api, group, group.founding());
      } else {
        Group group = groups.get(random.nextInt(groups.size()));
        perform(api, group, wish(group));
        if (random.nextInt(3) > 0) {
          say(api, group);
        }
      }
    }
  }

  private List<Person> some(List<Person> people) {
    return people.stream().filter(_ -> random.nextBoolean()).toList();
  }

  private Deed wish(Group group) {
    Person one = others.get(random.nextInt(others.size()));
    if (!group.roles().containsKey(one)) {
      boolean joins = group.mayJoin(one) && random.nextBoolean();
      return new Deed(joins ? Action.JOIN : Action.ADD, one, Group.MEMBER);
    }
    return switch (random.nextInt(3)) {
      case 0 -> new Deed(Action.REMOVE, one, Group.MEMBER);
      case 1 -> new Deed(Action.EXIT, one, Group.MEMBER);
      default ->
          new Deed(
              Action.ROLE, one, group.role(one).equals(Group.ADMIN) ? Group.MEMBER : Group.ADMIN);
    };
  }

  private void perform(Api api, Group group, Deed deed) throws IOException, InterruptedException {
    String code = deed.action() == Action.JOIN ? code(api, group) : "";
    group.begun(deed);
    interrupted = Optional.of(new Interrupted(group, deed));
    JsonNode answer = ask(api, group, deed, code).data();
    interrupted = Optional.empty();
    Map<Person, String> found = found(answer);
    if (!found.equals(group.after(deed))) {
      throw new AssertionError(
          "%s of %s was answered with %s"
              .formatted(deed.action(), deed.user().name(), Group.describe(found)));
    }
    answered.incrementAndGet();
    happened(group, deed);
  }

  private void happened(Group group, Deed deed) {
    group.done(deed);
    happened++;
    if (deed.action() == Action.CREATE) {
      groups.add(group);
    }
  }

  private Answer ask(Api api, Group group, Deed deed, String code)
      throws IOException, InterruptedException {
    String path = "/conversations/" + group.id;
    return switch (deed.action()) {
      case CREATE -> {
        var body = Api.JSON.createObjectNode().put("category", "GROUP").put("name", "Killed");
        body.put("conversation_id", group.id.toString());
        var participants = body.putArray("participants");
        group.founders().forEach(one -> participants.addObject().put("user_id", one.id() + ""));
        yield api.ask(owner.client(), "POST", "/conversations", body.toString());
      }
      case ADD, REMOVE, ROLE -> {
        ArrayNode body = Api.JSON.createArrayNode();
        body.addObject().put("user_id", deed.user().id().toString()).put("role", deed.role());
        String target = path + "/participants/" + deed.action();
        yield api.ask(owner.client(), "POST", target, body.toString());
      }
      case JOIN -> api.ask(deed.user().client(), "POST", "/conversations/" + code + "/join", "");
      case EXIT -> api.ask(deed.user().client(), "POST", path + "/exit", "");
    };
  }

  private String code(Api api, Group group) throws IOException, InterruptedException {
    return api.get(owner.client(), "/conversations/" + group.id).path("code_id").asString();
  }

  private Map<Person, String> found(JsonNode conversation) {
    Map<UserId, String> found = new HashMap<>();
    for (JsonNode one : conversation.path("participants")) {
      found.put(UserId.of(one.path("user_id").asString()), one.path("role").asString());
    }
    return Group.of(found, Stream.concat(Stream.of(owner), others.stream()).toList());
  }

  /// Says a few things at once.
  private void say(Api api, Group group) throws IOException, InterruptedException {
    List<Spoken> few = new ArrayList<>();
    Set<String> listeners = new HashSet<>(group.listeners());
    listeners.remove(owner.session());
    for (int i = random.nextInt(3); i >= 0; i--) {
      few.add(
          new Spoken(
              MessageId.random(),
              owner.session(),
              group.id,
              Spoken.Kind.SAID,
              "to " + listeners.size(),
              listeners));
    }
    few.forEach(ledger::planned);
    unanswered = few;
    sayAgain(api);
  }

  private void sayAgain(Api api) throws IOException, InterruptedException {
    if (unanswered.isEmpty()) {
      return;
    }
    ArrayNode body = Api.JSON.createArrayNode();
    for (Spoken one : unanswered) {
      body.addObject()
          .put("conversation_id", one.conversation().toString())
          .put("message_id", one.id().toString())
          .put("category", one.category())
          .put("data_base64", WireBase64.rawUrl(one.text().getBytes(StandardCharsets.UTF_8)));
    }
    api.post(owner.client(), "/messages", body);
    unanswered.forEach(one -> ledger.sent(one, 0));
    said += unanswered.size();
    unanswered = List.of();
  }

  @Override
  public void check(PackedServer server, Api api) throws IOException, InterruptedException {
    if (interrupted.isPresent()) {
      findOut(api, interrupted.get());
      interrupted = Optional.empty();
    }
    sayAgain(api);
    for (Group group : groups) {
      Map<Person, String> found = found(api.get(owner.client(), "/conversations/" + group.id));
      expect(group, found, group.roles());
    }
  }

  /// Whether it has happened: all of it or nothing.
  private void findOut(Api api, Interrupted asked) throws IOException, InterruptedException {
    Group group = asked.group;
    Answer answer = api.ask(owner.client(), "GET", "/conversations/" + group.id, "");
    if (asked.deed.action() == Action.CREATE && answer.code() == NOT_FOUND) {
      group.undone(asked.deed);
      undone++;
      return;
    }
    Map<Person, String> found = found(answer.data());
    if (found.equals(group.after(asked.deed))) {
      happened(group, asked.deed);
    } else {
      group.undone(asked.deed);
      undone++;
    }
  }

  private static void expect(Group group, Map<Person, String> found, Map<Person, String> right) {
    if (!found.equals(right)) {
      throw new AssertionError(
          "group %s has %s instead of %s"
              .formatted(group.id, Group.describe(found), Group.describe(right)));
    }
  }

  /// All notices have come.
  void quiet() {
    groups.forEach(Group::quiet);
  }

  @Override
  public long answered() {
    return answered.get();
  }

  @Override
  public String summary() {
    return "%,d changes of groups answered, %,d more happened, %,d not; %,d texts between them"
        .formatted(answered.get(), happened - answered.get(), undone, said);
  }
}
