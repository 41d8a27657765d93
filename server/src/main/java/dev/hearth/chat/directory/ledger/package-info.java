/// The ledger: assets of the operator's, how much of them each user has, and transfers between
/// users. An asset is a promise of its operator's, such as points or credits.
///
/// A transfer is counted twice: the quantity leaves one balance and comes into another. To issue an
/// asset is a transfer, too, by an account that nobody signs in to: its balance is the negative of
/// the supply. So these hold at any time, and {@link dev.hearth.chat.directory.ledger.Books} looks
/// whether they do:
///
/// - The two snapshots of a transfer add up to 0.
/// - The closing balance of a snapshot is its opening balance and its amount; the opening balance
///   is the closing balance of the snapshot before it.
/// - A balance is the closing balance of its last snapshot. Only an issuer's is below 0.
/// - All balances of an asset add up to 0.
///
/// A transfer is one change of the directory: it is made with its snapshots, the conversation of
/// its parties, and the message to each of them ({@link dev.hearth.chat.directory.outbox outbox}),
/// or not at all. The payer names it: asked for again under the same {@link
/// dev.hearth.protocol.id.TraceId}, it is answered, and not made again. Calls block.
///
/// | table     | holds                                                            |
/// |-----------|------------------------------------------------------------------|
/// | assets    | what there is to count, and how finely                           |
/// | balances  | how much each user has, and each issuer has given out            |
/// | transfers | what the payer asked for, by its trace                           |
/// | payments  | transfers that somebody has prepared for others, with their codes |
/// | snapshots | what it did to the balance of each party                         |
@NullMarked
package dev.hearth.chat.directory.ledger;

import org.jspecify.annotations.NullMarked;
