package dev.hearth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hearth.sdk.ClientListener;
import dev.hearth.sdk.IncomingMessage;
import dev.hearth.sdk.Receipt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The messages and receipts that a client got, to be taken in order.
final class Mailbag implements ClientListener {
  private final BlockingQueue<IncomingMessage> messages = new LinkedBlockingQueue<>();
  private final BlockingQueue<Receipt> receipts = new LinkedBlockingQueue<>();

  @Override
  public void message(IncomingMessage message) {
    messages.add(message);
  }

  @Override
  public void receipt(Receipt receipt) {
    receipts.add(receipt);
  }

  IncomingMessage message() throws InterruptedException {
    IncomingMessage message = messages.poll(20, TimeUnit.SECONDS);
    assertThat(message).as("a message").isNotNull();
    return message;
  }

  Receipt receipt() throws InterruptedException {
    Receipt receipt = receipts.poll(20, TimeUnit.SECONDS);
    assertThat(receipt).as("a receipt").isNotNull();
    return receipt;
  }
}
