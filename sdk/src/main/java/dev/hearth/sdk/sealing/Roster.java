package dev.hearth.sdk.sealing;

import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.SessionChecksum;
import dev.hearth.sdk.protobuf.ProtobufFields;
import dev.hearth.sdk.protobuf.ProtobufWriter;
import dev.hearth.sdk.sealing.SealingServer.Members;
import dev.hearth.sdk.signal.DeviceAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The devices of a conversation, as far as we know, and which of them have our sender key.
///
/// @param expireIn seconds after reading at which what is said there disappears; 0 is never
/// @param outdated whether somebody has come or gone since it was asked for
/// @param checksum by which the server tells whether these are all
record Roster(List<Seat> seats, int expireIn, boolean outdated, String checksum) {

  /// Whether a device has our sender key.
  enum Key {
    NONE(0),
    HANDED(1),
    /// The device has left no keys to seal it with. It asks for it once it has.
    CANT_BE_HANDED(2),
    /// It was handed under an identity key that turned out not to be the user's: who has it is not
    /// known. It is given up with the next roster.
    IN_DOUBT(3);

    private final int number;

    Key(int number) {
      this.number = number;
    }

    private static Key of(int number) {
      return Arrays.stream(values()).filter(each -> each.number == number).findFirst().orElse(NONE);
    }
  }

  /// A device.
  ///
  /// @param since the number of the first thing we said that was meant for it
  record Seat(DeviceAddress device, boolean bot, long since, Key key) {
    private Seat with(Key other) {
      return new Seat(device, bot, since, other);
    }
  }

  private static Roster of(List<Seat> seats, int expireIn, boolean outdated) {
    List<SessionId> sessions = seats.stream().map(seat -> seat.device.session()).toList();
    return new Roster(List.copyOf(seats), expireIn, outdated, SessionChecksum.of(sessions));
  }

  /// The roster after one before.
  ///
  /// @param next the number of what we say next, which is the first for who has just come
  static Roster of(Members members, Optional<Roster> before, long next) {
    Map<DeviceAddress, Seat> known =
        before.map(Roster::seats).orElse(List.of()).stream()
            .collect(Collectors.toMap(Seat::device, Function.identity()));
    return of(
        members.devices().stream()
            .distinct()
            .map(member -> {
              Seat seat = known.get(member.device());
              return seat == null
                  ? new Seat(member.device(), member.bot(), next, Key.NONE)
                  : seat.with(seat.key == Key.HANDED ? Key.HANDED : Key.NONE);
            })
            .toList(),
        members.expireIn(),
        false);
  }

  Optional<Seat> find(DeviceAddress device) {
    return seats.stream().filter(seat -> seat.device.equals(device)).findFirst();
  }

  /// The people's devices beside `self` that can't read what we say.
  List<DeviceAddress> without(DeviceAddress self) {
    return seats.stream()
        .filter(seat -> !seat.bot && seat.key == Key.NONE && !seat.device.equals(self))
        .map(Seat::device)
        .toList();
  }

  /// Whether somebody may have our sender key who is not in `later`.
  boolean hasReadersBeside(Roster later) {
    Set<DeviceAddress> there = later.seats.stream().map(Seat::device).collect(Collectors.toSet());
    return seats.stream()
        .anyMatch(seat -> seat.key == Key.IN_DOUBT || !there.contains(seat.device));
  }

  /// The users with devices in it that were not in `before`; bots' don't count, for nothing is
  /// sealed for them.
  Set<UserId> joinedSince(Roster before) {
    return seats.stream()
        .filter(seat -> !seat.bot && before.find(seat.device).isEmpty())
        .map(seat -> seat.device.user())
        .collect(Collectors.toSet());
  }

  Roster with(Collection<DeviceAddress> devices, Key key) {
    return each(
        seat -> devices.contains(seat.device) && seat.key != Key.IN_DOUBT ? seat.with(key) : seat);
  }

  boolean has(UserId user) {
    return seats.stream().anyMatch(seat -> seat.device.user().equals(user));
  }

  /// When this user has another identity key than we took for theirs.
  Roster inDoubtAbout(UserId user) {
    return each(seat -> seat.device.user().equals(user) ? seat.with(Key.IN_DOUBT) : seat)
        .asOutdated();
  }

  /// When nobody has our sender key any more.
  Roster withoutKeys() {
    return each(seat -> seat.with(Key.NONE));
  }

  Roster asOutdated() {
    return new Roster(seats, expireIn, true, checksum);
  }

  byte[] toBytes() {
    var out = new ProtobufWriter().number(1, outdated ? 1 : 0);
    for (Seat seat : seats) {
      out.bytes(
          2,
          new ProtobufWriter()
              .text(1, seat.device.user().toString())
              .text(2, seat.device.session().toString())
              .number(3, seat.bot ? 1 : 0)
              .number(4, seat.since)
              .number(5, seat.key.number)
              .toBytes());
    }
    return out.number(3, expireIn).toBytes();
  }

  static Roster parse(byte[] bytes) {
    ProtobufFields fields = ProtobufFields.parse(bytes).orElseThrow();
    return of(
        fields.all(2).stream().map(Roster::seat).toList(),
        fields.count(3).orElse(0),
        fields.number(1).orElse(0) == 1);
  }

  private static Seat seat(byte[] bytes) {
    ProtobufFields fields = ProtobufFields.parse(bytes).orElseThrow();
    return new Seat(
        new DeviceAddress(
            UserId.of(fields.text(1).orElseThrow()), SessionId.of(fields.text(2).orElseThrow())),
        fields.number(3).orElse(0) == 1,
        fields.number(4).orElseThrow(),
        Key.of(fields.count(5).orElse(0)));
  }

  private Roster each(UnaryOperator<Seat> change) {
    return new Roster(seats.stream().map(change).toList(), expireIn, outdated, checksum);
  }
}
