package dev.hearth.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hearth.protocol.WireBase64;
import dev.hearth.protocol.id.SessionId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.Ed25519KeyPair;
import dev.hearth.protocol.key.Keystore;
import dev.hearth.protocol.key.SessionKeyPair;
import dev.hearth.sdk.HearthException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class PinTurnsTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L, 5);

  private final Ed25519KeyPair server = SessionKeyPair.generate();
  private final Ed25519KeyPair own = SessionKeyPair.generate();
  private final AtomicReference<Instant> clock = new AtomicReference<>(NOW);
  private final PinTurns turns =
      new PinTurns(Keystore.of(UserId.random(), SessionId.random(), own, server.key()), clock::get);

  @Test
  void numbers_grow_though_the_clock_stands_or_is_set_back() {
    long first = HiddenPin.number(NOW);
    assertThat(hide()).isEqualTo(first);
    assertThat(hide()).isEqualTo(first + 1);

    clock.set(NOW.minusSeconds(60));
    assertThat(hide()).isEqualTo(first + 2);

    clock.set(NOW.plusNanos(1_000));
    assertThat(hide()).isEqualTo(first + 1_000);
  }

  @Test
  void calls_with_a_pin_take_turns_and_their_numbers_go_out_in_order() throws Exception {
    var inside = new AtomicInteger();
    List<Long> sent = new ArrayList<>();
    Callable<Integer> call =
        () ->
            turns.call(hide -> {
              assertThat(inside.incrementAndGet()).isEqualTo(1);
              sent.add(number(hide.apply("123456")));
              return inside.decrementAndGet();
            });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : threads.invokeAll(Collections.nCopies(32, call))) {
        assertThat(done.get()).isZero();
      }
    }

    assertThat(sent).hasSize(32).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void a_call_that_fails_lets_the_next_one_in() {
    assertThatThrownBy(() -> turns.call(hide -> hide.apply("12345")))
        .isInstanceOf(IllegalArgumentException.class);

    String next = turns.call(_ -> "next");
    assertThat(next).isEqualTo("next");
  }

  @Test
  void an_interrupt_ends_the_wait_for_the_turn() throws Exception {
    var begun = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var failure = new AtomicReference<Throwable>();
    var first =
        Thread.ofVirtual()
            .start(() ->
                turns.call(_ -> {
                  begun.countDown();
                  return await(end);
                }));
    begun.await();
    var second =
        Thread.ofVirtual()
            .start(() -> {
              try {
                turns.call(_ -> "never");
              } catch (HearthException e) {
                failure.set(e);
              }
            });

    second.interrupt();
    second.join();

    assertThat(failure.get()).hasMessageContaining("interrupted");
    end.countDown();
    first.join();
  }

  private static boolean await(CountDownLatch end) {
    try {
      end.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long hide() {
    return turns.call(hide -> number(hide.apply("123456")));
  }

  /// As the server opens it.
  private long number(String hidden) {
    byte[] box = WireBase64.decode(hidden).orElseThrow();
    byte[] key = server.sharedSecret(own.key());
    try {
      var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(
          Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(box, 0, 16));
      byte[] opened = cipher.doFinal(box, 16, box.length - 16);
      return ByteBuffer.wrap(opened).order(ByteOrder.LITTLE_ENDIAN).getLong(opened.length - 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
