package dev.hearth.conformance.kill;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hearth.conformance.Client;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.AssetId;
import dev.hearth.protocol.id.TraceId;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.SessionKeyPair;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Somebody who pays others by `POST /transfers`, with a key in the place of a PIN: a signature
/// takes the server no time. For one thread at a time.
final class Payer {
  private static final int BALANCE_TOO_LOW = 20_117;
  private static final int DECIMALS = 2;

  /// A transfer.
  ///
  /// @param units hundredths of the asset
  record Wish(TraceId trace, Payer payee, long units) {
    String amount() {
      return BigDecimal.valueOf(units, DECIMALS).toPlainString();
    }
  }

  private final Client client;
  private final AssetId asset;
  private final Random random;
  private final Ed25519KeyPair pin = SessionKeyPair.generate();
  private long iterator;
  private long answered;

  /// The transfers that were made.
  private final List<Wish> made = new ArrayList<>();

  private Optional<Wish> unanswered = Optional.empty();

  Payer(Client client, AssetId asset, Random random) {
    this.client = client;
    this.asset = asset;
    this.random = random;
  }

  Client client() {
    return client;
  }

  List<Wish> made() {
    return List.copyOf(made);
  }

  /// How many requests for a transfer were answered.
  long answered() {
    return answered;
  }

  /// Sets the key.
  void begin(Api api) throws IOException, InterruptedException {
    var body = Api.JSON.createObjectNode().put("old_pin_base64", "");
    byte[] key = ByteBuffer.allocate(40).put(pin.key().raw()).putLong(1).array();
    api.post(client, "/pin/update", body.put("pin_base64", hidden(key)));
  }

  /// Pays some of `others` until the server has ended.
  ///
  /// @param enough counts the answers
  /// @throws IOException when it has
  void pay(Api api, List<Payer> others, CountDownLatch enough)
      throws IOException, InterruptedException {
    while (true) {
      Payer payee = others.get(random.nextInt(others.size()));
      if (payee != this) {
        pay(api, new Wish(TraceId.random(), payee, random.nextLong(2_000) + 1));
        enough.countDown();
      }
    }
  }

  /// Asks once more for the transfer that was not answered. Either it is made now, or it was.
  void finish(Api api) throws IOException, InterruptedException {
    if (unanswered.isPresent()) {
      pay(api, unanswered.get());
    }
  }

  /// @throws AssertionError when it is refused for another reason than the balance
  void pay(Api api, Wish wish) throws IOException, InterruptedException {
    unanswered = Optional.of(wish);
    var answer = api.ask(client, "POST", "/transfers", body(wish));
    unanswered = Optional.empty();
    answered++;
    if (answer.isRefused()) {
      if (answer.code() != BALANCE_TOO_LOW) {
        throw new AssertionError("a transfer was refused: " + answer.body());
      }
      return;
    }
    BigDecimal amount = new BigDecimal(answer.data().path("amount").asString());
    if (amount.compareTo(BigDecimal.valueOf(-wish.units, DECIMALS)) != 0) {
      throw new AssertionError("%s was asked for, and %s paid".formatted(wish, amount));
    }
    made.add(wish);
  }

  private String body(Wish wish) {
    String text =
        "TIP:TRANSFER:CREATE:" + asset + wish.payee.client.user() + wish.amount() + wish.trace;
    try {
      var signer = Signature.getInstance("Ed25519");
      signer.initSign(pin.privateKey());
      signer.update(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
      return Api.JSON
          .createObjectNode()
          .put("asset_id", asset.toString())
          .put("opponent_id", wish.payee.client.user().toString())
          .put("amount", wish.amount())
          .put("trace_id", wish.trace.toString())
          .put("pin_base64", hidden(signer.sign()))
          .toString();
    } catch (GeneralSecurityException everyJavaCan) {
      throw new IllegalStateException(everyJavaCan);
    }
  }

  /// As a client hides its PIN: each is good once.
  private String hidden(byte[] proof) throws IllegalStateException {
    byte[] plain =
        ByteBuffer.allocate(proof.length + 16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(proof)
            .putLong(Instant.now().getEpochSecond())
            .putLong(++iterator)
            .array();
    byte[] iv = new byte[16];
    new SecureRandom().nextBytes(iv);
    byte[] server = WireBase64.decode(client.keystore().pinToken()).orElseThrow();
    byte[] key = ((Ed25519KeyPair) client.keystore().keyPair()).sharedSecret(server);
    try {
      var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
      byte[] sealed = cipher.doFinal(plain);
      return WireBase64.rawUrl(ByteBuffer.allocate(16 + sealed.length).put(iv).put(sealed).array());
    } catch (GeneralSecurityException everyJavaCan) {
      throw new IllegalStateException(everyJavaCan);
    }
  }
}
