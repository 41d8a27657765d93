package dev.hearth.edge.http;

/// A part of the API: a class that registers its routes.
@FunctionalInterface
public interface ApiResource {
  void addTo(ApiRoutes routes);
}
