package dev.hearth.edge.web;

import java.util.List;

/// How the bytes of an answer are coded.
enum Coding {
  BROTLI("br", ".br"),
  GZIP("gzip", ".gz"),
  IDENTITY("identity", "");

  static final List<Coding> SMALLEST_FIRST = List.of(values());

  private final String token;
  private final String ending;

  Coding(String token, String ending) {
    this.token = token;
    this.ending = ending;
  }

  /// As `Content-Encoding` names it.
  String token() {
    return token;
  }

  /// The ending of the names of such files.
  String ending() {
    return ending;
  }

  /// @param accepted the header `Accept-Encoding`
  boolean isIn(String accepted) {
    return AcceptHeader.names(accepted, token);
  }
}
