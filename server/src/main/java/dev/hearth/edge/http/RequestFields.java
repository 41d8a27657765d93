package dev.hearth.edge.http;

import dev.hearth.chat.media.Portrait;
import dev.hearth.protocol.WireBase64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
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
  /// @throws IllegalArgumentException when an item is not an object
  static List<RequestFields> each(List<JsonNode> items) {
    if (!items.stream().allMatch(JsonNode::isObject)) {
      throw new IllegalArgumentException("not a list of objects");
    }
    return IntStream.range(0, items.size())
        .mapToObj(place -> new RequestFields(items.get(place), OptionalInt.of(place)))
        .toList();
  }

  /// Says that a field can't be as it is.
  public RequestRefused invalid(String field) {
    return RequestRefused.invalid(field, index);
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
      throw invalid(name);
    }
    String text = value.stringValue();
    if (text.codePoints().anyMatch(RequestFields::canNotBeStored)) {
      throw invalid(name);
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
      throw invalid(name);
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
      throw invalid(name);
    }
    return Optional.of(value.asDouble());
  }

  /// Whether the field says so; not when it is absent or null.
  public boolean isTrue(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw invalid(name);
    }
    return value.booleanValue();
  }

  /// The id that `find` makes of the text; empty when the text is empty. A text that is not an id
  /// is answered with 10002.
  public <T> Optional<T> findId(String name, Function<String, Optional<T>> find) {
    return findText(name)
        .filter(text -> !text.isEmpty())
        .map(text -> find.apply(text).orElseThrow(() -> invalid(name)));
  }

  /// The picture, as base64; empty when the text is empty. A picture that is too large, or of a
  /// type that apps don't show, is answered with 10002.
  public Optional<Portrait> findPortrait(String name) {
    return findId(name, text -> WireBase64.decode(text).flatMap(Portrait::of));
  }

  /// Like {@link #findId}, but a missing id is answered with 10002 as well.
  public <T> T id(String name, Function<String, Optional<T>> find) {
    return findId(name, find).orElseThrow(() -> invalid(name));
  }

  /// The items of a list of objects; none when the field is absent or null.
  public List<RequestFields> objects(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    if (!value.isArray() || !value.valueStream().allMatch(JsonNode::isObject)) {
      throw invalid(name);
    }
    return each(value.valueStream().toList());
  }
}
