package dev.hearth.chat.action;

import dev.hearth.protocol.ErrorCode;
import java.util.Map;

/// Nothing was changed.
///
/// @param extra names the field, where one is at fault
public record Refusal(ErrorCode code, Map<String, String> extra) {}
