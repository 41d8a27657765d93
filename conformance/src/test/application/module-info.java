/// An application of somebody else: all it asks for is the SDK.
module dev.example.greeter {
  requires dev.hearth.sdk;
}
