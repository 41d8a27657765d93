/// Derives keys from secrets.
@NullMarked
package dev.hearth.sdk.kdf;

import org.jspecify.annotations.NullMarked;
