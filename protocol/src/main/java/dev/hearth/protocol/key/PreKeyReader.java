package dev.hearth.protocol.key;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.json.Json;
import dev.hearth.protocol.key.PreKeyUpload.ParsedUpload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads keys, and who wants some, wherever clients send them.
public final class PreKeyReader {
  private static final String IDENTITY = "identity_key";
  private static final String SIGNED = "signed_pre_key";
  private static final String ONE_TIME = "one_time_pre_keys";

  private @Nullable Curve25519PublicKey identity;
  private @Nullable SignedPreKey signed;
  private List<OneTimePreKey> oneTime = List.of();
  private @Nullable String invalid;

  private PreKeyReader() {}

  /// Reads the upload at which `in` stands, to its end. Each field is checked; if one is wrong, the
  /// whole upload is refused.
  public static ParsedUpload upload(JsonParser in) {
    var reader = new PreKeyReader();
    reader.read(in);
    if (reader.invalid == null && (reader.identity == null || reader.signed == null)) {
      reader.invalid = reader.identity == null ? IDENTITY : SIGNED;
    }
    return reader.invalid == null && reader.identity != null && reader.signed != null
        ? new ParsedUpload.Upload(new PreKeyUpload(reader.identity, reader.signed, reader.oneTime))
        : new ParsedUpload.Invalid(String.valueOf(reader.invalid));
  }

  private void read(JsonParser in) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return;
    }
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      switch (name) {
        case IDENTITY -> identity = Curve25519PublicKey.find(Json.string(in)).orElse(null);
        case SIGNED -> signed = signed(in).orElse(null);
        case ONE_TIME -> readOneTime(in);
        default -> in.skipChildren();
      }
    }
  }

  private void readOneTime(JsonParser in) {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      invalid = ONE_TIME;
      return;
    }
    List<OneTimePreKey> keys = new ArrayList<>();
    Set<Long> ids = new HashSet<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      Optional<OneTimePreKey> key = Fields.of(in).oneTime();
      if (key.isEmpty() || keys.size() == PreKeyUpload.MOST_KEYS || !ids.add(key.get().id())) {
        invalid = ONE_TIME;
      } else {
        keys.add(key.get());
      }
    }
    oneTime = keys;
  }

  private static Optional<SignedPreKey> signed(JsonParser in) {
    return Fields.of(in).signed();
  }

  /// The fields of one key.
  private static final class Fields {
    private long id = -1;
    private Optional<Curve25519PublicKey> key = Optional.empty();
    private byte[] signature = {};

    static Fields of(JsonParser in) {
      var fields = new Fields();
      if (in.currentToken() != JsonToken.START_OBJECT) {
        in.skipChildren();
        return fields;
      }
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        JsonToken value = in.nextToken();
        switch (name) {
          case "key_id" -> {
            boolean number = value == JsonToken.VALUE_NUMBER_INT;
            long read = Json.number(in);
            fields.id = number && read >= 0 && read <= OneTimePreKey.MOST_ID ? read : -1;
          }
          case "pub_key" -> fields.key = Curve25519PublicKey.find(Json.string(in));
          case "signature" ->
              fields.signature = WireBase64.decode(Json.string(in)).orElse(new byte[0]);
          default -> in.skipChildren();
        }
      }
      return fields;
    }

    Optional<OneTimePreKey> oneTime() {
      return id < 0 ? Optional.empty() : key.map(found -> new OneTimePreKey(id, found));
    }

    Optional<SignedPreKey> signed() {
      return id < 0 || signature.length != Curve25519PublicKey.SIGNATURE_BYTES
          ? Optional.empty()
          : key.map(found -> new SignedPreKey(id, found, signature));
    }
  }

  /// Those whose keys are wanted, in the list at which `in` stands; who can't be read is left out,
  /// and so is who comes after the first `most`.
  public static List<PreKeyRequest> requests(JsonParser in, int most) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      return List.of();
    }
    List<PreKeyRequest> requests = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      Optional<PreKeyRequest> request = request(in);
      if (request.isPresent() && requests.size() < most) {
        requests.add(request.get());
      }
    }
    return requests;
  }

  private static Optional<PreKeyRequest> request(JsonParser in) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return Optional.empty();
    }
    Optional<UserId> user = Optional.empty();
    String session = "";
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      switch (name) {
        case "user_id" -> user = UserId.find(Json.string(in));
        case "session_id" -> session = Json.string(in);
        default -> in.skipChildren();
      }
    }
    Optional<SessionId> device = SessionId.find(session);
    return device.isEmpty() && !session.isEmpty()
        ? Optional.empty()
        : user.map(of -> new PreKeyRequest(of, device));
  }

  /// The keys in the list at which `in` stands; what can't be read is left out, and so is what
  /// comes after the first `most`.
  public static List<PreKeyBundle> bundles(JsonParser in, int most) {
    List<PreKeyBundle> bundles = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      Optional<PreKeyBundle> bundle = bundle(in);
      if (bundle.isPresent() && bundles.size() < most) {
        bundles.add(bundle.get());
      }
    }
    return bundles;
  }

  private static Optional<PreKeyBundle> bundle(JsonParser in) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return Optional.empty();
    }
    Optional<UserId> user = Optional.empty();
    Optional<SessionId> session = Optional.empty();
    Optional<Curve25519PublicKey> identity = Optional.empty();
    Optional<SignedPreKey> signed = Optional.empty();
    Optional<OneTimePreKey> oneTime = Optional.empty();
    int registrationId = 0;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      switch (name) {
        case "user_id" -> user = UserId.find(Json.string(in));
        case "session_id" -> session = SessionId.find(Json.string(in));
        case "registration_id" -> registrationId = (int) Json.number(in);
        case IDENTITY -> identity = Curve25519PublicKey.find(Json.string(in));
        case SIGNED -> signed = signed(in);
        case "one_time_pre_key" -> oneTime = Fields.of(in).oneTime();
        default -> in.skipChildren();
      }
    }
    return user.isEmpty() || session.isEmpty() || identity.isEmpty() || signed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PreKeyBundle(
                user.get(), session.get(), registrationId, identity.get(), signed.get(), oneTime));
  }
}
