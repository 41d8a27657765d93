package dev.hearth.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ResultTest {
  @Test
  void a_line_has_a_value_or_a_dash_for_every_column() {
    var histogram = new Histogram(60_000_000, 3);
    for (int micros = 1; micros <= 1000; micros++) {
      histogram.recordValue(micros);
    }
    var result =
        new Result("pairs", "500/s")
            .putSent(histogram)
            .putPushed(new Histogram(60_000_000, 3))
            .put(Result.Column.SECONDS, 10.0042);

    List<String> names = List.of(Result.header().split("\t"));
    String[] values = result.line().split("\t");

    assertThat(values).hasSameSizeAs(names);
    assertThat(values[0]).isEqualTo("pairs");
    assertThat(values[names.indexOf("seconds")]).isEqualTo("10.0");
    assertThat(values[names.indexOf("sent_p50_us")]).isEqualTo("500");
    assertThat(values[names.indexOf("sent_p999_us")]).isEqualTo("999");
    assertThat(values[names.indexOf("push_p50_us")]).isEqualTo("-");
    assertThat(values[names.indexOf("heap_bytes")]).isEqualTo("-");
  }
}
