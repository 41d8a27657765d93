package dev.hearth.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.chat.Outcome;
import dev.hearth.chat.directory.account.Caller;
import dev.hearth.chat.directory.account.User;
import dev.hearth.chat.directory.conversation.NewConversation;
import dev.hearth.chat.media.Attachment;
import dev.hearth.chat.media.Attachments;
import dev.hearth.chat.media.Uploaded;
import dev.hearth.chat.message.action.Sending.Sent;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.id.AttachmentId;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionKeyPair;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// People who write to each other on an {@link OpenFloors}, and the answers they got: every
/// answered message has to be there after any start.
final class World {
  private static final int CONTENT_BYTES = 20_000;

  record Person(User user, Caller caller) {}

  record Answered(ConversationId conversation, Person author, String text) {}

  final List<Person> people = new ArrayList<>();
  final Map<ConversationId, List<Person>> members = new HashMap<>();
  final Map<MessageId, Answered> messages = new HashMap<>();
  final Map<AttachmentId, byte[]> attachments = new LinkedHashMap<>();
  String serverKey = "";
  private final Random random;

  World(Random random) {
    this.random = random;
  }

  /// Some people, who all know each other, and a group of all.
  void settle(OpenFloors floors, int count) {
    serverKey = floors.chat().directory().accounts().serverKey().publicKey().toString();
    for (int i = 0; i < count; i++) {
      User user =
          floors
              .chat()
              .directory()
              .accounts()
              .registerPerson("Person " + random.nextInt(1_000_000));
      var session =
          floors
              .chat()
              .directory()
              .accounts()
              .openSession(user.id(), SessionKeyPair.generate().key(), "iOS");
      var caller = new Caller(user.id(), session.id(), false, session.createdAt());
      people.add(new Person(user, caller));
    }
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        talk(floors, List.of(people.get(i), people.get(j)));
      }
    }
    talk(floors, people);
  }

  private void talk(OpenFloors floors, List<Person> who) {
    UserId creator = who.getFirst().user.id();
    List<UserId> others = who.stream().skip(1).map(person -> person.user.id()).toList();
    NewConversation wanted =
        others.size() == 1
            ? NewConversation.contact(creator, others.getFirst())
            : NewConversation.group(ConversationId.random(), "All of us", others);
    assertThat(floors.chat().directory().conversations().create(creator, wanted))
        .isInstanceOf(Outcome.Done.class);
    members.put(wanted.id(), who);
  }

  /// Messages of anybody to anybody; returns once all are answered.
  void write(OpenFloors floors, int count) {
    List<ConversationId> conversations =
        members.keySet().stream().sorted(Comparator.comparing(ConversationId::uuid)).toList();
    for (int i = 0; i < count; i++) {
      ConversationId to = conversations.get(random.nextInt(conversations.size()));
      Person author = members.get(to).get(random.nextInt(members.get(to).size()));
      send(floors, author, to);
    }
  }

  /// Whether a message that is said now is taken; it is remembered then.
  boolean send(OpenFloors floors, Person author, ConversationId to) {
    return said(floors, author, to, true).isPresent();
  }

  /// Says something that nobody has to remember.
  MessageId unheard(OpenFloors floors, Person author, ConversationId to) {
    return said(floors, author, to, false).orElseThrow();
  }

  private Optional<MessageId> said(
      OpenFloors floors, Person author, ConversationId to, boolean remembered) {
    String text = text(50 + random.nextInt(1_500));
    var id = new MessageId(new UUID(random.nextLong(), random.nextLong()));
    var request = MessageRequest.of(to, id, "PLAIN_TEXT", text.getBytes(StandardCharsets.US_ASCII));
    var sent = new CompletableFuture<Sent>();
    floors.chat().message().sending().sendAll(author.caller, List.of(request), sent::complete);
    boolean taken = sent.orTimeout(20, TimeUnit.SECONDS).join() instanceof Sent.Accepted;
    if (taken && remembered) {
      messages.put(id, new Answered(to, author, text));
    }
    return taken ? Optional.of(id) : Optional.empty();
  }

  void upload(OpenFloors floors, int count) {
    Attachments store = floors.chat().media().attachments();
    for (int i = 0; i < count; i++) {
      byte[] content = new byte[1 + random.nextInt(CONTENT_BYTES)];
      random.nextBytes(content);
      var created =
          (Attachments.Created.New)
              store.create(people.get(random.nextInt(people.size())).user.id());
      Attachment attachment = created.attachment();
      assertThat(
              store.upload(
                  attachment.id(), OptionalLong.empty(), new ByteArrayInputStream(content)))
          .isInstanceOf(Uploaded.Shelved.class);
      attachments.put(attachment.id(), content);
    }
  }

  private String text(int length) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}
