package dev.hearth.conformance.kill;

import dev.hearth.conformance.Client;
import dev.hearth.conformance.PackedServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/// Somebody adds, renames, removes and blocks others with `POST /relationships`. After a start each
/// is what the last answer said.
final class Befriending implements Pursuit {
  private static final int MOST_A_ROUND = 60;
  private static final List<String> ACTIONS =
      List.of("ADD", "UPDATE", "REMOVE", "BLOCK", "UNBLOCK");

  private final Random random;
  private final List<Client> others = new ArrayList<>();
  private Optional<Client> self = Optional.empty();
  private final Map<Client, Seen> answers = new HashMap<>();
  private Optional<Wish> unanswered = Optional.empty();
  private int names;
  private final AtomicLong answered = new AtomicLong();

  /// How another user looks to the one who acts.
  private record Seen(String relationship, String name) {
    static Seen of(JsonNode user) {
      return new Seen(user.path("relationship").asString(), user.path("full_name").asString());
    }
  }

  private record Wish(Client other, String action, String name) {
    String body() {
      var body = Api.JSON.createObjectNode().put("user_id", other.user().toString());
      body.put("action", action).put("full_name", name);
      return body.toString();
    }
  }

  Befriending(Random random) {
    this.random = random;
  }

  @Override
  public void begin(PackedServer server, Api api) throws IOException, InterruptedException {
    self = Optional.of(server.door().person("Friend of many"));
    for (int i = 0; i < 5; i++) {
      Client other = server.door().person("Perhaps a friend " + i);
      others.add(other);
      answers.put(other, look(api, other));
    }
  }

  private Client self() {
    return self.orElseThrow();
  }

  @Override
  public void pursue(Api api) throws IOException, InterruptedException {
    for (int i = 0; i < MOST_A_ROUND; i++) {
      Client other = others.get(random.nextInt(others.size()));
      String action = ACTIONS.get(random.nextInt(ACTIONS.size()));
      var wish = new Wish(other, action, action.equals("UPDATE") ? "Alias " + ++names : "");
      unanswered = Optional.of(wish);
      ask(api, wish);
      unanswered = Optional.empty();
      answered.incrementAndGet();
    }
  }

  private void ask(Api api, Wish wish) throws IOException, InterruptedException {
    var answer = api.ask(self(), "POST", "/relationships", wish.body());
    answers.put(wish.other, Seen.of(answer.data()));
  }

  @Override
  public void check(PackedServer server, Api api) throws IOException, InterruptedException {
    if (unanswered.isPresent()) {
      Wish wish = unanswered.get();
      Seen before = look(api, wish.other);
      Seen known = answers.get(wish.other);
      // To ask again changes nothing more.
      ask(api, wish);
      Seen after = answers.get(wish.other);
      if (!before.equals(known) && !before.equals(after)) {
        throw new AssertionError(
            "%s is %s; %s was answered before, %s is after %s"
                .formatted(wish.other.name(), before, known, after, wish.action));
      }
      unanswered = Optional.empty();
    }
    for (Client other : others) {
      Seen found = look(api, other);
      if (!found.equals(answers.get(other))) {
        throw new AssertionError(
            "%s is %s, and was answered to be %s"
                .formatted(other.name(), found, answers.get(other)));
      }
      listed(api, "/friends", other, found.relationship.equals("FRIEND"));
      listed(api, "/blocking_users", other, found.relationship.equals("BLOCKING"));
    }
  }

  private Seen look(Api api, Client other) throws IOException, InterruptedException {
    return Seen.of(api.get(self(), "/users/" + other.user()));
  }

  private void listed(Api api, String list, Client other, boolean right)
      throws IOException, InterruptedException {
    boolean found = false;
    for (JsonNode one : api.get(self(), list)) {
      found |= one.path("user_id").asString().equals(other.user().toString());
    }
    if (found != right) {
      throw new AssertionError("%s in %s: %s".formatted(other.name(), list, found));
    }
  }

  @Override
  public long answered() {
    return answered.get();
  }

  @Override
  public String summary() {
    return "%,d changes of relationships answered".formatted(answered.get());
  }
}
