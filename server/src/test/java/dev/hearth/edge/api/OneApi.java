package dev.hearth.edge.api;

import dev.hearth.OnePerClass;

/// Starts one {@link TestingApi} for all tests of a class.
final class OneApi extends OnePerClass<TestingApi> {
  OneApi() {
    super(TestingApi.class, TestingApi::new, TestingApi::close);
  }
}
