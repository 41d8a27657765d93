/// How messages are protected: which protection is chosen, and the two ways of sealing and opening.
///
/// {@link dev.hearth.sdk.protection.BestProtection} chooses by what {@link
/// dev.hearth.sdk.protection.KnownProtection} remembers of people. {@link
/// dev.hearth.sdk.protection.SealedForPeople} seals between people, with {@code sealing}; {@link
/// dev.hearth.sdk.protection.BoxedMessages} seals between people and bots, with {@link
/// dev.hearth.sdk.protection.Boxes}. Both then send over the {@link dev.hearth.sdk.blaze.Wire}, or,
/// for a bot's boxes, over HTTP. Nothing leaves less protected than it was asked to be.
///
/// Not API: the module does not export it.
@NullMarked
package dev.hearth.sdk.protection;

import org.jspecify.annotations.NullMarked;
