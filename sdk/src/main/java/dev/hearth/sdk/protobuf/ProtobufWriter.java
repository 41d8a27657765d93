package dev.hearth.sdk.protobuf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes the little of protobuf that Signal's messages, and what a client keeps, are made of:
/// numbers and bytes, each in its field. Fields come out as they are written: in ascending order,
/// as everybody writes them.
public final class ProtobufWriter {
  static final int NUMBER = 0;
  static final int BYTES = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public ProtobufWriter number(int field, long value) {
    varint((long) field << 3 | NUMBER);
    varint(value);
    return this;
  }

  public ProtobufWriter bytes(int field, byte[] value) {
    varint((long) field << 3 | BYTES);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  public ProtobufWriter text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  public byte[] toBytes() {
    return out.toByteArray();
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
