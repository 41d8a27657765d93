package dev.hearth.edge.http;

/// Answers one kind of request; runs on a virtual thread and may wait.
@FunctionalInterface
public interface ApiHandler {
  ApiResponse handle(ApiRequest request);
}
