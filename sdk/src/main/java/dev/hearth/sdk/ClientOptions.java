package dev.hearth.sdk;

import java.net.URI;
import java.time.InstantSource;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Where a client connects to and how it behaves. Start from [#original] or [#at] and change what
/// differs.
///
/// @param api the HTTP API's root, such as `https://api.mixin.one`
/// @param blaze the WebSocket's address, such as `wss://blaze.mixin.one/`
/// @param acknowledgeAs what the server is told once the listener has had a message: `DELIVERED`
///   for people, who read later ([HearthClient#read]), `READ` for bots
/// @param acknowledgeOver which way acknowledgements go
/// @param inFlight messages that may await their answer at once, 1 to 10,000; further callers wait
/// @param bounds what the server takes at most; more is refused here
/// @param newDevices whether a further device of somebody is encrypted for at once
/// @param random spreads the reconnecting of many clients; used from several threads
/// @param clock what tokens are dated by, and timers go by
/// @param failures hears of each failure of a listener, a handler or a timer, on its thread; it is
///   logged as well
public record ClientOptions(
    URI api,
    URI blaze,
    Pace pace,
    ReceiptStatus acknowledgeAs,
    Way acknowledgeOver,
    int inFlight,
    ServerBounds bounds,
    NewDevices newDevices,
    RandomGenerator random,
    InstantSource clock,
    Consumer<Throwable> failures) {

  /// How [Protection#ENCRYPTED] treats a new device of a user whose other devices are known.
  public enum NewDevices {
    /// It is encrypted for, and told of: [TrustChange#NEW_DEVICE].
    USED,
    /// It is told of, and nothing is encrypted for its user until [HearthClient#acceptChange]. For
    /// those who would rather not speak than speak to somebody whom the server has added.
    ACCEPTED_FIRST
  }

  /// A way to the server.
  public enum Way {
    BLAZE,
    HTTP
  }

  /// @throws IllegalArgumentException when a URI has another scheme, no host or no such port, the
  ///   API is not at the root of its host, or `inFlight` is out of bounds
  public ClientOptions {
    requireScheme(api, "http", "https");
    requireRoot(api);
    requireScheme(blaze, "ws", "wss");
    if (inFlight < 1 || inFlight > 10_000) {
      throw new IllegalArgumentException("in flight: 1 to 10,000");
    }
  }

  /// The original service.
  public static ClientOptions original() {
    return at(URI.create("https://api.mixin.one"), URI.create("wss://blaze.mixin.one/"));
  }

  /// A server that has everything on one port, as Hearth does.
  ///
  /// @param server such as `http://127.0.0.1:8480`
  /// @throws IllegalArgumentException when that is not an http or https address, or has a path
  public static ClientOptions at(URI server) {
    requireScheme(server, "http", "https");
    requireRoot(server);
    String root = "//" + server.getRawAuthority() + "/";
    boolean secure = "https".equals(server.getScheme());
    return at(
        URI.create((secure ? "https:" : "http:") + root),
        URI.create((secure ? "wss:" : "ws:") + root));
  }

  /// A server that has its API and its WebSocket at two addresses.
  public static ClientOptions at(URI api, URI blaze) {
    return new ClientOptions(
        api,
        blaze,
        Pace.USUAL,
        ReceiptStatus.DELIVERED,
        Way.BLAZE,
        256,
        ServerBounds.USUAL,
        NewDevices.USED,
        new Random(),
        InstantSource.system(),
        failure -> {});
  }

  /// As a bot wants it: what the listener has had counts as read.
  public ClientOptions forBot() {
    return new ClientOptions(
        api,
        blaze,
        pace,
        ReceiptStatus.READ,
        acknowledgeOver,
        inFlight,
        bounds,
        newDevices,
        random,
        clock,
        failures);
  }

  /// As patient as this.
  public ClientOptions withPace(Pace other) {
    return new ClientOptions(
        api,
        blaze,
        other,
        acknowledgeAs,
        acknowledgeOver,
        inFlight,
        bounds,
        newDevices,
        random,
        clock,
        failures);
  }

  /// With acknowledgements going this way.
  public ClientOptions withAcknowledgementsOver(Way way) {
    return new ClientOptions(
        api,
        blaze,
        pace,
        acknowledgeAs,
        way,
        inFlight,
        bounds,
        newDevices,
        random,
        clock,
        failures);
  }

  /// With this limit on messages that await their answer at once.
  ///
  /// @throws IllegalArgumentException when that is less than 1 or more than 10,000
  public ClientOptions withInFlight(int atMost) {
    return new ClientOptions(
        api,
        blaze,
        pace,
        acknowledgeAs,
        acknowledgeOver,
        atMost,
        bounds,
        newDevices,
        random,
        clock,
        failures);
  }

  /// For a server that takes more at once than [ServerBounds#USUAL], or less.
  public ClientOptions withBounds(ServerBounds other) {
    return new ClientOptions(
        api,
        blaze,
        pace,
        acknowledgeAs,
        acknowledgeOver,
        inFlight,
        other,
        newDevices,
        random,
        clock,
        failures);
  }

  /// With further devices treated like this.
  public ClientOptions withNewDevices(NewDevices treated) {
    return new ClientOptions(
        api,
        blaze,
        pace,
        acknowledgeAs,
        acknowledgeOver,
        inFlight,
        bounds,
        treated,
        random,
        clock,
        failures);
  }

  /// With another source of chance, as a test wants it.
  public ClientOptions withRandom(RandomGenerator other) {
    return new ClientOptions(
        api,
        blaze,
        pace,
        acknowledgeAs,
        acknowledgeOver,
        inFlight,
        bounds,
        newDevices,
        other,
        clock,
        failures);
  }

  /// With another clock, as a test wants it.
  public ClientOptions withClock(InstantSource other) {
    return new ClientOptions(
        api,
        blaze,
        pace,
        acknowledgeAs,
        acknowledgeOver,
        inFlight,
        bounds,
        newDevices,
        random,
        other,
        failures);
  }

  /// With somebody who hears of the failures of listeners, handlers and timers, as a test wants it.
  public ClientOptions withFailures(Consumer<Throwable> other) {
    return new ClientOptions(
        api,
        blaze,
        pace,
        acknowledgeAs,
        acknowledgeOver,
        inFlight,
        bounds,
        newDevices,
        random,
        clock,
        other);
  }

  private static void requireRoot(URI uri) {
    if (!uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/")) {
      throw new IllegalArgumentException(uri + " has a path: the API is at the root of its host");
    }
  }

  private static void requireScheme(URI uri, String plain, String secure) {
    if (uri.getHost() == null
        || uri.getPort() > 65_535
        || !(plain.equals(uri.getScheme()) || secure.equals(uri.getScheme()))) {
      throw new IllegalArgumentException(uri + " is no " + plain + " or " + secure + " address");
    }
  }
}
