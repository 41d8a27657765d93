package dev.hearth.conformance.page;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// Decides whether a test that {@link Needs} something can run here. With `-Dhearth.tools=required`
/// a missing tool is a failure; else the test is left out, and standard error says what was not
/// checked.
final class Tools implements ExecutionCondition {
  private static final boolean REQUIRED = "required".equals(System.getProperty("hearth.tools"));

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), Needs.class)
        .map(needs -> decide(context.getDisplayName(), needs))
        .orElseGet(() -> ConditionEvaluationResult.enabled("needs nothing"));
  }

  private static ConditionEvaluationResult decide(String test, Needs needs) {
    if (needs.patience() && !REQUIRED) {
      return leftOut(test, "it takes long: -Dhearth.tools=required runs it");
    }
    List<String> missing =
        List.of(needs.value()).stream().filter(command -> !succeeds(command)).toList();
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("all is there");
    }
    if (REQUIRED) {
      throw new IllegalStateException("these must succeed here, and don't: " + missing);
    }
    return leftOut(test, "these don't succeed here: " + missing);
  }

  private static ConditionEvaluationResult leftOut(String test, String reason) {
    System.err.println("NOT CHECKED: " + test + ": " + reason);
    return ConditionEvaluationResult.disabled(reason);
  }

  private static boolean succeeds(String command) {
    try {
      Process process =
          new ProcessBuilder("bash", "-c", command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
