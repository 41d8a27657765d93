package dev.hearth.edge.json;

import dev.hearth.chat.media.Attachment;
import dev.hearth.chat.media.Tickets;
import dev.hearth.chat.media.Tickets.Use;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// The addresses to upload attachments to and to download them from: `/files/ID/TICKET`. They work
/// without a token.
public final class FileUrls {
  public static final String PATH = "/files/";

  private final Tickets tickets;
  private final FileUrlSettings settings;
  private final InstantSource clock;

  /// @param publicUrl the server's address in them; without it, the one that the client used
  /// @param viewWithin how long an address is good for fetching, unless the attachment goes earlier
  public record FileUrlSettings(Optional<String> publicUrl, Duration viewWithin) {}

  public FileUrls(Tickets tickets, FileUrlSettings settings, InstantSource clock) {
    this.tickets = tickets;
    this.settings = settings;
    this.clock = clock;
  }

  /// Where the attachment's owner may put its bytes.
  public String upload(String origin, Attachment attachment) {
    Instant until = instant(attachment.createdAt()).plus(Attachment.UPLOAD_WITHIN);
    return url(Use.UPLOAD, origin, attachment, until);
  }

  /// Where anybody may fetch its bytes.
  public String view(String origin, Attachment attachment) {
    Instant end = instant(attachment.expiresAt());
    Instant until = clock.instant().plus(settings.viewWithin());
    return url(Use.VIEW, origin, attachment, until.isBefore(end) ? until : end);
  }

  private String url(Use use, String origin, Attachment attachment, Instant until) {
    String ticket = tickets.issue(use, attachment.id(), until);
    return settings.publicUrl().orElse(origin) + PATH + attachment.id() + "/" + ticket;
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
