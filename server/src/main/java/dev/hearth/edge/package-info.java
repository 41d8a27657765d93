/// The top floor: bytes become intentions, and back.
///
/// One HTTP server on one port. `GET /` with `Upgrade: websocket` is a Blaze connection ({@link
/// dev.hearth.edge.blaze}), `/files/…` and `/images/…` the bytes of attachments and of pictures
/// ({@link dev.hearth.edge.media}), `/metrics` and its like a page for operators ({@link
/// dev.hearth.edge.http.OperatorPage}), everything else the HTTP API: its resources ({@link
/// dev.hearth.edge.api}), the JSON of its objects ({@link dev.hearth.edge.json}), and what
/// surrounds each request ({@link dev.hearth.edge.http}). A second HTTP server, for the local
/// machine alone, serves the operator's commands ({@link dev.hearth.edge.admin}). All of them
/// authenticate the same way and stamp the same headers on what they answer; that is what lives
/// here.
///
/// Event loops never block: what may wait runs on virtual threads.
@NullMarked
package dev.hearth.edge;

import org.jspecify.annotations.NullMarked;
