package dev.hearth.bench;

import dev.hearth.protocol.blaze.AcknowledgementRequest;
import dev.hearth.protocol.blaze.BlazeAction;
import dev.hearth.protocol.blaze.BlazeFrames;
import dev.hearth.protocol.blaze.BlazeRequest;
import dev.hearth.protocol.blaze.Gunzip;
import dev.hearth.protocol.blaze.GzipFrame;
import dev.hearth.protocol.blaze.MessageRequest;
import dev.hearth.protocol.blaze.MessageSource;
import dev.hearth.protocol.blaze.MessageStatus;
import dev.hearth.protocol.blaze.MessageView;
import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.MessageId;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.OneTimePreKey;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.PreKeyRequest;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.protocol.key.PreKeyUpload.ParsedUpload;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A minimal server in memory, just enough to be measured: a client that was offline gets the
/// messages that were sent meanwhile. A test can make it mishandle one of its pushes. A token is
/// the user's id.
@SuppressWarnings("FutureReturnValueIgnored") // the tests see what doesn't arrive
final class TestingServer implements World {
  enum Fault {
    NONE,
    LOSE,
    DOUBLE,
    SWAP,
    CHANGE,
    /// A one-time key is given out again.
    REPEAT
  }

  private static final AttributeKey<UserId> USER = AttributeKey.valueOf("user");
  private static final int FAULTY_PUSH = 50;

  private final Fault fault;
  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel listening;
  private final Map<ConversationId, Collection<UserId>> members = new ConcurrentHashMap<>();
  private final Map<UserId, Channel> online = new HashMap<>();
  private final Map<UserId, Map<MessageId, byte[]>> pending = new HashMap<>();
  private final Map<MessageId, UserId> authors = new HashMap<>();
  private final Set<MessageId> read = new HashSet<>();
  private final Map<UserId, PreKeyUpload> uploads = new HashMap<>();
  private final Map<UserId, Deque<OneTimePreKey>> stocks = new HashMap<>();
  private final Gunzip gunzip = new Gunzip();
  private int pushes;
  private Optional<byte[]> heldBack = Optional.empty();
  private final AtomicLong entries = new AtomicLong();

  TestingServer(Fault fault) {
    this.fault = fault;
    this.listening =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(new HttpServerCodec(), new HttpObjectAggregator(8192))
                        .addLast(new SignIn())
                        .addLast(new WebSocketServerProtocolHandler("/", "Mixin-Blaze-1"))
                        .addLast(new Frames());
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), 0)
            .syncUninterruptibly()
            .channel();
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  @Override
  public ProcessUsage process() {
    return ProcessUsage.ownOne();
  }

  @Override
  public Heap heap() {
    return new Heap() {
      @Override
      public long liveBytes() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
      }

      @Override
      public void collect() {}
    };
  }

  @Override
  public List<Person> people(int count) {
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      UserId user = UserId.random();
      people.add(new Person(user, new SessionId(UUID.randomUUID()), user.toString()));
    }
    return people;
  }

  @Override
  public ConversationId contact(Person one, Person other) {
    var id = ConversationId.ofContact(one.user(), other.user());
    members.put(id, List.of(one.user(), other.user()));
    return id;
  }

  @Override
  public ConversationId group(Person owner, List<Person> others) {
    var id = new ConversationId(UUID.randomUUID());
    List<UserId> users = new ArrayList<>(others.stream().map(Person::user).toList());
    users.add(owner.user());
    members.put(id, users);
    return id;
  }

  @Override
  public double logEntries() {
    return entries.get();
  }

  @Override
  public void close() {
    listening.close().syncUninterruptibly();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private void create(Channel from, UserId author, BlazeRequest request) {
    MessageRequest message = request.params().message();
    MessageId id = message.messageId().orElseThrow();
    authors.put(id, author);
    entries.incrementAndGet();
    send(from, BlazeFrames.reply(request.id(), request.action()));
    byte[] payload = message.payload().clone();
    boolean wrong = ++pushes == FAULTY_PUSH;
    if (wrong && fault == Fault.CHANGE) {
      payload[3] ^= 1;
    }
    byte[] push = push(author, id, message, payload);
    for (UserId member : members.getOrDefault(message.conversationId().orElseThrow(), List.of())) {
      if (!member.equals(author)) {
        push(member, id, push, wrong);
      }
    }
  }

  private void push(UserId to, MessageId id, byte[] push, boolean wrong) {
    pending.computeIfAbsent(to, _ -> new LinkedHashMap<>()).put(id, push);
    Channel channel = online.get(to);
    if (channel == null || (wrong && fault == Fault.LOSE)) {
      return;
    }
    if (wrong && fault == Fault.SWAP) {
      heldBack = Optional.of(push);
      return;
    }
    send(channel, push);
    heldBack.ifPresent(earlier -> send(channel, earlier));
    heldBack = Optional.empty();
    if (wrong && fault == Fault.DOUBLE) {
      send(channel, push);
    }
  }

  private void acknowledge(UserId reader, AcknowledgementRequest word) {
    Map<MessageId, byte[]> rest = pending.get(reader);
    if (rest == null || rest.remove(word.messageId()) == null || !read.add(word.messageId())) {
      return;
    }
    Channel author = online.get(authors.get(word.messageId()));
    if (author != null) {
      var receipt = MessageView.receipt(reader, word.messageId(), MessageStatus.READ, 1, 2);
      send(author, BlazeFrames.push(fresh(), BlazeAction.ACKNOWLEDGE_MESSAGE_RECEIPT, receipt));
    }
  }

  private void leave(UserId user, ParsedUpload.Upload upload) {
    uploads.put(user, upload.keys());
    stocks.computeIfAbsent(user, _ -> new ArrayDeque<>()).addAll(upload.keys().oneTime());
  }

  private PreKeyBundle take(PreKeyRequest wanted) {
    PreKeyUpload keys = Objects.requireNonNull(uploads.get(wanted.user()));
    Deque<OneTimePreKey> stock = stocks.getOrDefault(wanted.user(), new ArrayDeque<>());
    return new PreKeyBundle(
        wanted.user(),
        wanted.session().orElseThrow(),
        1,
        keys.identity(),
        keys.signed(),
        Optional.ofNullable(fault == Fault.REPEAT ? stock.peek() : stock.poll()));
  }

  private static byte[] push(UserId author, MessageId id, MessageRequest message, byte[] payload) {
    return BlazeFrames.push(
        fresh(),
        BlazeAction.CREATE_MESSAGE,
        new MessageView(
            message.conversationId(),
            author,
            Optional.empty(),
            id.toString(),
            message.category(),
            payload,
            MessageStatus.SENT,
            MessageSource.CREATE_MESSAGE,
            Optional.empty(),
            Optional.empty(),
            false,
            0,
            1,
            1));
  }

  private static void send(Channel channel, byte[] json) {
    channel.writeAndFlush(
        new BinaryWebSocketFrame(Unpooled.wrappedBuffer(GzipFrame.pack(json, 100_000))));
  }

  private static String fresh() {
    return UUID.randomUUID().toString();
  }

  private static final class SignIn extends SimpleChannelInboundHandler<FullHttpRequest> {
    SignIn() {
      super(false);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
      String token = request.headers().get("Authorization", "").substring("Bearer ".length());
      ctx.channel().attr(USER).set(UserId.of(token));
      ctx.fireChannelRead(request);
    }
  }

  private final class Frames extends SimpleChannelInboundHandler<BinaryWebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, BinaryWebSocketFrame frame) {
      byte[] bytes = ByteBufUtil.getBytes(frame.content());
      var json =
          ((Gunzip.GunzipOutcome.Unpacked) gunzip.unpack(bytes, 0, bytes.length, 1 << 20)).json();
      var request = ((BlazeRequest.ParsedRequest.Request) BlazeRequest.parse(json)).request();
      UserId user = ctx.channel().attr(USER).get();
      switch (request.action()) {
        case BlazeAction.LIST_PENDING_MESSAGES -> {
          ctx.writeAndFlush(new PingWebSocketFrame());
          online.put(user, ctx.channel());
          send(ctx.channel(), BlazeFrames.reply(request.id(), request.action()));
          pending.getOrDefault(user, Map.of()).values().forEach(push -> send(ctx.channel(), push));
        }
        case BlazeAction.CREATE_MESSAGE -> create(ctx.channel(), user, request);
        case BlazeAction.SYNC_SIGNAL_KEYS -> {
          request.params().keys().ifPresent(keys -> leave(user, (ParsedUpload.Upload) keys));
          send(ctx.channel(), BlazeFrames.reply(request.id(), request.action()));
        }
        case BlazeAction.CONSUME_SESSION_SIGNAL_KEYS -> {
          var bundle = take(request.params().recipients().getFirst());
          send(
              ctx.channel(),
              BlazeFrames.reply(
                  request.id(),
                  request.action(),
                  out -> {
                    out.writeStartArray();
                    bundle.writeTo(out);
                    out.writeEndArray();
                  }));
        }
        default -> {
          request.params().acknowledgements().forEach(word -> acknowledge(user, word));
          send(ctx.channel(), BlazeFrames.reply(request.id(), request.action()));
        }
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      online.remove(ctx.channel().attr(USER).get(), ctx.channel());
    }
  }
}
