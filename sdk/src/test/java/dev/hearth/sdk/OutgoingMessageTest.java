package dev.hearth.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.BlazeRequest.ParsedRequest;
import dev.hearth.protocol.blaze.Gunzip;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.payload.CallDescription;
import dev.hearth.protocol.payload.CallEnd;
import dev.hearth.protocol.payload.Contact;
import dev.hearth.sdk.blaze.Request;
import dev.hearth.sdk.http.Parcel;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutgoingMessageTest {
  private static final UserId BOB = UserId.random();
  private static final ConversationId CONVERSATION = ConversationId.random();

  @Test
  void a_server_reads_all_that_was_said_about_it() {
    MessageId quoted = MessageId.random();
    OutgoingMessage message =
        OutgoingMessage.of(CONVERSATION, new Contact(BOB))
            .to(BOB)
            .quoting(quoted)
            .speakingFor(BOB)
            .mentioning(List.of(BOB))
            .silently()
            .expiringAfter(Duration.ofMinutes(1));

    BlazeRequest request = asked(message);

    assertThat(request.action()).isEqualTo("CREATE_MESSAGE");
    MessageRequest read = request.params().message();
    assertThat(read.invalidField()).isEmpty();
    assertThat(read.conversationId()).contains(CONVERSATION);
    assertThat(read.recipientId()).contains(BOB);
    assertThat(read.messageId()).contains(message.id());
    assertThat(read.category()).isEqualTo("PLAIN_CONTACT");
    assertThat(read.payload()).isEqualTo(new Contact(BOB).toBytes());
    assertThat(read.quoteMessageId()).contains(quoted);
    assertThat(read.representativeId()).contains(BOB);
    assertThat(read.mentions()).containsExactly(BOB);
    assertThat(read.silent()).isTrue();
    assertThat(read.expireIn()).hasValue(60);
  }

  @Test
  void a_message_of_a_call_has_its_own_action() {
    var offer =
        OutgoingMessage.of(
            CONVERSATION, new CallDescription(CallDescription.DescriptionType.OFFER, "v=0"));

    assertThat(asked(offer).action()).isEqualTo("CREATE_CALL");
    assertThat(asked(OutgoingMessage.of(CONVERSATION, CallEnd.BUSY)).params().message().category())
        .isEqualTo("WEBRTC_AUDIO_BUSY");
  }

  @Test
  void a_message_that_no_server_takes_cannot_be_made() {
    OutgoingMessage message = OutgoingMessage.text(CONVERSATION, "hi");

    assertThatThrownBy(() -> message.expiringAfter(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> message.expiringAfter(Duration.ofDays(100_000)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> message.mentioning(Collections.nCopies(MessageRequest.MOST_MENTIONS + 1, BOB)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void messages_of_people_can_be_sealed_and_nothing_else() {
    var text = OutgoingMessage.text(CONVERSATION, "hello");

    assertThat(text.protectedBy(Protection.SIGNAL).category()).isEqualTo("PLAIN_TEXT");
    assertThatThrownBy(
            () -> OutgoingMessage.of(CONVERSATION, CallEnd.BUSY).protectedBy(Protection.ENCRYPTED))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_sealed_message_says_for_which_devices() {
    var text = OutgoingMessage.text(CONVERSATION, "hello").protectedBy(Protection.SIGNAL);
    var device = SessionId.random();

    var request = asked(Parcel.sealed(text, new byte[] {3}, "checksum").to(device));

    MessageRequest read = request.params().message();
    assertThat(read.category()).isEqualTo("SIGNAL_TEXT");
    assertThat(read.payload()).containsExactly(3);
    assertThat(read.conversationChecksum()).contains("checksum");
    assertThat(read.sessionId()).contains(device);
  }

  private static BlazeRequest asked(OutgoingMessage message) {
    return asked(Parcel.open(message));
  }

  private static BlazeRequest asked(Parcel parcel) {
    byte[] frame = Request.createMessage(parcel).frame();
    try (var gunzip = new Gunzip()) {
      var read = (Gunzip.GunzipOutcome.Unpacked) gunzip.unpack(frame, 0, frame.length, 1 << 20);
      return ((ParsedRequest.Request) BlazeRequest.parse(read.json())).request();
    }
  }
}
