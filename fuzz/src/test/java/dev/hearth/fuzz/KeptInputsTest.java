package dev.hearth.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class KeptInputsTest {
  @TestFactory
  Stream<DynamicTest> every_seed_and_every_kept_input_breaks_no_promise() {
    return Targets.ALL.stream()
        .map(target -> DynamicTest.dynamicTest(target.name(), () -> run(target)));
  }

  private static void run(Targets.Target target) {
    List<byte[]> inputs = KeptInputs.of(target);

    assertThat(inputs).isNotEmpty();
    for (byte[] input : inputs) {
      assertThatCode(() -> target.run().accept(input)).doesNotThrowAnyException();
    }
  }
}
