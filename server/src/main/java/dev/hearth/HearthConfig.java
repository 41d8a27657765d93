package dev.hearth;

import dev.hearth.chat.Chat;
import dev.hearth.chat.Rates;
import dev.hearth.chat.directory.account.VisibleName;
import dev.hearth.chat.directory.invitation.SignUpPolicy;
import dev.hearth.chat.directory.link.SignInCodes.CodeLength;
import dev.hearth.chat.media.Attachments;
import dev.hearth.edge.ClientAddresses;
import dev.hearth.edge.ConnectionGate;
import dev.hearth.edge.Edge;
import dev.hearth.edge.PortListener;
import dev.hearth.edge.api.Resources;
import dev.hearth.edge.blaze.BlazeSettings;
import dev.hearth.edge.http.Shell;
import dev.hearth.edge.json.CodeUrls;
import dev.hearth.edge.json.FiatRate;
import dev.hearth.edge.json.FileUrls;
import dev.hearth.edge.json.TurnServers;
import dev.hearth.platform.runtime.OpenFiles;
import dev.hearth.platform.runtime.StartRefused;
import dev.hearth.platform.settings.ByteSize;
import dev.hearth.platform.settings.Secret;
import dev.hearth.platform.settings.Section;
import dev.hearth.platform.settings.Setting;
import dev.hearth.platform.settings.SettingsFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Everything an operator can set. `docs/configuration.md` is made from it.
///
/// Only {@link Floors} reads what it says: a part is handed the values it uses.
public record HearthConfig(
    @Section("Where Hearth keeps what must survive.") DataSettings data,
    @Section("The directory: users, sessions, conversations, keys; see operating.md.")
        DirectorySettings directory,
    @Section("Where Hearth listens: one port for the HTTP API and for Blaze.")
        ServerSettings server,
    @Section("Accounts: how people get theirs; see operating.md.") AccountSettings account,
    @Section("Log lines; they go to standard error. SIGHUP has `level` and `levels` read again.")
        LoggingSettings logging,
    @Section("The HTTP API.") HttpSettings http,
    @Section("The Blaze WebSocket.") SocketSettings socket,
    @Section("The web messenger; see web.md.") WebSettings web,
    @Section("The delivery of messages to sessions.") DeliverySettings delivery,
    @Section("The durable log of messages.") LogSettings log,
    @Section("Conversations and their members.") ConversationSettings conversation,
    @Section("Stickers; see operating.md.") StickerSettings sticker,
    @Section("The TURN servers that calls go through; see operating.md.") TurnSettings turn,
    @Section("The currencies that apps can show amounts in.") FiatSettings fiat,
    @Section("Points and credits that users transfer to each other; see operating.md.")
        LedgerSettings ledger,
    @Section("The PINs of accounts.") PinSettings pin,
    @Section("Attachments: what is uploaded to be fetched by others.")
        AttachmentSettings attachment,
    @Section(
            "How much work each user, session or address may have the server do: a number of units"
                + " at once, and how many come back. More is refused with 429, which says"
                + " the allowance and when it refills, unless it says otherwise here. See"
                + " limits.md.")
        Rates allowance) {

  public HearthConfig {
    // A device that gets a message on its last day must still find the attachment.
    if (attachment.retention().compareTo(log.retention()) < 0) {
      throw new IllegalArgumentException(
          "attachment.retention must be at least as long as log.retention");
    }
  }

  /// @throws dev.hearth.platform.settings.InvalidSettings when something in `text` is wrong
  public static HearthConfig parse(String text) {
    return SettingsFile.read(HearthConfig.class, text);
  }

  /// @param base where relative paths begin
  Chat.ChatSettings chat(Path base) {
    return new Chat.ChatSettings(
        delivery.window(),
        delivery.windowBytes(),
        log.queue(),
        log.queueMemory().bytes(),
        log.cache().bytes(),
        log.retention(),
        log.clockLag(),
        conversation.mostMembers(),
        ledger.enabled(),
        pin.hashMemory().bytes(),
        account.signUp(),
        new Attachments.AttachmentLimits(
            attachment.mostBytes().bytes(),
            attachment.quota().bytes(),
            attachment.retention(),
            attachment.uploads()),
        Math.max(attachment.leaveFree().bytes(), log.leaveFree().bytes()),
        sticker.folder().map(base::resolve),
        allowance);
  }

  /// Those that are named, and the server's own as clients know it.
  private Set<String> origins() {
    Set<String> origins = new HashSet<>(socket.origins());
    http.findPublicUrl()
        .map(URI::create)
        .ifPresent(url -> origins.add(url.getScheme() + "://" + url.getRawAuthority()));
    return Set.copyOf(origins);
  }

  private String serverName() {
    return account
        .serverName()
        .or(() -> http.findPublicUrl().map(url -> URI.create(url).getHost()))
        .orElse("Hearth");
  }

  /// @param base where relative paths begin
  Edge.EdgeSettings edge(Path base) {
    return new Edge.EdgeSettings(
        new PortListener.PortSettings(server.host(), server.port(), server.tls(base)),
        server.publicMetrics(),
        server.connections(),
        ClientAddresses.trusting(server.trustedProxies()),
        new BlazeSettings(
            (int) socket.mostFrame().bytes(),
            (int) socket.mostInflated().bytes(),
            socket.mostRatio(),
            (int) socket.unpackRate().bytes(),
            socket.mostUnfinished().bytes(),
            socket.finishWithin(),
            (int) socket.storedBelow().bytes(),
            socket.pingEvery(),
            socket.idleTimeout(),
            BlazeSettings.USUAL_FAREWELL,
            origins()),
        allowance.failedHandshakes(),
        http.limits(),
        new Resources.ApiSettings(
            serverName(),
            new CodeUrls(http.codeUrl()),
            new FileUrls.FileUrlSettings(http.findPublicUrl(), attachment.viewWithin()),
            turn.servers(),
            fiat.rated()),
        web.enabled());
  }

  public record DataSettings(
      @Setting(
              value =
                  "The folder of all data: the log, the directory, the token of the local door."
                      + " A relative path begins at the folder of the settings file. One server"
                      + " at a time uses it.",
              is = "data")
          Path folder) {}

  /// @param url of a PostgreSQL database; it may hold a password
  public record DirectorySettings(
      @Setting(
              "The PostgreSQL database that keeps the directory:"
                  + " `jdbc:postgresql://host/database?user=hearth&password=…`. Without it, the directory"
                  + " is a file in the data folder.")
          Optional<Secret> url) {
    public DirectorySettings {
      if (url.filter(one -> !one.text().startsWith("jdbc:postgresql:")).isPresent()) {
        throw new IllegalArgumentException("directory.url begins with jdbc:postgresql:");
      }
    }
  }

  public record ServerSettings(
      @Setting(
              value = "The address to listen on; `0.0.0.0` is all of this machine's.",
              is = "127.0.0.1")
          String host,
      @Setting(value = "The port; 0 takes a free one.", is = "8480", most = 65_535) int port,
      @Setting("A PEM file with the certificate and its chain; with it, Hearth speaks TLS only.")
          Optional<Path> tlsCertificate,
      @Setting("A PEM file with the certificate's private key.") Optional<Path> tlsKey,
      @Setting(
              value =
                  "The IP addresses of proxies in front of Hearth, separated by commas. They must"
                      + " write the address of each client into `X-Forwarded-For`: what one client"
                      + " may have at a time counts for it. Without that, all clients of a proxy"
                      + " count as one.",
              is = "127.0.0.1, ::1")
          List<String> trustedProxies,
      @Setting(
              "How many connections may be open at a time; at least 16. Those over which no good"
                  + " token came may be half of them: beyond it, the oldest of those is closed for"
                  + " each new one. Without it, the files that the process may have open"
                  + " (`ulimit -n`) less those that the stores need, and one for each 32 KiB of the"
                  + " heap at most.")
          Optional<Integer> mostConnections,
      @Setting(
              value =
                  "How many of them one address may have, and a quarter of all at most. An IPv6"
                      + " network of 64 bits is one address; a trusted proxy may have any number.",
              is = "1000",
              least = 1)
          int mostConnectionsEach,
      @Setting(
              value =
                  "Whether everybody may have `GET /metrics`. Otherwise only programs on this"
                      + " machine may, and the requests that a proxy on this machine passes on with"
                      + " `X-Forwarded-For` or `Forwarded` get 404.",
              is = "no")
          boolean publicMetrics) {
    public ServerSettings {
      trustedProxies = List.copyOf(trustedProxies);
      ClientAddresses.trusting(trustedProxies);
      if (mostConnections.filter(most -> most < 16).isPresent()) {
        throw new IllegalArgumentException("server.most-connections is at least 16");
      }
      if (tlsCertificate.isPresent() != tlsKey.isPresent()) {
        throw new IllegalArgumentException(
            "server.tls-certificate and server.tls-key go together: set both or none");
      }
    }

    /// @throws dev.hearth.platform.runtime.StartRefused when fewer files may be open
    ConnectionGate.ConnectionLimits connections() {
      int possible = OpenFiles.ofThisProcess().connections();
      long inHeap = Math.max(1_024, Runtime.getRuntime().maxMemory() / HEAP_EACH);
      int most = mostConnections.orElse((int) Math.min(possible, inHeap));
      if (most > possible) {
        throw new StartRefused(
            "server.most-connections is "
                + most
                + ", but there are files for "
                + possible
                + ": raise the limit of open files (ulimit -n, LimitNOFILE)");
      }
      return new ConnectionGate.ConnectionLimits(
          most, Math.max(1, Math.min(mostConnectionsEach, most / 4)));
    }

    /// The most heap that an idle connection takes.
    private static final int HEAP_EACH = 32 << 10;

    Optional<PortListener.Tls> tls(Path base) {
      return tlsCertificate.flatMap(certificate ->
          tlsKey.map(key -> new PortListener.Tls(base.resolve(certificate), base.resolve(key))));
    }
  }

  public record AccountSettings(
      @Setting(
              value =
                  "Whether people may make accounts, beside those that you add with `user add`:"
                      + " `invitation` lets people with one of `hearth invite`, `open` lets"
                      + " everybody, `closed` lets nobody.",
              is = "invitation")
          SignUpPolicy signUp,
      @Setting(
              "The name of this server, which people see who are invited to it. Without it, the host"
                  + " of `http.public-url`, or `Hearth`.")
          Optional<String> serverName,
      @Setting(
              value =
                  "How long the codes of `user code` are: `long` has 16 digits, `short` four. The stock"
                      + " apps take no others than short ones; those end after five wrong tries,"
                      + " and after ten in a day the person's codes are useless until the next,"
                      + " except for one of `user code --long`.",
              is = "long")
          CodeLength codeLength) {
    public AccountSettings {
      if (serverName.filter(name -> !VisibleName.is(name, LONGEST_NAME)).isPresent()) {
        throw new IllegalArgumentException(
            "account.server-name has 1 to 64 characters, and shows something");
      }
    }

    private static final int LONGEST_NAME = 64;
  }

  /// For the program: the server itself only logs.
  public record LoggingSettings(
      @Setting(
              value =
                  "How a line is written: `text` for people, `json` for programs, an object a line.",
              is = "text")
          LogFormat format,
      @Setting(
              value =
                  "From which level on Hearth's own lines are written: `error`, `warn`, `info`,"
                      + " `debug` or `trace`. Those of libraries are written from `warn` on, and"
                      + " those of the audit always, unless `logging.levels` names it.",
              is = "info")
          LogLevel level,
      @Setting(
              "Other levels for parts and libraries, with commas: `dev.hearth.edge debug,"
                  + " io.netty info`. The longest name that a logger's begins with counts.")
          List<String> levels) {
    private static final Pattern LEVEL_OF = Pattern.compile("([\\w.$]+)\\s+([A-Za-z]+)");

    public LoggingSettings {
      levels = List.copyOf(levels);
      if (!levels.stream().allMatch(one -> find(one).isPresent())) {
        throw new IllegalArgumentException(
            "logging.levels are each a logger's name and a level, like dev.hearth.edge debug");
      }
    }

    /// The levels by the names of their loggers.
    public Map<String, LogLevel> named() {
      Map<String, LogLevel> named = new LinkedHashMap<>();
      levels.stream()
          .flatMap(one -> find(one).stream())
          .forEach(one -> named.put(one.getKey(), one.getValue()));
      return named;
    }

    private static Optional<Map.Entry<String, LogLevel>> find(String text) {
      var matcher = LEVEL_OF.matcher(text);
      return matcher.matches()
          ? Stream.of(LogLevel.values())
              .filter(level -> level.name().equalsIgnoreCase(matcher.group(2)))
              .findAny()
              .map(level -> Map.entry(matcher.group(1), level))
          : Optional.empty();
    }
  }

  /// How a log line is written.
  public enum LogFormat {
    TEXT,
    JSON
  }

  /// From which level on lines are written.
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  public record HttpSettings(
      @Setting(
              value = "The largest body of a request, up to 16 MiB.",
              is = "1 MiB",
              least = 1_024,
              most = 16 << 20)
          ByteSize mostBody,
      @Setting(
              "How many bytes of bodies of requests may be in memory at a time, and as many of"
                  + " answers that clients have not taken yet; at least 64 MiB. Each address may"
                  + " have a sixteenth of it, or 16 MiB where that is more. Without it, an eighth"
                  + " of the heap.")
          Optional<ByteSize> mostHeld,
      @Setting(
              value =
                  "The address that links to people and groups begin with; the code follows it. Apps"
                      + " open links of the host they were built for themselves, and all others"
                      + " in a browser.",
              is = "https://mixin.one/codes/")
          String codeUrl,
      @Setting(
              "Where clients reach this server (`https://chat.example.org`), for the addresses of"
                  + " attachments and pictures. Without it, attachments are where a client's"
                  + " request went, and pictures where the server listens.")
          Optional<String> publicUrl) {
    public HttpSettings {
      if (mostHeld
          .filter(size -> size.bytes() < Shell.RequestLimits.LEAST_HELD_BYTES)
          .isPresent()) {
        throw new IllegalArgumentException("http.most-held is at least 64 MiB");
      }
      if (publicUrl.filter(url -> !PUBLIC_URL.matcher(url).matches()).isPresent()) {
        throw new IllegalArgumentException(
            "http.public-url is a scheme and a host, like https://chat.example.org");
      }
    }

    private static final Pattern PUBLIC_URL = Pattern.compile("https?://[A-Za-z0-9.\\[\\]:_-]+/?");

    Shell.RequestLimits limits() {
      long eighth = Runtime.getRuntime().maxMemory() / 8;
      long held =
          mostHeld
              .map(ByteSize::bytes)
              .orElse(Math.max(Shell.RequestLimits.LEAST_HELD_BYTES, eighth));
      return Shell.RequestLimits.usual((int) mostBody.bytes(), held);
    }

    /// Without a slash at its end.
    Optional<String> findPublicUrl() {
      return publicUrl.map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }
  }

  public record WebSettings(
      @Setting(
              value =
                  "Whether browsers that open this server's address get the web messenger. Programs"
                      + " get the API there in any case.",
              is = "yes")
          boolean enabled) {}

  public record SocketSettings(
      @Setting(
              value = "The largest frame as it comes over the wire, from 1 KiB to 16 MiB.",
              is = "256 KiB",
              least = 1_024,
              most = 16 << 20)
          ByteSize mostFrame,
      @Setting(
              value = "The largest frame once it is unpacked, from 1 KiB to 16 MiB.",
              is = "1 MiB",
              least = 1_024,
              most = 16 << 20)
          ByteSize mostInflated,
      @Setting(
              value =
                  "How many times as long as on the wire a frame may be once it is unpacked, beyond"
                      + " 64 KiB. From 10 to 10000.",
              is = "100",
              least = 10,
              most = 10_000)
          int mostRatio,
      @Setting(
              value =
                  "At most this many unpacked bytes of a connection are read in a second, and eight"
                      + " seconds' worth at once; beyond it, we read from it more slowly. Frames"
                      + " count that unpack to over 4 KiB, or to over 8 times their length. From"
                      + " 16 KiB to 1 GiB.",
              is = "1 MiB",
              least = 16 << 10,
              most = 1 << 30)
          ByteSize unpackRate,
      @Setting(
              value =
                  "At most this many bytes of frames and fragmented messages that have not come to"
                      + " their end yet, or wait to be unpacked, are held at a time. Each user may"
                      + " have an eighth of it, each address half; beyond it, messages are refused"
                      + " with 429. From 1 MiB to 4 GiB, and at least 8 times `socket.most-frame`.",
              is = "32 MiB",
              least = 1 << 20,
              most = 4L << 30)
          ByteSize mostUnfinished,
      @Setting(
              value = "A connection that leaves a message unfinished for this time is closed.",
              is = "60s",
              least = 1,
              most = 3_600)
          Duration finishWithin,
      @Setting(
              value =
                  "Frames below this size go out as gzip without compression, which costs next to"
                      + " no time; larger ones are compressed. At most 32 KiB.",
              is = "4 KiB",
              most = 32 << 10)
          ByteSize storedBelow,
      @Setting(value = "How often a connection is pinged.", is = "15s", least = 1, most = 3_600)
          Duration pingEvery,
      @Setting(
              value = "A connection that is silent for this time is closed; longer than two pings.",
              is = "60s",
              least = 2,
              most = 86_400)
          Duration idleTimeout,
      @Setting(
              "Pages of these origins (`https://chat.example.org`, separated by commas) may"
                  + " connect; the server's own pages may, and so may every client that sends its"
                  + " token in a header, which no page can.")
          List<String> origins) {
    public SocketSettings {
      if (idleTimeout.compareTo(pingEvery.multipliedBy(2)) < 0) {
        throw new IllegalArgumentException(
            "socket.idle-timeout must be at least twice socket.ping-every");
      }
      if (mostUnfinished.bytes() < 8 * mostFrame.bytes()) {
        throw new IllegalArgumentException(
            "socket.most-unfinished must be at least 8 times socket.most-frame");
      }
      origins = List.copyOf(origins);
    }
  }

  public record DeliverySettings(
      @Setting(
              value =
                  "How many messages may be on their way to a session without its acknowledgement;"
                      + " then it gets the next ones as it acknowledges. From 1 to 100000.",
              is = "1000",
              least = 1,
              most = 100_000)
          int window,
      @Setting(
              "The memory that all these messages together may take, at some 90 bytes each, and one"
                  + " user's an eighth of it. Once it is used up, a session gets 16 messages at a"
                  + " time. Without it, an eighth of the heap.")
          Optional<ByteSize> windowMemory) {
    public DeliverySettings {
      if (windowMemory.filter(memory -> memory.bytes() < LEAST_WINDOW_BYTES).isPresent()) {
        throw new IllegalArgumentException("delivery.window-memory is at least 1 MiB");
      }
    }

    private static final long LEAST_WINDOW_BYTES = 1 << 20;

    long windowBytes() {
      return windowMemory
          .map(ByteSize::bytes)
          .orElseGet(() -> Math.max(LEAST_WINDOW_BYTES, Runtime.getRuntime().maxMemory() / 8));
    }
  }

  public record LogSettings(
      @Setting(
              value =
                  "A message that somebody has not fetched is kept for this time; one that"
                      + " everybody has acknowledged goes earlier. An entry for one device, such"
                      + " as a key, is kept for 30 days at least. At least an hour.",
              is = "7d",
              least = 3_600)
          Duration retention,
      @Setting(
              value =
                  "How far the machine's clock may be behind the newest time that is stored when"
                      + " the server starts. Behind by less, the server warns, and times count on"
                      + " from what is stored until the clock has caught up; behind by more, it"
                      + " does not start, because the clock was never set, most likely. At least a"
                      + " minute.",
              is = "1d",
              least = 60)
          Duration clockLag,
      @Setting(
              value =
                  "How many messages may wait to be written; more are refused until there is room."
                      + " From 100 to 1000000.",
              is = "10000",
              least = 100,
              most = 1_000_000)
          int queue,
      @Setting(
              value =
                  "The memory that messages may take until they are written; more are refused until"
                      + " there is room. Of this and of `log.queue`, one author may take an eighth"
                      + " (but 1000 messages); authors take turns. At least 1 MiB.",
              is = "64 MiB",
              least = 1 << 20)
          ByteSize queueMemory,
      @Setting(
              value =
                  "How much of the log's files is kept in memory, beside the JVM's. Ten million"
                      + " messages within the last 30 days need 16 MiB for what each send looks"
                      + " up; more spares reads of the disk when many sessions fetch old messages."
                      + " From 8 MiB to 64 GiB.",
              is = "32 MiB",
              least = 8 << 20,
              most = 64L << 30)
          ByteSize cache,
      @Setting(
              value =
                  "While less than this is free on the disk of the data folder, everything that"
                      + " would add to it is refused; acknowledgements are taken until an eighth of"
                      + " it is left. Reading, delivering and deleting continue, and writes are"
                      + " taken again once there is room. More than the server can write within two"
                      + " seconds; 0 leaves it to the stores: one that finds no room refuses, until"
                      + " there is some.",
              is = "256 MiB")
          ByteSize leaveFree) {}

  public record ConversationSettings(
      @Setting(
              value = "The most members of a group, from 2 to 10000.",
              is = "1024",
              least = 2,
              most = 10_000)
          int mostMembers) {}

  public record StickerSettings(
      @Setting(
              "A folder with albums of stickers for everybody: each folder in it is one. It is read"
                  + " at the start.")
          Optional<Path> folder) {}

  public record TurnSettings(
      @Setting(
              "Where the servers are (`turn:turn.example.org:3478`), separated by commas; at most"
                  + " 16.")
          List<String> urls,
      @Setting(
              "The secret that Hearth shares with them, coturn's `static-auth-secret`, to make names and"
                  + " passwords that they accept.")
          Optional<Secret> secret,
      @Setting(
              value = "How long a name and its password are good for, from a minute to 30 days.",
              is = "1d",
              least = 60,
              most = 2_592_000)
          Duration lifetime) {
    public TurnSettings {
      urls = List.copyOf(urls);
      if (urls.isEmpty() != secret.isEmpty()) {
        throw new IllegalArgumentException(
            "turn.urls and turn.secret go together: set both or none");
      }
      if (urls.size() > 16 || !urls.stream().allMatch(url -> url.matches("(turns?|stuns?):\\S+"))) {
        throw new IllegalArgumentException(
            "turn.urls are at most 16, each like turn:turn.example.org:3478");
      }
    }

    TurnServers servers() {
      return new TurnServers(urls, secret, lifetime);
    }
  }

  public record FiatSettings(
      @Setting(
              "A US dollar in other currencies (`EUR 0.92, JPY 151.3`). Hearth asks nobody:"
                  + " the rates are what you write here. Without it there are dollars only.")
          List<String> rates) {
    public FiatSettings {
      rates = List.copyOf(rates);
      var read = rates.stream().flatMap(rate -> FiatRate.find(rate).stream()).toList();
      long currencies = read.stream().map(FiatRate::code).distinct().count();
      if (read.size() != rates.size()
          || currencies != rates.size()
          || read.stream().anyMatch(rate -> rate.code().equals(FiatRate.DOLLAR.code()))) {
        throw new IllegalArgumentException(
            "fiat.rates are like EUR 0.92, each currency once, without USD, which is always 1");
      }
    }

    List<FiatRate> rated() {
      var all = Stream.of(FiatRate.DOLLAR);
      return Stream.concat(all, rates.stream().flatMap(rate -> FiatRate.find(rate).stream()))
          .toList();
    }
  }

  public record LedgerSettings(
      @Setting(
              value =
                  "Whether there is a ledger: assets that you add, and that users transfer. Each start"
                      + " then reads all of it, to see whether it adds up.",
              is = "no")
          boolean enabled) {}

  public record PinSettings(
      @Setting(
              value =
                  "How much memory it takes to hash a PIN, from 64 KiB to 1 GiB: the more, the longer"
                      + " a thief of the database needs for each guess. At most two are hashed at"
                      + " once. A PIN that was set before keeps its hash. Only tests, which set many"
                      + " PINs, should lower it.",
              is = "19 MiB",
              least = 65_536,
              most = 1_073_741_824)
          ByteSize hashMemory) {}

  public record AttachmentSettings(
      @Setting(value = "The largest attachment.", is = "1 GiB", least = 1) ByteSize mostBytes,
      @Setting(
              value = "How much one user may have here at a time, of what is kept; at least 1 KiB.",
              is = "10 GiB",
              least = 1_024)
          ByteSize quota,
      @Setting(
              value =
                  "How long an attachment is kept. Apps forward one for a day without uploading it"
                      + " again, and a message may wait for `log.retention`: not shorter than"
                      + " that.",
              is = "30d",
              least = 3_600)
          Duration retention,
      @Setting(
              value =
                  "How long the address under which an attachment may be fetched is good; apps ask"
                      + " for a new one each time. From a minute to a year.",
              is = "1d",
              least = 60,
              most = 31_536_000)
          Duration viewWithin,
      @Setting(
              value = "How many uploads may come in at once, from 1 to 1000; more are refused.",
              is = "64",
              least = 1,
              most = 1_000)
          int uploads,
      @Setting(
              value =
                  "Uploads are refused when less of the disk would stay free: messages still need room.",
              is = "1 GiB")
          ByteSize leaveFree) {}
}
