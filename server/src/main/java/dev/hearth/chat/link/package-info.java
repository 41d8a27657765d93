/// How a new device comes to an account. Linked by one that is signed in: the new one shows a code,
/// the other scans it and hands over, sealed, what the new one needs; with that it signs in. Or
/// with a code of the operator's, and then it is the account's only one.
///
/// In come questions of somebody nobody knows yet, and answers of a signed-in device; out go a
/// sealed secret, once, and a session. What it takes lives for a minute or two and in memory only:
/// a server that is started again has the new device show another code. Any thread may call.
@NullMarked
package dev.hearth.chat.link;

import org.jspecify.annotations.NullMarked;
