/// The top floor: bytes become intentions, and back.
///
/// One HTTP server on one port. `GET /` with `Upgrade: websocket` is a Blaze connection ({@link
/// dev.hearth.edge.blaze}), `/files/…` the bytes of attachments ({@link dev.hearth.edge.media}),
/// everything else the HTTP API ({@link dev.hearth.edge.api}). They authenticate the same way and
/// stamp the same headers on what they answer; that is what lives here.
///
/// Event loops never block: what may wait runs on virtual threads.
@NullMarked
package dev.hearth.edge;

import org.jspecify.annotations.NullMarked;
