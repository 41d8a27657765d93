package dev.hearth.sdk.http;

import dev.hearth.protocol.id.UserId;
import dev.hearth.sdk.Device;
import java.util.List;

/// The server's answer to a [BoxForUser].
///
/// @param taken whether the server holds it
/// @param devices the recipient's devices now; if the box was not taken, seal it for these
public record BoxResult(UserId recipient, boolean taken, List<Device> devices) {}
