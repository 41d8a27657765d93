package dev.hearth.edge.json;

import dev.hearth.chat.media.Digest;
import java.util.Optional;

/// Where pictures are that everybody may see: `/images/DIGEST`.
///
/// @param publicUrl the server's address in them; without it, the one that the client used
public record PictureUrls(Optional<String> publicUrl) {
  public static final String PATH = "/images/";

  /// @param origin the address that the client used
  public String of(String origin, Digest picture) {
    return publicUrl.orElse(origin) + PATH + picture;
  }
}
