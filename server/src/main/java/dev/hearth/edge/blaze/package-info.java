/// Blaze: the WebSocket that clients live on.
///
/// Input: upgrades of `GET /`, then frames; one binary frame is one gzip member is one JSON
/// request. Output: one reply for each request id, and pushes. A connection guarantees:
///
/// - a session's requests are performed in the order in which they came, and each is answered once;
/// - frames go out in the order in which they were handed over, from whatever thread;
/// - nothing grows without bound: it stops reading from a client that asks for more than it can be
///   answered, or that doesn't read, and takes no more pushes for it;
/// - it never starts a clean close (code 1000), because some clients stay away for good after one;
///   it only echoes a client's.
///
/// ```
/// socket ─► FrameReader ─► FrameIntake ─► Connection ─► Lane ─► the actions of chat.message
///                                                                 │
/// socket ◄─ Outgoing ◄──────────────────── Connection ◄─ Answer ◄─┘
///           (with its SendQueue)               ▲
///                                              └─ the pushes of the session's Feed, by any thread
/// ```
///
/// A connection lives on one event loop, where {@link dev.hearth.edge.blaze.Loop} has what all
/// connections of the loop share. An idle connection holds no buffer, no timer and no thread.
@NullMarked
package dev.hearth.edge.blaze;

import org.jspecify.annotations.NullMarked;
