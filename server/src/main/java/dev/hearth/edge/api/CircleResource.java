package dev.hearth.edge.api;

import dev.hearth.chat.directory.circle.CircleChange;
import dev.hearth.chat.directory.circle.Circles;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.http.Page;
import dev.hearth.edge.http.RequestFields;
import dev.hearth.edge.http.RequestRefused;
import dev.hearth.edge.json.CircleJson;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.CircleId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The caller's circles and their contents. A circle of another user is answered with 404, like an
/// unknown one.
///
/// Conversations are brought into circles, and taken out, of a circle, of a contact, or of a group.
/// Then the body is a list of changes or, from some clients, a single one.
final class CircleResource implements ApiResource {
  private static final int LARGEST_PAGE = 500;
  private static final int MOST_AT_ONCE = 500;

  private static final ApiResponse NO_CIRCLE =
      ApiResponse.refused(ErrorCode.NOT_FOUND, Circles.NO_CIRCLE);

  private final Circles circles;

  CircleResource(Circles circles) {
    this.circles = circles;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes
        .get("/circles", this::list)
        .post("/circles", this::create)
        .get("/circles/:id", this::show)
        .post("/circles/:id", this::rename)
        .post("/circles/:id/delete", this::delete)
        .get("/circles/:id/conversations", this::conversations)
        .post("/circles/:id/conversations", this::ofCircle)
        .post("/users/:id/circles", this::ofUser)
        .post("/conversations/:id/circles", this::ofConversation);
  }

  private ApiResponse list(ApiRequest request) {
    var all = circles.of(request.caller().user());
    return ApiResponse.written(json -> {
      json.writeStartArray();
      all.forEach(circle -> CircleJson.write(json, circle));
      json.writeEndArray();
    });
  }

  private ApiResponse create(ApiRequest request) {
    var created = circles.create(request.caller(), name(request));
    return ApiResponse.of(created, CircleJson::show);
  }

  private ApiResponse show(ApiRequest request) {
    return CircleId.find(request.pathParameter("id"))
        .flatMap(id -> circles.find(request.caller().user(), id))
        .map(CircleJson::show)
        .orElse(NO_CIRCLE);
  }

  private ApiResponse rename(ApiRequest request) {
    String name = name(request);
    return CircleId.find(request.pathParameter("id"))
        .map(id -> circles.rename(request.caller(), id, name))
        .map(renamed -> ApiResponse.of(renamed, CircleJson::show))
        .orElse(NO_CIRCLE);
  }

  private ApiResponse delete(ApiRequest request) {
    return CircleId.find(request.pathParameter("id"))
        .map(id -> circles.delete(request.caller(), id))
        .map(deleted -> ApiResponse.of(deleted, _ -> ApiResponse.nothing()))
        .orElse(NO_CIRCLE);
  }

  private ApiResponse conversations(ApiRequest request) {
    var page = Page.of(request, LARGEST_PAGE);
    return CircleId.find(request.pathParameter("id"))
        .flatMap(id -> circles.items(request.caller().user(), id, page.after(), page.limit()))
        .map(CircleJson::show)
        .orElse(NO_CIRCLE);
  }

  private static String name(ApiRequest request) {
    return request.fields().findText("name").orElse("");
  }

  private ApiResponse ofCircle(ApiRequest request) {
    var circle = CircleId.find(request.pathParameter("id"));
    if (circle.filter(id -> circles.find(request.caller().user(), id).isPresent()).isEmpty()) {
      return NO_CIRCLE;
    }
    return arrange(
        request,
        changes(request).stream()
            .map(fields ->
                new CircleChange(
                    action(fields),
                    circle.get(),
                    fields.id("conversation_id", ConversationId::find),
                    fields.findId("user_id", UserId::find)))
            .toList());
  }

  private ApiResponse ofUser(ApiRequest request) {
    var user = UserId.find(request.pathParameter("id"));
    if (user.isEmpty()) {
      return ApiResponse.refused(ErrorCode.NOT_FOUND, "The path has no id of a user.");
    }
    var conversation = ConversationId.ofContact(request.caller().user(), user.get());
    return arrange(request, conversation, user);
  }

  private ApiResponse ofConversation(ApiRequest request) {
    return ConversationId.find(request.pathParameter("id"))
        .map(id -> arrange(request, id, Optional.empty()))
        .orElse(ApiResponse.refused(ErrorCode.NOT_FOUND, ConversationResource.NO_ID));
  }

  private ApiResponse arrange(
      ApiRequest request, ConversationId conversation, Optional<UserId> other) {
    return arrange(
        request,
        changes(request).stream()
            .map(fields -> new CircleChange(action(fields), circle(fields), conversation, other))
            .toList());
  }

  private ApiResponse arrange(ApiRequest request, List<CircleChange> changes) {
    return ApiResponse.of(circles.arrange(request.caller(), changes), CircleJson::show);
  }

  private static List<RequestFields> changes(ApiRequest request) {
    var changes = request.oneOrMore("circles");
    if (changes.size() > MOST_AT_ONCE) {
      throw RequestRefused.invalid("circles", "At most %s changes at once.", MOST_AT_ONCE);
    }
    return changes;
  }

  /// One SDK writes `circleID`.
  private static CircleId circle(RequestFields fields) {
    return fields
        .findId("circle_id", CircleId::find)
        .orElseGet(() -> fields.id("circleID", CircleId::find));
  }

  private static CircleChange.CircleMove action(RequestFields fields) {
    return switch (fields.findText("action").orElse("").toUpperCase(Locale.ROOT)) {
      case "ADD" -> CircleChange.CircleMove.ADD;
      case "REMOVE" -> CircleChange.CircleMove.REMOVE;
      default -> throw fields.invalid("action", "It is ADD or REMOVE.");
    };
  }
}
