package dev.hearth.edge.http;

import com.google.errorprone.annotations.CompileTimeConstant;
import dev.hearth.chat.Refusal;
import dev.hearth.chat.media.Portrait;
import dev.hearth.protocol.WireBase64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// The fields of an object that a client sent, read as clients mean them: what is absent and what
/// is null is the same. A field of another type than asked for is answered 10002.
public final class RequestFields {
  private final JsonNode object;
  private final OptionalInt index;

  RequestFields(JsonNode object) {
    this(object, OptionalInt.empty());
  }

  private RequestFields(JsonNode object, OptionalInt index) {
    this.object = object;
    this.index = index;
  }

  /// The fields of each item of a list of objects. A refusal of a field names the item's place.
  ///
  /// @param items objects
  private static List<RequestFields> each(List<JsonNode> items) {
    return IntStream.range(0, items.size())
        .mapToObj(place -> new RequestFields(items.get(place), OptionalInt.of(place)))
        .toList();
  }

  /// The fields of each item of the body, which must be objects.
  ///
  /// @param name under which a refusal speaks of the body
  static List<RequestFields> each(String name, List<JsonNode> items) {
    requireEach(name, items, JsonNode::isObject, "Each item is an object.");
    return each(items);
  }

  /// Refuses the first item that does not fit.
  static void requireEach(
      String name,
      List<JsonNode> items,
      Predicate<JsonNode> fits,
      @CompileTimeConstant String why) {
    var refusal = Refusal.invalid(name, why);
    IntStream.range(0, items.size())
        .filter(place -> !fits.test(items.get(place)))
        .findFirst()
        .ifPresent(place -> {
          throw new RequestRefused(refusal.at(place));
        });
  }

  /// Says that a field can't be as it is.
  ///
  /// @param why with a `%s` for each of the numbers, which are bounds of ours
  public RequestRefused invalid(String field, @CompileTimeConstant String why, long... bounds) {
    var refusal = Refusal.invalid(field, why, bounds);
    return new RequestRefused(index.isPresent() ? refusal.at(index.getAsInt()) : refusal);
  }

  /// The text, which may be empty; no text when the field is absent or null. A text that can't be
  /// stored is answered with 10002: with the character NUL, or half of a pair of surrogates, which
  /// UTF-8 doesn't have.
  public Optional<String> findText(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw invalid(name, "It is a text.");
    }
    String text = value.stringValue();
    if (text.codePoints().anyMatch(RequestFields::canNotBeStored)) {
      throw invalid(name, "A text can't have the character NUL, nor half of a pair of surrogates.");
    }
    return Optional.of(text);
  }

  private static boolean canNotBeStored(int character) {
    return character == 0 || Character.getType(character) == Character.SURROGATE;
  }

  /// The whole number; none when the field is absent or null.
  public Optional<Long> findNumber(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw invalid(name, "It is a whole number of at most 64 bits.");
    }
    return Optional.of(value.longValue());
  }

  /// The number, which may have decimals; none when the field is absent or null.
  public Optional<Double> findAmount(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isNumber()) {
      throw invalid(name, "It is a number.");
    }
    // Infinite when no double is as large. JsonNode.asDouble throws then, and quotes the number.
    double amount = value.numberValue().doubleValue();
    if (!Double.isFinite(amount)) {
      throw invalid(name, "It is a number that 64 bits can hold.");
    }
    return Optional.of(amount);
  }

  /// Whether the field says so; not when it is absent or null.
  public boolean isTrue(String name) {
    return findBoolean(name).orElse(false);
  }

  /// True or false; neither when the field is absent or null.
  public Optional<Boolean> findBoolean(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isBoolean()) {
      throw invalid(name, "It is true or false.");
    }
    return Optional.of(value.booleanValue());
  }

  /// The id that `find` makes of the text; empty when the text is empty. A text that is not an id
  /// is answered with 10002.
  public <T> Optional<T> findId(String name, Function<String, Optional<T>> find) {
    return find(name, find, "It is a UUID.");
  }

  /// The value that `find` makes of the text; empty when the text is empty. A text of which it
  /// makes none is answered with 10002.
  ///
  /// @param why with a `%s` for each of the numbers, which are bounds of ours
  public <T> Optional<T> find(
      String name,
      Function<String, Optional<T>> find,
      @CompileTimeConstant String why,
      long... bounds) {
    return findText(name)
        .filter(text -> !text.isEmpty())
        .map(text -> find.apply(text).orElseThrow(() -> invalid(name, why, bounds)));
  }

  /// The picture, as base64; empty when the text is empty. A picture that is too large, or of a
  /// type that apps don't show, is answered with 10002.
  public Optional<Portrait> findPortrait(String name) {
    return find(
        name,
        text -> WireBase64.decode(text).flatMap(Portrait::of),
        "It is a PNG, JPEG, GIF or WebP of at most %s bytes, as base64.",
        Portrait.LARGEST);
  }

  /// Like {@link #findId}, but a missing id is answered with 10002 as well.
  public <T> T id(String name, Function<String, Optional<T>> find) {
    return findId(name, find).orElseThrow(() -> missing(name));
  }

  /// Like {@link #find}, but a missing value is answered with 10002 as well.
  public <T> T value(
      String name,
      Function<String, Optional<T>> find,
      @CompileTimeConstant String why,
      long... bounds) {
    return find(name, find, why, bounds).orElseThrow(() -> missing(name));
  }

  private RequestRefused missing(String name) {
    return invalid(name, "It is missing.");
  }

  /// The items of a list of objects; none when the field is absent or null.
  public List<RequestFields> objects(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw invalid(name, "It is a list of objects.");
    }
    return each(name, value.valueStream().toList());
  }
}
