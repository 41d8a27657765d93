/// Applications of other people on the SDK's modules, as they are packed.
@NullMarked
package dev.hearth.conformance.application;

import org.jspecify.annotations.NullMarked;
