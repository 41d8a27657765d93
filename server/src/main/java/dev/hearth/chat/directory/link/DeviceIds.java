package dev.hearth.chat.directory.link;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Ids of devices that wait, which we recognize without having kept them: anybody may ask for as
/// many as they like, and none takes memory.
///
/// In form a random UUID: the second in which it was given (32 bits), chance (28), and what only
/// this process can compute of both (62). They are void once it ends.
final class DeviceIds {
  private static final long VERSION = 0x4000;
  private static final long CHANCE = 0xffff_0fffL;
  private static final long VARIANT = 1L << 63;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;
  private final Duration life;
  private final InstantSource clock;

  DeviceIds(Duration life, InstantSource clock) {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    this.key = new SecretKeySpec(secret, "HmacSHA256");
    this.life = life;
    this.clock = clock;
  }

  WaitingDevice issue() {
    long second = clock.instant().getEpochSecond();
    long high = (second << 32) | (random.nextInt() & CHANCE) | VERSION;
    return new WaitingDevice(new UUID(high, low(high)), expiry(high));
  }

  /// The device with this id, whether or not its time is over; empty when we never gave it.
  Optional<WaitingDevice> find(UUID id) {
    long high = id.getMostSignificantBits();
    return id.getLeastSignificantBits() == low(high)
        ? Optional.of(new WaitingDevice(id, expiry(high)))
        : Optional.empty();
  }

  private Instant expiry(long high) {
    return Instant.ofEpochSecond(high >>> 32).plus(life);
  }

  private long low(long high) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] tag = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(high).array());
      return (ByteBuffer.wrap(tag).getLong() >>> 2) | VARIANT;
    } catch (GeneralSecurityException everyJavaCan) {
      throw new IllegalStateException(everyJavaCan);
    }
  }
}
