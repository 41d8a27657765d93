package dev.hearth.edge.admin;

import dev.hearth.chat.Refusal;
import dev.hearth.chat.Refusal.Reason;
import dev.hearth.edge.http.ApiResponse;
import dev.hearth.protocol.blaze.ErrorCode;

/// The refusals of the local door: an HTTP status, and a sentence for the operator.
final class AdminRefusals {
  private AdminRefusals() {}

  static ApiResponse invalid(String sentence) {
    return refused(400, sentence);
  }

  static ApiResponse missing(String sentence) {
    return refused(404, sentence);
  }

  static ApiResponse refused(int status, String sentence) {
    return ApiResponse.refused(refusal(status, sentence));
  }

  static Refusal refusal(int status, String sentence) {
    ErrorCode code = status >= 500 ? ErrorCode.INTERNAL : ErrorCode.BAD_REQUEST;
    return Refusal.of(code, new Reason.Status(status, sentence));
  }
}
