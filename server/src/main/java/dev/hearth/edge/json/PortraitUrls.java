package dev.hearth.edge.json;

import java.util.function.Supplier;

/// Where the portraits of users and groups are: `/portraits/NAME`.
///
/// @param server this server's address, such as `https://chat.example.org`
public record PortraitUrls(Supplier<String> server) {
  public static final String PATH = "/portraits/";

  /// @param name "" for no picture
  public String of(String name) {
    return name.isEmpty() ? "" : server.get() + PATH + name;
  }
}
