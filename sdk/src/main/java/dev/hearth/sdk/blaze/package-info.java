/// The socket, in both directions.
///
/// Out: {@link dev.hearth.sdk.blaze.BlazeLink} keeps one connection up, a {@link
/// dev.hearth.sdk.blaze.BlazeSocket}, and asks a {@link dev.hearth.sdk.blaze.Request} until it is
/// answered. The parts that send messages are handed it as a {@link dev.hearth.sdk.blaze.Wire}.
///
/// In: {@link dev.hearth.sdk.blaze.Inbox} queues what is pushed for the listener, has it opened by
/// an {@link dev.hearth.sdk.blaze.Opener}, and an {@link dev.hearth.sdk.blaze.Acknowledger} tells
/// the server. A bot divides it among its {@link dev.hearth.sdk.blaze.Lanes}.
///
/// Not API: the module does not export it.
@NullMarked
package dev.hearth.sdk.blaze;

import org.jspecify.annotations.NullMarked;
