package dev.hearth;

/// Starts one {@link TestingHearth} for all tests of a class.
final class OneHearth extends OnePerClass<TestingHearth> {
  OneHearth() {
    super(TestingHearth.class, folder -> TestingHearth.start(folder, 0), TestingHearth::close);
  }
}
