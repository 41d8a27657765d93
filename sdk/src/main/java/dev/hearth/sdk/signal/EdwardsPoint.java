package dev.hearth.sdk.signal;

/// A point of the Edwards form of Curve25519 in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z.
///
/// The JDK has this arithmetic, but lends it only to keys that are made of a seed; Signal signs
/// with X25519 keys. Only multiples of the base point are needed, and how long they take tells
/// nothing about the number they are multiplied with.
final class EdwardsPoint {
  // RFC 8032, 5.1: twice the curve's constant d, and the base point.
  private static final FieldElement TWICE_D =
      FieldElement.of(
          "16295367250680780974490674513165176452449235426866156013048779062215315747161");
  private static final FieldElement BASE_X =
      FieldElement.of(
          "15112221349535400772501151409588531511454012693041857206046113283949847762202");
  private static final FieldElement BASE_Y =
      FieldElement.of(
          "46316835694926478169428394003475163141307993866256225615783033603165251855960");

  private static final EdwardsPoint NEUTRAL =
      new EdwardsPoint(FieldElement.ZERO, FieldElement.ONE, FieldElement.ONE, FieldElement.ZERO);
  private static final EdwardsPoint BASE =
      new EdwardsPoint(BASE_X, BASE_Y, FieldElement.ONE, BASE_X.times(BASE_Y));

  // For each second digit of base 16, from the least on, what it can stand for.
  private static final Row[] ROWS = rows();

  private final FieldElement x;
  private final FieldElement y;
  private final FieldElement z;
  private final FieldElement t;

  private EdwardsPoint(FieldElement x, FieldElement y, FieldElement z, FieldElement t) {
    this.x = x;
    this.y = y;
    this.z = z;
    this.t = t;
  }

  /// The base point as often as `scalar` says.
  ///
  /// @param scalar 32 bytes, the least first
  static EdwardsPoint baseTimes(byte[] scalar) {
    EdwardsPoint sum = NEUTRAL;
    for (int i = 0; i < ROWS.length; i++) {
      sum = sum.plus(ROWS[i].choose((scalar[i] >>> 4) & 15));
    }
    // The higher digits of each byte first: then all of them, times 16.
    sum = sum.times16();
    for (int i = 0; i < ROWS.length; i++) {
      sum = sum.plus(ROWS[i].choose(scalar[i] & 15));
    }
    return sum;
  }

  /// As Ed25519 writes points: y in 32 bytes, the least first, and the sign of x in the highest
  /// bit.
  byte[] toBytes() {
    FieldElement inverse = z.inverse();
    byte[] bytes = y.times(inverse).toBytes();
    bytes[31] |= (byte) (x.times(inverse).toBytes()[0] << 7);
    return bytes;
  }

  /// Complete: it holds for any two points, also for twice the same.
  private EdwardsPoint plus(EdwardsPoint other) {
    FieldElement a = y.minus(x).times(other.y.minus(other.x));
    FieldElement b = y.plus(x).times(other.y.plus(other.x));
    FieldElement c = t.times(TWICE_D).times(other.t);
    FieldElement zz = z.times(other.z);
    FieldElement d = zz.plus(zz);
    FieldElement e = b.minus(a);
    FieldElement f = d.minus(c);
    FieldElement g = d.plus(c);
    FieldElement h = b.plus(a);
    return new EdwardsPoint(e.times(f), g.times(h), f.times(g), e.times(h));
  }

  private EdwardsPoint times16() {
    EdwardsPoint doubled = this;
    for (int i = 0; i < 4; i++) {
      doubled = doubled.plus(doubled);
    }
    return doubled;
  }

  /// A point zero to fifteen times, each coordinate by itself.
  private record Row(
      @SuppressWarnings("ArrayRecordComponent") FieldElement[] x,
      @SuppressWarnings("ArrayRecordComponent") FieldElement[] y,
      @SuppressWarnings("ArrayRecordComponent") FieldElement[] z,
      @SuppressWarnings("ArrayRecordComponent") FieldElement[] t) {

    static Row of(EdwardsPoint point) {
      int count = 16;
      var row =
          new Row(
              new FieldElement[count],
              new FieldElement[count],
              new FieldElement[count],
              new FieldElement[count]);
      EdwardsPoint multiple = NEUTRAL;
      for (int i = 0; i < count; i++) {
        row.x[i] = multiple.x;
        row.y[i] = multiple.y;
        row.z[i] = multiple.z;
        row.t[i] = multiple.t;
        multiple = multiple.plus(point);
      }
      return row;
    }

    EdwardsPoint choose(int times) {
      return new EdwardsPoint(
          FieldElement.choose(x, times),
          FieldElement.choose(y, times),
          FieldElement.choose(z, times),
          FieldElement.choose(t, times));
    }
  }

  private static Row[] rows() {
    Row[] rows = new Row[32];
    EdwardsPoint point = BASE;
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Row.of(point);
      point = point.times16().times16();
    }
    return rows;
  }
}
