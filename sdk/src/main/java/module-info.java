import org.jspecify.annotations.NullMarked;

/// The Java client of Hearth.
///
/// [dev.hearth.sdk] is the way in, and [dev.hearth.sdk.store] where it keeps what it must not lose;
/// [dev.hearth.sdk.signal] and [dev.hearth.sdk.crypto] are for whoever seals and opens messages
/// without it.
@NullMarked
module dev.hearth.sdk {
  requires transitive dev.hearth.protocol;
  requires java.net.http;
  requires java.sql;
  requires static org.jspecify;
  requires org.xerial.sqlitejdbc;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports dev.hearth.sdk;
  exports dev.hearth.sdk.crypto;
  exports dev.hearth.sdk.signal;
  exports dev.hearth.sdk.store;
}
