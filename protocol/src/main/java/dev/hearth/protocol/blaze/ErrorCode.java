package dev.hearth.protocol.blaze;

/// A refusal a client can meet, on Blaze and over HTTP alike. Clients match on the pair of
/// [#status()] and [#code()].
public enum ErrorCode {
  /// The request cannot be read.
  BAD_REQUEST(202, 400, "The request body can't be parsed as valid data."),
  /// The session is dead. Apps sign out and wipe on it: never for anything else.
  UNAUTHORIZED(202, 401, "Unauthorized, maybe invalid token."),
  /// Permanent: clients don't repeat what was forbidden.
  FORBIDDEN(202, 403, "Forbidden."),
  NOT_FOUND(202, 404, "The endpoint is not found."),
  TOO_MANY_REQUESTS(202, 429, "Too many requests."),
  /// A field has a value it cannot have; `extra` names it.
  INVALID_FIELD(202, 10002, "The request data has invalid field."),
  /// A code to sign in with is another one, is used, was tried too often, or its time is over.
  SIGN_IN_CODE_INVALID(202, 20113, "Invalid verification code."),
  /// A code to link a device with is wrong, used or expired.
  CODE_INVALID(202, 20115, "Invalid QR code."),
  GROUP_FULL(202, 20116, "The group chat is full."),
  /// The payer has less than they want to transfer.
  BALANCE_TOO_LOW(202, 20117, "Insufficient balance."),
  /// A PIN that can't be opened, or is not of the kind that the account has.
  PIN_MALFORMED(202, 20118, "Invalid PIN format."),
  PIN_WRONG(202, 20119, "PIN incorrect."),
  /// An amount of nothing, or finer than the asset is counted.
  AMOUNT_TOO_SMALL(202, 20120, "The amount is too small."),
  /// Somebody else has made a transfer under this trace id.
  TRACE_TAKEN(202, 20125, "The transfer has been paid by someone else."),
  /// A sticker or an album more than one may have.
  TOO_MANY_STICKERS(202, 20126, "Too many stickers."),
  /// People added, renamed or blocked more than there may be.
  TOO_MANY_FRIENDS(202, 20128, "Too many friends."),
  /// A bot more than one may have as a favourite.
  TOO_MANY_FAVOURITE_APPS(202, 20132, "Too many favorite apps."),
  /// A circle, a conversation in circles, or circles of a conversation more than there may be.
  TOO_MANY_CIRCLES(202, 20133, "Too many circles."),
  /// The sender knows other sessions than the conversation has: it asks for them and repeats.
  CHECKSUM_INVALID(202, 20140, "The conversation checksum is invalid."),
  /// As many accounts were made with the invitation as may be. Hearth's own, as the next one.
  INVITATION_USED(202, 20192, "The invitation has been used."),
  /// The invitation's time is over, or it was revoked.
  INVITATION_ENDED(202, 20193, "The invitation has ended."),
  INTERNAL(500, 500, "Internal server error."),
  BLAZE_SERVER(500, 7000, "Blaze server error."),
  BLAZE_TIMEOUT(500, 7001, "The blaze operation timed out.");

  private final int status;
  private final int code;
  private final String description;

  ErrorCode(int status, int code, String description) {
    this.status = status;
    this.code = code;
    this.description = description;
  }

  /// 202 when it is the client's to mend, 500 when it is ours.
  public int status() {
    return status;
  }

  public int code() {
    return code;
  }

  /// One English sentence, for people.
  public String description() {
    return description;
  }
}
