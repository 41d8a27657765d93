/// Attacks by people who want the server to fail for others: a class for each attack, named for
/// what it does.
///
/// Attackers speak HTTP and Blaze by hand, over sockets of this machine's other addresses
/// (`127.…`), so that the server counts them apart from well-behaved clients. They keep to a pace,
/// and count their attempts and refusals. Nothing here judges the server: `bench abuse` does, by
/// what well-behaved clients see meanwhile.
@NullMarked
package dev.hearth.bench.abuse;

import org.jspecify.annotations.NullMarked;
