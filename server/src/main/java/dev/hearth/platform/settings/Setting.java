package dev.hearth.platform.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Makes a record's component a key of the settings file: `idleTimeout` in a record that stands
/// under `socket` is `socket.idle-timeout`.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /// The purpose and the bounds of the setting, in a sentence or two.
  String value();

  /// The value without an entry in the file, written as it would be there. Empty for an `Optional`
  /// that is absent and for an empty list.
  String is() default "";

  /// The smallest value of a number, a duration (in seconds) or a size (in bytes).
  long least() default 0;

  /// The largest, likewise.
  long most() default Long.MAX_VALUE;

  /// The names of the key in earlier versions; a file that still uses one stops the start.
  String[] formerly() default {};
}
