package dev.hearth.conformance.application;

import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The SDK's packed module and those that it says it needs, none beside.
final class PackedModules {
  private static final String SDK = "dev.hearth.sdk";

  private final Map<String, ModuleReference> needed = new TreeMap<>();

  PackedModules(Path jars) {
    var finder = ModuleFinder.of(jars);
    need(finder, SDK);
  }

  // Not resolved as the JVM does: that takes in every jar without a descriptor, needed or not.
  private void need(ModuleFinder finder, String name) {
    finder
        .find(name)
        .filter(module -> needed.put(name, module) == null)
        .ifPresent(module ->
            module.descriptor().requires().stream()
                .filter(requires -> !requires.modifiers().contains(Modifier.STATIC))
                .map(Requires::name)
                .forEach(each -> need(finder, each)));
  }

  /// For `--module-path`.
  String path() {
    return needed.values().stream()
        .map(module -> Path.of(module.location().orElseThrow()).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// The packages of the SDK that an application may use.
  Set<String> exported() {
    return sdk().exports().stream()
        .filter(exports -> !exports.isQualified())
        .map(Exports::source)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The other packages of the SDK.
  Set<String> internal() {
    var internal = new TreeSet<>(sdk().packages());
    internal.removeAll(exported());
    return internal;
  }

  private ModuleDescriptor sdk() {
    var module = needed.get(SDK);
    if (module == null) {
      throw new IllegalStateException("the SDK is not packed: run ./mvnw verify");
    }
    return module.descriptor();
  }
}
