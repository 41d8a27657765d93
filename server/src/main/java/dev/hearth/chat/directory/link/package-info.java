/// Brings a new device to an account. A signed-in device can link it: the new one shows a code, the
/// other scans it and hands over, sealed, the data that the new one needs to sign in. Or the
/// operator gives a code, and then the new device is the account's only one.
///
/// Requests of unknown devices and answers of a signed-in device come in; a sealed secret, once,
/// and a session go out. The state is in memory only and lives for a minute or two: after a restart
/// of the server the new device shows another code. Any thread may call.
@NullMarked
package dev.hearth.chat.directory.link;

import org.jspecify.annotations.NullMarked;
