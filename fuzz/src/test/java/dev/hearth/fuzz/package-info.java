/// Coverage-guided fuzzing of everything that reads bytes from outside: Jazzer changes inputs,
/// keeps those that reach new code, and reports the first that breaks a promise.
///
/// A target is a class with a method `fuzzerTestOneInput(byte[])`, in the package of the code that
/// it calls, and stands in {@link dev.hearth.fuzz.Targets}. It throws when a promise is broken, and
/// only then.
///
/// `fuzz/run` runs the targets. `KeptInputsTest` runs every kept input through its target in each
/// build.
@NullMarked
package dev.hearth.fuzz;

import org.jspecify.annotations.NullMarked;
