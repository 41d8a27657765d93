package dev.hearth.protocol.blaze;

/// A frame that a client sends, unpacked: any bytes are a request or a reason why they are not.
public final class BlazeRequestFuzz {
  private BlazeRequestFuzz() {}

  public static void fuzzerTestOneInput(byte[] json) {
    switch (BlazeRequest.parse(json)) {
      case BlazeRequest.ParsedRequest.Request(var request) -> {
        if (request.params().messages().size() > BlazeParams.MOST_MESSAGES
            || request.params().acknowledgements().size() > BlazeParams.MOST_MESSAGES) {
          throw new AssertionError("a batch beyond its bound");
        }
      }
      case BlazeRequest.ParsedRequest.Malformed(var id, var action, var why) -> {
        if (Math.max(id.length(), action.length()) > BlazeRequest.MOST_NAME_CHARACTERS
            || why.isBlank()) {
          throw new AssertionError("a refusal without names that fit, or without a reason");
        }
      }
    }
  }
}
