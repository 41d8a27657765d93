package dev.hearth.protocol.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.blaze.BlazeReply;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.json.Json;
import dev.hearth.protocol.key.PreKeyUpload.ParsedUpload;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreKeysTest {
  // Made by the library that the clients use.
  private static final Curve25519PublicKey IDENTITY =
      key("057dd9769f326402c2f0d49bc5ac7198eb3cf7a83619bf8686de87c46a4d450d33");
  private static final SignedPreKey SIGNED =
      new SignedPreKey(
          77,
          key("05e155ef97d9f980daa686a6dfc0ce0f5c98eaab1da63746a6ce58c44402b9570b"),
          hex(
              "d1cca8e22a99ecfc5053afc611ba445d2928efe71c164573c8893ea2632e9e47c10285d96ed5dbd7"
                  + "50864c6387629d91244416797cbedf3ef344a90edff57302"));
  private static final Curve25519PublicKey ONE_TIME =
      key("0544934cd9998731f3869698fe099ce6e92a1ec9db63e410d0b3b92e700a803302");

  @Test
  void a_key_signed_by_the_clients_library_is_known_for_it() {
    assertThat(SIGNED.signedBy(IDENTITY)).isTrue();
  }

  @Test
  void no_bit_of_a_signature_can_be_turned() {
    for (int bit = 0; bit < 8 * Curve25519PublicKey.SIGNATURE_BYTES; bit++) {
      byte[] signature = SIGNED.signature().clone();
      signature[bit / 8] ^= (byte) (1 << (bit % 8));

      assertThat(new SignedPreKey(77, SIGNED.key(), signature).signedBy(IDENTITY))
          .as("bit %d", bit)
          .isFalse();
    }
  }

  @Test
  void nobody_else_signed_it() {
    assertThat(SIGNED.signedBy(ONE_TIME)).isFalse();
    assertThat(new SignedPreKey(77, ONE_TIME, SIGNED.signature()).signedBy(IDENTITY)).isFalse();
    assertThat(IDENTITY.verifies(SIGNED.key().toBytes(), new byte[63])).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "05",
        // another type; a byte too few; one too many
        "067dd9769f326402c2f0d49bc5ac7198eb3cf7a83619bf8686de87c46a4d450d33",
        "057dd9769f326402c2f0d49bc5ac7198eb3cf7a83619bf8686de87c46a4d450d",
        "057dd9769f326402c2f0d49bc5ac7198eb3cf7a83619bf8686de87c46a4d450d3300",
        // points of low order: 0, 1, p - 1 and the two of order 8
        "050000000000000000000000000000000000000000000000000000000000000000",
        "050100000000000000000000000000000000000000000000000000000000000000",
        "05ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "05e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "055f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        // second spellings: p, p + 1, and the highest bit set
        "05edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "05eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "057dd9769f326402c2f0d49bc5ac7198eb3cf7a83619bf8686de87c46a4d450db3",
      })
  void a_point_that_is_not_safe_is_not_a_key(String hex) {
    assertThat(Curve25519PublicKey.find(hex(hex))).isEmpty();
  }

  @Test
  void an_upload_is_read_as_it_was_written() {
    var keys = new PreKeyUpload(IDENTITY, SIGNED, List.of(new OneTimePreKey(1000, ONE_TIME)));

    var request = parsed(BlazeRequest.syncKeys("i", keys).toJson());

    assertThat(request.params().keys())
        .hasValueSatisfying(parsed -> {
          var read = ((ParsedUpload.Upload) parsed).keys();
          assertThat(read.identity()).isEqualTo(IDENTITY);
          assertThat(read.signed().signedBy(IDENTITY)).isTrue();
          assertThat(read.oneTime()).containsExactly(new OneTimePreKey(1000, ONE_TIME));
        });
  }

  @Test
  void a_request_for_keys_is_read_as_it_was_written() {
    var wanted =
        List.of(
            new PreKeyRequest(UserId.random(), Optional.of(SessionId.random())),
            new PreKeyRequest(UserId.random(), Optional.empty()));

    assertThat(parsed(BlazeRequest.consumeKeys("i", wanted).toJson()).params().recipients())
        .isEqualTo(wanted);
  }

  @Test
  void the_fault_of_an_upload_is_named() {
    String good = upload(IDENTITY.toString(), signed(77, SIGNED), "");
    assertThat(read(good)).isInstanceOf(ParsedUpload.Upload.class);

    assertThat(read("{}")).isEqualTo(new ParsedUpload.Invalid("identity_key"));
    assertThat(read(upload("BQ==", signed(77, SIGNED), ""))).isEqualTo(invalid("identity_key"));
    assertThat(read(upload(IDENTITY.toString(), signed(-1, SIGNED), "")))
        .isEqualTo(invalid("signed_pre_key"));
    assertThat(read(upload(IDENTITY.toString(), signed(1L << 32, SIGNED), "")))
        .isEqualTo(invalid("signed_pre_key"));
    assertThat(read(upload(IDENTITY.toString(), "[]", ""))).isEqualTo(invalid("signed_pre_key"));
    assertThat(read(upload(IDENTITY.toString(), signed(77, SIGNED), oneTime(1) + oneTime(1))))
        .isEqualTo(invalid("one_time_pre_keys"));
    assertThat(read(upload(IDENTITY.toString(), signed(77, SIGNED), ",{\"key_id\":\"1\"}")))
        .isEqualTo(invalid("one_time_pre_keys"));
    assertThat(read(upload(IDENTITY.toString(), signed(77, SIGNED), ",7")))
        .isEqualTo(invalid("one_time_pre_keys"));
  }

  @Test
  void an_upload_is_bounded() {
    String most = manyKeys(PreKeyUpload.MOST_KEYS);
    String tooMany = manyKeys(PreKeyUpload.MOST_KEYS + 1);

    assertThat(read(upload(IDENTITY.toString(), signed(77, SIGNED), most)))
        .isInstanceOf(ParsedUpload.Upload.class);
    assertThat(read(upload(IDENTITY.toString(), signed(77, SIGNED), tooMany)))
        .isEqualTo(invalid("one_time_pre_keys"));
  }

  @Test
  void the_keys_of_others_are_read_as_a_server_writes_them() {
    var full =
        new PreKeyBundle(
            UserId.random(),
            SessionId.random(),
            4242,
            IDENTITY,
            SIGNED,
            Optional.of(new OneTimePreKey(1000, ONE_TIME)));
    var without =
        new PreKeyBundle(
            UserId.random(), SessionId.random(), 31, IDENTITY, SIGNED, Optional.empty());
    byte[] reply =
        Json.write(out -> {
          out.writeStartObject();
          out.writeStringProperty("id", "i");
          out.writeStringProperty("action", "CONSUME_SESSION_SIGNAL_KEYS");
          out.writeArrayPropertyStart("data");
          full.writeTo(out);
          out.writeStartObject();
          out.writeStringProperty("user_id", "nobody");
          out.writeEndObject();
          out.writeNumber(7);
          without.writeTo(out);
          out.writeEndArray();
          out.writeEndObject();
        });

    List<PreKeyBundle> read = BlazeReply.parse(reply).orElseThrow().preKeys();

    assertThat(read).hasSize(2);
    assertThat(read.getFirst().oneTime()).contains(new OneTimePreKey(1000, ONE_TIME));
    assertThat(read.getFirst().registrationId()).isEqualTo(4242);
    assertThat(read.getFirst().signed().signedBy(IDENTITY)).isTrue();
    assertThat(read.getLast().session()).isEqualTo(without.session());
    assertThat(read.getLast().oneTime()).isEmpty();
  }

  private static String manyKeys(int count) {
    return IntStream.range(0, count)
        .mapToObj(PreKeysTest::oneTime)
        .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append)
        .toString();
  }

  private static ParsedUpload invalid(String field) {
    return new ParsedUpload.Invalid(field);
  }

  private static ParsedUpload read(String json) {
    return PreKeyUpload.readBody(json.getBytes(UTF_8)).orElseThrow();
  }

  /// @param oneTime items, a comma before each
  private static String upload(String identity, String signed, String oneTime) {
    return """
    {"identity_key":"%s","signed_pre_key":%s,"one_time_pre_keys":[%s]}\
    """
        .formatted(identity, signed, oneTime.isEmpty() ? "" : oneTime.substring(1));
  }

  private static String signed(long id, SignedPreKey key) {
    return "{\"key_id\":%d,\"pub_key\":\"%s\",\"signature\":\"%s\"}"
        .formatted(id, key.key(), WireBase64.rawUrl(key.signature()));
  }

  private static String oneTime(long id) {
    return ",{\"key_id\":%d,\"pub_key\":\"%s\"}".formatted(id, ONE_TIME);
  }

  private static BlazeRequest parsed(byte[] json) {
    return ((BlazeRequest.ParsedRequest.Request) BlazeRequest.parse(json)).request();
  }

  private static Curve25519PublicKey key(String hex) {
    return Curve25519PublicKey.find(hex(hex)).orElseThrow();
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
