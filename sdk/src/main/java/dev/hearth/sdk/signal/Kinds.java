package dev.hearth.sdk.signal;

import dev.hearth.sdk.store.Kind;

/// The kinds of records that a device keeps. Others can make us keep records, so each kind is
/// bounded where possible. The bounds are wide enough that only a flood reaches them; the records
/// written the longest ago are dropped first.
final class Kinds {
  /// The device's own identity and counters: one, under `identity`.
  static final Kind OWN = new Kind("signal.own", 1);

  /// The identity keys of others, each by its user. These are never forgotten: otherwise, a user
  /// could come back with another key unnoticed. They cost 33 bytes for each user we ever met.
  static final Kind IDENTITY = Kind.unbounded("signal.identity");

  /// The private halves of one-time pre-keys, each by its id. One goes when it is used; what stays
  /// are the unused ones at the server, 2,000 in Hearth's, and those that somebody took and never
  /// wrote with. To lose a key that counts, a hundred times as many have to be taken after it.
  static final Kind ONE_TIME_PRE_KEY = new Kind("signal.one-time-pre-key", 100_000);

  /// The private halves of signed pre-keys, each by its id. There is a new one with each upload, so
  /// this is years of them.
  static final Kind SIGNED_PRE_KEY = new Kind("signal.signed-pre-key", 10_000);

  /// The sessions with another device, by its address. Should one be missed, its device is asked
  /// for keys again.
  static final Kind SESSION = new Kind("signal.session", 100_000);

  /// The sender keys of a device in a conversation, by both. Should one be missed, it is asked for
  /// again.
  static final Kind SENDER_KEY = new Kind("signal.sender-key", 100_000);

  /// The conversation of each sender key that was handed to us, by its device and signing key. To
  /// have one forgotten, its device has to make a hundred thousand others.
  static final Kind SENDER_KEY_HOME = new Kind("signal.sender-key-home", 100_000);

  private Kinds() {}
}
