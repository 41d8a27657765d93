package dev.hearth.edge.json;

/// Where the codes of users and groups lead, as QR codes show them. Apps open links of the host
/// they were built for by themselves; links of any other host open a browser.
///
/// @param prefix what comes before the code, such as `https://example.org/codes/`
public record CodeUrls(String prefix) {
  public String of(String code) {
    return prefix + code;
  }
}
