/// Protects an account beyond its devices: with a PIN of six digits, or a key that signs instead
/// (TIP).
///
/// PINs come in as clients hide them: encrypted with a key that the server shares with the session,
/// dated, and counted, so that each can be used only once. The answer says whether the PIN was
/// right. Nobody tries digits for long: after five wrong ones in a day, the account's PIN is not
/// looked at any more until the first of them is a day old. Digits are stored only as a slow hash.
/// Calls block.
///
/// | table         | holds                                                      |
/// |---------------|------------------------------------------------------------|
/// | pins          | what is checked against: a hash, or a public key           |
/// | pin_iterators | how far each session has counted; goes with the session    |
/// | pin_failures  | wrong attempts, for 90 days: `GET /logs`                   |
@NullMarked
package dev.hearth.chat.directory.pin;

import org.jspecify.annotations.NullMarked;
