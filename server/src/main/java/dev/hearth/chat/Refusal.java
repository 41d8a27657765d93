package dev.hearth.chat;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.hearth.platform.limits.Charge;
import dev.hearth.platform.runtime.DiskFull;
import dev.hearth.protocol.blaze.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;

/// Why nothing was changed, as a client learns it.
///
/// There is always a sentence for the developer of the client. It stands in logs too, so that
/// nothing of what a client sent may be in it: the compiler takes only sentences of ours.
///
/// @param field the field that can't be as it is, where it is one
/// @param index the place of the item with that field, where a list of items was asked for
public record Refusal(ErrorCode code, Reason reason, Optional<String> field, OptionalInt index) {

  public sealed interface Reason {
    /// One or two sentences for a developer.
    String sentence();

    /// A sentence of ours.
    record Said(String sentence) implements Reason {
      public Said {
        if (sentence.isBlank()) {
          throw new IllegalArgumentException("a refusal says why");
        }
      }
    }

    /// An allowance is used up.
    record Spent(Charge.Refused charge) implements Reason {
      @Override
      public String sentence() {
        return "Too many requests: the allowance '%s' has %s left, try again in %s s."
            .formatted(charge.allowance(), charge.left(), charge.seconds());
      }
    }

    /// The PIN is wrong.
    ///
    /// @param left how many more wrong ones are looked at
    record PinWrong(int left) implements Reason {
      @Override
      public String sentence() {
        return "PIN incorrect. Attempts left within 24 hours: %s.".formatted(left);
      }
    }

    /// The disk has no room for the change.
    record NoRoom() implements Reason {
      @Override
      public String sentence() {
        return DiskFull.DESCRIPTION;
      }
    }

    /// More exact than the code, for those who read HTTP's status: the operator's commands.
    record Status(int status, String sentence) implements Reason {}
  }

  public static Refusal of(ErrorCode code, Reason reason) {
    return new Refusal(code, reason, Optional.empty(), OptionalInt.empty());
  }

  /// @param why with a `%s` for each of the numbers, which are bounds of ours
  public static Refusal of(ErrorCode code, @CompileTimeConstant String why, long... bounds) {
    return of(code, new Reason.Said(said(why, bounds)));
  }

  public static Refusal spent(Charge.Refused charge) {
    return of(ErrorCode.TOO_MANY_REQUESTS, new Reason.Spent(charge));
  }

  /// @param code says that it is the server's fault
  public static Refusal noRoom(ErrorCode code) {
    return of(code, new Reason.NoRoom());
  }

  /// A field can't be as it is.
  ///
  /// @param why with a `%s` for each of the numbers, which are bounds of ours
  public static Refusal invalid(String field, @CompileTimeConstant String why, long... bounds) {
    return of(ErrorCode.INVALID_FIELD, why, bounds).withField(field);
  }

  public Refusal withField(String name) {
    return new Refusal(code, reason, Optional.of(name), index);
  }

  /// @param place of the item in a list
  public Refusal at(int place) {
    return new Refusal(code, reason, field, OptionalInt.of(place));
  }

  /// The same, as another code says it.
  public Refusal as(ErrorCode other) {
    return new Refusal(other, reason, field, index);
  }

  /// The allowance that is used up, where that is the reason.
  public Optional<Charge.Refused> findSpent() {
    return reason instanceof Reason.Spent(var charge) ? Optional.of(charge) : Optional.empty();
  }

  /// One English sentence, for people.
  public String description() {
    return switch (reason) {
      case Reason.Spent _, Reason.PinWrong _, Reason.NoRoom _ -> reason.sentence();
      case Reason.Said _, Reason.Status _ -> code.description();
    };
  }

  /// The same for programs, by name; everything is text, because some clients can't read numbers
  /// here.
  public Map<String, String> extra() {
    var extra = new LinkedHashMap<String, String>();
    extra.put("reason", reason.sentence());
    field.ifPresent(name -> extra.put("field", name));
    index.ifPresent(place -> extra.put("index", Integer.toString(place)));
    findSpent()
        .ifPresent(charge -> {
          extra.put("allowance", charge.allowance());
          extra.put("left", Long.toString(charge.left()));
          extra.put("retry_after", Long.toString(charge.seconds()));
        });
    return extra;
  }

  private static String said(String why, long... bounds) {
    return String.format(Locale.ROOT, why, LongStream.of(bounds).boxed().toArray());
  }
}
