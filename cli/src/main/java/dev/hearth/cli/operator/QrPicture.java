package dev.hearth.cli.operator;

import io.nayuki.qrcodegen.QrCode;

/// A text as a QR code that a phone reads from a terminal. A character shows two modules, one above
/// the other.
///
/// The light modules are drawn, and the background shows through as the dark ones: most terminals
/// are dark. Phones also read the inverted picture that a light terminal makes of it.
final class QrPicture {
  /// The light frame that readers need.
  private static final int QUIET = 2;

  private QrPicture() {}

  static String of(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.LOW);
    var picture = new StringBuilder();
    for (int y = -QUIET; y < code.size + QUIET; y += 2) {
      for (int x = -QUIET; x < code.size + QUIET; x++) {
        picture.append(character(isLight(code, x, y), isLight(code, x, y + 1)));
      }
      picture.append('\n');
    }
    return picture.toString();
  }

  private static boolean isLight(QrCode code, int x, int y) {
    return y < code.size + QUIET && !code.getModule(x, y);
  }

  private static char character(boolean above, boolean below) {
    if (above) {
      return below ? '█' : '▀';
    }
    return below ? '▄' : ' ';
  }
}
