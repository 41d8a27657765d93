package dev.hearth.chat.directory.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.platform.runtime.DataFolder;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.SessionKeyPair;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKeyTest {
  private static final SessionId SESSION = SessionId.of("a34c07a9-755d-4b54-94c5-e45e9a2dd43e");

  @TempDir private Path path;

  @Test
  void it_stays_the_same_for_as_long_as_the_folder_lives() throws Exception {
    try (var folder = DataFolder.open(path)) {
      var first = ServerKey.in(folder).publicKey();

      assertThat(ServerKey.in(folder).publicKey()).isEqualTo(first);
      assertThat(Files.getPosixFilePermissions(path.resolve("server.key")))
          .containsExactlyInAnyOrder(
              PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }
  }

  @Test
  void a_file_that_holds_no_key_is_refused_without_quoting_it() throws Exception {
    try (var folder = DataFolder.open(path)) {
      Files.writeString(path.resolve("server.key"), "rubbish");

      assertThatThrownBy(() -> ServerKey.in(folder))
          .isInstanceOf(StartRefused.class)
          .hasMessageNotContaining("rubbish")
          .hasNoCause();
    }
  }

  @Test
  void clients_read_it_as_they_do_in_production() {
    var client = seeded(1);
    var server = ServerKey.of(seeded(2));

    assertThat(server.publicKey().hex())
        .isEqualTo("8139770ea87d175f56a35466c34c7ecccb8d8a91b4ee37a25df60f5b8fc9b394");
    assertThat(server.pinToken(SESSION, client.key()))
        .isEqualTo("YDRufJEaX2uhVBKRdMr+dbKUrDu9VUljL0jOxiZvhBA=");
  }

  @Test
  void an_rsa_session_opens_its_box_and_finds_the_secret_the_server_knows() throws Exception {
    var client = SessionKeyPair.generateRsa();
    var server = ServerKey.generate();

    byte[] box = WireBase64.decode(server.pinToken(SESSION, client.key())).orElseThrow();

    var cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    byte[] label = SESSION.toString().getBytes(StandardCharsets.UTF_8);
    cipher.init(
        Cipher.DECRYPT_MODE,
        client.privateKey(),
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(label)));
    assertThat(cipher.doFinal(box)).hasSize(32).isEqualTo(server.pinSecret(SESSION));
  }

  @Test
  void a_notice_about_a_thing_has_one_id_that_only_the_server_computes() {
    var thing = UUID.randomUUID();
    var server = ServerKey.of(seeded(2));

    var id = server.noticeAbout(thing);

    assertThat(id)
        .isEqualTo(ServerKey.of(seeded(2)).noticeAbout(thing))
        .isNotEqualTo(ServerKey.of(seeded(1)).noticeAbout(thing))
        .isNotEqualTo(server.noticeAbout(UUID.randomUUID()));
    assertThat(id.uuid().version()).isEqualTo(4);
    assertThat(id.uuid().variant()).isEqualTo(2);
  }

  private static Ed25519KeyPair seeded(int every) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) every);
    return Ed25519KeyPair.ofSeed(seed);
  }
}
