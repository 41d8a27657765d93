package dev.hearth.protocol.payload;

/// A payload with a file: an image, a video, an audio recording, or any other file.
public sealed interface Attached extends Payload.Sendable permits Audio, File, Image, Video {

  Attachment attachment();
}
