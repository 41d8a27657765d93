/// Attachments on the packed server: large ones in a small heap, and their state after the server
/// is killed or the disk is full.
@NullMarked
package dev.hearth.conformance.media;

import org.jspecify.annotations.NullMarked;
