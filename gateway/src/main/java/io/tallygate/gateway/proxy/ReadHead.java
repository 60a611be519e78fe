package io.tallygate.gateway.proxy;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.tallygate.policy.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Refuses a request that cannot be read or is too large, and finds its path. */
final class ReadHead implements Step {

  @Override
  public void take(Exchange exchange) {
    HttpRequest request = exchange.request();
    if (request.decoderResult().isFailure()) {
      boolean tooLong = request.decoderResult().cause() instanceof TooLongFrameException;
      exchange.answerUnread(tooLong ? ErrorCode.HEAD_TOO_LARGE : ErrorCode.BAD_REQUEST);
      return;
    }
    String path = path(request);
    if (path == null || !hasOneHost(request)) {
      exchange.answer(ErrorCode.BAD_REQUEST);
      return;
    }
    exchange.path(path);
    if (declaredLength(request.headers()) > exchange.context().config().bounds().bodyBytes()) {
      exchange.answer(ErrorCode.BODY_TOO_LARGE);
      return;
    }
    if (exchange.isOneTooMany()) {
      exchange.answer(ErrorCode.OVERLOADED);
      return;
    }
    exchange.proceed();
  }

  /** The target's path without its query; null where there is none (RFC 9112, section 3.2). */
  private static @Nullable String path(HttpRequest request) {
    String target = request.uri();
    if (target.chars().anyMatch(c -> c <= ' ' || c == 127)) {
      return null;
    }
    if (request.method().equals(HttpMethod.OPTIONS) && target.equals("*")) {
      return target;
    }
    if (!target.startsWith("/")) {
      int scheme = target.startsWith("http://") || target.startsWith("https://") ? 1 : -1;
      int slash = scheme < 0 ? -1 : target.indexOf('/', target.indexOf("//") + 2);
      if (slash < 0) {
        return null;
      }
      target = target.substring(slash);
      request.setUri(target);
    }
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    return path.indexOf('#') < 0 ? path : null;
  }

  private static boolean hasOneHost(HttpRequest request) {
    int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
    return hosts == 1 || (hosts == 0 && !request.protocolVersion().equals(HttpVersion.HTTP_1_1));
  }

  private static long declaredLength(HttpHeaders headers) {
    String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
