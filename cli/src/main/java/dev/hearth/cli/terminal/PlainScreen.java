package dev.hearth.cli.terminal;

import dev.hearth.protocol.id.MessageId;
import java.io.PrintWriter;

/// One line after the other, for pipes and files.
final class PlainScreen implements Screen {
  private final PrintWriter out;

  PlainScreen(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  @Override
  public void typed(MessageId message, String text) {
    // The person or program that pipes the line in knows it.
  }

  @Override
  public void progress(MessageId message, String text, int percent) {
    // A later reader only wants to know how it ended.
  }

  @Override
  public void ticks(MessageId message, String text, Ticks ticks) {
    line(ticks.sign() + " " + text);
  }
}
