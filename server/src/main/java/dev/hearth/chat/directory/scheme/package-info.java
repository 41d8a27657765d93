/// Schemes: short ids for links that are too long to be shown as a code. Calls block.
///
/// | table   | holds                                |
/// |---------|--------------------------------------|
/// | schemes | a link, by its id, and who made it   |
@NullMarked
package dev.hearth.chat.directory.scheme;

import org.jspecify.annotations.NullMarked;
