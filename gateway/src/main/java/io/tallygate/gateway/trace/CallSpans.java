package io.tallygate.gateway.trace;

import io.netty.handler.codec.http.HttpHeaders;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.tallygate.gateway.call.EndedCall;
import io.tallygate.limiter.match.Match;
import io.tallygate.limiter.policy.Endpoint;
import io.tallygate.policy.ErrorCode;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call's spans: the gateway's, and below it that of the way to the upstream. Named and filled
 * by OpenTelemetry's conventions for HTTP; never with a query or a key.
 */
final class CallSpans implements CallTrace {

  /** The methods that the conventions know; all others are one. */
  private static final Set<String> METHODS =
      Set.of(
          "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY");

  private static final AttributeKey<String> METHOD = text("http.request.method");
  private static final AttributeKey<String> METHOD_SENT = text("http.request.method_original");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> ROUTE = text("http.route");
  private static final AttributeKey<String> PATH = text("url.path");
  private static final AttributeKey<String> SCHEME = text("url.scheme");
  private static final AttributeKey<String> URL = text("url.full");
  private static final AttributeKey<String> CLIENT = text("client.address");
  private static final AttributeKey<String> SERVER = text("server.address");
  private static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
  private static final AttributeKey<String> ERROR = text("error.type");
  private static final AttributeKey<String> GROUP = text("tallygate.group");
  private static final AttributeKey<String> OUTCOME = text("tallygate.outcome");
  private static final AttributeKey<String> LIMIT = text("tallygate.limit");
  private static final AttributeKey<String> CODE = text("tallygate.code");
  private static final AttributeKey<String> KEY_ID = text("tallygate.key.id");
  private static final AttributeKey<String> REQUEST_ID = text("tallygate.request.id");

  private final OpenTelemetryTracer tracer;
  private final Span server;
  private final Context context;
  private @Nullable Span client;

  CallSpans(OpenTelemetryTracer tracer, Span server, Context context) {
    this.tracer = tracer;
    this.server = server;
    this.context = context;
  }

  private static AttributeKey<String> text(String name) {
    return AttributeKey.stringKey(name);
  }

  @Override
  public void forward(HttpHeaders fields) {
    client = tracer.client(context);
    ContextFields.write(context.with(client), fields);
  }

  @Override
  public void ended(EndedCall call) {
    if (client != null) {
      if (client.isRecording()) {
        describeClient(client, call);
      }
      client.end();
    }
    if (server.isRecording()) {
      describeServer(call);
    }
    server.end();
  }

  private void describeServer(EndedCall call) {
    String method = method(server, call);
    String route = route(call.match());
    server.updateName(route.isEmpty() ? method : method + " " + route);
    if (!route.isEmpty()) {
      server.setAttribute(ROUTE, route);
    }
    server.setAttribute(PATH, call.path());
    server.setAttribute(SCHEME, "http");
    server.setAttribute(CLIENT, call.address().getHostAddress());
    server.setAttribute(REQUEST_ID, call.requestId());
    server.setAttribute(OUTCOME, outcome(call));
    if (!call.group().isEmpty()) {
      server.setAttribute(GROUP, call.group());
    }
    if (!call.refusedBy().isEmpty()) {
      server.setAttribute(LIMIT, call.refusedBy());
    }
    if (!call.identity().isEmpty()) {
      server.setAttribute(KEY_ID, call.identity());
    }
    ErrorCode code = call.answered();
    if (code != null) {
      server.setAttribute(CODE, code.code());
    }
    if (call.status() != 0) {
      server.setAttribute(STATUS, call.status());
    }
    if (call.status() >= 500) {
      failed(server, code == null ? Integer.toString(call.status()) : code.code());
    }
  }

  private void describeClient(Span span, EndedCall call) {
    span.updateName(method(span, call));
    URI upstream = tracer.upstream();
    span.setAttribute(SERVER, upstream.getHost());
    span.setAttribute(SERVER_PORT, upstream.getPort() < 0 ? 80 : upstream.getPort());
    span.setAttribute(URL, tracer.upstreamUrl(call.path()));
    ErrorCode code = call.answered();
    if (code != null) {
      failed(span, code.code());
      return;
    }
    if (call.status() != 0) {
      span.setAttribute(STATUS, call.status());
    }
    if (call.status() >= 400) {
      failed(span, Integer.toString(call.status()));
    }
  }

  private static String method(Span span, EndedCall call) {
    String sent = call.methodName();
    if (METHODS.contains(sent)) {
      span.setAttribute(METHOD, sent);
      return sent;
    }
    span.setAttribute(METHOD, "_OTHER");
    span.setAttribute(METHOD_SENT, sent);
    return "HTTP";
  }

  private static void failed(Span span, String type) {
    span.setAttribute(ERROR, type);
    span.setStatus(StatusCode.ERROR);
  }

  private static String route(Match match) {
    if (match instanceof Match.Named named) {
      return pattern(named.endpoint());
    }
    return match instanceof Match.Open open ? pattern(open.endpoint()) : "";
  }

  private static String pattern(Endpoint endpoint) {
    return "/" + String.join("/", endpoint.segments());
  }

  /** What became of the call at the gate. */
  private String outcome(EndedCall call) {
    if (client != null) {
      return "admitted";
    }
    return call.refusedBy().isEmpty() ? "answered" : "refused";
  }
}
