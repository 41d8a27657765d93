/// How messages are protected: which protection is chosen, and the two ways of sealing and opening.
///
/// {@link dev.hearth.sdk.boxes.BestProtection} chooses by what {@link
/// dev.hearth.sdk.boxes.KnownProtection} remembers of people. {@link
/// dev.hearth.sdk.boxes.SealedForPeople} seals between people, with {@code sealing}; {@link
/// dev.hearth.sdk.boxes.BoxedMessages} seals between people and bots, with {@link
/// dev.hearth.sdk.boxes.Boxes}. Both then send over the {@link dev.hearth.sdk.blaze.Wire}, or, for
/// a bot's boxes, over HTTP. Nothing leaves less protected than it was asked to be.
///
/// Not API: the module does not export it.
@NullMarked
package dev.hearth.sdk.boxes;

import org.jspecify.annotations.NullMarked;
