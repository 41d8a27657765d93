/// The bytes of attachments, in and out.
///
/// Input: `PUT`, `GET` and `HEAD` of addresses that the API gave out; each carries a ticket, so
/// nobody signs in here. Event loops only pass pieces on: a virtual thread moves each body between
/// the network and {@link dev.hearth.chat.media.Attachments}, with a few pieces under way, and the
/// slower side sets the pace. A client that is too slow is cut off.
@NullMarked
package dev.hearth.edge.media;

import org.jspecify.annotations.NullMarked;
