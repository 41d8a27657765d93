package dev.hearth.edge.admin;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.App;
import dev.hearth.chat.directory.account.ProfileChange;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.link.SignInCodes;
import dev.hearth.chat.directory.pin.Pins;
import dev.hearth.edge.admin.Registration.KeyKind;
import dev.hearth.platform.backup.BackupTooLarge;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Answers the requests that come in at the local door.
public final class AdminRequests {
  private static final Logger log = LoggerFactory.getLogger(AdminRequests.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern SESSIONS = Pattern.compile("/users/([0-9a-f-]{36})/sessions");
  private static final Pattern CODE = Pattern.compile("/users/([0-9]{1,18})/code");
  private static final Pattern PIN = Pattern.compile("/users/([0-9]{1,18})/pin");
  private static final Pattern SESSION = Pattern.compile("/sessions/([0-9a-f-]{36})");
  private static final Pattern AFTER = Pattern.compile("after=([0-9]{1,12})");
  private static final int PAGE = 500;
  private static final int MOST_AT_ONCE = 10_000;

  private final Accounts accounts;
  private final SignInCodes codes;
  private final Pins pins;
  private final Registration registration;
  private final Backups backups;

  /// Makes backups, wherever they are made.
  public interface Backups {
    /// @return where the backup is
    /// @throws IOException when it can't be made
    Path backUp(Path keep) throws IOException;
  }

  public AdminRequests(Accounts accounts, SignInCodes codes, Pins pins, Backups backups) {
    this.accounts = accounts;
    this.codes = codes;
    this.pins = pins;
    this.registration = new Registration(accounts);
    this.backups = backups;
  }

  AdminAnswer answer(String method, URI uri, JsonNode body) {
    if (uri.getPath().equals("/users")) {
      return switch (method) {
        case "POST" -> add(body);
        case "GET" -> list(Optional.ofNullable(uri.getQuery()).orElse("after=0"));
        default -> AdminAnswer.refused(405, "POST to add, GET to list");
      };
    }
    if (method.equals("POST") && uri.getPath().equals("/backups")) {
      return backUp(Path.of(body.path("folder").asString("")));
    }
    Matcher session = SESSION.matcher(uri.getPath());
    if (method.equals("DELETE") && session.matches()) {
      return revoke(session.group(1));
    }
    Matcher sessions = SESSIONS.matcher(uri.getPath());
    if (method.equals("POST") && sessions.matches()) {
      return signIn(sessions.group(1));
    }
    Matcher code = CODE.matcher(uri.getPath());
    if (method.equals("POST") && code.matches()) {
      return code(code.group(1));
    }
    Matcher pin = PIN.matcher(uri.getPath());
    if (method.equals("DELETE") && pin.matches()) {
      return resetPin(pin.group(1));
    }
    return AdminAnswer.refused(404, "there is nothing at " + uri.getPath());
  }

  private AdminAnswer backUp(Path keep) {
    if (!keep.isAbsolute()) {
      return AdminAnswer.refused(400, "folder is an absolute path");
    }
    try {
      Path backup = backups.backUp(keep);
      return AdminAnswer.of(JSON.createObjectNode().put("path", backup.toString()));
    } catch (BackupTooLarge e) {
      log.error("There is no backup in {}: {}", keep, e.getMessage());
      return AdminAnswer.refused(507, "the backup was not begun: " + e.getMessage());
    } catch (IOException | RuntimeException e) {
      log.error("There is no backup in {}", keep, e);
      return AdminAnswer.refused(500, "the backup was not made: " + e.getMessage());
    }
  }

  private AdminAnswer add(JsonNode body) {
    String name = body.path("name").asString("").strip();
    int count = body.path("count").asInt(1);
    if (!ProfileChange.isName(count > 1 ? name + " " + count : name)) {
      return AdminAnswer.refused(
          400, "a name has 1 to " + ProfileChange.LONGEST_NAME + " characters");
    }
    if (count < 1 || count > MOST_AT_ONCE) {
      return AdminAnswer.refused(400, "1 to " + MOST_AT_ONCE + " people are added at a time");
    }
    boolean bot = body.path("bot").asBoolean(false);
    if (count > 1 && (bot || body.has("rsa"))) {
      return AdminAnswer.refused(400, "only people are added many at a time");
    }
    KeyKind key = body.path("rsa").asBoolean(false) ? KeyKind.RSA : KeyKind.ED25519;
    List<Registered> added = new ArrayList<>();
    if (count > 1) {
      added.addAll(registration.people(name, count));
    } else {
      added.add(
          bot ? registration.bot(name, key, capabilities(body)) : registration.person(name, key));
    }
    return told(added);
  }

  private static List<String> capabilities(JsonNode body) {
    List<String> capabilities = new ArrayList<>();
    if (body.path("represent").asBoolean(false)) {
      capabilities.add(App.REPRESENT);
    }
    if (body.path("encrypted").asBoolean(false)) {
      capabilities.add(App.ENCRYPTED);
    }
    return capabilities;
  }

  private AdminAnswer signIn(String id) {
    return UserId.find(id)
        .flatMap(accounts::findUser)
        .map(user -> told(List.of(registration.anotherDevice(user))))
        .orElseGet(() -> AdminAnswer.refused(404, "there is no user " + id));
  }

  private AdminAnswer code(String identityNumber) {
    Optional<User> user = accounts.findUser(Long.parseLong(identityNumber));
    if (user.isEmpty() || user.get().bot()) {
      return AdminAnswer.refused(404, "there is no person " + identityNumber);
    }
    return codes
        .issue(user.get())
        .map(code ->
            AdminAnswer.of(
                told(user.get()).put("code", code).put("minutes", SignInCodes.LIFE.toMinutes())))
        .orElseGet(() -> AdminAnswer.refused(503, "too many codes are out: wait ten minutes"));
  }

  private AdminAnswer resetPin(String identityNumber) {
    return accounts
        .findUser(Long.parseLong(identityNumber))
        .map(user -> AdminAnswer.of(told(user).put("reset", pins.reset(user.id()))))
        .orElseGet(() -> AdminAnswer.refused(404, "there is no user " + identityNumber));
  }

  private AdminAnswer list(String query) {
    Matcher after = AFTER.matcher(query);
    if (!after.matches()) {
      return AdminAnswer.refused(400, "after=N wants an identity number");
    }
    List<User> page = accounts.list(Long.parseLong(after.group(1)), PAGE);
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode users = answer.putArray("users");
    for (User user : page) {
      ObjectNode told = told(user);
      ArrayNode sessions = told.putArray("sessions");
      accounts.sessions(user.id()).forEach(session -> sessions.add(told(session)));
      users.add(told);
    }
    return AdminAnswer.of(answer);
  }

  private AdminAnswer revoke(String id) {
    boolean revoked = SessionId.find(id).map(accounts::revoke).orElse(false);
    return AdminAnswer.of(JSON.createObjectNode().put("revoked", revoked));
  }

  private static AdminAnswer told(List<Registered> all) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode users = answer.putArray("users");
    all.forEach(registered -> users.add(told(registered)));
    return AdminAnswer.of(answer);
  }

  private static ObjectNode told(Registered registered) {
    ObjectNode told = told(registered.user());
    told.set("keystore", JSON.readTree(registered.keystore().toJson()));
    told.set("legacy_keystore", JSON.readTree(registered.keystore().toLegacyJson()));
    return told;
  }

  private static ObjectNode told(User user) {
    return JSON.createObjectNode()
        .put("name", user.fullName())
        .put("user_id", user.id().toString())
        .put("identity_number", Long.toString(user.identityNumber()))
        .put("bot", user.bot());
  }

  private static ObjectNode told(Session session) {
    return JSON.createObjectNode()
        .put("session_id", session.id().toString())
        .put("platform", session.platform())
        .put("created_at", WireTime.format(session.createdAt()));
  }
}
