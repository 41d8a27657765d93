package dev.hearth.edge.json;

import dev.hearth.chat.directory.account.NewDevice;
import dev.hearth.edge.http.RequestFields;
import dev.hearth.edge.http.RequestRefused;
import dev.hearth.protocol.key.Ed25519Key;
import dev.hearth.protocol.key.SessionKey;

/// Reads what a device that signs in says of itself. The versions of its parts are taken and not
/// kept.
public final class NewDeviceFields {
  private NewDeviceFields() {}

  /// A field that can't be as it is, is answered 10002.
  public static NewDevice read(RequestFields fields) {
    var key =
        fields
            .findText("session_secret")
            .flatMap(SessionKey::parse)
            .filter(Ed25519Key.class::isInstance)
            .orElseThrow(() ->
                RequestRefused.invalid(
                    "session_secret", "It is an Ed25519 public key, as base64."));
    String platform =
        fields
            .findText("platform")
            .filter(NewDevice.PLATFORMS::contains)
            .orElseThrow(
                () -> RequestRefused.invalid("platform", "It is iOS, Android or Desktop."));
    long registrationId =
        fields
            .findNumber("registration_id")
            .filter(NewDevice::isRegistrationId)
            .orElseThrow(() ->
                RequestRefused.invalid(
                    "registration_id",
                    "It is a whole number from 1 to %s.",
                    NewDevice.MOST_REGISTRATION_ID));
    String name = fields.findText("device_name").orElse("").strip();
    if (!name.isEmpty() && !NewDevice.isName(name)) {
      throw RequestRefused.invalid(
          "device_name",
          "It has at most %s characters, and shows something.",
          NewDevice.LONGEST_NAME);
    }
    return new NewDevice(key, platform, (int) registrationId, name);
  }
}
