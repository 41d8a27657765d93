package dev.hearth.fuzz;

import dev.hearth.chat.media.PictureFuzz;
import dev.hearth.chat.media.sticker.ZipAlbumFuzz;
import dev.hearth.chat.message.log.LogStoreFuzz;
import dev.hearth.chat.message.log.rocksdb.StoredValueFuzz;
import dev.hearth.protocol.blaze.BlazeReplyFuzz;
import dev.hearth.protocol.blaze.BlazeRequestFuzz;
import dev.hearth.protocol.blaze.GunzipFuzz;
import dev.hearth.protocol.blaze.RequestBodyFuzz;
import dev.hearth.protocol.key.TokenFuzz;
import dev.hearth.protocol.payload.PayloadFuzz;
import dev.hearth.sdk.crypto.EncryptedBoxFuzz;
import dev.hearth.sdk.signal.EnvelopeFuzz;
import dev.hearth.sdk.signal.SignalSessionFuzz;
import dev.hearth.sdk.store.ClientStoreFuzz;
import dev.hearth.sdk.store.StoreFileFuzz;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// All targets, each with the inputs that it begins with.
final class Targets {

  /// @param type the class that Jazzer calls
  /// @param seeds valid inputs, from which the first ones are made
  record Target(Class<?> type, Consumer<byte[]> run, Supplier<List<byte[]>> seeds) {
    String name() {
      return type.getSimpleName();
    }
  }

  static final List<Target> ALL =
      List.of(
          new Target(
              BlazeRequestFuzz.class, BlazeRequestFuzz::fuzzerTestOneInput, Golden::requests),
          new Target(BlazeReplyFuzz.class, BlazeReplyFuzz::fuzzerTestOneInput, Golden::replies),
          new Target(GunzipFuzz.class, GunzipFuzz::fuzzerTestOneInput, GunzipFuzz::seeds),
          new Target(RequestBodyFuzz.class, RequestBodyFuzz::fuzzerTestOneInput, Golden::bodies),
          new Target(PayloadFuzz.class, PayloadFuzz::fuzzerTestOneInput, PayloadFuzz::seeds),
          new Target(TokenFuzz.class, TokenFuzz::fuzzerTestOneInput, TokenFuzz::seeds),
          new Target(WebSocketFuzz.class, WebSocketFuzz::fuzzerTestOneInput, WebSocketFuzz::seeds),
          new Target(HttpFuzz.class, HttpFuzz::fuzzerTestOneInput, HttpFuzz::seeds),
          new Target(
              StoredValueFuzz.class, StoredValueFuzz::fuzzerTestOneInput, StoredValueFuzz::seeds),
          new Target(ZipAlbumFuzz.class, ZipAlbumFuzz::fuzzerTestOneInput, ZipAlbumFuzz::seeds),
          new Target(PictureFuzz.class, PictureFuzz::fuzzerTestOneInput, PictureFuzz::seeds),
          new Target(EnvelopeFuzz.class, EnvelopeFuzz::fuzzerTestOneInput, EnvelopeFuzz::seeds),
          new Target(
              SignalSessionFuzz.class,
              SignalSessionFuzz::fuzzerTestOneInput,
              SignalSessionFuzz::seeds),
          new Target(
              EncryptedBoxFuzz.class,
              EncryptedBoxFuzz::fuzzerTestOneInput,
              EncryptedBoxFuzz::seeds),
          new Target(LogStoreFuzz.class, LogStoreFuzz::fuzzerTestOneInput, LogStoreFuzz::seeds),
          new Target(
              ClientStoreFuzz.class, ClientStoreFuzz::fuzzerTestOneInput, ClientStoreFuzz::seeds),
          new Target(StoreFileFuzz.class, StoreFileFuzz::fuzzerTestOneInput, StoreFileFuzz::seeds),
          new Target(SettingsFuzz.class, SettingsFuzz::fuzzerTestOneInput, SettingsFuzz::seeds));

  private Targets() {}
}
