package dev.hearth.chat.log;

/// A message where it stands in a log.
///
/// @param position microseconds since the epoch, strictly increasing within a log: what clients see
///   as `created_at`
/// @param previous the position before it in this log when it was appended: nothing that the log
///   still holds lies between the two; 0 for the first
public record Entry(LogId log, long position, long previous, Message message) {}
