import org.jspecify.annotations.NullMarked;

/// The words that clients and the server of Hearth share.
///
/// [dev.hearth.protocol] has ids, keys, tokens, envelopes and frames; [dev.hearth.protocol.payload]
/// what a message says.
@NullMarked
// jose4j has no module descriptor; the name it is required by is the one that its manifest sets.
@SuppressWarnings("requires-automatic")
module dev.hearth.protocol {
  requires org.jose4j;
  requires static org.jspecify;
  requires transitive tools.jackson.core;
  requires tools.jackson.databind;

  exports dev.hearth.protocol;
  exports dev.hearth.protocol.payload;
}
