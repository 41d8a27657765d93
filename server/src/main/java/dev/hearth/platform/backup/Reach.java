package dev.hearth.platform.backup;

/// How far the stores in a backup had come; 0 for what a backup of an earlier version does not say.
///
/// @param position the log holds everything up to there
/// @param commits the directory has as many, or more
/// @param clock no position beyond was given out before the backup was finished, in microseconds
public record Reach(long position, long commits, long clock) {}
