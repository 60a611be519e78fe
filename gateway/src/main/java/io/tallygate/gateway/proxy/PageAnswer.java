package io.tallygate.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.tallygate.gateway.page.PublishedPage;
import io.tallygate.gateway.page.PublishedPage.Body;
import io.tallygate.policy.page.KeyUsage;
import io.tallygate.policy.page.PageForm;
import io.tallygate.policy.page.PolicyPage;
import java.util.List;
import java.util.function.Consumer;

/** One form of the page as a response. */
record PageAnswer(PublishedPage page, PageForm form) {

  /** Whom a response is for. */
  enum Audience {
    EVERYBODY,
    /** Who sent the request: no cache may give it to anybody else. */
    ONE_KEY
  }

  /** The page without anybody's usage. */
  Consumer<Exchange> forAll(Audience audience) {
    return exchange -> {
      if (audience == Audience.EVERYBODY && hasIt(exchange)) {
        respond(exchange, HttpResponseStatus.NOT_MODIFIED, Unpooled.EMPTY_BUFFER, audience);
      } else {
        Body body = page.body(form);
        ByteBuf content = Unpooled.wrappedBuffer(body.before(), body.after());
        respond(exchange, HttpResponseStatus.OK, content, audience);
      }
    };
  }

  /** The page with what a key has used. */
  void send(Exchange exchange, KeyUsage usage) {
    Body body = page.body(form);
    ByteBuf content = Unpooled.wrappedBuffer(body.before(), page.usage(form, usage), body.after());
    respond(exchange, HttpResponseStatus.OK, content, Audience.ONE_KEY);
  }

  /** Whether the client has these very bytes (RFC 9110, section 13.1.2; weak comparison). */
  private boolean hasIt(Exchange exchange) {
    List<String> fields = exchange.request().headers().getAll(HttpHeaderNames.IF_NONE_MATCH);
    String etag = page.body(form).etag();
    for (String field : fields) {
      for (String part : field.split(",", -1)) { // our own tags have no comma in them
        String tag = part.strip();
        if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
          return true;
        }
      }
    }
    return false;
  }

  private void respond(
      Exchange exchange, HttpResponseStatus status, ByteBuf content, Audience audience) {
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
    HttpHeaders headers = response.headers();
    headers.set(HttpHeaderNames.VARY, exchange.context().config().authentication().keyHeader());
    if (audience == Audience.EVERYBODY) {
      headers.set(HttpHeaderNames.ETAG, page.body(form).etag());
      // Anybody may keep it, but asks whether the policy has changed.
      headers.set(HttpHeaderNames.CACHE_CONTROL, "public, no-cache");
    } else {
      headers.set(HttpHeaderNames.CACHE_CONTROL, "private, no-store");
    }
    if (!status.equals(HttpResponseStatus.NOT_MODIFIED)) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, form.contentType());
      headers.set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("Referrer-Policy", "no-referrer");
      if (form == PageForm.HTML) {
        headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, PolicyPage.contentSecurityPolicy());
      }
    }
    OwnFields.to(headers, exchange);
    exchange.respond(response);
  }
}
