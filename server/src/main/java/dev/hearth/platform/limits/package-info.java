/// Bounds on what is held for others, so that nobody can take all of anything.
///
/// A bound has two parts: how much is held altogether, and how much of it one holder may have. A
/// holder is a user, a session, an address, a file: any value with `equals`. A part of the server
/// that takes something names all its holders at once, and gets it only when each of them has room
/// in its {@link dev.hearth.platform.limits.Share}.
///
/// {@link dev.hearth.platform.limits.SharedSlots} counts things that are under way, {@link
/// dev.hearth.platform.limits.ByteBudget} counts bytes. Each shows on the meters what it holds and
/// how often it refused; `docs/limits.md` lists them all. Any thread may call; nothing waits here.
///
/// {@link dev.hearth.platform.limits.Allowances} bounds work over time: each user, session or
/// address has a bucket of units that are used up and come back. A refusal is a value that says
/// which allowance it was, how much is left, and when it refills.
@NullMarked
package dev.hearth.platform.limits;

import org.jspecify.annotations.NullMarked;
