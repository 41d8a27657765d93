package dev.hearth.protocol.payload;

/// What comes with a file: an image, a video, a piece of sound, or any other file.
public sealed interface Attached extends Payload.Sendable permits Audio, File, Image, Video {

  Attachment attachment();
}
