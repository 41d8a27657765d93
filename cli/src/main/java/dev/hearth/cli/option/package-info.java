/// Options that several commands take, and {@link dev.hearth.cli.option.CommandRefused}, with which
/// they refuse.
@NullMarked
package dev.hearth.cli.option;

import org.jspecify.annotations.NullMarked;
