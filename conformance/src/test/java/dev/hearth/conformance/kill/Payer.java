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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/// Somebody who pays others by `POST /transfers`, with a key in the place of a PIN: a signature
/// takes the server no time. It fails when an answer is wrong. For one thread at a time.
final class Payer {
  static final int DECIMALS = 2;

  /// More than all people together have.
  private static final long TOO_MUCH = 1_000_000_000;

  private static final long MOST = 2_000;
  private static final int AT_ONCE = 3;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int BALANCE_TOO_LOW = 20_117;
  private static final int WRONG_PIN = 20_119;

  /// Refusals of a PIN that comes beside, or before, another one of the same payer.
  private static final Set<Integer> NOT_IN_TURN = Set.of(TOO_MANY_REQUESTS, WRONG_PIN);

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

  /// The answer to the last of them.
  private Optional<JsonNode> last = Optional.empty();

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

  /// Pays some of `others` until the server has ended. Now and then it does so under an old trace,
  /// several times at once, or as nobody may.
  ///
  /// @param enough counts the answers
  /// @throws IOException when it has
  void pay(Api api, List<Payer> others, CountDownLatch enough)
      throws IOException, InterruptedException {
    while (true) {
      Payer payee = others.get(random.nextInt(others.size()));
      if (payee == this) {
        pay(api, new Wish(TraceId.random(), this, 1));
      } else {
        var wish = new Wish(TraceId.random(), payee, random.nextLong(MOST) + 1);
        switch (random.nextInt(20)) {
          case 0 -> pay(api, new Wish(wish.trace, payee, TOO_MUCH));
          case 1 -> payWithWrongPin(api, wish);
          case 2 -> payAtOnce(api, wish);
          case 3 -> {
            pay(api, wish);
            payAgain(api);
          }
          default -> pay(api, wish);
        }
      }
      enough.countDown();
    }
  }

  /// Looks for the transfer that was not answered, and asks for it once more. Either it is made
  /// now, or it was.
  void finish(Api api) throws IOException, InterruptedException {
    if (unanswered.isEmpty()) {
      return;
    }
    Wish wish = unanswered.get();
    var found = find(api, wish);
    pay(api, wish);
    if (found.isPresent() && !found.equals(last)) {
      throw new AssertionError("%s was made as %s, and answered %s".formatted(wish, found, last));
    }
  }

  private Optional<JsonNode> find(Api api, Wish wish) throws IOException, InterruptedException {
    var answer = api.ask(client, "GET", "/transfers/trace/" + wish.trace, "");
    return answer.isRefused() ? Optional.empty() : Optional.of(answer.data());
  }

  /// @throws AssertionError when it is refused for another reason than its own
  void pay(Api api, Wish wish) throws IOException, InterruptedException {
    unanswered = Optional.of(wish);
    var answer = api.ask(client, "POST", "/transfers", body(wish, wish.trace));
    unanswered = Optional.empty();
    answered++;
    if (answer.isRefused()) {
      expect(wish.payee == this ? FORBIDDEN : BALANCE_TOO_LOW, wish, answer);
      return;
    }
    BigDecimal amount = new BigDecimal(answer.data().path("amount").asString());
    if (amount.compareTo(BigDecimal.valueOf(-wish.units, DECIMALS)) != 0
        || wish.payee == this
        || wish.units > MOST) {
      throw new AssertionError("%s was asked for, and %s paid".formatted(wish, amount));
    }
    made.add(wish);
    last = Optional.of(answer.data());
  }

  private static void expect(int code, Wish wish, Api.Answer answer) {
    if (answer.code() != code) {
      throw new AssertionError(
          "%s was answered %s instead of %d".formatted(wish, answer.body(), code));
    }
  }

  /// The last transfer that was made, under its trace: it is answered as it was.
  private void payAgain(Api api) throws IOException, InterruptedException {
    if (made.isEmpty()) {
      return;
    }
    Wish wish = made.getLast();
    var answer = api.ask(client, "POST", "/transfers", body(wish, wish.trace));
    answered++;
    if (!last.filter(answer.data()::equals).isPresent()) {
      throw new AssertionError("%s was answered %s, and before %s".formatted(wish, answer, last));
    }
  }

  private void payWithWrongPin(Api api, Wish wish) throws IOException, InterruptedException {
    var answer = api.ask(client, "POST", "/transfers", body(wish, TraceId.random()));
    answered++;
    expect(WRONG_PIN, wish, answer);
    if (find(api, wish).isPresent()) {
      throw new AssertionError(wish + " was made with a wrong PIN");
    }
  }

  /// The same transfer several times at once, before any of them is answered.
  private void payAtOnce(Api api, Wish wish) throws IOException, InterruptedException {
    unanswered = Optional.of(wish);
    List<CompletableFuture<Api.Answer>> asked = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      asked.add(api.begin(client, "POST", "/transfers", body(wish, wish.trace)));
    }
    Set<JsonNode> answers = new HashSet<>();
    for (var one : asked) {
      var answer = answer(one);
      if (!answer.isRefused()) {
        answers.add(answer.data());
      } else if (!NOT_IN_TURN.contains(answer.code())) {
        expect(BALANCE_TOO_LOW, wish, answer);
      }
    }
    answered += AT_ONCE;
    if (answers.size() > 1) {
      throw new AssertionError("%s was answered in several ways: %s".formatted(wish, answers));
    }
    // Once more: all of them may have been refused for coming at once.
    pay(api, wish);
    if (!answers.isEmpty() && !last.filter(answers::contains).isPresent()) {
      throw new AssertionError("%s was answered %s, and then %s".formatted(wish, answers, last));
    }
  }

  private static Api.Answer answer(CompletableFuture<Api.Answer> asked)
      throws IOException, InterruptedException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw new IOException("no answer", e.getCause());
    }
  }

  /// @param signed the trace that the PIN is for
  private String body(Wish wish, TraceId signed) {
    String text =
        "TIP:TRANSFER:CREATE:" + asset + wish.payee.client.user() + wish.amount() + signed;
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
  private String hidden(byte[] proof) {
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
