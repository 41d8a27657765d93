/// Coverage-guided fuzzing of everything that reads bytes from outside: Jazzer changes inputs,
/// keeps those that reach new code, and reports the first that breaks a promise.
///
/// A target is a class with a method `fuzzerTestOneInput(byte[])`, in the package of the code that
/// it calls, and stands in {@link dev.hearth.fuzz.Targets}. It throws when a promise is broken, and
/// only then.
///
/// Three kinds of targets: code that reads bytes; a whole server in this JVM, which must neither
/// answer nor log that it failed ({@link dev.hearth.fuzz.FuzzedServer}); and stores, for which the
/// bytes are decisions ({@link dev.hearth.fuzz.Choices}), compared with a model step by step.
///
/// `fuzz/run` runs the targets, and `fuzz/run 3600` for an hour each. `--keep` keeps the inputs
/// that reach code that no other input reaches, in `src/test/resources/kept`; the next run begins
/// with them. For an input that breaks a promise, fix the code with a test in its module, and keep
/// the input as well.
///
/// `KeptInputsTest` runs every kept input through its target in each build.
@NullMarked
package dev.hearth.fuzz;

import org.jspecify.annotations.NullMarked;
