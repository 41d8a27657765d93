package dev.hearth.chat.directory.account;

import dev.hearth.chat.directory.door.Directory;
import dev.hearth.protocol.WireTime;
import dev.hearth.protocol.id.UserId;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps which user reported which, for those who run the server. Any thread may call; calls block.
public final class Reports {
  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

  private final Directory directory;
  private final InstantSource clock;

  public Reports(Directory directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /// One user's complaint about another.
  ///
  /// @param times how often it was made
  /// @param reportedAt when it was last: microseconds since the epoch
  public record Report(UserId reporter, UserId reported, int times, long reportedAt) {}

  /// Keeps that `reporter` reported `reported`: one report, however often it is made.
  public void add(UserId reporter, UserId reported) {
    int times =
        directory.change(tx -> {
          ReportTable.add(tx.handle(), reporter, reported, WireTime.micros(clock.instant()));
          return ReportTable.times(tx.handle(), reporter, reported);
        });
    if (times == 1) {
      LOG.warn("User {} was reported by user {}", reported, reporter);
    }
  }

  /// The latest reports, youngest first.
  public List<Report> latest(int limit) {
    return directory.read(handle -> ReportTable.latest(handle, limit));
  }
}
