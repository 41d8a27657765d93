package dev.hearth.edge.api;

import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.media.Attachment;
import dev.hearth.chat.media.Attachments;
import dev.hearth.chat.media.Attachments.Created;
import dev.hearth.edge.http.ApiRequest;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.edge.http.ApiRoutes;
import dev.hearth.edge.json.FileUrls;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.blaze.ErrorCode;
import dev.hearth.protocol.id.AttachmentId;
import java.util.Optional;

/// Attachments: where to upload the bytes of a new one, and where to fetch those of one that a
/// message named. The bytes themselves travel beside the API.
///
/// Anyone who knows an attachment's id may fetch it: it was told to them in a message, which is
/// often encrypted, so that the server can't know to whom. Only its owner may fill it.
final class AttachmentResource implements ApiResource {
  private final Attachments attachments;
  private final FileUrls urls;

  AttachmentResource(Attachments attachments, FileUrls urls) {
    this.attachments = attachments;
    this.urls = urls;
  }

  @Override
  public void addTo(ApiRoutes routes) {
    routes.post("/attachments", this::create).get("/attachments/:id", this::show);
  }

  // Some clients send an empty object, some empty fields, some nothing: none of it is looked at.
  private ApiResponse create(ApiRequest request) {
    return switch (attachments.create(request.caller().user())) {
      case Created.New(var attachment) -> show(request, attachment);
      case Created.OverQuota() ->
          ApiResponse.refused(
              ErrorCode.FORBIDDEN,
              "The user has as many attachments, or bytes in them, as one may.");
    };
  }

  private ApiResponse show(ApiRequest request) {
    return AttachmentId.find(request.pathParameter("id"))
        .flatMap(attachments::find)
        .filter(found -> found.content().isPresent() || isOwner(request.caller(), found))
        .map(found -> show(request, found))
        .orElse(
            ApiResponse.refused(
                ErrorCode.NOT_FOUND, "There is no attachment of this id, or not any more."));
  }

  private ApiResponse show(ApiRequest request, Attachment attachment) {
    boolean fillable = attachment.content().isEmpty() && isOwner(request.caller(), attachment);
    Optional<String> upload =
        fillable ? Optional.of(urls.upload(request.origin(), attachment)) : Optional.empty();
    return ApiResponse.written(json -> {
      json.writeStartObject();
      json.writeStringProperty("type", "attachment");
      json.writeStringProperty("attachment_id", attachment.id().toString());
      json.writeName("upload_url");
      upload.ifPresentOrElse(json::writeString, json::writeNull);
      json.writeStringProperty("view_url", urls.view(request.origin(), attachment));
      json.writeStringProperty("created_at", WireTime.format(attachment.createdAt()));
      json.writeEndObject();
    });
  }

  private static boolean isOwner(Caller caller, Attachment attachment) {
    return attachment.owner().equals(caller.user());
  }
}
