package dev.hearth.sdk.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A client's store in the simplest form: it copies all its records before each transaction. For
/// one thread.
final class ModelStore implements ClientStore, Records {
  private Map<String, LinkedHashMap<String, byte[]>> kept = new HashMap<>();
  private int depth;
  private boolean failed;

  @Override
  public <T> T inTransaction(Function<Records, T> work) {
    if (depth > 0) {
      return part(work);
    }
    var before = new HashMap<String, LinkedHashMap<String, byte[]>>();
    kept.forEach((kind, records) -> before.put(kind, new LinkedHashMap<>(records)));
    failed = false;
    boolean done = false;
    try {
      T result = part(work);
      refuseIf(failed);
      done = true;
      return result;
    } finally {
      if (!done) {
        kept = before;
      }
    }
  }

  private <T> T part(Function<Records, T> work) {
    boolean returned = false;
    depth++;
    try {
      T result = work.apply(this);
      returned = true;
      return result;
    } finally {
      depth--;
      failed |= !returned;
    }
  }

  @Override
  public void close() {
    refuseIf(depth > 0);
  }

  @Override
  public Optional<byte[]> find(Kind kind, String name) {
    check(name);
    return Optional.ofNullable(of(kind).get(name));
  }

  @Override
  public void put(Kind kind, String name, byte[] value) {
    check(name);
    var records = of(kind);
    records.remove(name);
    records.put(name, value);
    while (records.size() > kind.most()) {
      records.remove(records.keySet().iterator().next());
    }
  }

  @Override
  public void remove(Kind kind, String name) {
    check(name);
    of(kind).remove(name);
  }

  @Override
  public List<String> names(Kind kind) {
    refuseIf(failed);
    return new ArrayList<>(of(kind).keySet());
  }

  private Map<String, byte[]> of(Kind kind) {
    return kept.computeIfAbsent(kind.name(), absent -> new LinkedHashMap<>());
  }

  private void check(String name) {
    refuseIf(failed);
    boolean whole = StandardCharsets.UTF_8.newEncoder().canEncode(name);
    if (name.isEmpty() || name.length() > MOST_NAME_LENGTH || !whole) {
      throw new IllegalArgumentException("no name: " + name);
    }
  }

  private static void refuseIf(boolean wrong) {
    if (wrong) {
      throw new IllegalStateException("not now");
    }
  }
}
