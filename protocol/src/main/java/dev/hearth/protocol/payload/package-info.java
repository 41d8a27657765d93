/// The payloads of messages: for each category, the record that defines the meaning of its payload.
///
/// Input: the payload of a message, as bytes and from anybody. Output: a [Reading], which is the
/// record, or the reason why the bytes are not such a payload. Reading never throws, and takes
/// memory in proportion to the payload. It is as lenient as the most lenient client: unknown
/// fields, `null`, and optional fields of a wrong type are skipped, and every spelling is read.
/// Every record that exists is valid, and `toBytes` writes a form that every client reads.
///
/// A server relays payloads as they were sent. If clients need a field that the sender left out, a
/// `completed` method adds it and leaves every other byte unchanged.
@NullMarked
package dev.hearth.protocol.payload;

import org.jspecify.annotations.NullMarked;
