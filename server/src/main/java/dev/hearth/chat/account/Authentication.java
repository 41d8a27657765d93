package dev.hearth.chat.account;

/// Who a token speaks for.
public final class Authentication {
  private Authentication() {}

  /// What a token turned out to be.
  public sealed interface Outcome {}

  /// A token of a living session, for this very request.
  public record Authenticated(Caller caller) implements Outcome {}

  /// No token.
  public record Anonymous() implements Outcome {}

  /// A token that is none, has run out, is for another request, or of a session that is gone.
  public record Unauthorized() implements Outcome {}

  /// A good token of somebody who may not come in.
  public record Forbidden() implements Outcome {}
}
