package io.tallygate.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.tallygate.limiter.Decision;
import io.tallygate.policy.ErrorCode;
import io.tallygate.policy.PolicyFile;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Our own answers: {@code {"message": …, "code": …}}, or problem details (RFC 9457) for those who
 * ask for them. Stateless.
 */
final class ErrorAnswer {

  private static final String PROBLEM = "application/problem+json";

  /** Draft-ietf-httpapi-ratelimit-headers-10, section 5. */
  private static final String QUOTA_EXCEEDED =
      "https://iana.org/assignments/http-problem-types#quota-exceeded";

  private ErrorAnswer() {}

  static FullHttpResponse of(ErrorCode code, Exchange exchange) {
    PolicyFile file = exchange.policy().file();
    String message = message(code, file);
    String accept = exchange.request().headers().get(HttpHeaderNames.ACCEPT);
    boolean problem = accept != null && accept.contains(PROBLEM);
    String body = problem ? problem(code, message, exchange) : plain(code, message);
    ByteBuf content = Unpooled.wrappedBuffer(body.getBytes(StandardCharsets.UTF_8));
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(code.status()), content);
    HttpHeaders headers = response.headers();
    headers.set(HttpHeaderNames.CONTENT_TYPE, problem ? PROBLEM : "application/json");
    headers.set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
    if (code == ErrorCode.METHOD_NOT_ALLOWED) {
      headers.set(HttpHeaderNames.ALLOW, "GET, HEAD"); // RFC 9110, section 15.5.6
    }
    if (code.status() == 401) {
      headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer"); // RFC 9110, section 15.5.2
    }
    OwnFields.to(headers, exchange);
    return response;
  }

  private static String message(ErrorCode code, PolicyFile file) {
    String message = file.message(code);
    boolean asksForMore = code == ErrorCode.RATE_LIMITED && !file.contact().isBlank();
    if (!asksForMore) {
      return message;
    }
    return message + (message.endsWith(".") ? " " : ". ") + "For higher limits: " + file.contact();
  }

  private static String plain(ErrorCode code, String message) {
    return "{\"message\":" + quoted(message) + ",\"code\":" + quoted(code.code()) + "}";
  }

  private static String problem(ErrorCode code, String message, Exchange exchange) {
    StringBuilder body = new StringBuilder(256);
    boolean limited = code == ErrorCode.RATE_LIMITED;
    body.append("{\"type\":").append(quoted(limited ? QUOTA_EXCEEDED : "about:blank"));
    body.append(",\"title\":")
        .append(quoted(HttpResponseStatus.valueOf(code.status()).reasonPhrase()));
    body.append(",\"status\":").append(code.status());
    body.append(",\"detail\":").append(quoted(message));
    body.append(",\"code\":").append(quoted(code.code()));
    if (limited) {
      violated(body.append(",\"violated-policies\":["), exchange.decision());
      body.append(']');
    }
    return body.append('}').toString();
  }

  private static void violated(StringBuilder body, Decision decision) {
    String separator = "";
    for (int i = 0; i < decision.size(); i++) {
      if (decision.call().cost() > decision.remaining(i)) {
        body.append(separator).append(quoted(decision.name(i)));
        separator = ",";
      }
    }
  }

  private static String quoted(String text) {
    char[] escaped = JsonStringEncoder.getInstance().quoteAsCharArray(text);
    return "\"" + new String(escaped) + "\"";
  }
}
