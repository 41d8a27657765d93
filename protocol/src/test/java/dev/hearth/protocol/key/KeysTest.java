package dev.hearth.protocol.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {
  private static final Ed25519KeyPair CLIENT = Ed25519KeyPair.ofSeed(seed(1));
  private static final Ed25519KeyPair SERVER = Ed25519KeyPair.ofSeed(seed(2));
  private static final RsaKeyPair RSA = SessionKeyPair.generateRsa();
  private static final UserId USER = UserId.of("7a54e394-1626-4cd4-b967-543932c2a032");
  private static final SessionId SESSION = SessionId.of("a34c07a9-755d-4b54-94c5-e45e9a2dd43e");

  @Test
  void a_seed_grows_into_the_keys_that_clients_make_of_it() {
    assertThat(CLIENT.key()).hasToString("iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w");
    assertThat(CLIENT.key().x25519()).isEqualTo("GxtY3VDqFLYNoXt5DNAnVNlwybq4ZOuzwPMBb-UdP1c");
    assertThat(SERVER.key().hex())
        .isEqualTo("8139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394");
    assertThat(SERVER.key().x25519()).isEqualTo("YDRufJEaX2uhVBKRdMr-dbKUrDu9VUljL0jOxiZvhBA");
    assertThat(WireBase64.standard(SERVER.key().x25519Bytes()))
        .isEqualTo("YDRufJEaX2uhVBKRdMr+dbKUrDu9VUljL0jOxiZvhBA=");
  }

  @Test
  void client_and_server_share_a_secret() {
    assertThat(HexFormat.of().formatHex(CLIENT.sharedSecret(SERVER.key())))
        .isEqualTo("4181d7302557342bdb6d061c4b1eebea828ecb625c3368b7111680793307220b");
    assertThat(SERVER.sharedSecret(CLIENT.key())).isEqualTo(CLIENT.sharedSecret(SERVER.key()));
  }

  @Test
  void a_public_key_is_read_in_every_spelling() {
    byte[] raw = CLIENT.key().raw();

    for (String text :
        List.of(
            CLIENT.key().toString(),
            WireBase64.standard(raw),
            Base64.getUrlEncoder().encodeToString(raw))) {
      assertThat(SessionKey.parse(text)).contains(CLIENT.key());
    }
    assertThat(SessionKey.parseHex(CLIENT.key().hex())).contains(CLIENT.key());
    RsaKey rsa = RSA.key();
    assertThat(SessionKey.parse(rsa.toString())).contains(rsa);
    assertThat(SessionKey.parse(WireBase64.standard(rsa.publicKey().getEncoded()))).contains(rsa);
    assertThat(rsa.x25519()).isEmpty();
  }

  @Test
  void text_that_is_not_a_public_key_is_refused() throws Exception {
    byte[] noPoint = seed(0);
    noPoint[0] = 2;
    byte[] one = seed(0);
    one[0] = 1;
    var weak = KeyPairGenerator.getInstance("RSA");
    weak.initialize(512);
    var slow = KeyPairGenerator.getInstance("RSA");
    slow.initialize(new RSAKeyGenParameterSpec(1024, BigInteger.TWO.pow(200).add(BigInteger.ONE)));

    for (String text :
        List.of(
            "",
            "!",
            "aGk",
            WireBase64.rawUrl(noPoint),
            WireBase64.rawUrl(one),
            WireBase64.rawUrl(new byte[33]),
            WireBase64.rawUrl(new byte[500]),
            "A".repeat(100_000),
            WireBase64.rawUrl(weak.generateKeyPair().getPublic().getEncoded()))) {
      assertThat(SessionKey.parse(text)).as(text).isEmpty();
    }
    assertThat(SessionKey.parse(WireBase64.rawUrl(slow.generateKeyPair().getPublic().getEncoded())))
        .isEmpty();
    assertThat(SessionKey.parseHex("zz")).isEmpty();
    assertThat(SessionKey.parseHex("00")).isEmpty();
  }

  @Test
  void a_keystore_is_read_back_from_either_shape() {
    for (SessionKeyPair pair : List.of(CLIENT, RSA)) {
      var keystore = new Keystore(USER, SESSION, pair, SERVER.key().hex(), SERVER.key().x25519());

      for (String json : List.of(keystore.toJson(), keystore.toLegacyJson())) {
        Keystore read = Keystore.parse(json).orElseThrow();
        assertThat(read.userId()).isEqualTo(USER);
        assertThat(read.sessionId()).isEqualTo(SESSION);
        assertThat(read.keyPair().key()).isEqualTo(pair.key());
        assertThat(read.keyPair().privateKey()).isEqualTo(pair.privateKey());
        assertThat(WireBase64.decode(read.pinToken()).orElseThrow())
            .isEqualTo(SERVER.key().x25519Bytes());
      }
    }
  }

  @Test
  void a_keystore_keeps_what_it_was_told_of_the_servers_key() {
    var keystore = new Keystore(USER, SESSION, CLIENT, "", SERVER.key().x25519());

    assertThat(Keystore.parse(keystore.toJson()).orElseThrow().pinToken())
        .isEqualTo(SERVER.key().x25519());
  }

  @Test
  void a_keystore_has_the_shapes_that_clients_read() {
    Keystore keystore = Keystore.of(USER, SESSION, CLIENT, SERVER.key());

    assertThat(keystore.toJson())
        .isEqualTo(
            "{\"app_id\":\"7a54e394-1626-4cd4-b967-543932c2a032\","
                + "\"session_id\":\"a34c07a9-755d-4b54-94c5-e45e9a2dd43e\","
                + "\"server_public_key\":\"8139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394\","
                + "\"session_private_key\":\""
                + "01".repeat(32)
                + "\"}");
    assertThat(keystore.toLegacyJson())
        .startsWith("{\"client_id\":\"7a54e394-1626-4cd4-b967-543932c2a032\"")
        .contains("\"pin_token\":\"YDRufJEaX2uhVBKRdMr-dbKUrDu9VUljL0jOxiZvhBA\"")
        .contains("\"private_key\":\"" + CLIENT.expanded() + "\"");
  }

  @Test
  void a_pin_token_is_spelled_as_the_readers_of_its_kind_insist() {
    String raw = SERVER.key().x25519();
    String padded = WireBase64.standard(SERVER.key().x25519Bytes());

    for (String given : List.of(raw, padded)) {
      assertThat(new Keystore(USER, SESSION, CLIENT, "", given).toLegacyJson()).contains(raw + '"');
      assertThat(new Keystore(USER, SESSION, RSA, "", given).toLegacyJson()).contains(padded + '"');
    }
  }

  @Test
  void the_lines_of_a_pem_may_end_with_a_literal_n() {
    String spelled = RSA.pem().replace("\n", "\\n");

    assertThat(SessionKeyPair.parse(spelled).orElseThrow().key()).isEqualTo(RSA.key());
    assertThat(SessionKeyPair.parse(spelled.replace("\\n", "\\x"))).isEmpty();
  }

  @Test
  void keystores_of_every_year_are_read() {
    String ids = "\"session_id\":\"" + SESSION + "\",\"client_id\":\"" + USER + "\",";
    String pem = RSA.pem().replace("\n", "\\n");

    for (String json :
        List.of(
            "{" + ids + "\"private_key\":\"" + pem + "\"}",
            "{" + ids + "\"version\":2,\"session_key\":\"" + pem + "\",\"x\":{\"y\":[]}}",
            "{" + ids + "\"session_private_key\":\"" + "0A".repeat(32) + "\"}",
            "{" + ids + "\"session_private_key\":\"" + WireBase64.rawUrl(seed(9)) + "\"}",
            "{\"ClientId\":\""
                + USER
                + "\",\"SessionId\":\""
                + SESSION
                + "\",\"PrivateKey\":\""
                + pem
                + "\"}",
            "{\"user_id\":\""
                + USER
                + "\",\"session_id\":\""
                + SESSION
                + "\",\"session_private_key\":\""
                + CLIENT.seedHex()
                + "\"}")) {
      assertThat(Keystore.parse(json)).as(json).isPresent();
    }
  }

  @Test
  void text_that_is_not_a_keystore_is_refused() {
    byte[] mixed = Arrays.copyOf(seed(1), 64);
    String ids = "{\"session_id\":\"" + SESSION + "\",\"client_id\":\"" + USER + "\",";

    for (String json :
        List.of(
            "",
            "[]",
            "{}",
            "{",
            ids + "\"private_key\":\"\"}",
            ids + "\"private_key\":5}",
            ids
                + "\"private_key\":\"-----BEGIN RSA PRIVATE KEY-----\\nAAAA\\n-----END RSA PRIVATE KEY-----\"}",
            ids + "\"private_key\":\"-----BEGIN RSA PRIVATE KEY-----\"}",
            ids + "\"private_key\":\"" + WireBase64.rawUrl(mixed) + "\"}",
            ids + "\"session_private_key\":\"" + "0g".repeat(32) + "\"}")) {
      assertThat(Keystore.parse(json)).as(json).isEmpty();
    }
  }

  @Test
  void nothing_private_is_told_by_accident() {
    Keystore keystore = Keystore.of(USER, SESSION, CLIENT, SERVER.key());

    assertThat(keystore.toString()).doesNotContain(CLIENT.seedHex()).doesNotContain("AQEB");
  }

  private static byte[] seed(int of) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) of);
    return seed;
  }
}
