package dev.hearth.protocol.payload;

import java.util.Optional;

/// `PLAIN_DATA`: a file of any kind.
///
/// @param name as its reader may call it, 1 to 1,024 characters. It is the sender's word and may
///   hold anything, also `/` and `..`
/// @param caption up to 65,536 characters
public record File(Attachment attachment, String name, Optional<String> caption)
    implements Attached {

  /// @throws IllegalArgumentException when something is out of its bounds
  public File {
    Bounds.some("name", name, Bounds.NAME);
    Bounds.atMost("caption", caption, Bounds.WORDS);
  }

  public static File of(Attachment attachment, String name) {
    return new File(attachment, name, Optional.empty());
  }

  public static Reading<File> parse(byte[] payload) {
    return PayloadJson.object(
        payload,
        fields -> new File(Attachment.from(fields), fields.textOr("name"), fields.text("caption")));
  }

  @Override
  public String category() {
    return "PLAIN_DATA";
  }

  @Override
  public byte[] toBytes() {
    return PayloadJson.writeObject(out -> {
      attachment.write(out);
      out.writeStringProperty("name", name);
      PayloadJson.write(out, "caption", caption);
    });
  }
}
