package dev.hearth.conformance.page;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Programs that a test needs beside a JDK.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Tools.class)
public @interface Needs {
  /// Commands that succeed when what is needed is there, such as `node --version`.
  String[] value();

  /// Whether only `.ci/run` waits for it, because it takes long.
  boolean patience() default false;
}
