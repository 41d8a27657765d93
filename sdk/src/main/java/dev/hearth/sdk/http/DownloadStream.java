package dev.hearth.sdk.http;

import dev.hearth.sdk.HearthException;
import dev.hearth.sdk.Pace;
import dev.hearth.sdk.Progress;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The bytes at an address. If the connection breaks, or nothing comes for [Pace#goneAfter], the
/// stream continues over a new connection. After several tries in a row without a single byte it
/// ends with a [HearthException]. For one thread.
final class DownloadStream extends InputStream {
  private static final int MOST_TRIES = 5;

  private final HttpClient http;
  private final URI from;
  private final Pace pace;
  private final Backoff pauses;
  private final Progress progress;

  /// 0 when the server didn't say.
  private final long size;

  /// The ETag of these bytes, if the server sent one: bytes with another tag can't continue them.
  private final Optional<String> tag;

  private @Nullable Connection connection;
  private int tries;
  private volatile long at;

  private DownloadStream(
      HttpClient http,
      URI from,
      Pace pace,
      Backoff pauses,
      Progress progress,
      HttpResponse<InputStream> answer) {
    this.http = http;
    this.from = from;
    this.pace = pace;
    this.pauses = pauses;
    this.progress = progress;
    this.size = answer.headers().firstValueAsLong("Content-Length").orElse(0);
    this.tag = answer.headers().firstValue("ETag");
    this.connection = new Connection(answer.body());
    progress.moved(0, size);
  }

  /// Begins to fetch.
  ///
  /// @return empty when nothing is at the address
  static Optional<DownloadStream> open(
      HttpClient http, URI from, Pace pace, Backoff pauses, Progress progress) {
    try {
      var answer = http.send(request(from, pace).build(), BodyHandlers.ofInputStream());
      if (answer.statusCode() == 200) {
        return Optional.of(new DownloadStream(http, from, pace, pauses, progress, answer));
      }
      answer.body().close();
      if (answer.statusCode() == 404) {
        return Optional.empty();
      }
      throw refused(answer.statusCode());
    } catch (IOException e) {
      throw HearthException.unreachable("the download broke off", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// How many bytes there are in all; 0 when the server doesn't say.
  long size() {
    return size;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    while (true) {
      try {
        if (connection == null) {
          connection = reconnect();
        }
        int count = connection.body.read(into, offset, length);
        if (count > 0) {
          tries = 0;
          pauses.reset();
          long now = at + count;
          at = now;
          progress.moved(now, size);
        }
        return count;
      } catch (IOException broken) {
        close();
        pause(broken);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private void pause(IOException broken) {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted(broken);
    }
    if (http.isTerminated()) {
      throw HearthException.closed();
    }
    if (tag.isEmpty() || ++tries > MOST_TRIES) {
      throw HearthException.unreachable("the download broke off", broken);
    }
    try {
      Thread.sleep(pauses.next());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private Connection reconnect() throws IOException, InterruptedException {
    var request =
        request(from, pace)
            .header("Range", "bytes=" + at + "-")
            .header("If-Range", tag.orElseThrow())
            .build();
    var answer = http.send(request, BodyHandlers.ofInputStream());
    int status = answer.statusCode();
    if (status == 206 && begins(answer).equals("bytes " + at)) {
      return new Connection(answer.body());
    }
    answer.body().close();
    if (status == 429 || status >= 500) {
      throw new EOFException("HTTP " + status);
    }
    if (status < 300) {
      throw HearthException.garbled("other bytes than those asked for");
    }
    throw refused(status);
  }

  private static String begins(HttpResponse<?> answer) {
    return answer.headers().firstValue("Content-Range").orElse("").split("-", 2)[0];
  }

  private static HttpRequest.Builder request(URI from, Pace pace) {
    return HttpRequest.newBuilder(from).timeout(pace.answerWithin());
  }

  private static HearthException refused(int status) {
    return HearthException.refused(status, "HTTP " + status + " to the download");
  }

  private static HearthException interrupted(Exception cause) {
    Thread.currentThread().interrupt();
    return HearthException.unreachable("the download was interrupted", cause);
  }

  /// One answer's bytes.
  private final class Connection implements AutoCloseable {
    private final InputStream body;
    private final StalledTransfer watch;

    Connection(InputStream body) {
      this.body = body;
      this.watch = StalledTransfer.watch(() -> at, pace.goneAfter(), this::end);
    }

    @Override
    public void close() {
      watch.close();
      end();
    }

    private void end() {
      try {
        body.close();
      } catch (IOException ignored) {
        // It was of no more use.
      }
    }
  }
}
