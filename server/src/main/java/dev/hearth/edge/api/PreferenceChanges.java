package dev.hearth.edge.api;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.account.Preferences;
import dev.hearth.chat.directory.account.Preferences.Audience;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.RequestFields;
import dev.hearth.edge.http.RequestRefused;
import dev.hearth.edge.json.UserJson;
import java.util.Set;

/// `POST /me/preferences`: sets who may reach the caller. Fields that are left out, null or empty
/// don't change.
public final class PreferenceChanges implements ApiResource {
  private static final Set<Audience> REACHABLE = Set.of(Audience.EVERYBODY, Audience.CONTACTS);
  private static final Set<Audience> ALL = Set.of(Audience.values());

  private final Accounts accounts;
  private final UserJson users;

  PreferenceChanges(Accounts accounts, UserJson users) {
    this.accounts = accounts;
    this.users = users;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.post("/me/preferences", this::change);
  }

  private ApiResponse change(ApiRequest request) {
    var fields = request.fields();
    var caller = request.caller();
    var now = accounts.prefer(caller.user(), was -> changed(was, fields));
    return users.show(caller, now);
  }

  private static Preferences changed(Preferences was, RequestFields fields) {
    return new Preferences(
        audience(fields, "receive_message_source", REACHABLE, was.receiveMessages()),
        audience(fields, "accept_conversation_source", REACHABLE, was.acceptConversations()),
        audience(fields, "accept_search_source", ALL, was.acceptSearch()),
        currency(fields, was.fiatCurrency()),
        threshold(fields, "transfer_notification_threshold", was.transferNotificationThreshold()),
        threshold(fields, "transfer_confirmation_threshold", was.transferConfirmationThreshold()));
  }

  private static Audience audience(
      RequestFields fields, String name, Set<Audience> allowed, Audience was) {
    String wanted = fields.findText(name).orElse("");
    if (wanted.isEmpty()) {
      return was;
    }
    return allowed.stream()
        .filter(audience -> audience.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> RequestRefused.invalid(name));
  }

  private static String currency(RequestFields fields, String was) {
    String wanted = fields.findText("fiat_currency").orElse("");
    if (wanted.isEmpty()) {
      return was;
    }
    if (!Preferences.isCurrency(wanted)) {
      throw RequestRefused.invalid("fiat_currency");
    }
    return wanted;
  }

  private static double threshold(RequestFields fields, String name, double was) {
    double wanted = fields.findAmount(name).orElse(was);
    if (!Preferences.isThreshold(wanted)) {
      throw RequestRefused.invalid(name);
    }
    return wanted;
  }
}
