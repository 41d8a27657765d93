import org.jspecify.annotations.NullMarked;

/// The words that clients and the server of Hearth share.
///
/// [dev.hearth.protocol] is the map.
@NullMarked
module dev.hearth.protocol {
  requires static org.jspecify;
  requires transitive tools.jackson.core;
  requires tools.jackson.databind;

  exports dev.hearth.protocol;
  exports dev.hearth.protocol.blaze;
  exports dev.hearth.protocol.id;
  exports dev.hearth.protocol.key;
  exports dev.hearth.protocol.payload;
}
