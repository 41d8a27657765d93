/// What people do to a server who want it to fail others: an attack a class, named for what it
/// does.
///
/// Attackers speak HTTP and Blaze by hand, over sockets of this machine's other addresses
/// (`127.…`), so that the server counts them apart from those who behave. They keep to a pace, and
/// count what they tried and what they were refused. Nothing here judges the server: `bench abuse`
/// does, by what those who behave see meanwhile.
@NullMarked
package dev.hearth.bench.abuse;

import org.jspecify.annotations.NullMarked;
