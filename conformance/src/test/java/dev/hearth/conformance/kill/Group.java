package dev.hearth.conformance.kill;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A group as it was answered: who is in it, as what, and who was told what. For one thread.
final class Group {
  static final String OWNER = "OWNER";
  static final String ADMIN = "ADMIN";
  static final String MEMBER = "";

  enum Action {
    CREATE,
    ADD,
    REMOVE,
    ROLE,
    JOIN,
    EXIT
  }

  /// One change.
  ///
  /// @param user whom it happens to; of a CREATE the owner
  /// @param role that they have after it
  record Deed(Action action, Person user, String role) {
    boolean brings() {
      return action == Action.ADD || action == Action.JOIN;
    }

    boolean takes() {
      return action == Action.REMOVE || action == Action.EXIT;
    }
  }

  /// A notice, and the people who get it.
  private record Told(String what, Set<Person> people) {}

  final ConversationId id = ConversationId.random();
  final Person owner;
  private final List<Person> founders;
  private final NoticeBook notices;
  private final Map<Person, String> roles = new LinkedHashMap<>();
  private final Set<Person> removed = new HashSet<>();
  private final List<Told> underWay = new ArrayList<>();

  Group(Person owner, List<Person> founders, NoticeBook notices) {
    this.owner = owner;
    this.founders = List.copyOf(founders);
    this.notices = notices;
    notices.watch(id.toString());
  }

  Deed founding() {
    return new Deed(Action.CREATE, owner, OWNER);
  }

  List<Person> founders() {
    return founders;
  }

  Map<Person, String> roles() {
    return Map.copyOf(roles);
  }

  String role(Person one) {
    return roles.getOrDefault(one, MEMBER);
  }

  boolean mayJoin(Person one) {
    return !roles.containsKey(one) && !removed.contains(one);
  }

  /// The sessions that get what is said now.
  Set<String> listeners() {
    return roles.keySet().stream()
        .flatMap(one -> one.sessions().stream())
        .collect(Collectors.toSet());
  }

  /// The members with their roles, once `deed` is done.
  Map<Person, String> after(Deed deed) {
    var after = new LinkedHashMap<>(roles);
    switch (deed.action) {
      case CREATE -> {
        founders.forEach(one -> after.put(one, MEMBER));
        after.put(owner, OWNER);
      }
      case ADD, JOIN, ROLE -> after.put(deed.user, deed.role);
      case REMOVE, EXIT -> after.remove(deed.user);
    }
    return after;
  }

  /// It is asked for: what is said about it may come from now on.
  void begun(Deed deed) {
    told(deed).forEach(one -> possible(one, 1));
  }

  /// It turned out not to have happened: nothing must be said about it.
  void undone(Deed deed) {
    told(deed).forEach(one -> possible(one, -1));
  }

  /// It has happened: all that is said about it must come.
  void done(Deed deed) {
    List<Told> told = told(deed);
    if (deed.takes()) {
      underWay.forEach(earlier -> missed(earlier, deed.user));
    }
    if (deed.brings()) {
      underWay.forEach(earlier -> overheard(earlier, deed.user));
    }
    told.forEach(one -> {
      possible(one, -1);
      due(one, 1);
    });
    underWay.addAll(told);
    Map<Person, String> after = after(deed);
    roles.clear();
    roles.putAll(after);
    if (deed.action == Action.REMOVE) {
      removed.add(deed.user);
    } else {
      removed.remove(deed.user);
    }
  }

  /// Everybody has what was due.
  void quiet() {
    underWay.clear();
  }

  /// A notice goes to those who are in the group when it is written, a moment after the change: who
  /// leaves at once may miss it.
  private void missed(Told earlier, Person gone) {
    if (earlier.people.remove(gone)) {
      gone.sessions()
          .forEach(session -> {
            notices.due(session, earlier.what, -1);
            notices.possible(session, earlier.what, 1);
          });
    }
  }

  /// And who comes at once may hear of what happened just before.
  private void overheard(Told earlier, Person coming) {
    if (!earlier.people.contains(coming)) {
      coming.sessions().forEach(session -> notices.possible(session, earlier.what, 1));
    }
  }

  private List<Told> told(Deed deed) {
    Set<Person> after = after(deed).keySet();
    List<Told> told = new ArrayList<>();
    switch (deed.action) {
      case CREATE -> told.add(told("CREATE", owner, null, MEMBER, after));
      case ADD -> told.add(told("ADD", owner, deed.user, MEMBER, after));
      case JOIN -> told.add(told("JOIN", null, deed.user, MEMBER, after));
      case ROLE -> told.add(told("ROLE", null, deed.user, deed.role, after));
      case EXIT -> told.add(told("EXIT", null, deed.user, MEMBER, roles.keySet()));
      case REMOVE -> {
        // The group has another code.
        told.add(told("UPDATE", owner, null, MEMBER, after));
        told.add(told("REMOVE", owner, deed.user, MEMBER, roles.keySet()));
      }
    }
    return told;
  }

  private Told told(
      String action,
      @org.jspecify.annotations.Nullable Person user,
      @org.jspecify.annotations.Nullable Person participant,
      String role,
      Set<Person> people) {
    String what =
        NoticeBook.conversation(
            id.toString(),
            action,
            user == null ? "" : user.id().toString(),
            participant == null ? "" : participant.id().toString(),
            role);
    return new Told(what, new HashSet<>(people));
  }

  private void possible(Told one, int more) {
    one.people.forEach(
        person -> person.sessions().forEach(session -> notices.possible(session, one.what, more)));
  }

  private void due(Told one, int more) {
    one.people.forEach(
        person -> person.sessions().forEach(session -> notices.due(session, one.what, more)));
  }

  static String describe(Map<Person, String> roles) {
    return new TreeSet<>(
            roles.entrySet().stream()
                .map(one -> one.getKey().name() + ":" + one.getValue())
                .toList())
        .toString();
  }

  /// The same roles, by person instead of by user id.
  static Map<Person, String> of(Map<UserId, String> found, List<Person> people) {
    var roles = new LinkedHashMap<Person, String>();
    found.forEach((user, role) ->
        roles.put(
            people.stream()
                .filter(one -> one.id().equals(user))
                .findFirst()
                .orElseThrow(() -> new AssertionError("a stranger in a group: " + user)),
            role));
    return roles;
  }
}
