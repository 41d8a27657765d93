package dev.hearth;

/// The program.
public final class Hearth {
  private Hearth() {}

  public static void main(String[] arguments) {
    System.out.println("Hearth");
  }
}
