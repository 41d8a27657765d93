package dev.hearth.platform.runtime;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// The signals of the operating system. Java has no other way to hear them than `sun.misc.Signal`,
/// in the module `jdk.unsupported`, which JEP 260 keeps until there is another one. It is looked up
/// by name: the compiler warns of each mention of it, and warnings are errors here.
public final class ProcessSignals {
  private ProcessSignals() {}

  /// Calls `then` at each signal of this name, on a thread of its own, instead of what the JVM or
  /// the system does at it. When several ask for a signal, the last one hears it.
  ///
  /// @param name such as `TERM` or `HUP`
  /// @return false when the JVM does not hand the signal out (`-Xrs`), or does not know it
  public static boolean hear(String name, Runnable then) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object heard =
          Proxy.newProxyInstance(
              ProcessSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, _, _) -> {
                then.run();
                return null;
              });
      var _ =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance(name), heard);
      return true;
    } catch (InvocationTargetException refused) {
      if (refused.getCause() instanceof IllegalArgumentException) {
        return false;
      }
      throw new IllegalStateException("Signals can't be heard", refused);
    } catch (ReflectiveOperationException _) {
      return false; // a JVM without the class
    }
  }
}
