package dev.hearth.conformance.page;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names a block of a page that this test runs.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Runs.All.class)
public @interface Runs {
  /// The page, such as `docs/operating.md`.
  String page();

  /// How the block begins.
  String block();

  /// Several blocks.
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  public @interface All {
    /// The blocks.
    Runs[] value();
  }
}
