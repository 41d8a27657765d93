/// The commands for a server that people rely on: to run it, to invite people, to add users and
/// bots, to sign sessions out, to issue what its ledger counts, to back it up and to restore it.
///
/// {@link dev.hearth.cli.operator.AdminClient} asks a running server through its local door.
@NullMarked
package dev.hearth.cli.operator;

import org.jspecify.annotations.NullMarked;
