/// What messages carry: for each category the record that says what its payload means.
///
/// In comes the payload of a message, as bytes and from anybody; out comes a [Reading], which is
/// the record or the reason why it is none. Reading never throws, and takes memory in proportion to
/// the payload. It is as lenient as the most lenient client: unknown fields, `null`, and optional
/// fields of a wrong type are passed over, and every spelling is read. A record is valid once it
/// exists, whoever makes it, and `toBytes` writes what every client reads.
///
/// A server relays payloads as they were sent. Where clients need more than was sent, a `completed`
/// method adds that and leaves every other byte alone.
@NullMarked
package dev.hearth.protocol.payload;

import org.jspecify.annotations.NullMarked;
