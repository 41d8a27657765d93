package dev.hearth.edge.json;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.App;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.Relationship;
import dev.hearth.chat.directory.account.Relationships;
import dev.hearth.chat.directory.account.Session;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.conversation.Mutes;
import dev.hearth.chat.directory.pin.Pin;
import dev.hearth.chat.directory.pin.Pins;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// How users look over HTTP. Every field that any client reads is there, and none is null where a
/// client expects text: the strictest of them fail on either.
///
/// Features that Hearth lacks, such as wallets, are shown as unused.
public final class UserJson {
  private final Accounts accounts;
  private final Relationships relationships;
  private final Mutes mutes;
  private final Pins pins;
  private final CodeUrls codeUrls;
  private final PortraitUrls portraitUrls;

  public UserJson(
      Accounts accounts,
      Relationships relationships,
      Mutes mutes,
      Pins pins,
      CodeUrls codeUrls,
      PortraitUrls portraitUrls) {
    this.accounts = accounts;
    this.relationships = relationships;
    this.mutes = mutes;
    this.pins = pins;
    this.codeUrls = codeUrls;
    this.portraitUrls = portraitUrls;
  }

  /// A user as the caller may see them: themselves, with all that belongs to their account.
  public ApiResponse show(Caller caller, User user) {
    return show(Optional.of(caller), user);
  }

  /// Like the other, and without a caller as strangers see a user.
  public ApiResponse show(Optional<Caller> viewer, User user) {
    return ApiResponse.written(json -> write(json, viewer, user));
  }

  public ApiResponse show(Caller caller, Collection<UserId> users) {
    List<User> found = accounts.users(users);
    return ApiResponse.written(json -> {
      json.writeStartArray();
      found.forEach(user -> write(json, Optional.of(caller), user));
      json.writeEndArray();
    });
  }

  /// The app of a bot; empty for a person.
  public Optional<ApiResponse> showApp(User user) {
    return user.app().map(app -> ApiResponse.written(json -> writeApp(json, user, app)));
  }

  /// Writes a user as the viewer may see them, and without a viewer as strangers do.
  void write(JsonGenerator json, Optional<Caller> viewer, User user) {
    var self = viewer.filter(caller -> caller.user().equals(user.id()));
    // Whether others have one is their own business.
    var pin = self.flatMap(caller -> pins.find(caller.user()));
    json.writeStartObject();
    writeProfile(json, user, viewer.map(Caller::user), self.isPresent());
    json.writeBooleanProperty("has_pin", pin.isPresent());
    json.writeStringProperty("phone", self.isPresent() ? user.phone() : "");
    // The session is gone only if it was revoked while it asked.
    self.flatMap(caller -> accounts.findSession(caller.session()))
        .ifPresent(session -> writeAccount(json, user, session, pin));
    json.writeEndObject();
  }

  private void writeProfile(JsonGenerator json, User user, Optional<UserId> viewer, boolean self) {
    var others = viewer.filter(somebody -> !self);
    var relationship =
        others
            .map(somebody -> relationships.between(somebody, user.id()))
            .orElse(Relationship.NONE);
    var muteUntil = others.flatMap(somebody -> mutes.until(somebody, user.id()));
    json.writeStringProperty("type", "user");
    json.writeStringProperty("user_id", user.id().toString());
    json.writeStringProperty("identity_number", Long.toString(user.identityNumber()));
    json.writeStringProperty(
        "full_name", relationship.alias().isEmpty() ? user.fullName() : relationship.alias());
    json.writeStringProperty("avatar_url", portraitUrls.of(user.picture()));
    json.writeStringProperty("biography", user.biography());
    json.writeStringProperty("relationship", self ? "ME" : name(relationship));
    json.writeStringProperty("mute_until", muteUntil.map(WireTime::format).orElse(WireTime.NEVER));
    json.writeStringProperty("created_at", WireTime.format(user.createdAt()));
    json.writeBooleanProperty("is_verified", false);
    json.writeBooleanProperty("is_scam", false);
    json.writeBooleanProperty("is_deactivated", false);
    json.writeBooleanProperty("has_safe", false);
    json.writeStringProperty("code_id", user.codeId());
    json.writeStringProperty("code_url", codeUrls.of(user.codeId()));
    json.writeStringProperty("app_id", user.bot() ? user.id().toString() : "");
    user.app()
        .ifPresent(app -> {
          json.writeName("app");
          writeApp(json, user, app);
        });
  }

  private static String name(Relationship relationship) {
    if (relationship.blocked()) {
      return "BLOCKING";
    }
    return relationship.friend() ? "FRIEND" : "STRANGER";
  }

  private void writeApp(JsonGenerator json, User user, App app) {
    json.writeStartObject();
    json.writeStringProperty("type", "app");
    json.writeStringProperty("app_id", user.id().toString());
    json.writeStringProperty("app_number", Long.toString(user.identityNumber()));
    json.writeStringProperty("name", user.fullName());
    json.writeStringProperty("icon_url", portraitUrls.of(user.picture()));
    json.writeStringProperty("description", app.description());
    json.writeStringProperty("redirect_uri", app.redirectUri());
    json.writeStringProperty("home_uri", app.homeUri());
    json.writeStringProperty("category", app.category());
    json.writeStringProperty("creator_id", app.creator().toString());
    json.writeStringProperty("app_secret", "");
    json.writeStringProperty("session_secret", "");
    json.writeStringProperty("session_public_key", "");
    json.writeStringProperty("spend_public_key", "");
    writeList(json, "capabilities", app.capabilities());
    // One client reads it without the second i.
    writeList(json, "capabilites", app.capabilities());
    writeList(json, "resource_patterns", app.resourcePatterns());
    json.writeStringProperty("updated_at", WireTime.format(app.updatedAt()));
    json.writeStringProperty("safe_created_at", WireTime.NEVER);
    json.writeBooleanProperty("is_verified", false);
    json.writeBooleanProperty("has_safe", false);
    json.writeEndObject();
  }

  private static void writeAccount(
      JsonGenerator json, User user, Session session, Optional<Pin> pin) {
    var preferences = user.preferences();
    json.writeStringProperty("session_id", session.id().toString());
    json.writeStringProperty("pin_token", session.pinToken());
    json.writeStringProperty(
        "pin_token_base64", WireBase64.rawUrl(WireBase64.decode(session.pinToken()).orElseThrow()));
    json.writeStringProperty("device_status", "ACTIVE");
    json.writeBooleanProperty("has_emergency_contact", false);
    json.writeStringProperty("receive_message_source", preferences.receiveMessages().name());
    json.writeStringProperty(
        "accept_conversation_source", preferences.acceptConversations().name());
    json.writeStringProperty("accept_search_source", preferences.acceptSearch().name());
    json.writeStringProperty("fiat_currency", preferences.fiatCurrency());
    writeNumber(
        json, "transfer_notification_threshold", preferences.transferNotificationThreshold());
    writeNumber(
        json, "transfer_confirmation_threshold", preferences.transferConfirmationThreshold());
    var tip = pin.filter(Pin.Tip.class::isInstance).map(Pin.Tip.class::cast);
    json.writeStringProperty("tip_key_base64", tip.map(one -> one.key().toString()).orElse(""));
    json.writeNumberProperty("tip_counter", pin.map(Pin::counter).orElse(0L));
    json.writeStringProperty("salt_base64", "");
    json.writeStringProperty("spend_public_key", "");
    json.writeStringProperty("invitation_code", "");
    writeList(json, "features", List.of());
  }

  // One client reads whole numbers only, and not with a `.0` behind.
  private static void writeNumber(JsonGenerator json, String name, double value) {
    if (value == Math.rint(value)) {
      json.writeNumberProperty(name, (long) value);
    } else {
      json.writeNumberProperty(name, value);
    }
  }

  private static void writeList(JsonGenerator json, String name, List<String> items) {
    json.writeArrayPropertyStart(name);
    items.forEach(json::writeString);
    json.writeEndArray();
  }
}
