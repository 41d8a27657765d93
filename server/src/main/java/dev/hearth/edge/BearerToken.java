package dev.hearth.edge;

import org.jspecify.annotations.Nullable;

/// Reads the token out of an Authorization header.
public final class BearerToken {
  private static final String SCHEME = "Bearer";

  private BearerToken() {}

  /// Returns the token, or "" without one. A header that is not a bearer credential comes back as
  /// it is, so that it is refused like any other bad token.
  public static String in(@Nullable String authorization) {
    if (authorization == null) {
      return "";
    }
    String value = authorization.strip();
    return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            && (value.length() == SCHEME.length()
                || Character.isWhitespace(value.charAt(SCHEME.length())))
        ? value.substring(SCHEME.length()).strip()
        : value;
  }
}
