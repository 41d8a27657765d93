package dev.hearth.protocol.blaze;

import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/// The names of fields, encoded once.
final class Names {
  static final SerializableString ID = new SerializedString("id");
  static final SerializableString ACTION = new SerializedString("action");
  static final SerializableString PARAMS = new SerializedString("params");
  static final SerializableString DATA = new SerializedString("data");
  static final SerializableString ERROR = new SerializedString("error");

  static final SerializableString CODE = new SerializedString("code");
  static final SerializableString DESCRIPTION = new SerializedString("description");
  static final SerializableString EXTRA = new SerializedString("extra");

  static final SerializableString TYPE = new SerializedString("type");
  static final SerializableString REPRESENTATIVE_ID = new SerializedString("representative_id");
  static final SerializableString QUOTE_MESSAGE_ID = new SerializedString("quote_message_id");
  static final SerializableString CONVERSATION_ID = new SerializedString("conversation_id");
  static final SerializableString USER_ID = new SerializedString("user_id");
  static final SerializableString RECIPIENT_ID = new SerializedString("recipient_id");
  static final SerializableString SESSION_ID = new SerializedString("session_id");
  static final SerializableString MESSAGE_ID = new SerializedString("message_id");
  static final SerializableString CATEGORY = new SerializedString("category");
  static final SerializableString DATA_BASE64 = new SerializedString("data_base64");
  static final SerializableString STATUS = new SerializedString("status");
  static final SerializableString SOURCE = new SerializedString("source");
  static final SerializableString SILENT = new SerializedString("silent");
  static final SerializableString EXPIRE_IN = new SerializedString("expire_in");
  static final SerializableString CREATED_AT = new SerializedString("created_at");
  static final SerializableString UPDATED_AT = new SerializedString("updated_at");
  static final SerializableString CONVERSATION_CHECKSUM =
      new SerializedString("conversation_checksum");
  static final SerializableString MENTIONS = new SerializedString("mentions");
  static final SerializableString MESSAGES = new SerializedString("messages");
  static final SerializableString OFFSET = new SerializedString("offset");

  private Names() {}
}
