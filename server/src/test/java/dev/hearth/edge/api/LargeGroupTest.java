package dev.hearth.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.directory.account.Accounts;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.edge.api.TestingApi.Client;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.key.SessionKeyPair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A group of ten thousand.
@Tag("long")
class LargeGroupTest {
  private static final int MEMBERS = 10_000;
  private static final int ONLINE = 1_500;

  @Test
  void ten_thousand_are_brought_together_and_hear_what_is_said(@TempDir Path folder)
      throws Exception {
    try (var api = new TestingApi(folder, MEMBERS)) {
      var owner = api.person("Owner");
      var people = crowd(api, MEMBERS - 1);
      var one = api.person("One");
      var other = api.person("Other");
      var group = ConversationId.random();
      var pair = ConversationId.ofContact(one.id(), other.id());
      api.conversations.create(one.id(), NewConversation.contact(one.id(), other.id()));

      var created = api.post(owner, "/conversations", group(group, people)).data();

      assertThat(created.get("participants")).hasSize(MEMBERS);
      assertThat(
              api.post(
                      owner,
                      "/conversations/" + group + "/participants/ADD",
                      "[{\"user_id\":\"" + one.id() + "\"}]")
                  .code())
          .isEqualTo(20116);

      List<BlockingQueue<String>> online = new ArrayList<>();
      for (var member : people.subList(0, ONLINE)) {
        online.add(api.listen(member));
      }
      for (var pushed : online) {
        assertThat(next(pushed)).contains("\"CREATE\"");
      }
      var elsewhere = api.listen(other);
      var toAll = MessageId.random();
      var toOther = MessageId.random();

      assertThat(api.post(owner, "/messages", text(group, toAll)).data().isNull()).isTrue();
      assertThat(api.post(one, "/messages", text(pair, toOther)).data().isNull()).isTrue();

      assertThat(next(elsewhere)).startsWith(toOther.toString());
      for (var pushed : online) {
        assertThat(next(pushed)).startsWith(toAll.toString());
        assertThat(pushed).isEmpty();
      }
    }
  }

  private static List<Client> crowd(TestingApi api, int size) {
    var key = SessionKeyPair.generate();
    var newcomer = new Accounts.Newcomer("Member", key.key(), "Desktop");
    return api
        .accounts
        .registerPeople(Stream.generate(() -> newcomer).limit(size).toList())
        .stream()
        .map(member -> new Client(member.user(), member.session().id(), key))
        .toList();
  }

  private static String group(ConversationId id, List<Client> members) {
    return members.stream()
        .map(member -> "{\"user_id\":\"" + member.id() + "\"}")
        .collect(
            Collectors.joining(
                ",",
                "{\"conversation_id\":\"" + id + "\",\"category\":\"GROUP\",\"participants\":[",
                "]}"));
  }

  private static String text(ConversationId conversation, MessageId id) {
    return """
    {"conversation_id":"%s","message_id":"%s","category":"PLAIN_TEXT","data":"aGVsbG8="}
    """
        .formatted(conversation, id);
  }

  private static String next(BlockingQueue<String> pushed) throws InterruptedException {
    return Optional.ofNullable(pushed.poll(20, TimeUnit.SECONDS)).orElseThrow();
  }
}
