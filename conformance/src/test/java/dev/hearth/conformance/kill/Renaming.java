package dev.hearth.conformance.kill;

import dev.hearth.conformance.PackedServer;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Somebody changes their name with `POST /me`. After a start they have the last one that was
/// answered, or the one after it; their own devices hear of each change that was answered.
final class Renaming implements Pursuit {
  private static final int MOST_A_ROUND = 60;

  private final Person person;
  private final Person onlooker;
  private final NoticeBook notices;
  private int last;
  private Optional<Integer> unanswered = Optional.empty();
  private final AtomicLong answered = new AtomicLong();

  Renaming(Person person, Person onlooker, NoticeBook notices) {
    this.person = person;
    this.onlooker = onlooker;
    this.notices = notices;
  }

  @Override
  public void begin(PackedServer server, Api api) throws IOException, InterruptedException {
    rename(api, 1);
  }

  @Override
  public void pursue(Api api) throws IOException, InterruptedException {
    for (int i = 0; i < MOST_A_ROUND; i++) {
      rename(api, last + 1);
    }
  }

  private void rename(Api api, int number) throws IOException, InterruptedException {
    unanswered = Optional.of(number);
    var body = Api.JSON.createObjectNode().put("full_name", name(number));
    expect(name(number), api.post(person.client(), "/me", body).path("full_name").asString());
    last = number;
    unanswered = Optional.empty();
    answered.incrementAndGet();
    person.sessions().forEach(one -> notices.dueAtLeast(one, NoticeBook.profile(person.id() + "")));
  }

  private static String name(int number) {
    return "Renamed " + number;
  }

  @Override
  public void check(PackedServer server, Api api) throws IOException, InterruptedException {
    String own = api.get(person.client(), "/me").path("full_name").asString();
    if (unanswered.isPresent() && own.equals(name(unanswered.get()))) {
      last = unanswered.get();
    }
    unanswered = Optional.empty();
    expect(name(last), own);
    expect(name(last), api.get(onlooker.client(), path()).path("full_name").asString());
  }

  private String path() {
    return "/users/" + person.id();
  }

  private static void expect(String right, String found) {
    if (!right.equals(found)) {
      throw new AssertionError("a name is \"%s\" instead of \"%s\"".formatted(found, right));
    }
  }

  @Override
  public long answered() {
    return answered.get();
  }

  @Override
  public String summary() {
    return "%,d new names answered".formatted(answered.get());
  }
}
