package io.tallygate.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.tallygate.policy.ErrorCode;
import io.tallygate.policy.door.ErrorBody;

/** Our own answers in the place of the upstream's. Stateless. */
final class ErrorAnswer {

  private ErrorAnswer() {}

  static FullHttpResponse of(ErrorCode code, Exchange exchange) {
    String accept = exchange.request().headers().get(HttpHeaderNames.ACCEPT);
    ErrorBody body = ErrorBody.of(code, exchange.policy().file(), exchange.decision(), accept);
    ByteBuf content = Unpooled.wrappedBuffer(body.bytes());
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(code.status()), content);
    HttpHeaders headers = response.headers();
    headers.set(HttpHeaderNames.CONTENT_TYPE, body.contentType());
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
}
