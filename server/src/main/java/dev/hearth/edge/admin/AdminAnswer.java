package dev.hearth.edge.admin;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The answer of the local door to a request.
record AdminAnswer(int status, ObjectNode body) {

  static AdminAnswer of(ObjectNode body) {
    return new AdminAnswer(200, body);
  }

  static AdminAnswer refused(int status, String why) {
    return new AdminAnswer(status, JsonMapper.shared().createObjectNode().put("error", why));
  }
}
