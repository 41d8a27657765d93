package dev.hearth.sdk;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A listener that keeps what it heard, for the test to take in order.
final class Heard implements ClientListener {
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @Override
  public void message(IncomingMessage message) {
    heard.add(message.text());
  }

  @Override
  public void receipt(Receipt receipt) {
    heard.add(receipt.message() + " " + receipt.status());
  }

  @Override
  public void connected() {
    heard.add("connected");
  }

  @Override
  public void disconnected() {
    heard.add("disconnected");
  }

  @Override
  public void signedOut() {
    heard.add("signed out");
  }

  /// The next things heard; waits until there are `count`.
  List<String> next(int count) throws InterruptedException {
    List<String> next = new ArrayList<>();
    while (next.size() < count) {
      String one = heard.poll(20, TimeUnit.SECONDS);
      if (one == null) {
        throw new AssertionError("heard no more than " + next);
      }
      next.add(one);
    }
    return next;
  }

  boolean isEmpty() {
    return heard.isEmpty();
  }
}
