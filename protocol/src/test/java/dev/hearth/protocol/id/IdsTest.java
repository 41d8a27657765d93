package dev.hearth.protocol.id;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.protocol.key.SessionChecksum;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {
  private static final UserId A = UserId.of("773e5e77-4107-45c2-b648-8fc722ed77f5");
  private static final UserId B = UserId.of("7a54e394-1626-4cd4-b967-543932c2a032");
  private static final UserId C = UserId.of("a34c07a9-755d-4b54-94c5-e45e9a2dd43e");
  private static final UserId D = UserId.of("06aed1e3-bd77-4a59-991a-5bb5ae6fbb09");
  private static final UserId E = UserId.of("8dcf823d-9eb3-4da2-8734-f0aad50c0da6");
  private static final UserId F = UserId.of("e8e5b807-fa8b-455a-8dfa-b189d28310ff");
  private static final UUID RANDOM = UUID.fromString("928c5c40-769c-4e97-8387-fb1ae0645311");

  @Test
  void two_people_have_one_conversation_whoever_names_it() {
    assertThat(ConversationId.ofContact(A, B))
        .hasToString("4fe7719e-a953-333f-9e6a-8f2ff61581c1")
        .isEqualTo(ConversationId.ofContact(B, A));
    assertThat(ConversationId.ofContact(D, A)).hasToString("313a185c-7322-35c9-8ef5-94ba03459001");
    assertThat(ConversationId.ofContact(E, F)).hasToString("718dc74c-5dc9-3190-a0d4-3affdca2680a");
    assertThat(ConversationId.ofContact(A, A)).hasToString("d909c474-eb64-3511-899b-749c82b1c20e");
  }

  @Test
  void a_group_is_named_by_its_owner_its_name_and_its_members() {
    assertThat(ConversationId.ofGroup(A, "Mixin Group", List.of(B, C), RANDOM))
        .hasToString("51cee3d1-8b09-3056-b9da-ba5f1809fa71");
    assertThat(ConversationId.ofGroup(A, "", List.of(B, C), RANDOM))
        .hasToString("a89716d4-a203-3525-881f-c0c6420d9c00");
    assertThat(ConversationId.ofGroup(A, "测试群 🙂", List.of(C, B), RANDOM))
        .hasToString("49d721ff-7991-32ab-b3e7-6d6f39269907");
    assertThat(ConversationId.ofGroup(A, "Solo", List.of(), RANDOM))
        .hasToString("ed7d73f3-cae4-314a-90a2-244a9b2ebf35");
  }

  @Test
  void a_transfer_leaves_one_snapshot_with_each_of_its_parties() {
    TraceId trace = new TraceId(RANDOM);

    assertThat(SnapshotId.ofTransfer(trace, A))
        .hasToString("c07c4e0b-ceff-3aea-9291-4f4e40003323")
        .isNotEqualTo(SnapshotId.ofTransfer(trace, B))
        .isNotEqualTo(SnapshotId.ofTransfer(TraceId.random(), A));
  }

  @Test
  void a_checksum_names_a_set_of_sessions() {
    SessionId c = new SessionId(C.uuid());
    SessionId second = SessionId.of("0bf54b1c-7d6f-4c6b-9e4d-6beaec131923");
    SessionId third = SessionId.of("20f6a174-e370-424b-a25d-b64c6eb4dbf2");

    assertThat(SessionChecksum.of(List.of())).isEmpty();
    assertThat(SessionChecksum.of(List.of(c))).isEqualTo("221bb6e09207e09c825bec15868e8688");
    assertThat(SessionChecksum.of(List.of(c, second, third)))
        .isEqualTo("d8bca868d68999046a6b7346d4d3d80d")
        .isEqualTo(SessionChecksum.of(List.of(third, c, second)));
  }

  @Test
  void an_id_is_read_in_either_case_and_written_in_lower_case() {
    assertThat(UserId.find("773E5E77-4107-45C2-B648-8FC722ED77F5")).contains(A);
    assertThat(UserId.of("773E5E77-4107-45C2-B648-8FC722ED77F5"))
        .hasToString("773e5e77-4107-45c2-b648-8fc722ed77f5");
  }

  @Test
  void text_that_is_not_an_id_is_not_found() {
    for (String text :
        List.of(
            "",
            "1-1-1-1-1",
            "773e5e7741074 5c2b6488fc722ed77f5",
            "773e5e77-4107-45c2-b648-8fc722ed77fg",
            "773e5e77-4107-45c2-b648-8fc722ed77f５",
            "{773e5e77-4107-45c2-b648-8fc722ed77f5}")) {
      assertThat(MessageId.find(text)).as(text).isEmpty();
    }
  }
}
