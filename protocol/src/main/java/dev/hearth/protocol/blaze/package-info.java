/// The messages of the Blaze WebSocket: requests, replies, pushes and their compressed frames.
@NullMarked
package dev.hearth.protocol.blaze;

import org.jspecify.annotations.NullMarked;
