package dev.hearth.chat;

import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.runtime.DiskFull;
import dev.hearth.protocol.blaze.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Why nothing was changed, as a client learns it.
///
/// @param reason more than the code says
/// @param field the field that can't be as it is, for {@link ErrorCode#INVALID_FIELD}
/// @param index the place of the item with that field, where a list of items was asked for
public record Refusal(
    ErrorCode code, Optional<Reason> reason, Optional<String> field, OptionalInt index) {

  public sealed interface Reason {
    /// A word for programs, or a sentence for people.
    record Named(String text) implements Reason {}

    /// An allowance is used up.
    record Spent(Charge.Refused charge) implements Reason {}

    /// The disk has no room for the change.
    record NoRoom() implements Reason {}

    /// More exact than the code, for those who read HTTP's status: the operator's commands.
    record Status(int status, String sentence) implements Reason {}
  }

  public static Refusal of(ErrorCode code) {
    return new Refusal(code, Optional.empty(), Optional.empty(), OptionalInt.empty());
  }

  public static Refusal of(ErrorCode code, Reason reason) {
    return new Refusal(code, Optional.of(reason), Optional.empty(), OptionalInt.empty());
  }

  public static Refusal of(ErrorCode code, String reason) {
    return of(code, new Reason.Named(reason));
  }

  public static Refusal spent(Charge.Refused charge) {
    return of(ErrorCode.TOO_MANY_REQUESTS, new Reason.Spent(charge));
  }

  /// @param code says that it is the server's fault
  public static Refusal noRoom(ErrorCode code) {
    return of(code, new Reason.NoRoom());
  }

  public static Refusal invalid(String field) {
    return invalid(field, OptionalInt.empty());
  }

  public static Refusal invalid(String field, OptionalInt index) {
    return new Refusal(ErrorCode.INVALID_FIELD, Optional.empty(), Optional.of(field), index);
  }

  public Refusal withField(String name) {
    return new Refusal(code, reason, Optional.of(name), index);
  }

  /// The allowance that is used up, where that is the reason.
  public Optional<Charge.Refused> findSpent() {
    return reason.orElse(null) instanceof Reason.Spent(var charge)
        ? Optional.of(charge)
        : Optional.empty();
  }

  /// One English sentence, for people.
  public String description() {
    return switch (reason.orElse(null)) {
      case Reason.Spent(var charge) ->
          "Too many requests: the allowance '%s' has %s left, try again in %s s."
              .formatted(charge.allowance(), charge.left(), charge.seconds());
      case Reason.NoRoom() -> DiskFull.DESCRIPTION;
      case Reason.Named _, Reason.Status _ -> code.description();
      case null -> code.description();
    };
  }

  /// The same for programs, by name; everything is text, because some clients can't read numbers
  /// here.
  public Map<String, String> extra() {
    var extra = new LinkedHashMap<String, String>();
    field.ifPresent(name -> extra.put("field", name));
    index.ifPresent(place -> extra.put("index", Integer.toString(place)));
    switch (reason.orElse(null)) {
      case Reason.Named(var text) -> extra.put("reason", text);
      case Reason.Spent(var charge) -> {
        extra.put("allowance", charge.allowance());
        extra.put("left", Long.toString(charge.left()));
        extra.put("retry_after", Long.toString(charge.seconds()));
      }
      case Reason.NoRoom(), Reason.Status _ -> {}
      case null -> {}
    }
    return extra;
  }
}
