package dev.hearth.conformance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.conformance.Client;
import dev.hearth.conformance.hostile.RawSocket.Heard;
import dev.hearth.conformance.hostile.RawSocket.HttpAnswer;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.RsaKeyPair;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.protocol.key.SessionToken;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Every row of `tokens.table`, at both doors: the upgrade to Blaze, and `GET /me`.
///
/// A row begins with Mallory's good token, changes header and claims as it says (a change to `null`
/// takes a claim out; `iat` and `exp` are seconds from now), signs that, and damages what comes
/// out.
@ExtendWith(Stage.Setting.class)
class TokensTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final Stage stage;

  TokensTest(Stage stage) {
    this.stage = stage;
  }

  @AfterEach
  void everybodyElseIsFine() throws Exception {
    stage.assertThatNothingChangedBut(0);
    stage.assertThatNothingFailed();
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "/hostile/tokens.table",
      delimiter = '|',
      quoteCharacter = '`',
      numLinesToSkip = 1,
      ignoreLeadingAndTrailingWhitespace = true)
  void both_doors_answer(
      String what,
      @Nullable String header,
      @Nullable String claims,
      String signedWith,
      @Nullable String damage,
      String answer)
      throws Exception {
    blaze(token("/", header, claims, signedWith, damage), answer);
    api(token("/me", header, claims, signedWith, damage), answer);
  }

  private void blaze(String token, String answer) throws Exception {
    try (RawSocket raw = RawSocket.connect(stage.api())) {
      raw.write(RawSocket.upgrade(stage.api(), token));
      HttpAnswer upgraded = raw.readHttp();
      if (answer.equals("too long")) {
        assertThat(upgraded.status()).isEqualTo(400);
        return;
      }
      assertThat(upgraded.status()).isEqualTo(101);
      if (answer.equals("welcome")) {
        raw.send(
            "{\"id\":\"%s\",\"action\":\"PING\"}"
                .formatted(Expected.ID)
                .getBytes(StandardCharsets.UTF_8));
        new Expected("done").assertHeardBy(raw, "PING");
        return;
      }
      assertThat(raw.hear())
          .isInstanceOfSatisfying(
              Heard.Json.class,
              heard -> {
                assertThat(heard.frame().path("action").asString()).isEqualTo("ERROR");
                assertThat(heard.frame().path("error").path("status").asInt()).isEqualTo(202);
                assertThat(heard.frame().path("error").path("code").asInt())
                    .isEqualTo(Integer.parseInt(answer));
              });
    }
  }

  private void api(String token, String answer) throws Exception {
    try (RawSocket raw = RawSocket.connect(stage.api())) {
      raw.write(
          """
          GET /me HTTP/1.1
          Host: %s
          Authorization: Bearer %s
          X-Request-Id: %s

          """
              .formatted(stage.api().getAuthority(), token, Expected.ID)
              .replace("\n", "\r\n"));
      HttpAnswer answered = raw.readHttp();
      if (answer.equals("too long")) {
        assertThat(answered.status()).isEqualTo(400);
        return;
      }
      assertThat(answered.header("X-Request-Id")).isEqualTo(Expected.ID);
      if (answer.equals("welcome")) {
        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.json().path("data").path("user_id").asString()).isNotEmpty();
        return;
      }
      assertThat(answered.status()).isEqualTo(202);
      assertThat(answered.json().path("error").path("status").asInt()).isEqualTo(202);
      assertThat(answered.json().path("error").path("code").asInt())
          .isEqualTo(Integer.parseInt(answer));
      assertThat(answered.json().has("data")).isFalse();
    }
  }

  private String token(
      String target,
      @Nullable String header,
      @Nullable String claims,
      String signedWith,
      @Nullable String damage)
      throws GeneralSecurityException {
    Client signer = signer(signedWith);
    ObjectNode head = JSON.createObjectNode();
    head.put("alg", signer.keystore().keyPair().key().algorithm()).put("typ", "JWT");
    change(head, header, signer);
    ObjectNode body = JSON.createObjectNode();
    body.put("uid", signer.user().toString());
    body.put("sid", signer.session().toString());
    body.put("iat", 0).put("exp", 600);
    body.put("jti", UUID.randomUUID().toString());
    body.put("sig", SessionToken.signature("GET", target, new byte[0]));
    body.put("scp", "FULL");
    change(body, claims, signer);
    long now = Instant.now().getEpochSecond();
    for (String time : new String[] {"iat", "exp"}) {
      if (body.path(time).isInt()) {
        body.put(time, now + body.path(time).asInt());
      }
    }
    String signed = part(head.toString()) + "." + part(body.toString());
    return damaged(signed, signature(signed, signedWith, signer), damage);
  }

  private Client signer(String signedWith) {
    return switch (signedWith) {
      case "alice's key" -> stage.alice;
      case "old robot's key" -> stage.oldRobot;
      case "the revoked key" -> stage.revoked;
      default -> stage.mallory;
    };
  }

  private void change(ObjectNode json, @Nullable String changes, Client signer) {
    if (changes != null) {
      JSON.readTree(Words.spell(changes, stage, signer))
          .properties()
          .forEach(change -> {
            if (change.getValue().isNull()) {
              json.remove(change.getKey());
            } else {
              json.set(change.getKey(), change.getValue());
            }
          });
    }
  }

  private static byte[] signature(String signed, String with, Client signer)
      throws GeneralSecurityException {
    byte[] bytes = signed.getBytes(StandardCharsets.US_ASCII);
    return switch (with) {
      case "nothing" -> new byte[0];
      case "zeros" -> new byte[64];
      case "a fresh key" -> sign(SessionKeyPair.generate(), bytes);
      case "a fresh RSA key" -> sign(SessionKeyPair.generateRsa(), bytes);
      case "the public key as a secret" -> {
        var mac = Mac.getInstance("HmacSHA256");
        byte[] secret = signer.keystore().keyPair().key().publicKey().getEncoded();
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        yield mac.doFinal(bytes);
      }
      default -> sign(signer.keystore().keyPair(), bytes);
    };
  }

  private static byte[] sign(SessionKeyPair pair, byte[] bytes) throws GeneralSecurityException {
    var signature =
        Signature.getInstance(
            switch (pair) {
              case Ed25519KeyPair _ -> "Ed25519";
              case RsaKeyPair _ -> "SHA512withRSA";
            });
    signature.initSign(pair.privateKey());
    signature.update(bytes);
    return signature.sign();
  }

  private static String damaged(String signed, byte[] signature, @Nullable String damage) {
    String token = signed + "." + BASE64.encodeToString(signature);
    return switch (damage == null ? "" : damage) {
      case "" -> token;
      case "one bit of the signature" -> {
        signature[10] ^= 1;
        yield signed + "." + BASE64.encodeToString(signature);
      }
      case "half the signature" ->
          signed + "." + BASE64.encodeToString(Arrays.copyOf(signature, 32));
      case "no signature part" -> signed;
      case "an empty signature part" -> signed + ".";
      case "a part more" -> token + ".e30";
      case "only dots" -> "..";
      case "no dots" -> token.replace(".", "");
      case "another payload" -> {
        String[] parts = token.split("\\.", -1);
        yield parts[0] + "." + part("{\"uid\":\"x\"}") + "." + parts[2];
      }
      case "a payload that is no JSON" -> {
        String[] parts = token.split("\\.", -1);
        yield parts[0] + "." + part("hello") + "." + parts[2];
      }
      case "a header that is no base64" -> "!!!" + token.substring(3);
      case "spaces inside" -> token.replace(".", ". ");
      case "words" -> "invalid token";
      case "a megabyte" -> token + "A".repeat(1 << 20);
      case "ten kilobytes" -> token + "A".repeat(10_000);
      default -> throw new IllegalArgumentException("no such damage: " + damage);
    };
  }

  private static String part(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
