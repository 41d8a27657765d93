package dev.hearth.sdk.signal;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.key.PreKeyBundle;

/// One device in a test, of whatever implementation.
interface Party {
  DeviceAddress address();

  PreKeyBundle bundle(boolean withOneTimePreKey);

  void begin(PreKeyBundle bundle);

  boolean hasSession(DeviceAddress peer);

  Envelope seal(DeviceAddress peer, byte[] plaintext);

  Opening open(DeviceAddress sender, Envelope envelope);

  Envelope sealSenderKey(ConversationId conversation, DeviceAddress peer);

  Opening openSenderKey(ConversationId conversation, DeviceAddress sender, Envelope envelope);

  Envelope seal(ConversationId conversation, byte[] plaintext);

  Opening open(ConversationId conversation, DeviceAddress sender, Envelope envelope);
}
