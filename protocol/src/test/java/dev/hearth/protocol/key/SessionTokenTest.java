package dev.hearth.protocol.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.Randomly;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTokenTest {
  private static final byte[] NO_BODY = new byte[0];
  private static final UserId USER = UserId.of("7a54e394-1626-4cd4-b967-543932c2a032");
  private static final SessionId SESSION = SessionId.of("a34c07a9-755d-4b54-94c5-e45e9a2dd43e");
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final String TOKEN =
      "eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9.eyJ1aWQiOiI3YTU0ZTM5NC0xNjI2LTRjZDQtYjk2Ny01NDM5MzJjMmEwMzIiLCJzaWQiOiJhMzRjMDdhOS03NTVkLTRiNTQtOTRjNS1lNDVlOWEyZGQ0M2UiLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6NDEwMjQ0NDgwMCwianRpIjoiNWFkMGIzYzQtM2EwZS00YTNkLTlhNTUtMGU0ZjVkMmYxYzExIiwic2lnIjoiNWU2YjU4ZmZhMTBiM2JjNTE3MjRmZjBiYmQyYWZiOTFjNDc3MWVlMzQwZjVkNjg1MzQwZGZhNGM4NTRiYWZiYSIsInNjcCI6IkZVTEwifQ.Apz6LEXMLuvxy20kSz5tMYduBdzZs5tMUMEdXcu0IkOOlh3Puw4_fArwX9ddZkHqwXj1htlvegoK-JU76IdUBg";

  private final Ed25519KeyPair pair = pair(1);

  @Test
  void a_signature_covers_method_target_and_body() {
    assertThat(SessionToken.signature("GET", "/me", NO_BODY))
        .isEqualTo("5e6b58ffa10b3bc51724ff0bbd2afb91c4771ee340f5d685340dfa4c854bafba");
    assertThat(SessionToken.signature("GET", "/", NO_BODY))
        .isEqualTo("f837ebeb4c2981ad9c64b70d0b0d18724c76c60781b9e4bf7a582510df7ada39");
    assertThat(SessionToken.signature("POST", "/attachments", NO_BODY))
        .isEqualTo("c80412e583e2bffa51b464ea3fb47b86c2c0bb2a7e2f35500089a589f430d684");
    assertThat(SessionToken.signature("POST", "/messages", "[]".getBytes(UTF_8)))
        .isEqualTo("2b6853a8b1c8426c73f2eee72034cf8c57235b09646885ee609ae681d6321019");
  }

  @Test
  void a_client_s_token_is_read_and_believed_when_its_key_fits() {
    TokenCheck check = TokenCheck.parse(TOKEN).orElseThrow();

    assertThat(check.claims().user()).isEqualTo(USER);
    assertThat(check.claims().session()).isEqualTo(SESSION);
    assertThat(check.claims().scope()).isEqualTo("FULL");
    assertThat(check.claims().isCurrent(NOW)).isTrue();
    assertThat(check.isSignedBy(pair.key())).isTrue();
    assertThat(check.isSignedBy(pair(2).key())).isFalse();
    assertThat(check.covers("GET", List.of("/other", "/me"), NO_BODY)).isTrue();
    assertThat(check.covers("POST", List.of("/me"), NO_BODY)).isFalse();
    assertThat(check.covers("GET", List.of("/me"), new byte[1])).isFalse();
    assertThat(check.covers("GET", List.of(), NO_BODY)).isFalse();
  }

  @Test
  void we_sign_to_the_letter_as_clients_do() {
    assertThat(TokenCheck.parse(TOKEN).orElseThrow().claims().signedWith(pair)).isEqualTo(TOKEN);
  }

  @Test
  void both_kinds_of_keys_sign_even_the_short_ones_of_the_first_years()
      throws GeneralSecurityException {
    SessionKeyPair rsa = shortRsa();
    SessionKeyPair otherRsa = shortRsa();

    for (SessionKeyPair keys : List.of(pair, rsa)) {
      TokenCheck check = TokenCheck.parse(sign(keys)).orElseThrow();

      assertThat(check.isSignedBy(keys.key())).isTrue();
      assertThat(check.covers("POST", List.of("/messages?a=+"), "[]".getBytes(UTF_8))).isTrue();
      for (SessionKeyPair others : List.of(pair(3), otherRsa)) {
        assertThat(check.isSignedBy(others.key())).isFalse();
      }
    }
  }

  @Test
  void a_token_is_current_until_it_expires_however_old_it_is() {
    SessionToken claims = TokenCheck.parse(sign(pair)).orElseThrow().claims();

    assertThat(claims.isCurrent(NOW.minus(Duration.ofMinutes(5)))).isTrue();
    assertThat(claims.isCurrent(NOW.minus(Duration.ofMinutes(6)))).isFalse();
    assertThat(claims.isCurrent(NOW.plus(Duration.ofDays(89)))).isTrue();
    assertThat(claims.isCurrent(NOW.plus(Duration.ofDays(90)))).isFalse();
  }

  @Test
  void a_changed_token_is_not_believed() {
    for (int i = 0; i < TOKEN.length(); i++) {
      char other = TOKEN.charAt(i) == 'A' ? 'B' : 'A';
      String changed = TOKEN.substring(0, i) + other + TOKEN.substring(i + 1);
      // The last character carries bits that no byte takes.
      if (i < TOKEN.length() - 1) {
        assertThat(TokenCheck.parse(changed).filter(check -> check.isSignedBy(pair.key())))
            .as("changed at %d", i)
            .isEmpty();
      }
    }
  }

  @Test
  void the_algorithm_is_the_key_s_choice_not_the_token_s() {
    String claims = TOKEN.split("\\.", -1)[1];
    String signature = TOKEN.split("\\.", -1)[2];
    for (String header :
        List.of(
            "{\"alg\":\"none\"}",
            "{\"alg\":\"HS256\"}",
            "{\"alg\":\"RS512\"}",
            "{\"alg\":\"ES256\"}",
            "{}",
            "{\"alg\":\"EdDSA\",\"crit\":[\"b64\"],\"b64\":false}")) {
      for (String last : List.of(signature, "")) {
        String token = WireBase64.rawUrl(header.getBytes(UTF_8)) + "." + claims + "." + last;
        assertThat(TokenCheck.parse(token).filter(check -> check.isSignedBy(pair.key())))
            .as(header)
            .isEmpty();
      }
    }
  }

  @Test
  void text_that_is_not_a_session_s_token_is_not_read() {
    String header = WireBase64.rawUrl("{\"alg\":\"EdDSA\"}".getBytes(UTF_8));
    for (String claims :
        List.of(
            "{}",
            "[]",
            "x",
            "{\"uid\":5}",
            "{\"uid\":\"" + USER + "\",\"sid\":\"" + SESSION + "\",\"iat\":1}",
            "{\"uid\":\"" + USER + "\",\"sid\":\"" + SESSION + "\",\"iat\":1,\"exp\":\"2\"}",
            "{\"uid\":\"" + USER + "\",\"sid\":\"" + SESSION + "\",\"iat\":-1,\"exp\":2}",
            "{\"uid\":\"" + USER + "\",\"sid\":\"" + SESSION + "\",\"iat\":1,\"exp\":9e99}",
            "{\"uid\":\"" + USER + "\",\"sid\":\"" + SESSION + "\",\"iat\":1,\"exp\":[2]}",
            "{\"uid\":\"" + USER + "\",\"sid\":\"" + SESSION + "\",\"iat\":1,\"exp\":2}{}",
            "{\"uid\":\"" + USER + "\",\"sid\":\"" + SESSION + "\",\"iat\":1,\"exp\":2} x",
            "{\"uid\":\"x\",\"sid\":\"" + SESSION + "\",\"iat\":1,\"exp\":2}",
            "{\"iss\":\"" + USER + "\",\"aid\":\"" + SESSION + "\",\"iat\":1,\"exp\":2}")) {
      String token = header + "." + WireBase64.rawUrl(claims.getBytes(UTF_8)) + ".AAAA";
      assertThat(TokenCheck.parse(token)).as(claims).isEmpty();
    }
    for (String token :
        List.of(
            "",
            ".",
            "..",
            "...",
            "a.b.c",
            "anonymous",
            "invalid token",
            "A".repeat(9000),
            TOKEN + ".x")) {
      assertThat(TokenCheck.parse(token)).as(token).isEmpty();
    }
  }

  @Test
  void times_may_have_decimals_as_the_standard_allows() {
    String header = WireBase64.rawUrl("{\"alg\":\"EdDSA\"}".getBytes(UTF_8));
    String claims =
        "{\"uid\":\"%s\",\"sid\":\"%s\",\"iat\":1700000000.25,\"exp\":1.7000036e9}"
            .formatted(USER, SESSION);

    var read =
        TokenCheck.parse(header + "." + WireBase64.rawUrl(claims.getBytes(UTF_8)) + ".AAAA")
            .orElseThrow()
            .claims();

    assertThat(read.issuedAt()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    assertThat(read.expiresAt()).isEqualTo(Instant.ofEpochSecond(1_700_003_600));
  }

  @Test
  void a_header_of_the_wrong_types_is_not_believed() {
    String claims = TOKEN.substring(TOKEN.indexOf('.'));
    for (String header :
        List.of(
            "{\"alg\":1}",
            "{\"alg\":[\"EdDSA\"]}",
            "{\"alg\":\"EdDSA\",\"crit\":7}",
            "{\"alg\":\"EdDSA\",\"crit\":{}}",
            "{\"alg\":\"EdDSA\",\"b64\":7}",
            "{\"alg\":\"EdDSA\",\"kid\":7,\"jwk\":7}")) {
      String token = WireBase64.rawUrl(header.getBytes(UTF_8)) + claims;
      assertThat(TokenCheck.parse(token).filter(check -> check.isSignedBy(pair.key())))
          .as(header)
          .isEmpty();
    }
  }

  @Test
  void a_header_that_asks_for_more_than_a_signature_is_not_believed() throws Exception {
    for (String header :
        List.of(
            "{\"alg\":\"EdDSA\",\"crit\":[\"b64\"],\"b64\":false}",
            "{\"alg\":\"EdDSA\",\"crit\":null}",
            "{\"alg\":\"EdDSA\",\"alg\":\"EdDSA\"}",
            "{\"alg\":\"EdDSA\"} {}",
            "{\"alg\":\"eddsa\"}",
            "{\"alg\":\"Ed25519\"}",
            "{\"ALG\":\"EdDSA\"}")) {
      assertThat(TokenCheck.parse(signed(header)).filter(check -> check.isSignedBy(pair.key())))
          .as(header)
          .isEmpty();
    }
    for (String header :
        List.of(
            "{\"alg\":\"EdDSA\"}",
            "{\"typ\":7,\"kid\":{\"a\":[1]},\"alg\":\"EdDSA\"}",
            "{\"alg\":\"EdDSA\",\"b64\":true}")) {
      assertThat(TokenCheck.parse(signed(header)).filter(check -> check.isSignedBy(pair.key())))
          .as(header)
          .isPresent();
    }
  }

  /// The token's claims under another header, with a signature that covers both.
  private String signed(String header) throws GeneralSecurityException {
    String text = WireBase64.rawUrl(header.getBytes(UTF_8)) + "." + TOKEN.split("\\.", -1)[1];
    var signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.privateKey());
    signature.update(text.getBytes(UTF_8));
    return text + "." + WireBase64.rawUrl(signature.sign());
  }

  @Test
  void no_text_makes_it_throw() {
    Randomly.each(
        200,
        random -> {
          var text = new StringBuilder(TOKEN);
          for (int i = random.nextInt(4); i >= 0; i--) {
            text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x100));
          }
          TokenCheck.parse(text.toString()).ifPresent(check -> check.isSignedBy(pair.key()));
        });
  }

  private static SessionKeyPair shortRsa() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pkcs8)
            + "\n-----END PRIVATE KEY-----";
    return SessionKeyPair.parse(pem).orElseThrow();
  }

  private static String sign(SessionKeyPair keys) {
    return SessionToken.sign(
        keys,
        USER,
        SESSION,
        NOW,
        Duration.ofDays(90),
        "POST",
        "/messages?a=+",
        "[]".getBytes(UTF_8));
  }

  private static Ed25519KeyPair pair(int of) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) of);
    return Ed25519KeyPair.ofSeed(seed);
  }
}
