package dev.hearth.sdk;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.payload.Attachment;
import dev.hearth.protocol.payload.File;
import dev.hearth.protocol.payload.Payload;
import dev.hearth.protocol.payload.Text;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// Something that was said to a [HearthBot], and the way to answer. It may be kept, and answered
/// later and from any thread.
///
/// @param <P> what it is: a [Text], an [dev.hearth.protocol.payload.Image]
public final class Said<P extends Payload> {
  private final HearthBot bot;
  private final IncomingMessage message;
  private final P content;
  private final String words;
  private final AtomicInteger replies = new AtomicInteger();

  Said(HearthBot bot, IncomingMessage message, P content, String words) {
    this.bot = bot;
    this.message = message;
    this.content = content;
    this.words = words;
  }

  public P content() {
    return content;
  }

  /// The text; in [HearthBot#onCommand], the text after the command, without surrounding white
  /// space. "" when the message is not text.
  public String text() {
    return words;
  }

  /// The author: a person or another bot. Looked up at the server, and remembered for an hour. The
  /// server itself has no name, and neither do users it does not know.
  ///
  /// @throws HearthException when the server can't be asked
  public User author() {
    return bot.user(message.author());
  }

  public ConversationId conversation() {
    return message.conversation();
  }

  /// Whether it was said in a group, rather than to the bot alone.
  public boolean inGroup() {
    return !conversation().equals(ConversationId.ofContact(bot.id(), message.author()));
  }

  /// All there is to know of the message.
  public IncomingMessage message() {
    return message;
  }

  /// Says a text where this was said. See [#reply(Payload.Sendable)].
  public Sent reply(String text) throws InterruptedException {
    return reply(new Text(text));
  }

  /// Says something where this was said, protected as this was, or as well as its author has spoken
  /// before when this was [weaker][IncomingMessage#weaker]; the protocol has no protection for
  /// buttons and cards, which the server can read. Waits until the server holds it; a refusal is
  /// logged as well.
  ///
  /// The first reply to a message always has the same id, and so the second: should the bot die
  /// before it is through with a message, which then comes again, nobody is answered twice. Nobody
  /// else can compute that id, and send something else under it.
  ///
  /// @throws HearthException when the session was ended or the bot closed
  public Sent reply(Payload.Sendable payload) throws InterruptedException {
    return answer(OutgoingMessage.of(conversation(), payload));
  }

  /// Replies with a text that quotes the message, as is usual in groups. See
  /// [#quote(Payload.Sendable)].
  public Sent quote(String text) throws InterruptedException {
    return quote(new Text(text));
  }

  /// As [#reply(Payload.Sendable)], and quotes the message: apps show it above the reply.
  ///
  /// {@snippet class="dev.hearth.testkit.BotExamplesTest" region="quote" :
  ///
  /// bot.onText(said -> said.quote("I have read this."));
  /// }
  ///
  /// @throws HearthException when the session was ended or the bot closed
  public Sent quote(Payload.Sendable payload) throws InterruptedException {
    return answer(OutgoingMessage.of(conversation(), payload).quoting(message.id()));
  }

  /// Replies with a file, under its own name; the name says the type. It is sealed when the reply
  /// is protected. See [#reply(Payload.Sendable)].
  ///
  /// {@snippet class="dev.hearth.testkit.BotExamplesTest" region="file" :
  ///
  /// bot.onCommand("/menu", said -> said.replyFile(folder.resolve("menu.pdf")));
  /// }
  ///
  /// @throws IOException when the file can't be read
  public Sent replyFile(Path file) throws IOException, InterruptedException {
    String name = file.getFileName().toString();
    String type = URLConnection.guessContentTypeFromName(name);
    return replyFile(file, type == null ? "application/octet-stream" : type, name);
  }

  /// As [#replyFile(Path)], with a type and a name of one's own.
  ///
  /// @param mimeType such as `text/plain`
  /// @param name as others see it
  /// @throws IOException when the file can't be read
  public Sent replyFile(Path file, String mimeType, String name)
      throws IOException, InterruptedException {
    return reply(File.of(upload(file, mimeType), name));
  }

  private Sent answer(OutgoingMessage draft) throws InterruptedException {
    OutgoingMessage reply = draft.withId(bot.replyId(message.id(), replies.incrementAndGet()));
    if (!inGroup()) {
      reply = reply.to(message.author());
    }
    return bot.send(
        protection().covers(reply.category()) ? reply.protectedBy(protection()) : reply);
  }

  /// As the message was; as well as others of its author's where it was less protected, for a
  /// server can write what is not, and where the server tells of what its author did, such as a
  /// payment. In groups people speak to bots in the open.
  private Protection protection() {
    boolean told = message.weaker() || message.category().startsWith("SYSTEM_");
    return told && !inGroup() ? bot.spokenBy(message.author()) : message.protection();
  }

  /// Uploads a file for a reply that is more than a file, such as an image with its size. It is
  /// sealed when the reply will be protected.
  ///
  /// @throws IOException when the file can't be read
  public Attachment upload(Path file, String mimeType) throws IOException {
    HearthApi api = bot.client().api();
    return protection() == Protection.NONE
        ? api.upload(file, mimeType)
        : api.uploadSealed(file, mimeType);
  }

  /// Fetches the file of an image, a video, an audio or a file, opened if it was sealed. See
  /// [HearthApi#download].
  ///
  /// @param mostBytes what is larger is not fetched
  /// @throws IOException when `into` can't be written
  public Downloaded download(Attachment attachment, Path into, long mostBytes) throws IOException {
    return bot.client().api().download(attachment, into, mostBytes);
  }
}
