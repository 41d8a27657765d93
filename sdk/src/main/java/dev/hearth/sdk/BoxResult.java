package dev.hearth.sdk;

import dev.hearth.protocol.UserId;
import java.util.List;

/// What became of a [BoxForUser].
///
/// @param taken whether the server holds it
/// @param devices the recipient's now, for which it is to be sealed when it was not taken
record BoxResult(UserId recipient, boolean taken, List<Device> devices) {}
