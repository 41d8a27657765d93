package dev.hearth.conformance.sealing;

import dev.hearth.protocol.id.ConversationId;
import dev.hearth.protocol.id.UserId;
import dev.hearth.protocol.key.PreKeyBundle;
import dev.hearth.protocol.key.PreKeyUpload;
import dev.hearth.sdk.signal.DeviceAddress;
import dev.hearth.sdk.signal.Envelope;
import java.util.Optional;

/// One end of a conversation: a device, in whatever language.
interface SealingEnd {
  DeviceAddress address();

  int registrationId();

  /// Keys that others may take.
  PreKeyUpload leaveKeys(int oneTime);

  void begin(PreKeyBundle bundle);

  /// Empty when no sender key was handed out yet.
  Optional<Envelope> seal(ConversationId conversation, String text);

  Envelope sealFor(DeviceAddress peer, String text);

  Envelope sealKey(ConversationId conversation, DeviceAddress peer);

  Heard open(ConversationId conversation, DeviceAddress sender, Envelope envelope);

  Heard openKey(ConversationId conversation, DeviceAddress sender, Envelope envelope);

  void rotate(ConversationId conversation);

  String safetyNumber(UserId user);

  /// The outcome of opening something.
  ///
  /// @param outcome `opened`, `duplicate`, `no key`, `other identity` or `unreadable`
  /// @param text what was said; "" unless it was opened
  record Heard(String outcome, String text) {
    static Heard said(String text) {
      return new Heard("opened", text);
    }
  }
}
